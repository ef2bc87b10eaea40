"""Links in memos, `[[name]]`: what do they lead to, and how do they follow when that is named anew?

A link names a code (by its name or another name of it), a theme, a transcript or a participant, the first of these that
there is; `[[theme: name]]` says which is meant. The words stand in the memo as they are read, so an act that renames
also writes the links anew.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from workbench.store import LOGGED, Act
from workbench.study.base import rows

KINDS = ("code", "theme", "transcript", "participant")
LINK = re.compile(rf"\[\[\s*(?:({'|'.join(KINDS)})\s*:\s*)?([^\[\]\n]{{1,320}}?)\s*\]\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """What `[[…]]` leads to: `kind` and `name`, or "" and the words where there is nothing of that name."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Names:
    """All names that a link can lead to: for each kind, names and other names -> name."""

    known: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, connection: Connection) -> "Names":
        known: dict[str, dict[str, str]] = {}
        for kind in KINDS:
            found = rows(connection, kind)
            folded = {
                other.casefold(): row["name"] for row in found for other in (*row.get("aliases", ()), row["name"])
            }
            exact = {row["name"]: row["name"] for row in found}
            known[kind] = {**folded, **exact}
        return cls(known)

    def resolve(self, kind: str | None, words: str) -> Link:
        """What the words inside a link lead to.

        >>> Names({"code": {"rules": "rules"}, "theme": {"rules": "rules"}}).resolve("Theme", "Rules")
        Link(kind='theme', name='rules')
        """
        plain = " ".join(unicodedata.normalize("NFC", words).split())
        for one in [kind.lower()] if kind else KINDS:
            names = self.known.get(one, {})
            found = names.get(plain) or names.get(plain.casefold())
            if found:
                return Link(one, found)
        return Link("", plain)

    def links(self, text: str) -> Iterator[Link]:
        """What a text links to, each once, in order."""
        return iter(dict.fromkeys(self.resolve(one[1], one[2]) for one in LINK.finditer(text)))

    def without(self, kind: str, old: str, new: str) -> "Names":
        """The names when one is called otherwise."""
        return Names({**self.known, kind: {**_left(self.known.get(kind, {}), old), new: new}})


def _left(names: Mapping[str, str], old: str) -> dict[str, str]:
    return {words: name for words, name in names.items() if name != old}


def relink(act: Act, names: Names, kind: str, old: str, new: str) -> None:
    """Let all memos that linked to `old` link to its new name, as part of the act; `names` are those from before."""
    memo = LOGGED["memo"]
    query = select(memo.c.id, memo.c.text).where(memo.c.text.contains("[["))
    plain = names.without(kind, old, new).resolve(None, new) == Link(kind, new)
    fresh = f"[[{new}]]" if plain else f"[[{kind}: {new}]]"

    def written(found: re.Match[str]) -> str:
        return fresh if names.resolve(found[1], found[2]) == Link(kind, old) else found[0]

    for key, text in act.connection.execute(query).all():
        changed = LINK.sub(written, text)
        if changed != text:
            act.update("memo", key, text=changed)
