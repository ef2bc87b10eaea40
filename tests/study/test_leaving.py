"""Names and people leave a study: pseudonyms, purging the history, withdrawal."""

from pathlib import Path

import pytest

from tests.conftest import GARDEN, STREET
from workbench import Study
from workbench.analysis.identifying import candidates
from workbench.model import Fit, NotFound, Run, Suggestion, WorkbenchError
from workbench.study.decided.runs import insert_run
from workbench.study.pseudonyms import Replacement, read_key
from workbench.suggest.progress import Stopped

ROSE = """I: Where is the garden?

Rose Adeyemi: In Hexham. Rose Adeyemi is my name, and ROSE they shout. Rose's fence was painted green on Sunday.

I: Who helped?

Rose Adeyemi: My neighbour Tom Baker, tom@baker.org, in Hexham too.
"""
NAMES = [
    Replacement("Rose Adeyemi", "[P1]"),
    Replacement("Rose", "[P1]"),
    Replacement("Tom Baker", "[Neighbour]"),
    Replacement("Hexham", "[Town]", "place"),
]


@pytest.fixture
def rose(study, put):
    """A third interview, with names, coded, and a memo and a code that hold names."""
    assert study.transcripts.import_bytes("Rose Adeyemi.txt", ROSE.encode()).error is None
    put("Rose Adeyemi", "In Hexham. Rose Adeyemi is my name", "beginnings")
    put("Rose Adeyemi", "Tom Baker", "rules", coder="Bo", memo="Tom Baker again")
    put("P01", "There is one rule", "rules")
    study.codebook.edit("rules", example="Rose's fence was painted green on Sunday.")
    return study


def everything(study):
    """All bytes of the study's file and of what lies beside it."""
    path = Path(study.store.location)
    return b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*") if file.is_file())


# Pseudonyms ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_names_places_and_addresses_are_offered_with_replacements(rose):
    found = {one.string: (one.kind, one.times, one.where) for one in rose.pseudonyms.find()}

    assert found["Rose Adeyemi"] == ("name", 3, ("Rose Adeyemi",))
    assert found["Tom Baker"] == ("name", 1, ("Rose Adeyemi",))
    assert found["Hexham"] == ("place", 2, ("Rose Adeyemi",))
    assert found["tom@baker.org"] == ("e-mail", 1, ("Rose Adeyemi",))
    assert not {"P01", "P02", "I"} & set(found)


def test_names_are_replaced_everywhere_and_codings_follow(rose, tmp_path):
    before = rose.store.dump()

    made = rose.pseudonyms.apply(NAMES, tmp_path / "key.csv")

    assert rose.transcripts.names() == ["P01", "P02", "[P1]"]
    assert rose.transcripts["[P1]"].text == (
        ROSE.replace("Rose Adeyemi", "[P1]").replace("ROSE", "[P1]").replace("Rose", "[P1]")
        .replace("Tom Baker", "[Neighbour]").replace("Hexham", "[Town]")
    )  # fmt: skip
    assert [one.quote for one in rose.codings.of(transcript="[P1]")] == ["In [Town]. [P1] is my name", "[Neighbour]"]
    assert [memo.text for memo in rose.memos] == ["[Neighbour] again"]
    assert rose.codebook["rules"].example == "[P1]'s fence was painted green on Sunday."
    assert "[P1]" in [person.name for person in rose.participants]
    assert rose.transcripts["[P1]"].participants == ["[P1]"]
    assert made.replaced == 8
    assert "Rose" not in rose.store.dump().decode()
    assert read_key(tmp_path / "key.csv") == NAMES
    assert rose.check() == []
    rose.undo()
    assert rose.store.dump() == before


def test_the_key_is_continued_and_contradictions_are_refused(rose, tmp_path):
    key = tmp_path / "key.csv"
    rose.pseudonyms.apply(NAMES[:3], key)
    rose.pseudonyms.apply(NAMES[3:], key)
    assert read_key(key) == NAMES
    assert key.stat().st_mode & 0o777 == 0o600

    kept = key.read_bytes()
    with pytest.raises(WorkbenchError, match=r"but also '\[Town\]'"):
        rose.pseudonyms.apply([Replacement("Hexham", "Elsewhere")], key)
    assert key.read_bytes() == kept


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ([], "Nothing was chosen"),
        ([Replacement("Hexham", "New Hexham")], "holds a string that is to be replaced itself"),
        ([Replacement("Paris", "[Town]")], "None of these strings"),
        ([Replacement("Rose Adeyemi", "P01")], "would be called 'P01'"),
        ([Replacement("Hexham", " ")], "at least one letter"),
    ],
)
def test_what_cannot_be_replaced_leaves_study_and_key_alone(rose, tmp_path, chosen, says):
    before = rose.store.dump()
    with pytest.raises(WorkbenchError, match=says):
        rose.pseudonyms.apply(chosen, tmp_path / "key.csv")
    assert (rose.store.dump(), (tmp_path / "key.csv").exists()) == (before, False)


