"""How a study is worked on: what its settings say, and what they hide."""

import pytest

from workbench.model import WorkbenchError
from workbench.study.decided.decisions import replay_all


def test_a_study_starts_with_a_codebook_and_all_help(study):
    settings = study.settings
    assert (settings.family, settings.help, settings.questions) == ("codebook", "suggest", ())


def test_reflexive_studies_start_at_find_and_what_was_chosen_stays(study):
    study.settings.change(family="reflexive")
    assert study.settings.help == "find"
    study.settings.change(help="suggest")
    study.settings.change(family="reliability")
    study.settings.change(family="reflexive")
    assert study.settings.help == "suggest"


def test_each_change_is_one_act_that_is_undone(study):
    before = study.store.dump()
    study.settings.change(family="Reflexive ", help="off", questions=["  Who\nwaters? ", "", "Who pays?"], why="agreed")
    assert study.settings.questions == ("Who waters?", "Who pays?")
    last = study.history.change(study.version)
    assert last.what == "Settings: family of analysis 'reflexive', help wanted 'off', research questions 2"
    study.undo()
    assert study.store.dump() == before
    assert (study.settings.help, study.settings.questions) == ("suggest", ())


@pytest.mark.parametrize("given", [{"family": "grounded"}, {"help": "everything"}])
def test_what_is_not_known_is_refused(study, given):
    with pytest.raises(WorkbenchError, match="Choose one of: "):
        study.settings.change(**given)
    assert study.settings.help == "suggest"


@pytest.mark.parametrize("help", ["off", "find"])
def test_no_suggestion_is_shown_or_made_where_none_is_wanted(study, help):
    from tests.study.test_decisions import suggest

    suggest(study)
    study.settings.change(help=help)
    assert (list(study.suggestions), study.suggestions.newest(), study.suggestions.runs()) == ([], None, [])
    acts = [
        lambda: study.suggestions.run("turn"),
        lambda: study.suggestions.accept("1-1"),
        lambda: study.suggestions.reject("1-1"),
        lambda: replay_all(study, [{"do": "reject", "evidence": [["P01", 0, 9]]}]),
    ]
    for act in acts:
        with pytest.raises(WorkbenchError, match=f"Help wanted is '{help}'"):
            act()
    study.undo()
    assert len(study.suggestions) == 3
