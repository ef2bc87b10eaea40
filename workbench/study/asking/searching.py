"""What is said where? By words, their forms, a regular expression, or by meaning, under filters."""

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from workbench.analysis.filtering import Left, Narrowed, narrow
from workbench.model import Filters, WorkbenchError
from workbench.study.asking import material
from workbench.study.transcripts import CODING_ACTS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from workbench.analysis.words import Hits, WordIndex
    from workbench.study.study import Study

WAYS = ("words", "forms", "expression", "meaning")
RULES = "1"
"""Counts up when words come to be told apart otherwise, so that what an older program kept is not used."""
MOST_BY_MEANING = 200
LEAST_LIKE = 0.2
"""Likeness (cosine) from which on a piece is shown."""

Progress = Callable[[str, float], None]


def search(
    study: "Study",
    query: str,
    by: str,
    filters: Filters,
    progress: Progress | None,
    should_stop: Callable[[], bool] | None,
) -> "pd.DataFrame":
    from workbench.analysis import expressions

    material.check(study, filters)
    ground = material.ground(study)
    scores = None
    if by == "words":
        hits = index(study).find(query)
    elif by == "forms":
        from workbench.segment.lemmas import lemmas

        hits = index(study).find(query, lemmas=lemmas)
    elif by == "expression":
        hits = expressions.find(ground, query)
    elif by == "meaning":
        hits, scores = _by_meaning(study, query, progress, should_stop)
    else:
        raise WorkbenchError(f"'{by}' is no way to search. Ways are: {', '.join(WAYS)}.")
    found = _frame(study, hits, scores)
    left = _narrowed(study, found, filters)
    shown = left.rows.drop(columns="place").reset_index(drop=True)
    if scores is not None:
        shown = shown.sort_values("score", ascending=False, kind="stable", ignore_index=True).head(MOST_BY_MEANING)
    shown.attrs["steps"] = [{"filter": step.filter, "left": step.left} for step in left.steps]
    if not len(shown):
        more = f" '{query}*' would find all words that begin so." if by == "words" and query.isalpha() else ""
        nothing = f"Nothing in the transcripts matches '{query}'.{more}" if not len(found) else left.emptied_by()
        shown.attrs["nothing"] = nothing
    return shown


def index(study: "Study") -> "WordIndex":
    """The index of all spoken words; a transcript's words are found once and kept in the study until it changes."""
    from workbench.analysis.words import Tokens, WordIndex

    def load(_connection: Any) -> WordIndex:
        ground = material.ground(study)
        keys = [f"words {RULES} {_digest(one.text)}" for one in ground.transcripts]
        study.cache.fetch(keys)
        tokens = []
        for key, one in zip(keys, ground.transcripts, strict=True):
            if key not in study.cache:
                study.cache[key] = Tokens.of(one.text).packed()
            tokens.append(Tokens.unpacked(study.cache[key]))
        return WordIndex(ground, tokens)

    made: WordIndex = study.remembered("index of words", load, besides=CODING_ACTS, for_all=True)
    study.cache.flush()
    return made


def places_of_words(study: "Study", words: str) -> "tuple[np.ndarray, np.ndarray]":
    """Where words are said, on the line; as one phrase."""
    hits = index(study).find(f'"{words}"')
    return hits.start, hits.end


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _frame(study: "Study", hits: "Hits", scores: "np.ndarray | None") -> "pd.DataFrame":
    """Hits with their turn and the one before it."""
    import numpy as np
    import pandas as pd

    ground = material.ground(study)
    turns = ground.turns
    texts = study.remembered("spoken", lambda _c: _spoken(study), besides=CODING_ACTS, for_all=True)
    where, start, end = ground.off_line(hits.start, hits.end)
    own = turns.iloc[hits.turn]
    base = ground.base[where]
    names = np.array([*ground.names, ""], dtype=object)[where]
    by_place = [one.text for one in ground.transcripts]
    return pd.DataFrame(
        {
            "transcript": names,
            "start": start,
            "end": end,
            "text": [by_place[i][a:b] for i, a, b in zip(where.tolist(), start.tolist(), end.tolist(), strict=True)],
            "turn": own["number"].to_numpy(),
            "turn_start": own["start"].to_numpy() - base,
            "turn_end": own["end"].to_numpy() - base,
            "speaker": pd.Series(own["speaker"].to_numpy(), dtype=object),
            "participant": pd.Series(own["participant"].to_numpy(), dtype=object),
            "role": own["role"].to_numpy(),
            "context": texts[hits.turn],
            "before": np.where(own["number"].to_numpy() > 1, texts[np.maximum(hits.turn - 1, 0)], ""),
            "score": np.nan if scores is None else scores,
            "place": hits.start,
        }
    )


