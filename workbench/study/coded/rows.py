"""The rows of codings: which passage they may be on, how a new one looks, which are there already."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from workbench.model import LAYERS, WorkbenchError
from workbench.store import LOGGED, Act, now
from workbench.study.base import Row, codebook_version, new_id


def checked_span(transcript: Row, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends; an error where it lies outside the text or holds no words."""
    text = transcript["text"]
    if not 0 <= start < end <= len(text):
        raise WorkbenchError(
            f"{start}–{end} is no passage of '{transcript['name']}', which has the characters 0 to {len(text)}."
        )
    passage = text[start:end]
    if not passage.strip():
        raise WorkbenchError(f"{start}–{end} of '{transcript['name']}' holds no words, only white space.")
    return start + len(passage) - len(passage.lstrip()), end - len(passage) + len(passage.rstrip())


def refuse_archived(code: Row) -> None:
    if code["archived"]:
        raise WorkbenchError(f"The code '{code['name']}' is archived. Bring it back first, or take another one.")


def coding_row(
    act: Act,
    transcript_id: str,
    code_id: str,
    start: int,
    end: int,
    coder: str,
    layer: str,
    origin: str,
    *,
    version: int | None = None,
) -> Row:
    """A new coding as a row, made under the codebook as it is now; whoever makes many says its `version`."""
    if layer not in LAYERS:
        raise WorkbenchError(f"'{layer}' is no layer. Layers are: {', '.join(LAYERS)}.")
    return {
        "id": new_id(),
        "transcript_id": transcript_id,
        "code_id": code_id,
        "start": start,
        "end": end,
        "coder": coder,
        "layer": layer,
        "origin": origin,
        "codebook_version": codebook_version(act.connection) if version is None else version,
        "created": now(),
    }


def insert_codings(act: Act, spans: Sequence[tuple[str, int, int]], code_id: str, *, coder: str, origin: str) -> int:
    """Codings of one code as part of a larger act; `spans` hold the transcripts' keys. Known ones are left alone."""
    fresh = [
        coding_row(act, transcript_id, code_id, start, end, coder, "independent", origin)
        for transcript_id, start, end in spans
        if _known(act.connection, transcript_id, code_id, start, end, coder, "independent") is None
    ]
    act.insert_many("coding", fresh)
    return len(fresh)


def _known(
    connection: Connection, transcript_id: str, code_id: str, start: int, end: int, coder: str, layer: str
) -> str | None:
    c = LOGGED["coding"].c
    same = (c.transcript_id == transcript_id, c.code_id == code_id, c.start == start, c.end == end)
    query = select(c.id).where(*same, c.coder == coder, c.layer == layer)
    return connection.execute(query).scalar()