@pytest.mark.parametrize("name", ["garden.study", "garden.study-backups/key.csv", "key.txt"])
def test_the_key_does_not_go_into_the_study(rose, tmp_path, name):
    with pytest.raises(WorkbenchError, match=r"the study's own|written as csv"):
        rose.pseudonyms.apply(NAMES, tmp_path / name)


def test_after_originals_and_history_are_purged_no_name_is_left_in_the_file(rose, tmp_path):
    key = tmp_path / "key.csv"
    said = rose.pseudonyms.apply([*NAMES, Replacement("tom@baker.org", "[E-mail]")], key).remains
    assert [any(word in line for line in said) for word in ("history", "imported", "outside")] == [True, True, True]
    assert b"Hexham" in everything(rose)

    rose.pseudonyms.remove_originals()
    rose.pseudonyms.purge(key)

    found = everything(rose)
    assert not any(name.encode() in found for name in ("Rose", "ROSE", "Adeyemi", "Hexham", "Tom Baker", "tom@baker"))
    assert rose.transcripts.original("P01") == ("P01.txt", b"")
    assert rose.check() == []
    with pytest.raises(WorkbenchError, match="cannot be undone: what it erased is gone for good"):
        rose.undo()
    pseudonymised = next(one for one in rose.history if one.act == "pseudonymise")
    with pytest.raises(WorkbenchError, match="cannot be undone: what stood there before was erased"):
        rose.undo(pseudonymised.id)


def test_after_a_purge_work_goes_on(rose, put):
    rose.pseudonyms.purge()
    put("P01", "take what you need", "rules")
    before = rose.store.dump()
    rose.codebook.edit("rules", definition="New.")
    rose.undo()
    assert rose.store.dump() == before
    assert rose.check() == []


# Withdrawal ----------------------------------------------------------------------------------------------------------


def test_a_participant_leaves_and_nothing_they_said_is_left(rose):
    rose.memos.add("She said: My neighbour Tom Baker, tom@baker.org, in Hexham too. Hm.", on="code", target="rules")
    rose.memos.add("A memo on the interview", on="transcript", target="Rose Adeyemi")
    rose.transcripts.edit_turn("Rose Adeyemi", 3, "My neighbour Tom Baker helped with everything there.")
    rose.transcripts.segments("sentence", transcripts=["P01"])
    others = [one for one in rose.codings if one.transcript != "Rose Adeyemi"]

    made = rose.withdraw("Rose Adeyemi", why="asked by mail")

    assert (made.transcripts, made.shared_transcripts, made.codings, made.memos, made.originals) == (1, 0, 2, 2, 1)
    assert rose.transcripts.names() == ["P01", "P02"]
    assert list(rose.codings) == others
    assert [memo.text for memo in rose.memos] == ["She said: [withdrawn]. Hm."]
    assert rose.codebook["rules"].example == "[withdrawn]."
    found = everything(rose)
    for sentence in (
        "Rose Adeyemi is my name", "ROSE they shout", "fence was painted green", "Tom Baker", "tom@baker.org", "Hexham",
        "helped with everything", "A memo on the interview", "Where is the garden",
    ):  # fmt: skip
        assert sentence.encode() not in found, sentence
    assert b"Rose Adeyemi" in found, "the history says who left"
    last = list(rose.history)[-1]
    assert (last.act, last.what, last.why) == (
        "withdraw participant",
        "Withdrew participant 'Rose Adeyemi'",
        "asked by mail",
    )
    assert rose.check() == []
    assert rose.transcripts["P01"].text == GARDEN
    assert rose.transcripts["P02"].text == STREET


def test_what_would_bring_a_person_back_is_refused(rose):
    rose.transcripts.remove("Rose Adeyemi")
    removed = list(rose.history)[-1]
    rose.withdraw("Rose Adeyemi")

    for number in (removed.id, len(rose.history)):
        with pytest.raises(WorkbenchError, match="cannot be undone"):
            rose.undo(number)
    assert b"Hexham" not in everything(rose)
    assert rose.check() == []


