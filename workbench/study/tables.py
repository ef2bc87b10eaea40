"""Tables over the study's codings: who, with which attribute, with what else. Each counts participants, transcripts and
passages side by side, and each cell can be asked for its passages."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from workbench.analysis.filtering import Narrowed, people_left
from workbench.model import Filters, NotFound, Transcript, WorkbenchError
from workbench.study.asking import material
from workbench.study.transcripts import CODING_ACTS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from workbench.analysis.saturation import Band, Saturation
    from workbench.study.study import Study


class Tables:
    """The part of `Study` that counts. Every method takes `filters`; without them it counts what counts for themes.

    `attrs["notes"]` of a table are sentences on how to read it, `attrs["steps"]` how many codings each filter left, and
    `attrs["nothing"]`, where it is empty, why.
    """

    def matrix(self, *, filters: Filters | None = None) -> "pd.DataFrame":
        """Codes × participants, a row for every pair: code, participant, participants (1 or 0), transcripts, passages,
        codings."""
        from workbench.analysis.counting import matrix

        study, left = _left(self, filters)
        people = people_left(material.people(study), filters or Filters())
        return _told(matrix(left.rows, people, _used(study, left)), left)

    def crosstab(
        self, by: str, *, of: str = "codes", banded: bool = False, filters: Filters | None = None
    ) -> "pd.DataFrame":
        """Codes, or with `of="themes"` themes, by the values of an attribute, a row for every pair: code (or theme),
        value, participants, of, share, transcripts, passages, codings. `banded` puts many values into bands."""
        import pandas as pd

        from workbench.analysis.crosstab import crosstab

        study, left = _left(self, filters)
        if of not in ("codes", "themes"):
            raise WorkbenchError(f"A table can be of codes or of themes, not of {of!r}.")
        known, names = material.people(study), study.participants.attributes()
        people = [{"participant": name, **known[name]} for name in people_left(known, filters or Filters())]
        frame = pd.DataFrame(people, columns=["participant", *names])
        themes = {name: codes for name, codes in theme_codes(study).items() if codes} if of == "themes" else None
        return _told(crosstab(left.rows, frame, by, codes=_used(study, left), themes=themes, banded=banded), left)

    def cooccurrence(self, *, within: str = "overlap", filters: Filters | None = None) -> "pd.DataFrame":
        """Pairs of codes that meet, most frequent first: first, second, count, first_count, second_count, jaccard,
        lift; participants, transcripts and passages of `first and second`.

        `within` overlap counts pairs of passages that share a character; turn and answer count turns and answers with
        both, whoever coded them.
        """
        from workbench.analysis import cooccurrence as pairs
        from workbench.analysis.retrieval import meetings

        study, wanted = cast("Study", self), filters or Filters()
        left = material.narrowed(study, wanted)
        codes = _used(study, left)
        if within == "overlap":
            lengths = {one.name: len(one.text) for one in material.ground(study).transcripts}
            table = pairs.cooccurrence(left.rows, lengths, codes=codes)
        elif within in ("turn", "answer"):
            units, seen = _units(study, within)
            table = pairs.cooccurrence_in_units(left.rows, units, codes=codes, seen=seen)
        else:
            raise WorkbenchError(f"Codes can go together within overlap, turn or answer, not within {within!r}.")
        met = list(zip(table["first"], table["second"], strict=True))
        found = meetings(material.coded(study, wanted), met, meets=within)
        for name in found.columns:
            table[name] = found[name].to_numpy()
        return _told(table, left)

    def spread(self, *, filters: Filters | None = None) -> "pd.DataFrame":
        """How a code's codings are spread over participants, a row a code: code, participants, of, share, transcripts,
        passages, codings, effective (number of participants), loudest, loudest_share, warnings."""
        from workbench.analysis.counting import by_code
        from workbench.analysis.spread import spread

        study, left = _left(self, filters)
        people = people_left(material.people(study), filters or Filters())
        codes = _used(study, left)
        table = spread(left.rows, people, codes=codes).merge(by_code(left.rows, codes), on="code", how="left")
        columns = ["code", "participants", "of", "share", "transcripts", "passages", "codings"]
        return _told(table[[*columns, "effective", "loudest", "loudest_share", "warnings"]], left)

    def compare(self, by: str, a: str, b: str = "", *, filters: Filters | None = None) -> "pd.DataFrame":
        """Codes by how two groups differ: participants whose attribute `by` is `a` with those for whom it is `b`, or
        without one with all others. Values may be bands. Columns as `analysis.comparison`."""
        from workbench.analysis.comparison import compare

        study, left = _left(self, filters)
        groups = group_of(study, by, a), group_of(study, by, b) if b else []
        looked_at = set(people_left(material.people(study), filters or Filters()))
        first = [name for name in groups[0] if name in looked_at]
        other = groups[1] or [name for name in material.people(study) if name not in groups[0]]
        second = [name for name in other if name in looked_at]
        names = (f"{by} = {a}", f"{by} = {b}" if b else f"{by} not {a}")
        if not first or not second:
            raise WorkbenchError(
                f"Nobody is in the group {names[0 if not first else 1]}, so there is nothing to compare."
            )
        return _told(compare(left.rows, first, second, codes=_used(study, left), names=names), left)

    def saturation(
        self,
        *,
        base: int = 4,
        run: int = 2,
        threshold: float = 5.0,
        order: Sequence[str] | None = None,
        filters: Filters | None = None,
    ) -> "Saturation":
        """New codes per interview in order of import, or in `order` (Guest, Namey & Chen 2020)."""
        from workbench.analysis.saturation import saturation

        study, left = _left(self, filters)
        known = study.transcripts.names()
        for name in order or ():
            if name not in known:
                raise NotFound("transcript", name, known)
        return saturation(left.rows, order or known, base=base, run=run, threshold=threshold)

    def saturation_band(
        self,
        *,
        draws: int = 200,
        seed: int = 0,
        base: int = 4,
        run: int = 2,
        threshold: float = 5.0,
        filters: Filters | None = None,
    ) -> "Band":
        """How the same interviews would have gone in random orders: codes found so far, and when few new ones came."""
        from workbench.analysis.saturation import random_orders

        study, left = _left(self, filters)
        names = study.transcripts.names()
        return random_orders(left.rows, names, draws=draws, seed=seed, base=base, run=run, threshold=threshold)

    def portrait(self, transcript: str, *, filters: Filters | None = None) -> "pd.DataFrame":
        """One transcript's passages by code, in order of place: code, start, end, participant, quote, and `from`, `to`
        along the talk: minutes where its turns have times, else turns; `attrs["along"]` is "minute" or "turn"."""
        import pandas as pd

        study, wanted = cast("Study", self), filters or Filters()
        wanted = wanted.with_(transcripts=(transcript,))
        left = material.narrowed(study, wanted)
        one = next(found for found in material.ground(study).transcripts if found.name == transcript)
        timed = one.duration is not None
        coded = material.coded(study, wanted)
        ground = material.ground(study)
        rows: list[tuple[str, int, int, str | None, str, float, float]] = []
        for code in _used(study, left):
            own = coded.of([code])
            _where, starts, ends = ground.off_line(own.start, own.end)
            people = ground.people_of(own.start, own.end)
            for start, end, person in zip(starts.tolist(), ends.tolist(), people, strict=True):
                first, last = along(one, start, end, timed=timed)
                rows.append((code, start, end, person, one.text[start:end], first, last))
        columns = ["code", "start", "end", "participant", "quote", "from", "to"]
        table = pd.DataFrame(rows, columns=columns, dtype=object)
        table = table.astype({"start": int, "end": int, "from": float, "to": float})
        table = table.sort_values(["start", "end", "code"], kind="stable", ignore_index=True)
        table.attrs["along"] = "minute" if timed else "turn"
        return _told(table, left)

    def timeline(self) -> "pd.DataFrame":
        """What was done when: a row for each day, kind of act and coder, in order of time: day, what, coder, acts."""
        import pandas as pd

        study = cast("Study", self)
        rows = [(one.time[:10], one.act, one.coder) for one in study.history]
        table = pd.DataFrame(rows, columns=["day", "what", "coder"])
        return table.groupby(["day", "what", "coder"], sort=False).size().reset_index(name="acts")


def theme_codes(study: "Study") -> dict[str, list[str]]:
    """Themes, each with its codes and those of its sub-themes."""
    themes = list(study.themes)
    own = {one.name: [code.name for code in one.codes] for one in themes}
    found = {name: list(codes) for name, codes in own.items()}
    for one in reversed(themes):
        if one.parent:
            found[one.parent] = list(dict.fromkeys([*found[one.parent], *found[one.name]]))
    return found


def along(transcript: Transcript, start: int, end: int, *, timed: bool) -> tuple[float, float]:
    """Where a passage begins and ends along the talk: in minutes, or in turns (0 to their number)."""
    turns = transcript.turns
    first = max(0, bisect_right(turns, start, key=lambda turn: turn.start) - 1)
    last = max(first, bisect_right(turns, end - 1, key=lambda turn: turn.start) - 1)
    if not timed:
        return float(first), float(last + 1)
    begin = next((t.start_time for t in reversed(turns[: first + 1]) if t.start_time is not None), 0.0)
    after = [t for one in turns[last:] for t in (one.end_time, one.start_time) if t is not None and t > begin]
    return begin / 60, (after[0] if after else begin) / 60


def group_of(study: "Study", by: str, value: str) -> list[str]:
    """The participants of whom an attribute has this value, or is in this band."""
    people = material.people(study)
    names = study.participants.attributes()
    if by not in names:
        raise NotFound("attribute", by, names)
    return people_left(people, Filters(attributes=((by, value),)))


def _left(self: object, filters: Filters | None) -> "tuple[Study, Narrowed]":
    study = cast("Study", self)
    return study, material.narrowed(study, filters or Filters())


def _used(study: "Study", left: Narrowed) -> list[str]:
    """The codes that were used, in the codebook's order."""
    used = set(left.rows["code"])
    return [code for code in material.code_names(study) if code in used]


def _units(study: "Study", unit: str) -> tuple["pd.DataFrame", "np.ndarray"]:
    """All turns or answers, each one stretch, and what is visible of them; kept while the texts stay as they are.

    They have no number, which would say that some have several stretches.
    """
    from workbench.analysis.marks import visible_before
    from workbench.study.team.compared import unit_frame

    def load(_connection: object) -> tuple["pd.DataFrame", "np.ndarray"]:
        units = unit_frame(study, unit, "all").drop(columns="unit")
        return units, visible_before(units["text"])

    return study.remembered(f"{unit}s of all", load, besides=CODING_ACTS, for_all=True)


def _told(table: "pd.DataFrame", left: Narrowed) -> "pd.DataFrame":
    table.attrs["steps"] = [{"filter": step.filter, "left": step.left} for step in left.steps]
    if not len(table):
        table.attrs["nothing"] = left.emptied_by() or "Nothing meets here. Look at more, or at other codes."
    return table
