"""What do the tables of the page Tables show, and which passages stand behind each of their cells?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbench.analysis.filtering import band_of, bands, people_left, shown_value
from workbench.analysis.query import quoted
from workbench.app.parts.listing import Column, Line
from workbench.model import NOT_GIVEN, Filters, counted
from workbench.study import Study

JOINED = "\t"
"""Between the names in the key of a row; no name holds it."""


@dataclass(frozen=True)
class Ask:
    """The question that opens a cell: passages of these codes (all of them together, or any), under these filters."""

    title: str
    query: str
    filters: Filters
    meets: str = "overlap"


@dataclass(frozen=True)
class Shown:
    """A table as the page draws it; `asks(row, column)` is what a cell stands for. `frame` is what it was made of."""

    title: str
    frame: Any
    columns: Sequence[Column | str]
    rows: Sequence[Line]
    asks: Any

    @property
    def notes(self) -> Sequence[str]:
        found: Sequence[str] = self.frame.attrs.get("notes", ())
        return found


def any_of(codes: Sequence[str]) -> str:
    return " or ".join(map(quoted, codes))


def by_participant(one: Study, wanted: Filters) -> Shown:
    """Codes × participants: how many passages; before them how many people, transcripts and passages in all."""
    frame: Any = one.matrix(filters=wanted)
    people = list(dict.fromkeys(frame["participant"]))
    spread: Any = one.spread(filters=wanted)
    rows = []
    numbers = {code: own["passages"].tolist() for code, own in frame.groupby("code", sort=False)}
    for row in spread.itertuples():
        cells = [None if number == 0 else number for number in numbers.get(row.code, ())]
        rows.append(Line(row.code, [row.code, row.participants, row.transcripts, row.passages, *cells]))
    columns: list[Column | str] = [
        "Code",
        Column("People", number=True, help="Participants who speak to the code"),
        Column("Transcripts", number=True),
        Column("Passages", number=True),
        *(Column(name, number=True, help=f"Passages of {name}") for name in people),
    ]

    def asks(code: str, column: int) -> Ask:
        if column < 4:
            return Ask(code, quoted(code), wanted)
        person = people[column - 4]
        return Ask(f"{code}, {person}", quoted(code), wanted.with_(participants=(person,)))

    return Shown("Codes by participants", frame, columns, rows, asks)


def by_attribute(one: Study, by: str, of: str, banded: bool, wanted: Filters) -> Shown:
    """Codes or themes × values: how many of the participants with the value, their share, transcripts and passages."""
    from workbench.study.tables import theme_codes

    frame: Any = one.crosstab(by, of=of, banded=banded, filters=wanted)
    noun = "theme" if of == "themes" else "code"
    values = list(dict.fromkeys(zip(frame["value"], frame["of"], strict=True)))
    rows = []
    for name, own in frame.groupby(noun, sort=False):
        cells = [
            (
                f"{row.participants} of {row.of}" + (f" ({row.share:.0%})" if row.of else ""),
                f"{counted(row.passages, 'passage')}, {counted(row.transcripts, 'transcript')}",
            )
            for row in own.itertuples()
        ]
        rows.append(Line(str(name), [name, *cells]))
    columns: list[Column | str] = [
        noun.capitalize(),
        *(Column(f"{by} {value} (n = {of_})", number=True) for value, of_ in values),
    ]
    codes_of = theme_codes(one) if of == "themes" else {}

    def asks(name: str, column: int) -> Ask:
        query = any_of(codes_of[name]) if of == "themes" else quoted(name)
        if column == 0:
            return Ask(name, query, wanted)
        value = shown_value(values[column - 1][0])
        return Ask(f"{name}, {by} {value}", query, wanted.with_(participants=among(one, wanted, by, value)))

    return Shown(f"{of.capitalize()} by {by}", frame, columns, rows, asks)


def together(one: Study, within: str, wanted: Filters) -> Shown:
    """Pairs of codes that meet."""
    frame: Any = one.cooccurrence(within=within, filters=wanted)
    columns: list[Column | str] = [
        "Code",
        "and code",
        Column("Count", number=True, help="Pairs of passages that overlap, or turns or answers with both"),
        Column("People", number=True),
        Column("Transcripts", number=True),
        Column("Passages", number=True, help="Passages where the two meet"),
        Column("Jaccard", number=True, digits=2, help="Both, of either: 1 where one never stands without the other"),
        Column("Lift", number=True, digits=2, help="Times as often as if the codes fell independently"),
    ]
    rows = [
        Line(
            f"{row.first}{JOINED}{row.second}",
            [
                row.first,
                row.second,
                row.count,
                row.participants,
                row.transcripts,
                row.passages,
                row.jaccard,
                row.lift,
            ],
        )
        for row in frame.itertuples(name="Pair")
    ]

    def asks(pair: str, _column: int) -> Ask:
        first, second = pair.split(JOINED)
        return Ask(f"{first} and {second}", f"{quoted(first)} and {quoted(second)}", wanted, within)

    return Shown("Codes that go together", frame, columns, rows, asks)


def spread(one: Study, wanted: Filters) -> Shown:
    """How each code is spread over participants."""
    frame: Any = one.spread(filters=wanted)
    columns: list[Column | str] = [
        "Code",
        Column("People", number=True),
        Column("Share", number=True, help="Of all participants who are looked at"),
        Column("Transcripts", number=True),
        Column("Passages", number=True),
        Column("Codings", number=True),
        Column("Effective", number=True, digits=1, help="How many participants with equal shares would be as even"),
        "Loudest",
        Column("Theirs", number=True, help="Share of the codings that the loudest participant gives"),
    ]
    loudest = dict(zip(frame["code"], frame["loudest"], strict=True))
    rows = [
        Line(
            row.code,
            [
                row.code,
                f"{row.participants} of {row.of}",
                f"{row.share:.0%}",
                row.transcripts,
                row.passages,
                row.codings,
                row.effective,
                row.loudest if isinstance(row.loudest, str) else None,
                f"{row.loudest_share:.0%}",
            ],
        )
        for row in frame.itertuples()
    ]

    def asks(code: str, column: int) -> Ask:
        if column >= 7 and isinstance(loudest[code], str):
            return Ask(f"{code}, {loudest[code]}", quoted(code), wanted.with_(participants=(loudest[code],)))
        return Ask(code, quoted(code), wanted)

    return Shown("Spread", frame, columns, rows, asks)


def groups(one: Study, by: str, a: str, b: str, wanted: Filters) -> Shown:
    """Two groups of participants, the codes in which they differ most first."""
    frame: Any = one.compare(by, a, b, filters=wanted)
    columns: list[Column | str] = [
        "Code",
        Column(f"{by} {a}", number=True),
        Column(f"{by} {b}" if b else "All others", number=True),
        Column("Difference", number=True, help="Between the shares of participants, in percentage points"),
        Column("95 % interval", number=True, help="Of the difference (Newcombe 1998)"),
    ]
    rows = [
        Line(
            row.code,
            [
                row.code,
                (f"{row.participants_a} of {row.of_a} ({row.share_a:.0%})", counted(row.passages_a, "passage")),
                (f"{row.participants_b} of {row.of_b} ({row.share_b:.0%})", counted(row.passages_b, "passage")),
                f"{100 * row.difference:+.0f}",
                f"{100 * row.low:+.0f} to {100 * row.high:+.0f}",
            ],
        )
        for row in frame.itertuples()
    ]
    more = dict(zip(frame["code"], frame["difference"], strict=True))

    def asks(code: str, column: int) -> Ask:
        first = column == 1 or (column != 2 and more[code] >= 0)
        inside = among(one, wanted, by, a if first or not b else b)
        if not first and not b:
            inside = tuple(name for name in people_left(people(one), wanted) if name not in inside)
        said = f"{by} {a}" if first else f"{by} {b}" if b else f"{by} not {a}"
        return Ask(f"{code}, {said}", quoted(code), wanted.with_(participants=inside))

    return Shown(f"{by}: {a} and {b or 'all others'}", frame, columns, rows, asks)


def values_of(one: Study, by: str, *, banded: bool = False) -> list[str]:
    """The values of an attribute as filters name them, or its bands."""
    values = [person.attributes.get(by) for person in one.participants]
    offered = bands(values) if banded else []
    shown = dict.fromkeys(band_of(value, offered) if offered else shown_value(value) for value in values)
    return sorted(shown, key=lambda value: (value == NOT_GIVEN, value.rjust(12) if value[:1].isdigit() else value))


def among(one: Study, wanted: Filters, by: str, value: str) -> tuple[str, ...]:
    """The participants who are looked at and have this value."""
    looked_at = people_left(people(one), wanted)
    return tuple(name for name in people_left(people(one), Filters(attributes=((by, value),))) if name in looked_at)


def people(one: Study) -> dict[str, dict[str, Any]]:
    return {person.name: dict(person.attributes) for person in one.participants}


def bands_of(one: Study, by: str) -> list[str]:
    return bands(person.attributes.get(by) for person in one.participants)