def test_names_go_too_where_asked(rose):
    rose.themes.add("Order", definition="as Rose Adeyemi says")
    rose.withdraw("Rose Adeyemi", names=True)

    assert b"Adeyemi" not in everything(rose)
    assert rose.themes["Order"].definition == "as [withdrawn] says"
    assert rose.check() == []


def test_in_a_group_only_the_persons_turns_go(study, put):
    group = (
        "Moderator: Who waters the beds?\n\nAnna Berg: I carry water every single evening.\n\n"
        "Carl Dahl: I never water anything at all.\n\nAnna Berg: That is true of you, Carl.\n\n"
        "Moderator: And the seeds?\n\nCarl Dahl: Those I bring from the market.\n"
    )
    study.transcripts.import_bytes(
        "group.txt",
        group.encode(),
    )
    put("group", "I carry water every single evening", "rules", memo="hers")
    put("group", "I never water anything", "rules")
    put("group", "Those I bring", "beginnings")

    made = study.withdraw("Anna Berg")

    assert (made.transcripts, made.shared_transcripts, made.codings, made.memos) == (0, 1, 1, 1)
    assert [one.quote for one in study.codings] == ["I never water anything", "Those I bring"]
    words = [study.transcripts["group"].text[turn.start : turn.end] for turn in study.transcripts["group"].turns]
    assert [word == "[withdrawn]" for word in words] == [False, True, False, True, False, False]
    found = everything(study)
    assert b"every single evening" not in found
    assert b"That is true of you" not in found
    assert study.transcripts["group"].participants == ["Carl Dahl"]
    assert study.check() == []


def test_in_a_group_the_name_goes_from_labels_and_from_the_report_of_the_import(study, tmp_path):
    for name, words in (
        (
            "group",
            "I: And you?\n\nAnna Berg: My bicycle.\n\nCarl Dahl: Nothing.\n\nI: Why?\n\nCarl Dahl: Anna knows.\n",
        ),
        ("P09", "I: And you?\n\nP09: Seeds.\n"),
    ):
        (tmp_path / f"{name}.txt").write_text(words)
    study.transcripts.import_files([tmp_path / "group.txt", tmp_path / "P09.txt"])
    assert "'Anna Berg'" in " ".join(study.transcripts.problems("group"))  # a guess about her is reported

    study.withdraw("Anna Berg", names=True)

    assert study.transcripts["group"].text.startswith("I: And you?\n\n[withdrawn]: [withdrawn]\n\nCarl Dahl: Nothing.")
    assert b"Anna Berg" not in everything(study)
    assert study.check() == []
    with pytest.raises(WorkbenchError, match="cannot be undone"):
        study.history.undo(next(one.id for one in study.history if "'group', 'P09'" in one.what))


def test_backups_are_named_and_unknown_people_are_refused(rose, tmp_path):
    from workbench.store import backups

    with pytest.raises(NotFound):
        rose.withdraw("Nobody")
    kept = backups.keep(rose.store, "before")
    assert any(kept.name in line for line in rose.withdraw("Rose Adeyemi").remains)


def test_altering_the_history_after_a_withdrawal_still_shows(rose):
    import sqlite3

    rose.withdraw("Rose Adeyemi")
    location = rose.store.location
    rose.close()
    with sqlite3.connect(location) as raw:
        raw.execute("UPDATE change SET what = 'Nothing happened' WHERE id = 4")
    with Study.open(location) as again:
        assert any("altered from outside at change 4" in fault for fault in again.check())


def test_role_words_and_german_nouns_are_no_names(study):
    german = (
        "Interviewer: Wie war der Garten damals?\n\nB: Der Garten war groß, und der Zaun war kaputt.\n\n"
        "Interviewer: Und der Zaun?\n\nB: Für den Zaun im Garten hatte keiner Geld, und das Geld fehlt noch.\n"
    )
    study.transcripts.import_bytes("B1.txt", german.encode())
    told = []

    found = study.pseudonyms.find(progress=lambda name, share: told.append((name, share)))

    assert {"Interviewer", "Garten", "Zaun", "Geld"} & {one.string for one in found if one.kind == "repeated"} == set()
    assert "Interviewer" not in {one.string for one in found}
    assert [what for what, _ in told] == ["reading P01", "reading P02", "reading B1", "counting where each stands"]
    with pytest.raises(Stopped):
        study.pseudonyms.find(should_stop=lambda: True)


