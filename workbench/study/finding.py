"""Questions for passages: by codes and how they meet, by words, by meaning."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from workbench.model import Filters
from workbench.study.asking import material

if TYPE_CHECKING:
    import pandas as pd

    from workbench.study.study import Study

PASSAGE_COLUMNS = ["transcript", "start", "end", "turn", "speaker", "participant", "codes", "text"]


class Finding:
    """The part of `Study` that finds things."""

    def passages(
        self, query: str = "", *, filters: Filters | None = None, meets: str | int = "overlap", order: str = "text"
    ) -> "pd.DataFrame":
        """Passages by their codes: `harm and not trust`; the language is described in `analysis.query`, an empty query
        gives every coded passage.

        `meets` says how codes meet: overlap, turn, answer, transcript, or within so many turns; `order` is one of
        `analysis.ordering.ORDERS`: as in the text, by participant, by code, longest or newest coding first. A row a
        passage: transcript, start, end, turn (from 1), speaker, participant, codes (a tuple), text. `attrs["steps"]`
        says how many codings each filter left, `attrs["nothing"]`, where nothing was found, why.
        """
        import pandas as pd

        from workbench.analysis import retrieval
        from workbench.analysis.ordering import in_order, last_made
        from workbench.analysis.query import Either, OfCode, parse

        study, wanted = cast("Study", self), filters or Filters()
        known = material.parents(study)
        asked = parse(query, known) if query.strip() else Either(tuple(OfCode((code,)) for code in known))
        left = material.narrowed(study, wanted)
        found = retrieval.passages(material.coded(study, wanted), asked, meets=meets)
        ground = material.ground(study)
        texts = {one.name: one.text for one in ground.transcripts}
        start, end = (ground.on_line(found["transcript"], found[name]) for name in ("start", "end"))
        turn = ground.turns_of(start, end)
        numbers = [*ground.turns["number"].tolist(), None]
        found["turn"] = pd.Series([numbers[at] for at in turn.tolist()], index=found.index, dtype=object)
        labels = [*ground.turns["speaker"].tolist(), None]
        found["speaker"] = pd.Series([labels[at] for at in turn.tolist()], index=found.index, dtype=object)
        found["participant"] = pd.Series(ground.people_of(start, end), index=found.index, dtype=object)
        places = zip(found["transcript"], found["start"].tolist(), found["end"].tolist(), strict=True)
        found["text"] = pd.Series([texts[name][a:b] for name, a, b in places], index=found.index, dtype=object)
        made = []
        if order == "newest":
            rows = left.rows[ground.knows(left.rows["transcript"])]
            first, last = (ground.on_line(rows["transcript"], rows[name]) for name in ("start", "end"))
            times = material.times(study)
            made = last_made(start, end, first, last, [times.get(key, "") for key in rows["id"]])
        found = in_order(
            found[PASSAGE_COLUMNS], order, people=list(material.people(study)), codes=list(known), made=made
        )
        found.attrs["steps"] = [{"filter": step.filter, "left": step.left} for step in left.steps]
        if not len(found):
            found.attrs["nothing"] = left.emptied_by() or _unanswered(query, left.steps[-1].left, wanted)
        return found

    def search(
        self,
        query: str,
        *,
        by: str = "words",
        filters: Filters | None = None,
        progress: Callable[[str, float], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> "pd.DataFrame":
        """What is said where: a row a hit, in order of transcript and place (by meaning: most alike first).

        `by` is words (several: in one turn; "a phrase"; licen*; -not; this OR that), forms (the same, each word in all
        its English forms), expression (regular, within a turn, stopped after some seconds) or meaning (embeddings, made
        at the first time and kept; only where the study's settings want help). Columns transcript, start, end, text,
        turn (from 1), turn_start, turn_end, speaker, participant, role, context (the whole turn), before (the turn
        before), score (by meaning: likeness up to 1). `attrs` as for `passages`.
        """
        from workbench.study.asking.searching import search

        return search(cast("Study", self), query, by, filters or Filters(), progress, should_stop)


def _unanswered(query: str, left: int, filters: Filters) -> str:
    whose = f"the filters leave {left:,} codings" if filters else f"there are {left:,} codings"
    return f"No passage answers '{query.strip()}'; {whose}."
