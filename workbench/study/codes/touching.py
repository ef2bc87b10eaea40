"""What would an act on a code touch? Said in a sentence, with the passages, before it is done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.model import Coding, WorkbenchError, counted
from workbench.study.base import listing

if TYPE_CHECKING:
    from workbench.study.study import Study


@dataclass(frozen=True, slots=True)
class Touched:
    """What an act would do, in words, and the codings that it concerns."""

    says: str
    codings: tuple[Coding, ...]


class _Before:
    """A code and what hangs on it."""

    def __init__(self, study: "Study", name: str, other: str | None) -> None:
        self.study, self.name, self.other = study, study.codebook[name].name, other
        self.below = study.codebook.below(name)[1:]
        self.codings = [one for one in study.codings if one.code == self.name]
        self.branch = [one for one in study.codings if one.code in {self.name, *self.below}]
        self.memos = [one for one in study.memos if (one.on, one.target) == ("code", self.name)]
        self.linked = study.memos.backlinks("code", self.name)
        self.themes = [theme.name for theme in study.themes if any(code.name == self.name for code in theme.codes)]

    def rename(self) -> Touched:
        rest = f"; links in {_count(len(self.linked), 'memo')} are written anew" if self.linked else ""
        said = f"Calls '{self.name}' '{self.other}'" if self.other else f"Gives '{self.name}' another name"
        return self._said(
            f"{said}. Its {_counted(self.codings)} {_does(self.codings, 'stays', 'stay')}{rest}.",
            self.codings,
        )

    def define(self) -> Touched:
        return self._said(
            f"{_counted(self.codings).capitalize()} of '{self.name}' {_does(self.codings, 'was', 'were')} made under "
            f"the words that stand there now; after a change of its definition that is listed for another look.",
            self.codings,
        )

    def move(self) -> Touched:
        where = f"under '{self.other}'" if self.other else "to the top"
        return self._said(f"Moves '{self.name}'{self._with_below()} {where}. Codings stay as they are.", self.branch)

    def merge(self) -> Touched:
        if self.other is None:
            raise WorkbenchError("Name the code to merge into.")
        into = self.study.codebook[self.other].name
        if into == self.name:
            raise WorkbenchError("A code cannot be merged into itself. Name two codes.")
        there = {_place(one) for one in self.study.codings if one.code == into}
        twice = sum(_place(one) in there for one in self.codings)
        parts = [f"{_counted(self.codings)} of {self._people()} {_does(self.codings, 'gets', 'get')} '{into}'"]
        if twice:
            parts.append(
                f"{twice} of them {'stands' if twice == 1 else 'stand'} there already, by the same coder, and both "
                "become one"
            )
        if follow := self._following():
            parts.append(f"with it: {follow}")
        parts.append(f"'{self.name}' goes out of the codebook and stays as another name of '{into}'")
        return self._said("; ".join(parts) + ".", self.codings)

    def split(self) -> Touched:
        return self._said(
            f"{_counted(self.codings).capitalize()} of {self._people()} can be dealt out to other codes, one by one; "
            f"what is not dealt out keeps '{self.name}'.",
            self.codings,
        )

    def archive(self) -> Touched:
        return self._said(
            f"Puts '{self.name}'{self._with_below()} away. {_counted(self.branch).capitalize()} "
            f"{_does(self.branch, 'stays', 'stay')}, but nothing new can be coded with it until it is brought back.",
            self.branch,
        )

    def restore(self) -> Touched:
        return self._said(f"Offers '{self.name}' again, with its {_counted(self.codings)}.", self.codings)

    def remove(self) -> Touched:
        parts = [f"Takes '{self.name}' out with {_counted(self.codings)} of {self._people()}"]
        if self.below:
            parts.append(f"{_count(len(self.below), 'code')} below it {_does(self.below, 'moves', 'move')} up")
        if self.memos:
            parts.append(f"{_count(len(self.memos), 'memo')} on it {_does(self.memos, 'is', 'are')} archived")
        if self.themes:
            parts.append(f"it leaves the themes {listing(self.themes)}")
        return self._said("; ".join(parts) + ".", self.codings)

    def _said(self, words: str, codings: Sequence[Coding]) -> Touched:
        return Touched(words[0].upper() + words[1:], tuple(codings))

    def _with_below(self) -> str:
        return f" with {_count(len(self.below), 'code')} below it" if self.below else ""

    def _people(self) -> str:
        return _count(len({one.participant for one in self.codings if one.participant}), "participant")

    def _following(self) -> str:
        parts = [
            _count(len(self.memos), "memo") if self.memos else "",
            f"{_count(len(self.below), 'code')} below it" if self.below else "",
            f"its place under {listing(self.themes)}" if self.themes else "",
        ]
        return ", ".join(part for part in parts if part)


DO: dict[str, Callable[[_Before], Touched]] = {
    "rename": _Before.rename,
    "define": _Before.define,
    "move": _Before.move,
    "merge": _Before.merge,
    "split": _Before.split,
    "archive": _Before.archive,
    "restore": _Before.restore,
    "remove": _Before.remove,
}


def touched(study: "Study", do: str, name: str, other: str | None) -> Touched:
    if do not in DO:
        raise WorkbenchError(f"'{do}' is nothing that can be done to a code. There are: {', '.join(DO)}.")
    return DO[do](_Before(study, name, other))


def _place(coding: Coding) -> tuple[str, int, int, str, str]:
    return coding.transcript, coding.start, coding.end, coding.coder, coding.layer


def _counted(codings: Sequence[Coding]) -> str:
    return _count(len(codings), "coding")


def _does(things: Sequence[object], one: str, several: str) -> str:
    return one if len(things) == 1 else several


def _count(number: int, noun: str) -> str:
    return counted(number, noun) if number else f"no {noun}s"
