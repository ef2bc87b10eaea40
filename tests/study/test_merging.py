"""Copies of a study come together: nothing is lost, nothing comes twice, and the order does not matter."""

import json
import os
import random
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import GARDEN
from workbench import Study
from workbench.model import WorkbenchError
from workbench.study.pseudonyms import Replacement

EXAMPLES = int(os.environ.get("WORKBENCH_MERGE_EXAMPLES", "5"))
SHELVES = Path("/dev/shm") if Path("/dev/shm").is_dir() else None  # no disk need wait: nothing is to survive here
NICKNAMES = ("order", "norms", "laws")
CODES = ("beginnings", "rules", "breaking rules", "seeds", "water")


@pytest.fixture
def copies(study, put, tmp_path):
    """A function that gives another copy of the study as it is now, opened as somebody."""
    opened = []

    def copy(name):
        study.backup(tmp_path / f"{name}.study")
        opened.append(Study.open(tmp_path / f"{name}.study", coder=name))
        return opened[-1]

    yield copy
    for one in opened:
        one.close()


def code(study, words, name, transcript="P01"):
    start = study.transcripts[transcript].text.index(words)
    return study.codings.add(transcript, start, start + len(words), name, new_code=True)


def said(study):
    return sorted((one.coder, one.code, one.quote) for one in study.codings)


def test_coders_are_kept_apart_and_merging_twice_adds_nothing(study, copies):
    code(study, "nobody planned it", "beginnings")
    bo, cy = copies("Bo"), copies("Cy")
    code(study, "threw seeds", "seeds")
    code(bo, "threw seeds", "seeds")
    code(cy, "take what you need", "rules")
    cy.memos.add("A rule for whom?", on="code", target="rules")
    bo.close(), cy.close()
    before = study.store.dump()

    found = study.merge(bo.store.location)
    assert (found.coders, found.added["coding"], found.conflicts) == (("Bo",), 1, ())
    assert study.merge(cy.store.location).as_dict()["codings"] == 1
    assert said(study) == [
        ("Ana", "beginnings", "nobody planned it"),
        ("Ana", "seeds", "threw seeds"),
        ("Bo", "seeds", "threw seeds"),
        ("Cy", "rules", "take what you need"),
    ]
    assert [memo.text for memo in study.memos] == ["A rule for whom?"]

    version = study.version
    for other in (bo, cy):
        assert study.merge(other.store.location).added == {}
    assert study.version == version
    study.undo()
    study.undo()
    assert study.store.dump() == before
    assert study.check() == []
    assert len(list((Path(study.store.location + "-backups")).iterdir())) == 4


def test_the_preview_says_all_and_does_nothing(study, copies):
    bo = copies("Bo")
    code(bo, "threw seeds", "seeds")
    bo.close()
    before, version = study.store.dump(), study.version

    found = study.merge(bo.store.location, preview=True).as_dict()
    assert {name: found[name] for name in ("coders", "codes", "codings", "conflicts")} == {
        "coders": 1, "codes": 1, "codings": 1, "conflicts": [],
    }  # fmt: skip
    assert (study.store.dump(), study.version) == (before, version)


def test_what_only_one_side_changed_is_taken_and_what_both_changed_is_asked(study, copies):
    bo = copies("Bo")
    study.codebook.edit("rules", definition="What may be done")
    bo.codebook.edit("rules", definition="What may not be done", when_to_use="For any rule")
    bo.close()

    preview = study.merge(bo.store.location, preview=True)
    (one,) = preview.conflicts
    assert (one.kind, one.name, one.field, one.ours, one.theirs) == (
        "code", "rules", "definition", "What may be done", "What may not be done",
    )  # fmt: skip
    study.merge(bo.store.location, chosen={one.key: "ours"})
    assert (study.codebook["rules"].definition, study.codebook["rules"].when_to_use) == (
        "What may be done",
        "For any rule",
    )
    with pytest.raises(WorkbenchError, match="nothing to choose called"):
        study.merge(bo.store.location, chosen={"code:x:y": "ours"})