def _spoken(study: "Study") -> "np.ndarray":
    import numpy as np

    ground = material.ground(study)
    said = [one.text[turn.start : turn.end] for one in ground.transcripts for turn in one.turns]
    texts = np.empty(len(said), dtype=object)
    texts[:] = said
    return texts


def _narrowed(study: "Study", found: "pd.DataFrame", filters: Filters) -> Narrowed:
    """The hits that the filters leave. Of codings it asks whether one is at the place that the filters leave."""
    left = narrow(found, filters.with_(layer="all"), material.people(study), noun="hits")
    rows, steps = left.rows, list(left.steps)
    by_codes = filters.codes or filters.coders or filters.coded
    if by_codes:
        wanted = Filters(codes=filters.codes, coders=filters.coders, layer=filters.layer)
        coded = material.coded(study, wanted)
        start = rows["place"].to_numpy()
        meets = coded.meets(start, start + (rows["end"] - rows["start"]).to_numpy())
        if filters.coded == "uncoded":
            meets = ~meets
        rows = rows[meets]
        words = wanted.words(of=0).removeprefix("all 0 participants") or "coded"
        steps.append(Left(f"not {words}" if filters.coded == "uncoded" else words, len(rows)))
    return Narrowed(rows, tuple(steps))


def _by_meaning(
    study: "Study", query: str, progress: Progress | None, should_stop: Callable[[], bool] | None
) -> "tuple[Hits, np.ndarray]":
    import numpy as np

    from workbench.analysis.words import Hits
    from workbench.suggest.embeddings import embed

    study.settings.require("find")
    if not query.strip():
        raise WorkbenchError("There is nothing to look for. Say in a few words what you look for.")
    places, rows = meanings(study, progress, should_stop)
    [asked] = embed([query])
    scores = rows @ asked
    ground = material.ground(study)
    kept = np.flatnonzero(scores >= LEAST_LIKE)
    base = ground.base[places[kept, 0]]
    start, end = base + places[kept, 1], base + places[kept, 2]
    return Hits(start, end, ground.turn_of(start, end)), scores[kept].astype(float)


def meanings(
    study: "Study", progress: Progress | None = None, should_stop: Callable[[], bool] | None = None
) -> "tuple[np.ndarray, np.ndarray]":
    """Pieces of talk, as (transcript, start, end), and a row of numbers for the meaning of each; kept in the study."""
    import numpy as np

    from workbench.analysis.pieces import pieces
    from workbench.suggest.embeddings import embed

    def load(_connection: Any) -> tuple[np.ndarray, np.ndarray]:
        transcripts = material.ground(study).transcripts
        found = pieces(transcripts)
        texts = [transcripts[i].text[start:end] for i, start, end in found]
        rows = embed(texts, progress=progress, cache=study.cache, should_stop=should_stop)
        return np.array(found, dtype=np.int64).reshape(-1, 3), rows

    try:
        made: tuple[np.ndarray, np.ndarray] = study.remembered("meanings", load, besides=CODING_ACTS, for_all=True)
    finally:
        study.cache.flush()
    return made
