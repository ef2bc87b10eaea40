"""Codings of a table: what is wrong with its rows, and those of them that are new as part of an act."""

from collections.abc import Sequence

from sqlalchemy import select

from workbench.exports.codings import CodingRow
from workbench.store import LOGGED, Act
from workbench.study.base import Row, clean_name, codebook_version, listing
from workbench.study.coded.rows import coding_row
from workbench.study.memos import insert_memo


def problems_of(
    found: Sequence[CodingRow], places: dict[str, Row], codes: dict[str, str], *, new_codes: bool
) -> tuple[list[str], list[str]]:
    """What is wrong with rows of a table of codings, and the codes that are new."""
    problems, fresh = [], dict[str, None]()
    for one in found:
        place = places.get(one.transcript)
        if place is None:
            problems.append(
                f"row {one.row}: no transcript is called '{one.transcript}'. There are: {listing(places, 8) or 'none'}."
            )
            continue
        if not 0 <= one.start < one.end <= len(place["text"]):
            problems.append(
                f"row {one.row}: {one.start}–{one.end} lies outside '{one.transcript}', which has "
                f"{len(place['text'])} characters."
            )
        elif one.quote and place["text"][one.start : one.end] != one.quote:
            problems.append(
                f"row {one.row}: the quote is not what stands at {one.start}–{one.end} of '{one.transcript}'. The "
                f"offsets were made on another version of the text."
            )
        if one.code not in codes:
            if not new_codes:
                problems.append(
                    f"row {one.row}: the code '{one.code}' is not in the codebook. Import the codebook first, or allow "
                    f"new codes (--new-codes)."
                )
            fresh[one.code] = None
    return problems, list(fresh)


def insert_all(
    act: Act, found: Sequence[CodingRow], places: dict[str, Row], codes: dict[str, str], layer: str | None
) -> tuple[int, list[str]]:
    c = LOGGED["coding"].c
    query = select(c.transcript_id, c.code_id, c.start, c.end, c.coder, c.layer)
    known = {tuple(row) for row in act.connection.execute(query)}
    version = codebook_version(act.connection)
    fresh, memos, skipped = [], [], []
    for one in found:
        place, coder = places[one.transcript], clean_name("coder", one.coder)
        code, wanted = codes[one.code], layer or one.layer
        row = coding_row(act, place["id"], code, one.start, one.end, coder, wanted, "import", version=version)
        identity = tuple(row[name] for name in ("transcript_id", "code_id", "start", "end", "coder", "layer"))
        if identity in known:
            skipped.append(f"row {one.row}: '{one.code}' by {coder} at this place is in the study already.")
            continue
        known.add(identity)
        fresh.append(row)
        if one.memo:
            memos.append((one.memo, coder, row["id"]))
    act.insert_many("coding", fresh)
    for text, coder, key in memos:
        insert_memo(act, text, coder=coder, on="coding", target=key)
    return len(fresh), skipped