@pytest.mark.parametrize(("choice", "names"), [("one", ["seeds"]), ("apart", ["seeds", "seeds (2)"])])
def test_two_codes_of_one_name_are_one_unless_told_apart(study, copies, choice, names):
    bo = copies("Bo")
    study.codebook.add("seeds", definition="What is sown")
    bo.codebook.add("seeds", definition="Where it began")
    code(bo, "threw seeds", "seeds")
    bo.close()

    asked = [one for one in study.merge(bo.store.location, preview=True).conflicts if one.field == "same name"]
    study.merge(bo.store.location, chosen={asked[0].key: choice})
    assert sorted(one.name for one in study.codebook if one.name.startswith("seeds")) == names
    assert [one.code for one in study.codings] == [names[-1]]
    assert study.check() == []


def test_a_coding_taken_out_there_goes_and_one_taken_out_here_does_not_come_back(study, copies):
    first, second = code(study, "threw seeds", "seeds"), code(study, "nobody planned it", "rules")
    bo = copies("Bo")
    bo.codings.remove(first.id)
    study.codings.remove(second.id)
    bo.close()

    assert study.merge(bo.store.location).removed == {"coding": 1}
    assert said(study) == []


def test_what_was_built_on_there_comes_back_with_it(study, copies):
    bo = copies("Bo")
    code(bo, "There is one rule", "breaking rules")
    study.codebook.remove("breaking rules")
    study.codebook.remove("rules")
    bo.codebook.remove("beginnings")
    bo.close()

    found = study.merge(bo.store.location)
    assert said(study) == [("Bo", "breaking rules", "There is one rule")]
    assert [(one.name, one.parent) for one in study.codebook] == [
        ("beginnings", None), ("rules", None), ("breaking rules", "rules"),
    ]  # fmt: skip
    assert [(one.kind, one.name, one.theirs) for one in found.conflicts] == [("code", "beginnings", "was removed")]


def test_a_text_corrected_there_takes_the_codings_of_here_along(study, copies):
    bo = copies("Bo")
    code(study, "threw seeds", "seeds")
    code(bo, "take what you need", "rules")
    bo.transcripts.edit_turn(
        "P01", 1, "Well, the old fence was broken and nobody planned it. My neighbour threw seeds."
    )
    code(bo, "old fence", "beginnings")
    bo.close()

    study.merge(bo.store.location)
    assert said(study) == [
        ("Ana", "seeds", "threw seeds"), ("Bo", "beginnings", "old fence"), ("Bo", "rules", "take what you need"),
    ]  # fmt: skip
    assert [turn.start for turn in study.transcripts["P01"].turns] == [
        turn.start for turn in Study.open(bo.store.location).transcripts["P01"].turns
    ]
    assert study.check() == []


@pytest.mark.parametrize("way", ["study", "qdpx"])
def test_who_took_back_their_consent_does_not_come_back_with_a_copy_of_before(study, copies, tmp_path, way):
    theirs = copies("Bo")
    code(theirs, "I was against it", "noise", "P02")
    code(theirs, "one rule", "rules")
    theirs.memos.add("P02 said this", on="coding", target=next(one.id for one in theirs.codings))
    study.withdraw("P02")
    other = tmp_path / "Bo.study"
    if way == "qdpx":
        theirs.write_project(other := tmp_path / "Bo.qdpx")

    assert "took back their consent here" in study.merge(other, preview=True).notes[0]
    report = study.merge(other)
    assert "was left out" in report.notes[0]
    assert [one.name for one in study.transcripts] == ["P01"]
    assert [one.name for one in study.participants] == ["P01"]
    assert said(study) == [("Bo", "rules", "one rule")]
    assert study.check() == []
    if way == "study":
        assert "1 participant took back their consent" in theirs.merge(study.store.location).notes[0]
        assert [one.name for one in theirs.transcripts] == ["P01", "P02"], "erased there only by whoever is asked to"


def test_words_withdrawn_from_a_group_stay_withdrawn_whatever_was_corrected_in_a_copy(study, copies):
    study.transcripts.import_bytes(
        "G.txt", b"Ana: The fence.\n\nRose: My street is Elm Street.\n\nAna: Yes.\n\nRose: It is.\n"
    )
    theirs = copies("Bo")
    theirs.transcripts.edit_turn("G", 0, "The fence was broken, as I said to them all.")
    study.withdraw("Rose")
    for one, other in ((theirs, study), (study, theirs)):
        one.merge(other.store.location)
        assert "Elm" not in one.transcripts["G"].text
        assert one.check() == []


