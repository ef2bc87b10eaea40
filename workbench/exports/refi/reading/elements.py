"""XML as other tools write it: any namespace, any case of an attribute, now and then a fault that can be mended."""

import re
from collections.abc import Iterator
from typing import Any

from workbench.exports.refi.guids import key_of
from workbench.exports.refi.reading.problems import Problems
from workbench.model import WorkbenchError

NAMESPACE = "urn:QDA-XML:project:1.0"
_REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parsed(name: str, data: bytes, problems: Problems) -> Any:
    """The root element <Project>; what is none, is damaged, or defines entities raises WorkbenchError."""
    from lxml import etree

    try:
        root = _root(data)
    except (etree.XMLSyntaxError, ValueError) as fault:
        mended = _mended(data)
        try:
            root = _root(mended) if mended is not None else None
        except (etree.XMLSyntaxError, ValueError):
            root = None
        if root is None:
            raise WorkbenchError(f"{name}: its project is no proper XML ({fault}). Export it again.") from fault
        problems.mended("Its XML had signs or a declaration that no XML may have; they were replaced one for one.")
    if root.getroottree().docinfo.internalDTD is not None:
        raise WorkbenchError(f"{name}: its project defines XML entities, which no program does. It was not read.")
    if local(root) != "Project":
        raise WorkbenchError(
            f"{name} is no REFI-QDA project, but has a <{local(root)[:40]}>. A codebook (.qdc) is read by 'workbench "
            f"codebook import'."
        )
    space = str(root.tag).rpartition("}")[0].lstrip("{")
    if space != NAMESPACE:
        problems.mended(f"Its namespace is '{space}' instead of {NAMESPACE}.")
    return root


def _root(data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(data, parser)
    if root is None:
        raise ValueError("it is empty")
    return root


def _mended(data: bytes) -> bytes | None:
    """The XML in UTF-8 without a declaration, with a sign for each that no XML may hold; None if it is no text."""
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = _DECLARATION.sub("", text.lstrip("\ufeff"))
        text = _REFERENCE.sub(lambda found: found[0] if _allowed(found) else "\ufffd", text)
        return _FORBIDDEN.sub("\ufffd", text).encode()
    return None


def _allowed(found: re.Match[str]) -> bool:
    number = int(found[1], 16) if found[1] else int(found[2])
    return number <= 0x10FFFF and not _FORBIDDEN.match(chr(number))


def local(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Any, *names: str) -> list[Any]:
    return [child for child in element if local(child) in names]


def below(element: Any, *names: str) -> Iterator[Any]:
    """All elements of these names inside, in order."""
    return (one for one in element.iter() if local(one) in names)


def words(element: Any, name: str) -> str:
    """The text of a child; empty where there is none."""
    return "\n".join(child.text or "" for child in children(element, name)).strip()


def get(element: Any, name: str) -> str:
    """An attribute, whatever the case of its name."""
    found = element.get(name)
    if found is None:
        wanted = name.lower()
        found = next((value for key, value in element.attrib.items() if key.rpartition("}")[2].lower() == wanted), "")
    return str(found)


def key(element: Any) -> str:
    return key_of(get(element, "guid"))


def target(element: Any) -> str:
    """The key that a reference refers to: targetGUID, or as Transana writes it, guid or the element's text."""
    return key_of(get(element, "targetGUID") or get(element, "guid") or (element.text or ""))


def number(element: Any, name: str) -> int | None:
    """A whole number, also where it was written 12.0; None where it is none."""
    text = get(element, name).strip()
    try:
        return int(text) if len(text) < 12 else None
    except ValueError:
        try:
            return int(float(text))
        except (ValueError, OverflowError):
            return None
