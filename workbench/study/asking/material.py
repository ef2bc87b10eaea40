"""What questions to the codings are asked of: codings as a frame, the line of all text, the people."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from workbench.analysis.filtering import Narrowed, narrow
from workbench.analysis.retrieval import Coded, Ground
from workbench.model import CODED, FILTER_LAYERS, ROLES, Filters, NotFound, WorkbenchError
from workbench.store import LOGGED
from workbench.study.transcripts import CODING_ACTS

if TYPE_CHECKING:
    import pandas as pd

    from workbench.study.study import Study

CODING_COLUMNS = ["id", "transcript", "coder", "code", "layer", "start", "end", "participant", "role", "counts"]


def codings(study: "Study") -> "pd.DataFrame":
    """All codings that the acting coder may see; `role` of who says most of it, `counts` whether themes count it."""
    import pandas as pd

    def load(_connection: Any) -> pd.DataFrame:
        counted = {one.id for one in study.themes.evidence()}
        roles = {(one.name, s.label): s.role for one in study.transcripts for s in one.speakers}
        rows = [
            (
                one.id,
                one.transcript,
                one.coder,
                one.code,
                one.layer,
                one.start,
                one.end,
                one.participant,
                roles.get((one.transcript, one.speaker or ""), "participant" if one.participant else "unknown"),
                one.id in counted,
            )
            for one in study.codings
        ]
        return pd.DataFrame(rows, columns=CODING_COLUMNS)

    return study.remembered(f"codings as a frame, for {study.coder}", load)


def times(study: "Study") -> dict[str, str]:
    """When each coding was made, by its id; of all, whoever may see them."""
    coding = LOGGED["coding"]

    def load(connection: Connection) -> dict[str, str]:
        return {row.id: row.created for row in connection.execute(select(coding.c.id, coding.c.created))}

    return study.remembered("times of codings", load, for_all=True)


def narrowed(study: "Study", filters: Filters) -> Narrowed:
    """The codings that the filters leave; a sentence where a filter names what is not there."""
    check(study, filters)
    key = f"narrowed {filters!r} for {study.coder}"
    return study.remembered(key, lambda _c: narrow(codings(study), filters, people(study), noun="codings"))


def coded(study: "Study", filters: Filters) -> Coded:
    """The passages of each code that the filters leave."""

    def load(_connection: Any) -> Coded:
        return Coded(narrowed(study, filters).rows, ground(study), code_names(study))

    return study.remembered(f"coded {filters!r} for {study.coder}", load)


def ground(study: "Study") -> Ground:
    """The line of all text; made anew when a transcript changes."""
    from workbench.study.asking.searching import places_of_words

    def load(_connection: Any) -> Ground:
        transcripts = list(study.transcripts)
        return Ground(
            transcripts, lambda: study.cut(transcripts, "answer"), lambda words: places_of_words(study, words)
        )

    return study.remembered("ground", load, besides=CODING_ACTS, for_all=True)


def people(study: "Study") -> dict[str, dict[str, Any]]:
    """The participants who speak, with their attributes, in order: those of whom a table counts how many do something.
    Who was asked and never spoke, or stands in a table of people alone, is none of them."""

    def load(_connection: Connection) -> dict[str, dict[str, Any]]:
        speaking = set(study.participants.speaking())
        return {one.name: dict(one.attributes) for one in study.participants if one.name in speaking}

    return study.remembered("people with attributes", load)


def parents(study: "Study") -> dict[str, str | None]:
    """Codes in the codebook's order, each with the one above it."""
    return study.remembered("parents of codes", lambda _c: {code.name: code.parent for code in study.codebook})


def code_names(study: "Study") -> list[str]:
    return list(parents(study))


def check(study: "Study", filters: Filters) -> None:
    """`NotFound` with the nearest names where a filter names what the study does not have."""
    if filters.layer not in FILTER_LAYERS:
        known = ", ".join(filter(None, FILTER_LAYERS))
        raise WorkbenchError(f"'{filters.layer}' is no layer to look at. There are: {known}; or none, for what counts.")
    if filters.coded not in CODED:
        raise WorkbenchError(f"Places can be 'coded' or 'uncoded', not '{filters.coded}'.")
    everybody = {one.name: one.attributes for one in study.participants}
    attributes = {name for known in everybody.values() for name in known}
    for noun, names, there in (
        ("participant", filters.participants, everybody),
        ("code", filters.codes, parents(study)),
        ("transcript", filters.transcripts, ground(study).names),
        ("role", filters.roles, ROLES),
        ("attribute", filters.by_attribute(), attributes),
        ("coder", filters.coders, set(codings(study)["coder"]) if filters.coders else ()),
    ):
        for name in names:
            if name not in there:
                raise NotFound(noun, name, sorted(there) if isinstance(there, set) else list(there))