def test_names_do_not_come_back_with_a_text_that_was_corrected_in_a_copy(study, copies, tmp_path):
    study.transcripts.import_bytes(
        "G.txt", b"Ana: The fence.\n\nRose: Ask Mr Abernathy of Elm Street.\n\nAna: Yes.\n\nRose: So.\n"
    )
    theirs = copies("Bo")
    theirs.transcripts.edit_turn("G", 0, "The fence was broken, as I said to them all, and to you as well.")
    study.pseudonyms.apply([Replacement("Abernathy", "[N1]")], tmp_path / "key.csv")
    ways = ((theirs, study, "theirs"), (study, theirs, "ours"))
    for one, other, side in ways:
        (asked,) = one.merge(other.store.location, preview=True).conflicts
        assert (asked.field, asked.takes) == ("text", side), "asked, since the correction is not taken"
    for one, other, _side in ways:
        one.merge(other.store.location)
        assert "Abernathy" not in one.transcripts["G"].text
    study.undo(with_later=True, change=next(one.id for one in study.history if one.act == "pseudonymise"))
    assert "Abernathy" in study.transcripts["G"].text


def test_a_study_made_apart_is_matched_by_its_texts_and_names(study, tmp_path):
    code(study, "threw seeds", "seeds")
    with Study.create(tmp_path / "apart.study", coder="Dee") as apart:
        apart.transcripts.import_bytes("Interview one.txt", GARDEN.encode())
        code(apart, "threw seeds", "seeds", "Interview one")
        apart.transcripts.import_bytes("P09.txt", b"I: Who?\n\nP09: Me.\n")
        code(apart, "Me.", "people", "P09")

    found = study.merge(tmp_path / "apart.study")
    assert (found.added["transcript"], found.added["coding"], found.added["code"]) == (1, 2, 1)
    assert said(study) == [("Ana", "seeds", "threw seeds"), ("Dee", "people", "Me."), ("Dee", "seeds", "threw seeds")]
    assert study.transcripts.original("P09")[1] == b"I: Who?\n\nP09: Me.\n"
    assert study.merge(tmp_path / "apart.study").added == {}
    assert study.check() == []


def test_what_is_no_study_is_not_merged(study, tmp_path):
    (tmp_path / "no.study").write_text("no")
    with pytest.raises(WorkbenchError, match="not a study"):
        study.merge(tmp_path / "no.study")


def test_memos_on_what_the_other_copy_lost_or_took_out_are_kept(study, copies):
    lost = code(study, "The fence was broken, and nobody planned it.", "beginnings")
    out = code(study, "take what you need", "rules")
    bo = copies("Bo")
    bo.codings.remove(out.id)
    longer = "My neighbour threw seeds over the fence at night, as people say who were there and saw it, all of them."
    bo.transcripts.edit_turn("P01", 1, longer)
    study.memos.add("Whose fence?", on="coding", target=lost.id)
    study.memos.add("Need?", on="coding", target=out.id)
    bo.close()
    before = study.store.dump()

    study.merge(bo.store.location)
    assert (study.check(), said(study)) == ([], [])
    memos = {memo.text: (memo.on, memo.archived) for memo in study.memos.all()}
    assert memos.pop("Whose fence?") == ("transcript", False)
    assert memos.pop("Need?") == ("coding", True)
    after = study.store.dump()
    study.merge(bo.store.location)
    assert study.store.dump() == after
    study.undo()
    assert study.store.dump() == before


def test_a_merge_is_undone_where_a_passage_stands_at_its_old_place_on_other_words(study, copies):
    code(study, "The fence was broken, and nobody planned it.", "beginnings")
    bo = copies("Bo")
    text = study.transcripts["P01"].text
    bo.transcripts.replace_bytes("P01", "P01.txt", text.replace("fence", "hedge").replace("seeds.", "seeds !").encode())
    bo.close()
    before = study.store.dump()

    study.merge(bo.store.location)
    assert [one.quote for one in study.codings] == ["The hedge was broken, and nobody planned it."]
    after = study.store.dump()
    undo = study.undo()
    assert study.store.dump() == before
    study.undo(undo.id)
    assert (study.store.dump(), study.check()) == (after, [])


