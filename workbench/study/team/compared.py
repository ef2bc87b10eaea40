"""What is compared when coders are compared: units, whose marks, who was asked to code what, and which codes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from workbench.model import Coding, NotFound, Round, WorkbenchError
from workbench.store import LOGGED
from workbench.store.log import images_of
from workbench.store.tables import change
from workbench.study.base import Row, as_unit, listing, rows

if TYPE_CHECKING:
    import pandas as pd

    from workbench.study.study import Study

BY_HAND = frozenset({"add coding", "edit coding", "remove coding"})
"""Acts of coding. What came in later by a merge or a file was coded somewhere else, perhaps before."""


@dataclass(frozen=True)
class Material:
    """What `agreement` takes. `notes` say what was chosen and left out."""

    units: "pd.DataFrame"
    codings: "pd.DataFrame"
    assigned: Mapping[str, set[str]]
    codes: list[str]
    people: Mapping[int, str | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def material(
    study: "Study", unit: str, *, coders: Sequence[str] | None, code: str | None, round_: str | None, speakers: str
) -> Material:
    """Units, independent codings, who was asked to code what, and the codes compared (those that anybody used)."""
    as_unit(unit, besides=("character",))
    study.blindfold.refuse("Agreement")
    asked, notes = _asked(study, study.rounds[round_] if round_ is not None else None)
    own, later = _own(study, round_)
    if later:
        notes.append(later)
    wanted = _wanted(list(asked), coders, round_)
    mine = [one for one in own if one.coder in wanted]
    codes = in_order(study, [one for one in mine if one.transcript in asked[one.coder]])
    if code is not None:
        codes = [study.codebook[code].name]
    assigned = {name: asked[name] for name in wanted}
    frame = coding_frame(mine)
    units, people, said = _units(study, unit, speakers, frame[frame["code"].isin(codes)], assigned)
    if speakers == "participant":
        notes.append("What interviewers say is left out.")
    if not any(len(assigned[a] & assigned[b]) for a in wanted for b in wanted if a < b):
        notes.append(
            f"No transcript was coded by two of {listing(wanted, 6)}, so nothing can be compared. Start a round in "
            f"which they code the same transcripts."
        )
    return Material(units, frame, assigned, codes, people, (*notes, *said))


def _wanted(known: Sequence[str], coders: Sequence[str] | None, round_: str | None) -> list[str]:
    for name in coders or ():
        if name not in known:
            raise NotFound("coder", name, list(known))
    wanted = list(dict.fromkeys(coders)) if coders else list(known)
    if len(wanted) < 2:
        done = "is done with anything in the round" if round_ is not None else "has coded"
        who = f"only {wanted[0]} {done}" if wanted else f"nobody {done}"
        raise WorkbenchError(
            f"Agreement needs two coders, but {who}. Let a second person code some of the transcripts"
            + (" and say done." if round_ is not None else ".")
        )
    return wanted


def _asked(study: "Study", one: Round | None) -> tuple[dict[str, set[str]], list[str]]:
    """The transcripts that each coder was asked to code and is done with, and what to say of that."""
    rounds = [one] if one is not None else list(study.rounds)
    asked: dict[str, set[str]] = {}
    for each in rounds:
        for coder in each.coders:
            asked.setdefault(coder, set()).update(each.asked(coder, done=True))
    notes = []
    for each in rounds:
        left = [f"{coder} ({listing(titles)})" for coder, titles in each.waiting_for.items()]
        if left:
            notes.append(f"Not said done in the round '{each.name}', so not counted as coded: {'; '.join(left)}.")
    if one is None:
        in_rounds = {name for each in rounds for name in each.transcripts}
        marked: dict[str, set[str]] = {}
        for coding in study.codings:
            if coding.is_own and coding.transcript not in in_rounds:
                marked.setdefault(coding.coder, set()).add(coding.transcript)
        for coder, names in marked.items():
            asked.setdefault(coder, set()).update(names)
        if marked:
            where = "For transcripts in no round, which of them" if rounds else "Which transcripts"
            notes.append(f"{where} a coder was asked to code is taken from where that coder coded anything.")
    return {coder: asked[coder] for coder in sorted(asked) if asked[coder]}, notes


def _own(study: "Study", round_: str | None) -> tuple[list[Coding], str]:
    """Everybody's own codings: of a closed round as they were when it was closed, and a sentence where that differs."""
    now = [one for one in study.codings if one.is_own]
    if round_ is None or not study.rounds[round_].closed:
        return now, ""
    one = study.rounds[round_]
    with study.store.read() as connection:
        changed = _since(connection, one.closed)
        names = {row["id"]: row["name"] for row in rows(connection, "code")}
        places = {row["id"]: row["name"] for row in rows(connection, "transcript") if row["name"] in one.transcripts}
    if changed is None:
        return (
            now,
            f"A transcript was corrected after the round '{round_}' was closed: codings are compared as they are.",
        )
    concerned = {
        key: row
        for key, row in changed.items()
        if any(image is not None and image["transcript_id"] in places for image in (row, _now(study, key)))
    }
    if not concerned:
        return now, ""
    people = study.participant_finder()
    texts = {each.name: each.text for each in study.transcripts}
    kept = [each for each in now if each.id not in concerned]
    for row in concerned.values():
        if row is None or row["code_id"] not in names or row["transcript_id"] not in places:
            continue
        place, start, end = places[row["transcript_id"]], row["start"], row["end"]
        before = Coding(
            row["id"], place, start, end, row["coder"], names[row["code_id"]], texts[place][start:end], row["layer"],
            row["origin"], None, people(place, start, end), "", row["codebook_version"],
        )  # fmt: skip
        if before.is_own:
            kept.append(before)
    count = len(concerned)
    return kept, (
        f"{count} coding{'s were' if count != 1 else ' was'} made, changed or taken out after the round '{round_}' was "
        f"closed; compared is what there was when it was closed, since only that was coded independently."
    )


