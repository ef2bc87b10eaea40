"""More like this: further passages like those that carry a code, and what is said of each: taken, or refused."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from workbench.model import TAKEN, Coding, Likeness, Segment, WorkbenchError
from workbench.study.base import named, new_id, rows
from workbench.study.coded.rows import checked_span
from workbench.study.transcripts import CODING_ACTS

if TYPE_CHECKING:
    from workbench.study.study import Study
    from workbench.suggest.likeness import Material

Span = tuple[str, int, int]
BESIDES = (*CODING_ACTS, "refuse passage", "decide", "suggest themes", "settings")
"""Acts that leave the passages as they are."""
QUOTED = 90
"""Characters of the nearest passage that are quoted."""


def more_like(
    study: "Study",
    code: str,
    *,
    transcript: str | None = None,
    most: int = 20,
    unread: bool = False,
    progress: Callable[[str, float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> list[Likeness]:
    """See `Study.more_like`."""
    from workbench.suggest.likeness import alike

    study.settings.require("find")
    with study.store.read() as connection:
        name = str(named(connection, "code", code)["name"])
        if transcript is not None:
            transcript = str(named(connection, "transcript", transcript)["name"])
    hidden = set() if unread else set(study.reading.unread())
    if transcript in hidden:
        raise WorkbenchError(
            f"Nobody has read '{transcript}' yet, so nothing in it is suggested for a code. Read it and code something "
            "in it, or mark it as read on Home."
        )
    known = _material(study, progress, should_stop)
    coded = _positions(known, ((one.transcript, one.start, one.end) for one in study.codings if one.code == name))
    refused = _positions(known, refusals(study, name))
    wanted = sorted(coded)
    candidates = [
        at
        for at, one in enumerate(known.passages)
        if at not in coded
        and at not in refused
        and (one.transcript == transcript if transcript else one.transcript not in hidden)
    ]
    return [
        _likeness(known.passages[one.at], known.passages[one.nearest], one.score, one.words)
        for one in alike(known, wanted, sorted(refused - coded), candidates, most=most)
    ]


def refusals(study: "Study", code: str) -> list[Span]:
    """The passages that were refused for a code, by anybody."""

    def load(connection: Connection) -> dict[str, list[Span]]:
        transcripts = {row["id"]: row["name"] for row in rows(connection, "transcript")}
        codes = {row["id"]: row["name"] for row in rows(connection, "code")}
        found: dict[str, list[Span]] = defaultdict(list)
        for row in rows(connection, "refusal"):
            found[codes[row["code_id"]]].append((transcripts[row["transcript_id"]], row["start"], row["end"]))
        return found

    return study.remembered("refusals", load).get(code, [])


def refuse_passage(study: "Study", code: str, transcript: str, start: int, end: int, *, why: str = "") -> None:
    """See `Study.refuse_passage`."""
    what = f"Refused a passage of '{transcript}' for '{code}'"
    with study.store.act("refuse passage", what, coder=study.coder, why=why) as act:
        place, label = named(act.connection, "transcript", transcript), named(act.connection, "code", code)
        start, end = checked_span(place, start, end)
        row = {"code_id": label["id"], "transcript_id": place["id"], "start": start, "end": end}
        if not rows(act.connection, "refusal", **row):
            act.insert("refusal", {"id": new_id(), **row, "coder": study.coder})


def take_passage(study: "Study", code: str, transcript: str, start: int, end: int) -> Coding:
    """See `Study.take_passage`."""
    study.settings.require("find")
    return study.codings.add(transcript, start, end, code, origin=TAKEN)


def _material(
    study: "Study", progress: Callable[[str, float], None] | None, should_stop: Callable[[], bool] | None
) -> "Material":
    """What participants say, turn by turn; read again only when transcripts change."""
    from workbench.suggest.likeness import material

    def load(_connection: Connection) -> "Material":
        passages = study.transcripts.segments("turn", speakers="participant")
        try:
            return material(passages, cache=study.cache, progress=progress, should_stop=should_stop)
        finally:
            study.cache.flush()

    return study.remembered("passages to compare", load, besides=BESIDES)


def _positions(known: "Material", spans: Iterable[Span]) -> set[int]:
    """The passages that share with one of the spans at least half of the shorter one of both."""
    from workbench.suggest.evidence import codes_on

    marked = codes_on(known.passages, [(name, start, end, "") for name, start, end in spans])
    return {at for at, found in enumerate(marked) if found}


def _likeness(one: Segment, nearest: Segment, score: float, words: Sequence[str]) -> Likeness:
    quote = " ".join(nearest.text.split())
    quote = quote if len(quote) <= QUOTED else f"{quote[:QUOTED].rsplit(' ', 1)[0]} …"
    whose = nearest.participant or nearest.transcript
    return Likeness(
        one.transcript, one.start, one.end, score, f"Nearest coded passage: “{quote}” ({whose})", tuple(words)
    )
