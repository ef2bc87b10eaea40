"""A study that goes out as a project and comes in again is the same study; other projects come in as one act."""

import io
import random
import zipfile

import pytest

from tests.exports.refi.projects import packed, project, selection, source, sources
from workbench import Study
from workbench.model import WorkbenchError

WORDS = ("fence", "water", "Bäume", "🏠", "rule", "seeds", "the", "Ünïcödé", "street", "😀👍🏽", "ask", "no")
CODERS = ("Ana", "Bo", "Übung ß")
TITLES = ("P01", "Gespräch über Bäume", "日本語", "it's 100 % & <b>")


def any_study(study, seed, *, codings=40):
    """Fill a study by chance: overlaps, emoji, umlauts in names, two layers, memos on everything, themes and links."""
    chance = random.Random(seed)
    for title in TITLES[: chance.randint(1, 4)]:
        turns = [" ".join(chance.choices(WORDS, k=chance.randint(2, 12))) for _turn in range(chance.randint(2, 30))]
        talk = "\n\n".join(f"{('I', title)[at % 2]}: {said}." for at, said in enumerate(turns))
        study.transcripts.import_bytes(f"{title}.txt", talk.encode())
    names = ["Größe", "a & b", "x" * 200, "=cmd|calc", "\\input{x}", "<script>alert(1)</script>"]
    for at, name in enumerate(names):
        parent = chance.choice([None, *names[:at]])
        words = {
            "description": chance.choice(["", "Brief & <so>", "Example: not one"]),
            "example": "Full definition: x",
        }
        study.codebook.add(name, parent=parent, **words)
    study.codebook.edit(names[0], aliases=["große", "size"], colour="#123456")
    for _coding in range(codings):
        transcript = chance.choice(list(study.transcripts))
        start = chance.randrange(len(transcript.text) - 2)
        end = min(len(transcript.text), start + chance.randint(1, 60))
        study.coder = chance.choice(CODERS)
        layer = chance.choice(["independent", "independent", "agreed"])
        memo = chance.choice(["", "", "A memo\n\nof two parts 😀"])
        if transcript.text[start:end].strip():
            study.codings.add(transcript.name, start, end, chance.choice(names), layer=layer, memo=memo)
    study.participants.edit(study.participants._rows()[0]["name"], age=41, since="2020-03-01", met=True, share=0.25)
    study.memos.add("On all", title="Title = <b>")
    study.memos.add("On a code", on="code", target=names[1], kind="theory")
    study.memos.add("On a text", on="transcript", target=study.transcripts.names()[0], kind="process")
    study.memos.add("On a person", on="participant", target=next(iter(study.participants)).name, kind="method")
    study.themes.add("One", definition="A\nB", codes=names[:2])
    study.themes.add("Two", codes=names[1:4], parent="One")
    study.themes.link("One", "Two", "leads to")
    study.themes.place("Two", 12.5, -3.25)
    first = study.transcripts[study.transcripts.names()[0]]
    study.themes.counter("Two", first.name, first.turns[0].start, first.turns[0].end, note="Against.")
    study.memos.add("On a theme", on="theme", target="Two")


def all_of(study):
    """What a study holds, as its collections give it."""
    return {
        "transcripts": list(study.transcripts),
        "codes": list(study.codebook),
        "codings": sorted(study.codings, key=lambda one: one.id),
        "memos": sorted(study.memos, key=lambda one: one.id),
        "participants": list(study.participants),
        "kinds": study.participants.kinds(),
        "themes": list(study.themes),
        "links": study.themes.links(),
    }


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_out_and_in_is_the_same_study(tmp_path, seed):
    with Study.create(tmp_path / "a.study", coder="Ana") as study:
        any_study(study, seed)
        study.write_project(tmp_path / "a.qdpx", positions=("characters", "utf-16")[seed % 2])
        there = all_of(study)
        files = [study.transcripts.original(name) for name in study.transcripts.names()]
    with Study.create(tmp_path / "b.study", coder="Zoe") as again:
        before = again.store.dump()
        report = again.import_project(tmp_path / "a.qdpx")
        assert all_of(again) == there
        assert [again.transcripts.original(name) for name in again.transcripts.names()] == files
        assert again.check() == []
        assert report.warnings == ()
        assert [change.act for change in again.history][-1] == "import project"
        assert again.import_project(tmp_path / "a.qdpx").added == {}
        again.undo()
        assert again.store.dump() == before


