"""What becomes of passages of one code by one coder that overlap? They are one passage, their union."""

from collections.abc import Iterable

from sqlalchemy import select

from workbench.store import LOGGED, Act
from workbench.study.base import Row, rows

SAME = ("transcript_id", "code_id", "coder", "layer")
"""What two codings must share to be joined; passages that only touch stay apart."""


def union(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The span with all that overlap it, and all that overlap those.

    >>> union((4, 8), [(0, 5), (7, 9), (9, 12)])
    (0, 9)
    """
    start, end = span
    left = list(others)
    while inside := [one for one in left if one[0] < end and one[1] > start]:
        left = [one for one in left if one not in inside]
        start, end = min(start, *(a for a, _ in inside)), max(end, *(b for _, b in inside))
    return start, end


def put_coding(act: Act, row: Row) -> tuple[str, int]:
    """Write a coding, new or changed, joined with those it overlaps; gives its key and how many it was joined with.

    Of a new coding and known ones the oldest stays and grows; a changed one (its key is in the study) stays itself.
    Memos on the others go over to it. What a person coded while reading stays theirs, whatever it is joined with.
    """
    coding = LOGGED["coding"]
    known = select(coding).where(*(coding.c[name] == row[name] for name in SAME), coding.c.id != row["id"])
    others = [dict(one) for one in act.connection.execute(known).mappings()]
    start, end = union((row["start"], row["end"]), [(one["start"], one["end"]) for one in others])
    joined = sorted((o for o in others if o["start"] < end and o["end"] > start), key=lambda o: (o["created"], o["id"]))
    changed = act.connection.execute(select(coding.c.id).where(coding.c.id == row["id"])).first() is not None
    if not joined and not changed:
        act.insert("coding", row)
        return str(row["id"]), 0
    kept = row if changed else joined.pop(0)
    found = len(joined) + (not changed)
    origin = next(
        (o["origin"] for o in (kept, row, *joined) if not o["origin"].startswith("suggestion")), row["origin"]
    )
    for one in joined:
        for memo in rows(act.connection, "memo", on="coding", target=one["id"]):
            act.update("memo", memo["id"], target=kept["id"])
        act.delete("coding", one["id"])
    act.update("coding", kept["id"], code_id=row["code_id"], start=start, end=end, origin=origin)
    return str(kept["id"]), found


def joined_words(count: int) -> str:
    """What an act says of passages that it joined."""
    return f", joined with {count} that it overlaps" if count else ""