def _now(study: "Study", key: str) -> Row | None:
    coding = LOGGED["coding"]
    with study.store.read() as connection:
        found = connection.execute(select(coding).where(coding.c.id == key)).mappings().first()
    return None if found is None else dict(found)


def _since(connection: Connection, closed: str) -> dict[str, Row | None] | None:
    """Codings that were made, changed or removed by hand since a round was closed, at that time, as they were before
    (None: not there).

    Order is taken from the history, not from the times in it: clocks of a team differ, and are put back.
    None where a transcript's text was changed since, so that places of then mean nothing now.
    """
    columns = (change.c.id, change.c.act, change.c.undoes, change.c.rows)
    ending = select(change.c.id).where(change.c.rows.contains(f'"closed":"{closed}"', autoescape=True))
    end = connection.execute(ending.order_by(change.c.id).limit(1)).scalar()
    later = change.c.id > end if end is not None else change.c.time > closed  # where that image was erased for good
    found = connection.execute(select(*columns).where(later).order_by(change.c.id.desc())).all()
    before: dict[str, Row | None] = {}
    for one in found:
        if '["coding",' not in one.rows and '["transcript",' not in one.rows:
            continue
        images = images_of(one.rows)
        if any(table == "transcript" and a and b and a["text"] != b["text"] for table, _key, a, b in images):
            return None
        if one.act in BY_HAND or (one.undoes is not None and _root(connection, one.undoes) in BY_HAND):
            before |= {key: was for table, key, was, _now in images if table == "coding"}
    return before


def _root(connection: Connection, number: int) -> str:
    """The kind of the act that an undo, or a redo of it, is about in the end."""
    while True:
        one = connection.execute(select(change.c.act, change.c.undoes).where(change.c.id == number)).one()
        if one.undoes is None:
            return str(one.act)
        number = one.undoes


def in_order(study: "Study", codings: Iterable[Coding]) -> list[str]:
    """The codes that were used, in the codebook's order."""
    used = {one.code for one in codings}
    return [code.name for code in study.codebook if code.name in used]


def coding_frame(codings: Iterable[Coding]) -> "pd.DataFrame":
    import pandas as pd

    columns = ["transcript", "coder", "code", "start", "end", "participant", "codebook_version"]
    return pd.DataFrame([[getattr(one, name) for name in columns] for one in codings], columns=columns)


