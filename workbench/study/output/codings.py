"""All codings on their way out, with what a reader needs beside each."""

from typing import TYPE_CHECKING, Any

from workbench.exports.codings import COLUMNS, write_codings
from workbench.study.output.export import CODES, Export, no_codings

if TYPE_CHECKING:
    from workbench.study.study import Study


def coding_records(study: "Study") -> list[dict[str, Any]]:
    """Every coding with what a reader needs beside it: quote, speaker, participant and attributes, layer, themes."""
    themes: dict[str, list[str]] = {}
    for theme in study.themes:
        for code in theme.codes:
            themes.setdefault(code.name, []).append(theme.name)
    attributes = {person.name: person.attributes for person in study.participants}
    # An attribute called like a column of the codings must not stand in its place.
    columns = {name: f"participant's {name}" if name in COLUMNS else name for name in study.participants.attributes()}
    return [
        {
            "transcript": one.transcript,
            "start": one.start,
            "end": one.end,
            "coder": one.coder,
            "code": one.code,
            "memo": one.memo,
            "quote": one.quote,
            "speaker": one.speaker,
            "participant": one.participant,
            "layer": one.layer,
            "theme": "; ".join(themes.get(one.code, [])),
            **{column: attributes.get(one.participant or "", {}).get(name) for name, column in columns.items()},
        }
        for one in study.codings
    ]


def codings_bytes(study: "Study", suffix: str) -> bytes:
    """All codings as csv, xlsx, json or parquet."""
    return write_codings(coding_records(study), suffix)


EXPORTS = (
    Export(
        "codings",
        "Codings",
        "every coding with its quote, speaker, participant, attributes and themes",
        CODES,
        (".csv", ".xlsx", ".json", ".parquet"),
        codings_bytes,
        no_codings,
        "code",
    ),
)