# In any order -------------------------------------------------------------------------------------------------------


def content(study):
    """What a study says, without keys, places in lists, times and numbers that it counts for itself."""
    dump = json.loads(study.store.dump())
    names = {row["id"]: row.get("name") for table in ("code", "theme", "transcript") for row in dump[table]}
    hidden = {"id", "position", "created", "colour", "codebook_version", "redefined", "x", "y"}
    redefined = {row["id"]: row["redefined"] for row in dump["code"]}
    for row in dump["coding"]:
        row["to look at again"] = row["codebook_version"] < redefined[row["code_id"]]
    tables = ("code", "coding", "memo", "theme", "theme_code", "theme_link", "counter_case", "participant")

    def plain(row):
        shown = {key: value for key, value in row.items() if key not in hidden}
        return repr({key: names.get(value, value) if isinstance(value, str) else value for key, value in shown.items()})

    return {table: sorted(map(plain, dump[table])) for table in tables}


def work(study, chance):
    """A few acts by chance, as somebody does on their own copy; what the study refuses is left."""
    for _act in range(chance.randint(1, 6)):
        try:
            chance.choice(acts(study, chance, chance.randrange(120)))()
        except (WorkbenchError, IndexError):
            continue


def acts(study, chance, at):
    known = [one.name for one in study.codebook]
    codings = [one.id for one in study.codings]
    return [
        lambda: study.codings.add("P01", at, at + 30, chance.choice(CODES), new_code=True),
        lambda: study.codings.add("P01", at, at + 30, chance.choice(known), memo=f"{study.coder} wonders"),
        lambda: study.codings.remove(chance.choice(codings)),
        lambda: study.codings.edit(chance.choice(codings), code=chance.choice(known)),
        lambda: study.codebook.edit(chance.choice(known), definition=f"{study.coder}: {chance.randint(1, 3)}"),
        lambda: study.codebook.remove(chance.choice(known)),
        lambda: study.codebook.merge(chance.choice(known), chance.choice(known)),
        lambda: study.codebook.edit(chance.choice(known), aliases=chance.sample(NICKNAMES, chance.randint(0, 3))),
        lambda: study.codebook.looked_at(codings),
        lambda: study.codebook.move(chance.choice(known), None),
        lambda: study.themes.add(chance.choice(["Order", "Chaos"]), codes=[chance.choice(known)]),
        lambda: study.themes.counter("Order", "P01", at, at + 20),
        lambda: study.participants.edit("P01", phase=chance.randint(1, 3)),
    ]


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="WORKBENCH_MERGE_EXAMPLES" not in os.environ,
)
@given(st.integers(0, 10**6))
def test_the_order_of_merging_does_not_matter(seed):
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(dir=SHELVES) as name:
        folder = Path(name)
        with Study.create(folder / "base.study", coder="Ana") as base:
            base.transcripts.import_bytes("P01.txt", GARDEN.encode())
            for one in CODES[:3]:
                base.codebook.add(one)
            work(base, chance)
        for who in ("Bo", "Cy", "forth", "back"):
            shutil.copy(folder / "base.study", folder / f"{who}.study")
        for who in ("Bo", "Cy"):
            with Study.open(folder / f"{who}.study", coder=who) as copy:
                work(copy, chance)
        found = []
        for who, order in (("forth", ("Bo", "Cy", "Bo")), ("back", ("Cy", "Bo", "Cy"))):
            with Study.open(folder / f"{who}.study", coder="Ana") as study:
                for other in order:
                    study.merge(folder / f"{other}.study")
                assert study.check() == []
                found.append(content(study))
                start = study.version
                for number in range(start, 0, -1):
                    if study.history.change(number).act == "merge copies":
                        study.undo(number)
                assert study.check() == []
        assert found[0] == found[1]


def test_other_names_of_a_code_come_from_both_copies_and_an_archived_code_stays_so(study, copies):
    study.codebook.edit("rules", aliases=["order", "norms"])
    bo, cy = copies("Bo"), copies("Cy")
    bo.codebook.edit("rules", aliases=["norms", "laws"])
    bo.codebook.archive("beginnings")
    cy.codebook.edit("rules", aliases=["order", "norms", "customs"])
    bo.close(), cy.close()

    for other in (bo, cy):
        assert study.merge(other.store.location).conflicts == ()
    assert study.codebook["rules"].aliases == ("norms", "customs", "laws")
    assert [code.name for code in study.codebook if code.archived] == ["beginnings"]
    assert study.check() == []


