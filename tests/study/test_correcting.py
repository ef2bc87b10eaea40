"""A transcript is corrected after coding: what was marked follows, and one undo brings all of it back."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import GARDEN
from workbench import Study
from workbench.model import NameTaken, NotFound, StandsInTheWay, WorkbenchError


@pytest.fixture
def coded(study, put):
    """Three codings of P01, a theme with a counter-case, and a memo on one coding."""
    put("P01", "The fence was broken", "beginnings", memo="Literally?")
    put("P01", "nobody planned it", "beginnings", coder="Bo")
    put("P01", "take what you need", "rules")
    study.themes.add("Order", codes=["rules"])
    start = study.transcripts["P01"].text.index("Some take more")
    study.themes.counter("Order", "P01", start, start + 14, note="but")
    return study


def quotes(study, transcript="P01"):
    return [(one.code, one.coder, one.quote) for one in study.codings.of(transcript=transcript)]


def turns(study, transcript="P01"):
    found = study.transcripts[transcript]
    return [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns]


def undone_and_redone(study, before):
    """One undo gives the study of `before` to the byte, and redo the corrected one again."""
    after = study.store.dump()
    undo = study.undo()
    assert study.store.dump() == before
    study.history.undo(undo.id)
    assert study.store.dump() == after
    assert study.check() == []


def test_a_turn_is_edited_and_codings_follow(coded):
    before = coded.store.dump()

    made = coded.transcripts.edit_turn("P01", 1, "Well, the fence was badly broken. My neighbour threw seeds.\r\n")

    assert turns(coded)[1] == ("P01", "Well, the fence was badly broken. My neighbour threw seeds.")
    assert quotes(coded) == [
        ("beginnings", "Ana", "the fence was badly broken"),
        ("rules", "Ana", "take what you need"),
    ]
    assert [(one.fate, one.kind, one.name) for one in made.followed] == [
        ("changed", "coding", "beginnings"),
        ("orphaned", "coding", "beginnings"),
        ("moved", "coding", "rules"),
        ("moved", "counter-case", "Order"),
    ]
    assert [(memo.on, memo.coder, memo.text) for memo in coded.memos if memo.kind == "process"] == [
        ("transcript", "Bo", "“nobody planned it”")
    ]
    assert coded.themes["Order"].counter[0].text == "Some take more"
    undone_and_redone(coded, before)


def test_a_corrected_file_takes_the_place_of_the_first(coded):
    before = coded.store.dump()
    corrected = GARDEN.replace("I: How did", "I: Tell me, how did").replace("fence", "old fence")
    corrected += "\nI: Thanks.\n\nBEN: And bye.\n\nBEN: Really.\n"

    made = coded.transcripts.replace_bytes("P01", "P01 corrected.txt", corrected.encode())

    assert coded.transcripts["P01"].text == corrected
    assert [one.fate for one in made.followed] == ["changed", "moved", "moved", "moved"]
    assert quotes(coded)[0] == ("beginnings", "Ana", "The old fence was broken")
    assert [speaker.label for speaker in coded.transcripts["P01"].speakers] == ["I", "P01", "BEN"]
    assert coded.transcripts.original("P01") == ("P01 corrected.txt", corrected.encode())
    undone_and_redone(coded, before)
    coded.undo()
    assert coded.transcripts.original("P01") == ("P01.txt", GARDEN.encode())


def test_a_memo_on_a_coding_that_lost_its_words_moves_to_the_transcript(coded):
    coded.transcripts.edit_turn("P01", 1, "Different.")

    assert sorted(memo.text for memo in coded.memos if memo.on == "transcript") == [
        "Literally?",
        "“The fence was broken”",
        "“nobody planned it”",
    ]


def test_two_codings_that_come_to_the_same_words_become_one(study):
    start = study.transcripts["P01"].text.index("The fence")
    table = (
        "transcript,start,end,coder,code,memo\n"
        f"P01,{start},{start + 20},Ana,rules,\nP01,{start},{start + 43},Ana,rules,longer\n"
    )
    study.codings.import_bytes("overlapping.csv", table.encode())

    made = study.transcripts.edit_turn("P01", 1, "The fence was broken. My neighbour threw seeds.")

    assert quotes(study) == [("rules", "Ana", "The fence was broken")]
    assert [one.fate for one in made.lost] == ["doubled"]
    assert [memo.text for memo in study.memos] == ["longer"]


def test_a_turn_is_split_and_joined_again(coded):
    before = coded.store.dump()
    at = turns(coded)[1][1].index("My neighbour")

    coded.transcripts.split_turn("P01", 1, at, speaker="Neighbour")

    assert turns(coded)[1:3] == [
        ("P01", "The fence was broken, and nobody planned it."),
        ("Neighbour", "My neighbour threw seeds."),
    ]
    assert "nobody planned it.\n\nNeighbour: My neighbour" in coded.transcripts["P01"].text
    assert [quote for _code, _coder, quote in quotes(coded)][1:] == ["nobody planned it", "take what you need"]
    undone_and_redone(coded, before)

    coded.transcripts.join_turns("P01", 1)

    assert turns(coded)[1][1] == "The fence was broken, and nobody planned it. My neighbour threw seeds."
    assert [speaker.label for speaker in coded.transcripts["P01"].speakers] == ["I", "P01"]
    assert coded.transcripts["P01"].text == GARDEN


def test_joined_turns_keep_the_outer_times(study):
    vtt = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>One two.\n\n00:03.000 --> 00:05.000\n<v Ben>Three four.\n"
    study.transcripts.import_bytes("talk.vtt", vtt)

    study.transcripts.join_turns("talk", 0)

    (turn,) = study.transcripts["talk"].turns
    assert (turn.start_time, turn.end_time, turn.speaker) == (1.0, 5.0, "Ann")
    assert study.transcripts["talk"].text == "Ann: One two. Three four."


def test_one_turn_gets_another_speaker(coded):
    before = coded.store.dump()

    coded.transcripts.change_speaker("P01", 3, "I")

    assert [speaker for speaker, _words in turns(coded)] == ["I", "P01", "I", "I"]
    assert "I: There is one rule" in coded.transcripts["P01"].text
    assert quotes(coded)[-1] == ("rules", "Ana", "take what you need")
    undone_and_redone(coded, before)


def test_a_speaker_is_renamed_and_merged(coded):
    before = coded.store.dump()
    coded.transcripts.rename_speaker("P01", "P01", "Participant 1")
    assert turns(coded)[1][0] == "Participant 1"
    assert coded.transcripts["P01"].text == GARDEN.replace("P01:", "Participant 1:")
    assert coded.transcripts["P01"].participants == ["P01"]
    undone_and_redone(coded, before)

    before = coded.store.dump()
    coded.transcripts.merge_speakers("P01", ["Participant 1"], "I")
    assert coded.transcripts["P01"].text == GARDEN.replace("P01:", "I:")
    assert [speaker.label for speaker in coded.transcripts["P01"].speakers] == ["I"]
    undone_and_redone(coded, before)


@pytest.mark.parametrize(
    ("do", "error", "says"),
    [
        (lambda t: t.edit_turn("P01", 9, "x"), WorkbenchError, "'P01' has no turn 9. Its turns are: 0 to 3."),
        (lambda t: t.edit_turn("P01", 1, " \n"), WorkbenchError, "A turn needs words."),
        (lambda t: t.split_turn("P01", 0, 0), WorkbenchError, "There are no words on both sides"),
        (lambda t: t.join_turns("P01", 3), WorkbenchError, "no turn 4"),
        (lambda t: t.join_turns("P01", 2, 1), WorkbenchError, "takes two turns"),
        (lambda t: t.rename_speaker("P01", "P01", "I"), NameTaken, "'I'"),
        (lambda t: t.merge_speakers("P01", ["P01"], "Ben"), NotFound, "'Ben'"),
        (lambda t: t.replace_bytes("P01", "P01.txt", b" "), WorkbenchError, "empty"),
    ],
)
def test_what_cannot_be_done_says_so_and_changes_nothing(coded, do, error, says):
    before, newest = coded.store.dump(), len(coded.history)
    with pytest.raises(error, match=says.replace(".", r"\.")):
        do(coded.transcripts)
    assert (coded.store.dump(), len(coded.history)) == (before, newest)


def test_a_correction_is_not_taken_back_under_a_later_coding(coded, put):
    coded.transcripts.edit_turn("P01", 0, "So, please, how did the garden begin?")
    correction = coded.history.change(len(coded.history))
    put("P01", "My neighbour threw seeds", "rules")

    with pytest.raises(StandsInTheWay) as blocked:
        coded.undo(correction.id)

    assert blocked.value.later == correction.id + 1
    coded.undo(correction.id, with_later=True)
    assert quotes(coded)[0] == ("beginnings", "Ana", "The fence was broken")


def test_words_corrected_at_their_place_are_undone_too(coded):
    before = coded.store.dump()

    coded.transcripts.edit_turn("P01", 1, turns(coded)[1][1].replace("fence was", "hedge got"))

    assert quotes(coded)[0] == ("beginnings", "Ana", "The hedge got broken")
    undone_and_redone(coded, before)


def test_passages_of_suggestions_and_decisions_follow(coded):
    from workbench.model import Fit, Run, Suggestion
    from workbench.study.decided.runs import insert_run

    text = coded.transcripts["P01"].text
    fits = tuple(
        Fit("P01", text.index(words), text.index(words) + len(words), words, 0.5)
        for words in ("The fence was broken", "There is one rule")
    )
    one = Suggestion("1-1", "fences", ("fence",), fits, 0.25, (), 1.0)
    with coded.store.act("suggest themes", "Asked for themes", coder="Ana") as act:
        insert_run(act, Run(1, "turn", 0, {}, {}, "x", 9, fits[:1], (one,)))
    coded.suggestions.later("1-1")
    before = coded.store.dump()

    made = coded.transcripts.edit_turn("P01", 1, "What?")

    assert [fit.text for fit in coded.suggestions["1-1"].segments] == ["There is one rule"]
    assert [(one.kind, one.fate) for one in made.followed if one.kind in ("suggestion", "decision")] == [
        ("decision", "orphaned"),
        ("suggestion", "orphaned"),
        ("decision", "moved"),
        ("suggestion", "moved"),
    ]
    undone_and_redone(coded, before)


@pytest.mark.slow
@settings(
    max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_any_corrections_one_after_another_are_undone_one_after_another(tmp_path_factory, data):
    """Random acts on random turns under random codings: spans hold, the log replays, undo gives back each state."""
    with Study.create(tmp_path_factory.mktemp("any") / "any.study", coder="Ana") as study:
        study.transcripts.import_bytes("P01.txt", GARDEN.encode())
        study.codebook.add("rules")
        size = len(GARDEN)
        for _ in range(4):
            start = data.draw(st.integers(0, size - 2))
            end = data.draw(st.integers(start + 1, size))
            if GARDEN[start:end].strip():
                study.codings.add("P01", start, end, "rules")
        states = []
        for _ in range(data.draw(st.integers(1, 4))):
            state = study.store.dump()
            number = len(study.transcripts["P01"].turns)
            index = data.draw(st.integers(0, number - 1))
            words = turns(study)[index][1]
            text = data.draw(st.text("ab :\n", max_size=5)) + words[data.draw(st.integers(0, 9)) :]
            do = data.draw(st.sampled_from(["edit", "split", "join", "speaker", "rename", "replace"]))
            codings = len(study.codings)
            try:
                if do == "edit":
                    made = study.transcripts.edit_turn("P01", index, text)
                elif do == "split":
                    made = study.transcripts.split_turn("P01", index, len(words) // 2, speaker="Ben")
                elif do == "join":
                    made = study.transcripts.join_turns("P01", index)
                elif do == "speaker":
                    made = study.transcripts.change_speaker("P01", index, "I")
                elif do == "rename":
                    made = study.transcripts.rename_speaker("P01", "I", f"Q{len(states)}")
                else:
                    made = study.transcripts.replace_bytes(
                        "P01", "x.txt", (text + study.transcripts["P01"].text).encode()
                    )
            except WorkbenchError:
                assert study.store.dump() == state
                continue
            assert len(study.codings) == codings - len(made.lost)
            if study.store.dump() != state:
                states.append(state)
            assert study.check() == []
            found = study.transcripts["P01"]
            assert all(0 <= turn.start <= turn.end <= len(found.text) for turn in found.turns)
            assert all(before.end <= after.start for before, after in zip(found.turns, found.turns[1:], strict=False))
            assert all(one.quote.strip() for one in study.codings)
        while states:
            study.undo()
            assert study.store.dump() == states.pop()


def test_labels_inside_a_turn_are_renamed_with_it(study):
    study.transcripts.import_bytes(
        "P05.txt", b"[0:01] I: How?\n\n[0:05] Ben: So.\n\n[0:31] Ben: And so.\n\n[0:40] I: Eh?\n"
    )
    study.transcripts.rename_speaker("P05", "Ben", "Benedict")

    one = study.transcripts["P05"]
    assert one.text == "[0:01] I: How?\n\n[0:05] Benedict: So.\n\n[0:31] Benedict: And so.\n\n[0:40] I: Eh?\n"
    assert [one.text[turn.start : turn.end] for turn in one.turns][1:] == ["So.\n\n[0:31] Benedict: And so.", "Eh?"]
    assert [segment.text for segment in study.transcripts.segments("sentence", transcripts=["P05"])][1:3] == [
        "So.",
        "And so.",
    ]
