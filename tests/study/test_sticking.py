"""Decisions stick through later runs: more interviews, other seeds, other numbers. With the real topic model."""

import pytest

from tests.suggest.conftest import talk
from workbench import Study

pytestmark = pytest.mark.slow


def interview(person, seed):
    said = [one.text.replace("And then? ", "") for one in talk(1, 5, seed)]
    return "".join(f"I: And then?\n\n{person}: {words}\n\n" for words in said).encode()


@pytest.fixture
def decided(tmp_path):
    """Four interviews on four things; one suggestion accepted, one refused, the two others merged under a name."""
    with Study.create(tmp_path / "talk.study", coder="Ana") as study:
        for person in range(4):
            study.transcripts.import_bytes(f"P{person}.txt", interview(f"P{person}", person))
        run = study.suggestions.run("answer", number=4, resamples=2)
        taken, refused, *rest = (one.id for one in run.suggestions)
        study.suggestions.accept(taken, name="Kept")
        study.suggestions.reject(refused, why="too broad")
        study.suggestions.merge(rest[0], rest[1:], name="Both")
        yield study


def spans(one):
    return {(fit.transcript, fit.start, fit.end) for fit in one.segments}


@pytest.mark.parametrize(("seed", "number", "unit", "more"), [(1, 4, "answer", 0), (7, 6, "turn", 2)])
def test_decisions_stick(decided, seed, number, unit, more):
    accepted, refused, merged = (
        next(one for one in decided.suggestions if one.status == status and one.segments)
        for status in ("refined", "rejected", "open")
    )
    for extra in range(more):
        decided.transcripts.import_bytes(f"Q{extra}.txt", interview(f"Q{extra}", 20 + extra))
    before = decided.store.dump()
    themes = [theme.codings for theme in decided.themes]

    run = decided.suggestions.run(unit, seed=seed, number=number, resamples=0)

    [pinned] = [one for one in run.suggestions if one.status == "refined"]
    assert (pinned.follows, pinned.theme, spans(pinned)) == (accepted.id, "Kept", spans(accepted))
    open_ = [one for one in run.suggestions if one.status == "open"]
    for one in open_:
        assert decided_share(one, accepted) == 0
        assert decided_share(one, refused) < 0.5
    assert [one.label for one in open_ if decided_share(one, merged) > 0.5] == ["Both"]
    assert [theme.codings for theme in decided.themes] == themes
    assert "1 suggestion accepted before: kept with their passages" in " ".join(run.notes)
    since = decided.suggestions.since_last()
    assert {since.suggestions[one.id].kind for one in run.suggestions if one.status == "refined"} == {"kept"}
    assert since.suggestions[next(one.id for one in open_ if one.label == "Both")].before == merged.id
    assert len({one.label.casefold() for one in run.suggestions}) == len(run.suggestions)
    again = decided.suggestions.run(unit, seed=seed + 1, number=number, resamples=0)
    assert [one.follows for one in again.suggestions if one.status == "refined"] == [pinned.id]
    assert decided.check() == []
    decided.undo()
    decided.undo()
    assert decided.store.dump() == before


def decided_share(one, other):
    """The share of a suggestion's passages that lie in another one's."""
    inside = [
        fit
        for fit in one.segments
        if any(
            fit.transcript == old.transcript and min(fit.end, old.end) - max(fit.start, old.start) > 0.5 * len(fit.text)
            for old in other.segments
        )
    ]
    return len(inside) / len(one.segments)