def test_names_of_a_code_stand_in_one_order_whoever_comes_first_and_as_they_stood_where_one_alone_changed_them(
    study, copies, tmp_path
):
    base = tmp_path / "base.study"
    study.codebook.edit("rules", aliases=["norms", "customs"])
    study.backup(base)
    bo, cy = copies("Bo"), copies("Cy")
    bo.codebook.edit("rules", aliases=["order", "laws", "customs", "norms"])
    cy.codebook.edit("rules", aliases=["laws", "order", "norms", "customs"])
    bo.close(), cy.close()

    study.merge(bo.store.location)
    assert study.codebook["rules"].aliases == ("order", "laws", "customs", "norms")
    study.merge(cy.store.location)
    study.merge(bo.store.location)
    with Study.open(base, coder="Ana") as other:
        for copy in (cy, bo, cy):
            other.merge(copy.store.location)
        assert study.codebook["rules"].aliases == other.codebook["rules"].aliases


def test_who_redefined_a_code_need_not_look_again_at_what_they_coded_since_but_all_others_do(study, copies):
    study.codebook.edit("rules", definition="What may be done")
    code(study, "nobody planned it", "rules")
    bo, cy = copies("Bo"), copies("Cy")
    code(bo, "threw seeds", "rules")
    bo.codebook.edit("rules", definition="What must be done")
    code(bo, "take what you need", "rules")
    for name in ("one more", "and one more"):
        cy.codebook.add(name)  # so that the versions are numbered otherwise there
    code(cy, "The fence was broken", "rules")
    bo.close(), cy.close()

    for order in ((bo, cy, bo), (cy, bo, cy)):
        start = study.version
        for other in order:
            study.merge(other.store.location)
        again = sorted((one.coder, one.quote) for one in study.codebook.older())
        assert again == [("Ana", "nobody planned it"), ("Bo", "threw seeds"), ("Cy", "The fence was broken")]
        for change in range(study.version, start, -1):
            study.undo(change)


def test_a_coding_that_one_took_out_and_another_only_looked_at_again_is_gone_whoever_comes_first(study, copies):
    taken = code(study, "threw seeds", "seeds")
    study.codebook.add("later")
    bo, cy = copies("Bo"), copies("Cy")
    bo.codings.remove(taken.id)
    cy.codebook.looked_at([taken.id])
    bo.close(), cy.close()

    for order in ((bo, cy), (cy, bo)):
        for other in order:
            study.merge(other.store.location)
        assert said(study) == []
        study.undo(study.version - 1, with_later=True)


def test_codings_that_went_with_their_code_come_back_with_it_and_are_taken_out_nowhere(study, copies):
    code(study, "nobody planned it", "rules")
    study.themes.add("Order", codes=["rules"])
    bo, cy = copies("Bo"), copies("Cy")
    bo.codebook.remove("rules")
    code(cy, "threw seeds", "rules")
    cy.close()
    all_of = [("Ana", "rules", "nobody planned it"), ("Cy", "rules", "threw seeds")]

    bo.merge(cy.store.location)
    assert said(bo) == all_of
    assert [one.name for one in bo.themes["Order"].codes] == ["rules"]
    assert bo.check() == []
    bo.close()
    study.merge(bo.store.location)
    assert said(study) == all_of


def test_of_two_first_definitions_the_coder_of_the_one_not_taken_looks_again_whoever_comes_first(study, copies):
    bo, cy = copies("Bo"), copies("Cy")
    for copy, words in ((bo, "What may be done"), (cy, "What must be done here")):
        copy.codebook.edit("beginnings", definition=words)
        code(copy, "nobody planned it", "beginnings")
        copy.close()

    for order in ((bo, cy), (cy, bo)):
        for other in order:
            study.merge(other.store.location)
        assert study.codebook["beginnings"].definition == "What must be done here"
        assert [one.coder for one in study.codebook.older()] == ["Bo"]
        study.undo(study.version - 1, with_later=True)