def unit_frame(study: "Study", unit: str, speakers: str, names: Sequence[str] | None = None) -> "pd.DataFrame":
    """A row for each stretch of a unit, of all transcripts or those named; an answer's question is no part.

    Columns unit, transcript, start, end, text, participant.
    """
    import pandas as pd

    # All at once and then some of them: that is quicker than transcript by transcript, which asks the study for each.
    cut = study.transcripts.segments("turn" if unit == "character" else unit, speakers=speakers)
    if names is not None:
        wanted = set(names)
        cut = [one for one in cut if one.transcript in wanted]
    texts = {one.name: one.text for one in study.transcripts}
    found: list[tuple[Any, ...]] = []
    for number, one in enumerate(cut):
        spans = one.said if unit == "answer" and speakers == "participant" else ((one.start, one.end),)
        for start, end in spans or ((one.start, one.end),):
            found.append((number, one.transcript, start, end, texts[one.transcript][start:end], one.participant))
    return pd.DataFrame(found, columns=["unit", "transcript", "start", "end", "text", "participant"])


def _units(
    study: "Study", unit: str, speakers: str, codings: "pd.DataFrame", assigned: Mapping[str, set[str]]
) -> tuple["pd.DataFrame", dict[int, str | None], list[str]]:
    """The units of what anybody was asked to code, who speaks in each, and what is to be said of them."""
    names = [name for name in study.transcripts.names() if any(name in asked for asked in assigned.values())]
    import pandas as pd

    frame, said = unit_frame(study, unit, speakers, names), list[str]()
    if unit == "sentence" and (given := cut_beforehand(frame, codings, assigned)) is not None:
        finder = study.participant_finder()
        texts = {one.name: one.text for one in study.transcripts}
        places = list(zip(given["transcript"], given["start"], given["end"], strict=True))
        frame = given.assign(
            unit=range(len(given)),
            text=[texts[name][start:end] for name, start, end in places],
            participant=pd.Series([finder(*place) for place in places], dtype=object),
        )
        said.append(
            f"Every coder marked the same {len(given)} stretches, none of which overlap: the material was cut into "
            f"them beforehand, and they are the units."
        )
    people = dict(zip(frame["unit"], frame["participant"], strict=True))
    return frame[["unit", "transcript", "start", "end", "text"]], people, said


def cut_beforehand(
    units: "pd.DataFrame", codings: "pd.DataFrame", assigned: Mapping[str, set[str]]
) -> "pd.DataFrame | None":
    """The stretches that coders were given to put a code on each, or None where they chose their passages themselves.

    They were given them where everybody marked all of the very same stretches (of those that lie in `units`), in every
    transcript, none touching another; passages that people choose never coincide so.
    """
    import numpy as np

    from workbench.analysis.agreement import fixed_units

    inside = []
    for name, marks in codings.groupby("transcript"):
        own = units[units["transcript"] == name]
        starts, ends = own["start"].to_numpy(), own["end"].to_numpy()
        at = np.searchsorted(starts, marks["end"].to_numpy(), side="left") - 1
        inside.append(marks[(at >= 0) & (ends[np.maximum(at, 0)] > marks["start"].to_numpy())] if len(own) else own)
    marked = [one for one in inside if len(one)]
    if not marked:
        return None
    import pandas as pd

    all_of = pd.concat(marked)
    asked = [all_of["transcript"].isin(names) & (all_of["coder"] == coder) for coder, names in assigned.items()]
    all_of = all_of[np.logical_or.reduce(asked)]
    stretches = fixed_units(all_of)
    next_in = stretches["transcript"].eq(stretches["transcript"].shift(-1))
    if len(stretches) < 2 or (next_in & (stretches["start"].shift(-1) < stretches["end"])).any():
        return None
    marks = all_of[["coder", "transcript", "start", "end"]].drop_duplicates()
    per_transcript = stretches["transcript"].value_counts()
    should = sum(int(per_transcript.get(name, 0)) for names in assigned.values() for name in names)
    return stretches if len(marks) == should else None


def digest(found: Mapping[str, Any]) -> str:
    """Arguments as a key to remember an answer by."""
    return json.dumps(found, sort_keys=True, default=list)
