"""Where do words that only one person said, or their name, stand in what others wrote?

Whole quotes go with whoever takes back their consent. A single word in the name of a code may be theirs or the
researcher's own: it is listed, and a person decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from sqlalchemy import Connection

from workbench.analysis.identifying import pattern_of
from workbench.analysis.telling import Own
from workbench.store.passages import LISTED
from workbench.store.worded import WORDED, Words, strings
from workbench.study.base import Row, rows
from workbench.study.coded.blindfold import Blindfold
from workbench.study.pseudonyms import NO_WORDS

NAMES: dict[str, tuple[str, ...]] = {
    "code": ("name", "aliases"),
    "theme": ("name",),
    "theme_link": ("label",),
    "codebook_version": ("name",),
    "saved_query": ("name",),
    "memo": ("title",),
}
"""Columns that are short enough for each word in them to count; in all others what is in quotation marks does."""
MADE = ("suggestion",)
"""Tables that the program filled with what was said: nobody's own words are lost with them."""
NOUNS = {
    "codebook_version": "version of the codebook",
    "counter_case": "counter-case",
    "saved_query": "query",
    "theme_link": "link between themes",
}
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Standing:
    """A word or a few that only this person said, or that name them, and where they stand: "code 'Hexham'"."""

    word: str
    where: tuple[str, ...]

    def __str__(self) -> str:
        return f"“{self.word}” ({', '.join(self.where)})"


def standing(
    connection: Connection,
    own: Own,
    called: Iterable[str],
    gone: set[tuple[str, str]],
    blindfold: Blindfold,
    quoted: Words = str,
) -> tuple[Standing, ...]:
    """Every word of somebody's `own` that stands in a name or in quotation marks, and every name that they are `called`
    by, with all places where these stand.

    Rows that are `gone` do not count, nor those that a blind round hides, nor what `quoted` takes out as whole quotes.
    """
    table_rows = [
        (table, row)
        for table in WORDED
        if table not in MADE
        for row in rows(connection, table)
        if (table, row["id"]) not in gone
        and not (table == "setting" and row["id"] in NO_WORDS)
        and not blindfold.hides_row(table, row)
    ]
    names = {*called}
    found = dict.fromkeys(sorted(names))
    for table, row in table_rows:
        if table not in ("transcript", "speaker", "participant"):
            found |= dict.fromkeys(_theirs(table, row, own, quoted))
    patterns = {word: pattern_of([word]) for word in found}
    places: dict[str, dict[str, None]] = {word: {} for word in found}
    for table, row in table_rows:
        said = table in ("transcript", "speaker")
        text = "\n".join(quoted(one) for column in _columns(table) for one in strings(row[column]))
        for word, pattern in patterns.items():
            if (word in names or not said) and pattern.search(text):
                places[word][_place(table, row)] = None
    return tuple(Standing(word, tuple(where)) for word, where in places.items() if where)


def _theirs(table: str, row: Row, own: Own, quoted: Words) -> list[str]:
    found = []
    for column in _columns(table):
        for text in map(quoted, strings(row[column])):
            found += own.in_name(text) if column in NAMES.get(table, ()) else own.in_quotes(text)
    return found


def _columns(table: str) -> list[str]:
    """Columns that hold words; a list of passages names transcripts, and follows what becomes of these."""
    return [column for column in WORDED[table] if column not in LISTED.get(table, ())]


def _place(table: str, row: Row) -> str:
    noun = NOUNS.get(table, table)
    name: Any = row.get("name") or row.get("title") or row.get("label") or row.get("text") or row.get("note") or ""
    return f"{noun} '{shorten(str(name), SHOWN, placeholder=' …')}'" if name else f"a {noun}"