@pytest.mark.slow
def test_five_thousand_codings_come_back(tmp_path):
    with Study.create(tmp_path / "a.study", coder="Ana") as study:
        any_study(study, 3, codings=10)
        names = [code.name for code in study.codebook]
        chance, texts, rows = random.Random(1), list(study.transcripts), ["transcript,start,end,coder,code"]
        for at in range(7_500):
            one = chance.choice(texts)
            start = chance.randrange(len(one.text) - 40)
            rows.append(f'"{one.name}",{start},{start + 3 + at % 30},Coder {at % 5},"{names[at % 3]}"')
        study.codings.import_bytes("many.csv", "\n".join(rows).encode())
        assert len(study.codings) >= 5_000
        study.write_project(tmp_path / "a.qdpx")
        there = all_of(study)
    with Study.create(tmp_path / "b.study", coder="Zoe") as again:
        again.import_project(tmp_path / "a.qdpx")
        assert all_of(again) == there


def test_another_tool_that_keeps_only_the_project_keeps_nearly_all(tmp_path):
    """Without what we put beside it: layers, origins and kinds come back from the words that people read."""
    with Study.create(tmp_path / "a.study", coder="Ana") as study:
        any_study(study, 2)
        study.write_project(tmp_path / "a.qdpx")
        there = all_of(study)
    with zipfile.ZipFile(tmp_path / "a.qdpx") as full, zipfile.ZipFile(tmp_path / "bare.qdpx", "w") as bare:
        for name in full.namelist():
            if name.startswith(("project.qde", "sources/")):
                bare.writestr(name, full.read(name))
    with Study.create(tmp_path / "b.study", coder="Zoe") as again:
        again.import_project(tmp_path / "bare.qdpx")
        found = all_of(again)

    def seen(all_, *fields):
        return sorted(tuple(getattr(one, field) for field in fields) for one in all_)

    fields = ("transcript", "start", "end", "coder", "code", "layer", "quote", "memo")
    assert seen(found["codings"], *fields) == seen(there["codings"], *fields)
    assert seen(found["memos"], "text", "title", "kind", "on", "coder") == seen(
        there["memos"], "text", "title", "kind", "on", "coder"
    )
    assert [(one.name, one.parent, one.aliases) for one in found["codes"]] == [
        (one.name, one.parent, one.aliases) for one in there["codes"]
    ]
    assert found["participants"] == there["participants"]
    assert found["links"] == there["links"]


def test_a_project_comes_into_a_study_that_has_some_of_it(study, put):
    put("P01", "The fence was broken", "beginnings", coder="Ben")
    text = study.transcripts["P01"].text
    at = text.index("The fence")
    xml = project(
        sources(source(text, selection(at, at + 20, 0, 1), name="Another name")), codes=("beginnings", "new one")
    )
    report = study.import_project("x.qdpx", packed(xml))
    assert report.added == {"code": 1, "coding": 2}
    assert study.transcripts.names() == ["P01", "P02"]
    assert sorted((one.coder, one.code, one.origin) for one in study.codings) == [
        ("Ana", "beginnings", "import"),
        ("Ana", "new one", "import"),
        ("Ben", "beginnings", "person"),
    ]


