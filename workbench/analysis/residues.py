"""What in files to be given away could still tell who somebody is? Texts in, findings out; a person decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbench.analysis.identifying import Entities, candidates
from workbench.model import counted

CERTAIN = ("person", "e-mail", "phone", "web")
"""Kinds that are what they say, `person` being somebody of the study; a model of language found the others."""


@dataclass(frozen=True, slots=True)
class Residue:
    """A string that could identify somebody: its kind, how often it stands there, and in which files."""

    kind: str
    string: str
    times: int
    where: tuple[str, ...]

    @property
    def certain(self) -> bool:
        return self.kind in CERTAIN

    def __str__(self) -> str:
        files = ", ".join(self.where[:3]) + (f" and {len(self.where) - 3} more" if len(self.where) > 3 else "")
        return f"{self.kind} '{self.string}', {counted(self.times, 'time')}: {files}"


def residues(
    files: Mapping[str, str], words: Mapping[str, str], *, names: Iterable[str], entities: Entities | None = None
) -> list[Residue]:
    """What could identify somebody in `files` (texts by their paths): certain kinds first, then most frequent.

    `names` are participants', speakers' and everybody's whose name was replaced before. Names, places and organisations
    that nobody listed are looked for in `words`, what people said, by spaCy's small English model unless given.

    >>> found = residues({"a.txt": "Ann Lee, ann@lee.org"}, {}, names=["Ann Lee"], entities=lambda texts: [])
    >>> [(one.kind, one.string) for one in found]
    [('person', 'Ann Lee'), ('e-mail', 'ann@lee.org')]
    """
    known = sorted(set(names))
    said = candidates(words, entities=entities) if words else []
    guessed = [(one.kind, one.string) for one in said if one.kind in ("name", "place", "organisation")]
    found = candidates(files, known=known, entities=lambda _texts: guessed)
    kinds = {one.string: "person" for one in found if one.string in set(known)}
    listed = [
        Residue(kinds.get(one.string, one.kind), one.string, one.times, one.where)
        for one in found
        if one.kind != "repeated" or one.string in kinds
    ]
    order = {kind: at for at, kind in enumerate(CERTAIN)}
    return sorted(listed, key=lambda one: (order.get(one.kind, len(CERTAIN)), -one.times, one.string))
