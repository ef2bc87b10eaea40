"""Under which version of this codebook does a coding stand that another copy brings?

Each copy counts the versions of its codebook for itself, so its numbers say nothing here. What they are kept for is
whether a coding was made before its code was defined as it is now, and that is known of both copies: it holds where
one of them has it under the words that came out of the merge, and made since these words.
"""

from workbench.study.base import Row
from workbench.study.codes.definitions import DEFINING
from workbench.study.codes.versions import redefines
from workbench.study.merge.match import State


def number(result: State, ours: State, theirs: State, based: State) -> int:
    """Put codes and codings of merged copies under versions that this study counts; gives the version it has then.

    Numbers that come in stay where they can; the count goes on behind the highest, so that what changes next is newer.
    """
    last = int(ours["setting"].get("codebook version", {}).get("value") or 0)
    fresh = [code["redefined"] for key, code in result["code"].items() if key not in ours["code"]]
    made = [one["codebook_version"] for key, one in result["coding"].items() if one != ours["coding"].get(key)]
    version = max(last + (result["code"] != ours["code"]), *fresh, *made, 0)
    for key, code in result["code"].items():
        here = ours["code"].get(key)
        if here is not None:
            there, base = theirs["code"].get(key), based["code"].get(key)
            result["code"][key] = {**code, "redefined": _redefined(code, here, there, base, version)}
    for key, coding in result["coding"].items():
        code = result["code"][coding["code_id"]]
        sides = [ours] if _as_it_was(key, theirs, based) else [ours, theirs]
        stands = coding["codebook_version"]
        if any(_holds(key, code, side) for side in sides):
            stands = max(stands, code["redefined"])
        elif stands >= code["redefined"]:
            stands = max(code["redefined"] - 1, 0)
        if stands != coding["codebook_version"]:
            result["coding"][key] = {**coding, "codebook_version": stands}
    return version


def _redefined(code: Row, here: Row, there: Row | None, base: Row | None, version: int) -> int:
    """The version that gave the code the words it has now."""
    words = [_words(row) for row in (here, there, base)]
    first_words_differ = not here["redefined"] and len(set(words)) == len(words) and there is not None
    first_words_changed = code["redefined"] and _words(code) != _words(here)
    if redefines(here, code) or first_words_changed or first_words_differ:
        return version
    return int(here["redefined"])


def _as_it_was(key: str, theirs: State, based: State) -> bool:
    """Whether the other copy did nothing to a coding, nor to the words of its code."""
    there, base = theirs["coding"].get(key), based["coding"].get(key)
    if there is None or there != base:
        return False
    code, then = theirs["code"][there["code_id"]], based["code"].get(there["code_id"])
    return then is not None and (_words(code), code["redefined"]) == (_words(then), then["redefined"])


def _holds(key: str, code: Row, side: State) -> bool:
    """Whether a copy has the coding under these words of its code, and made since it has them."""
    coding = side["coding"].get(key)
    if coding is None or coding["code_id"] != code["id"]:
        return False
    own = side["code"][code["id"]]
    return _words(own) == _words(code) and coding["codebook_version"] >= own["redefined"]


def _words(code: Row | None) -> tuple[str, ...]:
    return tuple((code or {}).get(one, "") for one in DEFINING)
