"""What changed between two versions of a codebook? Codes in, changes out; a code is the same one by its guid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.model import CODE_FIELDS, Code

KINDS = ("new", "gone", "merged", "renamed", "moved", "redefined", "archived", "restored")


@dataclass(frozen=True, slots=True)
class CodeChange:
    """One thing that changed with a code, which goes by the name that it has in the later version, if it is there.

    `before` and `after` are names (renamed; merged: the code it became), parents (moved; "" is the top) or the words of
    `field` (redefined).
    """

    kind: str
    code: str
    before: str = ""
    after: str = ""
    field: str = ""


def compare(before: Sequence[Code], after: Sequence[Code], merged: Mapping[str, str]) -> list[CodeChange]:
    """Changes by kind in the order of `KINDS`, each kind in the codebook's order.

    `merged` maps the guid of a code that was merged away to that of the one which took it in.
    """
    was, now = {code.guid: code for code in before}, {code.guid: code for code in after}
    keys = {code.name: code.guid for code in before}, {code.name: code.guid for code in after}
    found = [CodeChange("new", code.name, after=code.description) for code in after if code.guid not in was]
    for code in before:
        if code.guid not in now:
            into = now.get(_end(code.guid, merged))
            kind = "merged" if into else "gone"
            found.append(
                CodeChange(kind, code.name, code.name if into else code.description, into.name if into else "")
            )
    for code in after:
        old = was.get(code.guid)
        if old is None:
            continue
        if old.name != code.name:
            found.append(CodeChange("renamed", code.name, old.name, code.name))
        if keys[0].get(old.parent or "") != keys[1].get(code.parent or ""):
            found.append(CodeChange("moved", code.name, old.parent or "", code.parent or ""))
        for field in CODE_FIELDS:
            if getattr(old, field) != getattr(code, field):
                found.append(CodeChange("redefined", code.name, getattr(old, field), getattr(code, field), field))
        if old.archived != code.archived:
            found.append(CodeChange("archived" if code.archived else "restored", code.name))
    return sorted(found, key=lambda one: KINDS.index(one.kind))


def as_dict(changes: Sequence[CodeChange]) -> dict[str, list[Any]]:
    """The changes by kind, as `--json` prints them: names where nothing else is to be said, else objects."""
    found: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for one in changes:
        if one.kind in ("new", "gone", "archived", "restored"):
            found[one.kind].append(one.code)
        elif one.kind == "merged":
            found[one.kind].append({"code": one.code, "into": one.after})
        else:
            said = {"code": one.code, "before": one.before, "after": one.after}
            found[one.kind].append(said | ({"field": one.field} if one.field else {}))
    return found


def _end(guid: str, merged: Mapping[str, str]) -> str:
    """Where a code ended that was merged, perhaps more than once."""
    seen = {guid}
    while (into := merged.get(guid)) is not None and into not in seen:
        seen.add(into)
        guid = into
    return guid