def test_nothing_is_left_in_what_was_made_around_a_transcript(rose):
    said = "In Hexham. Rose Adeyemi is my name"
    start = rose.transcripts["Rose Adeyemi"].text.index(said)
    rose.rounds.start("First", ["Ana", "Bo"], unit="turn", blind=False)
    rose.refuse_passage("rules", "Rose Adeyemi", start, start + len(said), why=f"not: {said}")
    rose.codebook.edit("beginnings", example=said)
    rose.codebook.snapshot("one", note=f"after {said}")
    rose.queries.add(said, "beginnings")
    rose.transcripts.set_language("Rose Adeyemi", "en")

    rose.withdraw("Rose Adeyemi", names=True)

    assert said.encode() not in everything(rose)
    assert rose.check() == []


def test_a_label_is_no_part_of_a_name_that_follows_it():
    found = candidates(
        {"P1": "Dan: Mm hmm.\n\nRay: Tom Baker.\n"},
        entities=lambda _texts: [("name", "Dan: Mm"), ("name", "Ray: Tom Baker")],
    )
    assert sorted(one.string for one in found) == ["Dan", "Ray", "Tom Baker"]


def test_words_of_theirs_in_names_and_notes_are_listed_and_taken_out_where_asked(rose):
    rose.codebook.add("Hexham", definition="Where the garden is, as “Tom Baker” does not say.")
    rose.codebook.edit("beginnings", aliases=["Rose's neighbour Tom"])
    rose.themes.add("Ties to Hexham")
    rose.memos.add("She calls it 'painted green'; HEXHAM is a town with one rule.", title="On the fence")
    rose.memos.add("Not like Rose Adeyemi.", on="transcript", target="P01")
    words = {
        "Rose Adeyemi": ("memo 'Not like Rose Adeyemi.'",),
        "Tom Baker": ("code 'Hexham'",),
        "Rose": ("code 'beginnings'", "memo 'Not like Rose Adeyemi.'"),
        "Tom": ("code 'beginnings'", "code 'Hexham'"),
        "Hexham": ("code 'Hexham'", "memo 'On the fence'", "theme 'Ties to Hexham'"),
        "painted green": ("memo 'On the fence'",),
    }
    found = rose.withdrawal("Rose Adeyemi")
    assert {one.word: one.where for one in found.words} == words
    assert (found.transcripts, found.shared_transcripts, found.codings) == (("Rose Adeyemi",), (), 2)

    made = rose.withdraw("Rose Adeyemi", names=True, words=["Hexham", "Tom", "Tom Baker", "painted green"])

    assert [code.name for code in rose.codebook][-1] == "[withdrawn]"
    assert rose.themes["Ties to [withdrawn]"].name
    assert [(one.word, one.where) for one in made.words] == [("Rose", ("code 'beginnings'",))]
    assert any("“Rose” (code 'beginnings')" in line and "purge" in line for line in made.remains)
    left = everything(rose)
    assert [word for word in (b"Hexham", b"HEXHAM", b"Tom", b"painted green", b"Adeyemi") if word in left] == []
    assert rose.check() == []


def test_the_way_that_the_report_tells_takes_the_words_out_later(rose, tmp_path):
    rose.codebook.add("Hexham")
    assert [one.word for one in rose.withdraw("Rose Adeyemi", names=True).words] == ["Hexham"]
    assert b"Hexham" in everything(rose)

    rose.pseudonyms.apply([Replacement("Hexham", "a town")], tmp_path / "key.csv")
    rose.pseudonyms.purge(tmp_path / "key.csv")

    assert b"Hexham" not in everything(rose)
    assert rose.check() == []


def test_codes_that_would_have_one_name_are_numbered(rose):
    for name in ("Rose Adeyemi", "ROSE ADEYEMI", "[withdrawn]"):
        rose.codebook.add(name)
    rose.withdraw("Rose Adeyemi", names=True)
    assert [code.name for code in rose.codebook][-3:] == ["[withdrawn] 2", "[withdrawn] 3", "[withdrawn]"]


def test_keywords_that_only_they_said_go_from_suggestions(rose):
    text = rose.transcripts["P01"].text
    fits = (
        Fit("P01", text.index("There is one rule"), text.index("There is one rule") + 17, "There is one rule", 0.5),
    )
    one = Suggestion("1-1", "Hexham rules", ("hexham", "rule"), fits, 0.25, (), 1.0)
    with rose.store.act("suggest themes", "Asked for themes", coder="Ana") as act:
        insert_run(act, Run(1, "turn", 0, {}, {}, "x", 9, fits, (one,)))

    rose.withdraw("Rose Adeyemi")

    assert (rose.suggestions["1-1"].label, rose.suggestions["1-1"].keywords) == (
        "[withdrawn] rules",
        ("[withdrawn]", "rule"),
    )
    assert b"exham" not in everything(rose)
    assert rose.check() == []