def test_nothing_of_a_project_that_is_refused_comes_in(study, monkeypatch):
    before = study.store.dump()
    with pytest.raises(WorkbenchError):
        study.import_project("x.qdpx", packed(project()[:-20]))
    monkeypatch.setattr("workbench.study.project.incoming.write_merged", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        study.import_project("x.qdpx", packed(project(sources(source("One two.", selection(0, 3, 0))))))
    assert study.store.dump() == before


def test_a_colleagues_project_is_merged_like_a_copy(study, put, tmp_path):
    put("P01", "The fence was broken", "beginnings")
    study.write_project(tmp_path / "sent.qdpx")
    with Study.create(tmp_path / "theirs.study", coder="Ben") as theirs:
        theirs.import_project(tmp_path / "sent.qdpx")
        start = theirs.transcripts["P02"].text.index("Now I water it")
        theirs.codings.add("P02", start, start + 14, "rules")
        theirs.codebook.edit("rules", description="What is allowed, and what is not")
        theirs.write_project(tmp_path / "back.qdpx")

    seen = study.merge(tmp_path / "back.qdpx", preview=True)
    assert (seen.coders, seen.added) == (("Ben",), {"coding": 1})
    assert [one.field for one in seen.conflicts] == ["description"]
    assert len(study.codings) == 1
    study.merge(tmp_path / "back.qdpx", chosen={seen.conflicts[0].key: "theirs"})
    assert [(one.coder, one.code) for one in study.codings] == [("Ana", "beginnings"), ("Ben", "rules")]
    assert study.codebook["rules"].description == "What is allowed, and what is not"
    assert study.merge(tmp_path / "back.qdpx").added == {}


def test_attributes_of_texts_and_groups_go_to_those_who_speak(study):
    ref = 'targetGUID="50000000-0000-4000-8000-000000000001"'
    value = '<VariableValue><VariableRef targetGUID="v1"/><IntegerValue>41</IntegerValue></VariableValue>'
    body = (
        '<Variables><Variable guid="v1" name="age" typeOfVariable="Integer"/></Variables>'
        + f'<Cases><Case guid="k1" name="Kim"><SourceRef {ref}/></Case></Cases>'
        + sources(source("I: And?\n\nP: Well, yes.\n", inside=value))
        + f'<Sets><Set guid="g1" name="gender: f"><MemberSource {ref}/></Set>'
        + f'<Set guid="g2" name="Phase 1"><MemberSource {ref}/></Set></Sets>'
    )
    study.import_project("x.qdpx", packed(project(body)))
    assert study.participants["Kim"].attributes == {"age": 41, "gender": "f", "Phase 1": True}
    assert study.transcripts["Interview"].participants == ["Kim"]


def test_details_from_outside_are_not_trusted(study, tmp_path):
    """A project that says it is ours brings nothing in that a study may not hold."""
    study.write_project(tmp_path / "a.qdpx")
    with zipfile.ZipFile(tmp_path / "a.qdpx") as full:
        parts = {name: full.read(name) for name in full.namelist()}
    for details in (
        b"[]",
        b'{"talk": {}, "rows": []}',
        b'{"rows": {"code": {"x": 1}}, "talk": 3, "originals": [1], "kinds": {"a": 2}}',
        parts["workbench.json"].replace(b'"role"', b"1").replace(b"participant", b"judge").replace(b"[0,", b"[99,"),
        parts["workbench.json"].replace(b'"position":', b'"position":"x","y":'),
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for name, data in {**parts, "workbench.json": details}.items():
                made.writestr(name, data)
        with Study.create(tmp_path / f"{abs(hash(details))}.study", coder="Zoe") as again:
            again.import_project("a.qdpx", out.getvalue())
            assert again.check() == []
            assert [one.text for one in again.transcripts] == [one.text for one in study.transcripts]
            roles = {speaker.role for one in again.transcripts for speaker in one.speakers}
            assert roles <= {"participant", "interviewer", "unknown"}


def test_turns_that_are_assigned_to_cases_say_who_speaks(study):
    """NVivo assigns the turns of a group to its members."""
    text = "M: Who began?\n\nA: Me, I think.\n\nB: No, it was me.\n\nM: Both, then.\n"
    cases = "".join(
        f'<Case guid="k{at}" name="{name}"><SelectionRef targetGUID="e{at:07}-0000-4000-8000-000000000000"/></Case>'
        for at, name in ((1, "Kim"), (2, "Lou"))
    )
    selections = "".join(
        selection(text.index(words), text.index(words) + len(words), number=at)
        for at, words in ((1, "A: Me, I think."), (2, "B: No, it was me."))
    )
    xml = project(f"<Cases>{cases}</Cases>" + sources(source(text, selections)))
    report = study.import_project("x.qdpx", packed(xml))
    found = {one.label: one.participant for one in study.transcripts["Interview"].speakers}
    assert (found["A"], found["B"]) == ("Kim", "Lou")
    assert report.warnings == ()
