"""What names things by words: links in memos, `[[name]]`, and kept queries. How do they follow when it is named anew?

A link names a code (by its name or another name of it), a theme, a transcript or a participant, the first of these that
there is; `[[theme: name]]` says which is meant. The words stand in the memo as they are read, so an act that renames
also writes the links anew.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from workbench.analysis.query import renamed as query_renamed
from workbench.model import Filters
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

    def renamed(self, renamed: Mapping[Link, str]) -> "Names":
        """The names when some are called otherwise."""
        known = {kind: dict(names) for kind, names in self.known.items()}
        for link in renamed:
            known[link.kind] = {words: name for words, name in known.get(link.kind, {}).items() if name != link.name}
        for link, new in renamed.items():
            known[link.kind] |= {new.casefold(): new, new: new}
        return Names(known)


def relink(act: Act, names: Names, renamed: Mapping[Link, str]) -> None:
    """Let all memos and kept queries that named what is called otherwise now use its new name, as part of the act.

    `names` are those from before; all is done in one go, so that two codes may change their names for each other's.
    """
    memo, after = LOGGED["memo"], names.renamed(renamed)

    def written(found: re.Match[str]) -> str:
        link = names.resolve(found[1], found[2])
        new = renamed.get(link)
        if new is None:
            return found[0]
        return f"[[{new}]]" if after.resolve(None, new) == Link(link.kind, new) else f"[[{link.kind}: {new}]]"

    for key, text in act.connection.execute(select(memo.c.id, memo.c.text).where(memo.c.text.contains("[["))).all():
        changed = LINK.sub(written, text)
        if changed != text:
            act.update("memo", key, text=changed)
    _requery(act, names, after, renamed)


def _requery(act: Act, names: Names, after: Names, renamed: Mapping[Link, str]) -> None:
    called = {kind: {link.name: new for link, new in renamed.items() if link.kind == kind} for kind in KINDS}
    before, now = (set(one.known.get("code", {}).values()) for one in (names, after))
    for row in rows(act.connection, "saved_query"):
        filters = Filters.of(row["filters"])
        new = filters.with_(
            codes=tuple(called["code"].get(name, name) for name in filters.codes),
            participants=tuple(called["participant"].get(name, name) for name in filters.participants),
            transcripts=tuple(called["transcript"].get(name, name) for name in filters.transcripts),
        )
        query = query_renamed(row["query"], before, now, called["code"])
        if query != row["query"] or new != filters:
            act.update("saved_query", row["id"], query=query, filters=new.as_dict())
