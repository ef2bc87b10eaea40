"""The trail tells each change in words that a reader of a supplement understands."""

import pytest

from workbench.model import WorkbenchError


def told(study):
    return [(one.what, one.before, one.after) for one in study.history.told(study.version)]


def test_a_coding_is_told_by_its_code_and_place(study, put):
    made = put("P01", "The fence was broken", "beginnings")
    (after,) = told(study)
    assert after == (
        "coding 'P01', 'beginnings', 35–55, by Ana",
        "not there",
        "transcript: P01; code: beginnings; start: 35; end: 55; coder: Ana; layer: independent; origin: person",
    )
    study.codings.edit(made.id, code="rules", end=50)
    assert told(study) == [
        ("coding 'P01', 'rules', 35–50, by Ana", "code: beginnings; end: 55", "code: rules; end: 50")
    ]


def test_what_is_gone_is_called_by_the_last_name_it_had(study, put):
    put("P01", "The fence was broken", "beginnings")
    number = study.version
    study.codebook.edit("beginnings", new_name="how it began")
    study.codebook.remove("how it began")
    (coding,) = study.history.told(number)
    assert "code: how it began" in coding.after


def test_a_memo_is_told_with_what_it_is_on(study):
    study.memos.add("Much is said about rules.", on="code", target="rules")
    assert told(study) == [
        (
            "memo 'rules', by Ana",
            "not there",
            "on: code; target: rules; text: Much is said about rules.; kind: reflexive; coder: Ana",
        )
    ]


def test_a_memo_on_a_coding_is_told_with_the_coding_also_when_that_is_gone(study, put):
    made = put("P01", "The fence was broken", "beginnings", memo="Why?")
    number, on = study.version, "coding 'P01', 'beginnings', 35–55, by Ana"
    expected = (f"memo {on}, by Ana", f"on: coding; target: {on}; text: Why?; kind: reflexive; coder: Ana")
    for _before_and_after in range(2):
        (_coding, memo) = study.history.told(number)
        assert (memo.what, memo.after) == expected
        if study.version == number:
            study.codings.remove(made.id)


def test_settings_are_told_where_nothing_else_was_changed(study):
    study.rename("Street")
    assert told(study) == [("setting 'title'", "value: Garden", "value: Street")]


def test_a_stretch_of_days_is_asked_for(study):
    day = study.history.change(1).time[:10]
    everything = list(study.history)
    assert study.history.of(since=day, until=day) == everything
    assert study.history.of(until="2000-01-01") == []
    with pytest.raises(WorkbenchError, match="'soon' is no day or time"):
        study.history.of(until="soon")
