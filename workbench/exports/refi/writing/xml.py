"""Words as XML may hold them, without a character more or less."""

import re

from lxml import etree

NAMESPACE = "urn:QDA-XML:project:1.0"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def content(text: str) -> str:
    """The text with a sign for each character that no XML can hold, so that what is counted in it stays in its place.

    >>> content("a\\x00b\\ud800c") == "a\\ufffdb\\ufffdc"
    True
    """
    return _FORBIDDEN.sub("\ufffd", text).replace("\r", "\ufffd")


def attribute(text: str) -> str:
    """The text on one line."""
    return " ".join(content(text).split())


def shortened(text: str, most: int = 100) -> str:
    """A passage as the name of its selection, as ATLAS.ti and QualCoder write it."""
    flat = attribute(text[: most * 2])
    return flat if len(flat) <= most and len(text) <= most * 2 else flat[:most].rstrip() + "…"


def child(parent: etree._Element, name: str, text: str) -> None:
    """An element that holds nothing but words; none where there are none."""
    if text:
        etree.SubElement(parent, name).text = content(text)
