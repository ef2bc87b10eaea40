"""What the format has no place for, said in its words, so that people read it elsewhere and we find it again.

A selection's description says that its codings are agreed, or taken over from a suggestion; a note's says of
which kind it is; a link called `speaks against` goes from a passage to the theme that it speaks against. A bare
description of a text, a case or a passage is a memo whose key is made of what it describes, and goes out as it came.
"""

import re
import uuid

from workbench.model import MEMO_KINDS, Layer, MemoKind

AGAINST = "speaks against"
_SPACE = uuid.UUID("5b1a6f0e-7c1d-5f43-9d5e-2f0a3f2f1c11")
_AGREED = "Agreed after reconciliation."
_SUGGESTED = "Taken over from suggestion {} of the program."
_SUGGESTION = re.compile(r"Taken over from suggestion (\S+) of the program\.")
_KIND = re.compile(rf"({'|'.join(MEMO_KINDS)}) memo")


def provenance(layer: Layer, origin: str) -> str:
    """Where a coding comes from, in sentences; nothing for a coder's own.

    >>> provenance("agreed", "suggestion 1-3")
    'Agreed after reconciliation. Taken over from suggestion 1-3 of the program.'
    """
    said = [_AGREED] if layer == "agreed" else []
    if origin.startswith("suggestion "):
        said.append(_SUGGESTED.format(origin.removeprefix("suggestion ")))
    return " ".join(said)


def provenance_from(text: str) -> tuple[Layer, str, str]:
    """Layer and origin as a description says, and what else it says."""
    layer: Layer = "agreed" if _AGREED in text else "independent"
    found = _SUGGESTION.search(text)
    rest = _SUGGESTION.sub("", text.replace(_AGREED, "")).strip()
    return layer, f"suggestion {found[1]}" if found else "import", rest


def kind_says(kind: MemoKind) -> str:
    return f"{kind} memo"


def kind_from(text: str) -> tuple[MemoKind, str]:
    """A note's kind as its description says (reflexive unless it does), and what else it says."""
    found = _KIND.fullmatch(text.strip())
    named = next((kind for kind in MEMO_KINDS if found and kind == found[1]), None)
    return (named, "") if named else ("reflexive", text.strip())


def description_key(on: str, target: str) -> str:
    """The key of the memo that a description becomes; of a whole project's its own words stand for the target."""
    whole = f"{on} {target}".encode("utf-8", "replace").decode()  # half a character has no bytes to hash
    return uuid.uuid5(_SPACE, whole).hex
