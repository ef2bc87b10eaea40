"""Memos on their way out, in order of time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.exports.memos import MemoLine, write_memos
from workbench.model import Coding, Memo
from workbench.study.output.export import CODES, Export

if TYPE_CHECKING:
    from workbench.study.study import Study


def memo_lines(study: "Study", memos: Sequence[Memo] | None = None) -> list[MemoLine]:
    """All memos, or these, with the passage that each is on."""
    codings = {one.id: one for one in study.codings}
    return [_line(memo, codings) for memo in (study.memos if memos is None else memos)]


def _line(memo: Memo, codings: Mapping[str, Coding]) -> MemoLine:
    line = MemoLine(memo.created, memo.coder, memo.kind, memo.on, memo.target, memo.title, memo.text, id=memo.id)
    place = codings.get(memo.target) if memo.on == "coding" else None
    if place is None:
        return line
    return replace(line, target=place.transcript, start=place.start, end=place.end, quote=place.quote)


def memos_bytes(study: "Study", suffix: str, *, memos: Sequence[Memo] | None = None) -> bytes:
    """The memos as a file."""
    return write_memos(memo_lines(study, memos), suffix, title=f"Memos of {study.title}")


def _no_memos(study: "Study") -> str:
    return "" if any(True for _memo in study.memos) else "There is no memo yet."


EXPORTS = (
    Export(
        "memos",
        "Memos",
        "in order of time, each with who wrote it, when and on what; csv, xlsx and json can be imported again",
        CODES,
        (".docx", ".md", ".html", ".csv", ".xlsx", ".json"),
        memos_bytes,
        _no_memos,
        "memos",
    ),
)
