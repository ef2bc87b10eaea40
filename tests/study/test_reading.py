"""Reading: how far each coder is, and the next passage that has nothing."""

import pytest

from workbench.model import Filters, WorkbenchError
from workbench.study.reading import Progress


def test_each_coder_says_how_far_they_are_and_takes_it_back(study):
    study.reading.mark("P01", "read")
    study.coder = "Ben"
    study.reading.mark("P01", "first round")
    study.reading.mark("P01", "second round")
    assert [(one.transcript, one.coder, one.state) for one in study.reading] == [
        ("P01", "Ana", "read"),
        ("P01", "Ben", "second round"),
    ]
    study.undo()
    assert study.reading.states() == {"P01": "first round"}
    study.reading.mark("P01", None)
    assert study.reading.states() == {}
    assert study.reading.states("Ana") == {"P01": "read"}
    with pytest.raises(WorkbenchError, match="read, first round, second round"):
        study.reading.mark("P01", "half")


def test_what_is_coded_and_what_comes_next(study, put):
    assert study.reading.next_uncoded() == ("P01", *span(study, "P01", "The fence was"))
    put("P02", "Now I water it", "rules")
    assert study.reading.progress() == [Progress("P01", "", 2, 0, 0), Progress("P02", "", 2, 1, 1)]
    assert study.reading.next_uncoded() == ("P02", *span(study, "P02", "I was against"))
    put("P02", "I was against it", "rules")
    assert study.reading.next_uncoded("P02") is None
    place = study.reading.next_uncoded()
    assert place == ("P01", *span(study, "P01", "The fence was"))
    assert study.reading.next_uncoded("P01", after=place[1]) == ("P01", *span(study, "P01", "There is one rule"))
    study.reading.mark("P01", "second round")
    assert study.reading.next_uncoded() is None
    study.coder = "Ben"
    assert study.reading.next_uncoded()[0] == "P01"


def span(study, name, words):
    transcript = study.transcripts[name]
    at = transcript.text.index(words)
    turn = next(turn for turn in transcript.turns if turn.start == at)
    return turn.start, turn.end


def test_it_goes_with_its_transcript_and_comes_back(study):
    study.reading.mark("P01", "read")
    before = study.store.dump()
    study.transcripts.remove("P01")
    assert list(study.reading) == []
    study.undo()
    assert study.store.dump() == before
    study.withdraw("P01")
    assert list(study.reading) == []
    assert study.check() == []


def test_copies_bring_their_readings_and_queries_together(study, tmp_path):
    from workbench import Study

    other = tmp_path / "other.study"
    study.copy_to(str(other))
    study.reading.mark("P01", "read")
    study.queries.add("Ours", "rules")
    with Study.open(other, coder="Ben") as theirs:
        theirs.reading.mark("P01", "first round")
        theirs.queries.add("Theirs", "beginnings and not rules", meets=2)
    study.merge(other)
    assert [(one.coder, one.state) for one in study.reading] == [("Ana", "read"), ("Ben", "first round")]
    assert sorted(one.name for one in study.queries) == ["Ours", "Theirs"]
    assert study.queries["Theirs"].meets == 2
    assert study.check() == []


def test_kept_queries_follow_codes_and_people_that_are_named_anew(study):
    study.codebook.add("harm")
    study.codebook.add("trust")
    study.queries.add("alone", "harm and not near:2 trust", filters=Filters(codes=("trust",), participants=("P01",)))
    study.codebook.edit("trust", new_name="trust and faith")
    study.participants.edit("P01", new_name="Rose")
    alone = study.queries["alone"]
    assert alone.query == 'harm and not near:2 "trust and faith"'
    assert (alone.filters.codes, alone.filters.participants) == (("trust and faith",), ("Rose",))
    study.codebook.merge("harm", "trust and faith")
    assert study.queries["alone"].query == '"trust and faith" and not near:2 "trust and faith"'
    for _ in range(3):
        study.undo()
    assert study.queries["alone"].query == "harm and not near:2 trust"
    assert study.queries["alone"].filters.participants == ("P01",)


def test_a_code_named_like_a_kept_question_does_not_change_what_it_asks(study):
    for name in ("harm", "trust", "both"):
        study.codebook.add(name)
    study.queries.add("kept", "harm and trust")
    study.codebook.edit("both", new_name="harm and trust")
    assert study.queries["kept"].query == '"harm" and "trust"'
