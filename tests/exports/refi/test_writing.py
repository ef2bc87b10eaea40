"""A study goes out as a REFI-QDA project that other tools can read."""

import io
import json
import zipfile

import pytest
from lxml import etree

from workbench.model import WorkbenchError
from workbench.study import export_bytes
from workbench.study.output import project_bytes


@pytest.fixture
def full(study, put):
    """The garden with codings by two, an agreed one, memos, themes, a link and a passage against."""
    put("P01", "The fence was broken", "beginnings")
    put("P01", "The fence was broken", "rules")
    put("P01", "The fence was broken", "beginnings", coder="Ben")
    put("P01", "There is one rule", "rules", layer="agreed", memo="We talked long.")
    study.participants.edit("P01", age=41, met=True, **{"since": "2020-03-01", "share": 0.5})
    study.memos.add("It is all about waiting.", on="code", target="beginnings", title="Waiting", kind="theory")
    study.memos.add("Careful.", on="participant", target="P02")
    study.themes.add("Growing", definition="How it grows", codes=["beginnings"])
    study.themes.add("Order", codes=["rules", "breaking rules"])
    study.themes.link("Growing", "Order", "leads to")
    study.themes.counter("Order", "P02", 35, 48, note="She was against it.")
    return study


def root_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return etree.fromstring(packed.read("project.qde"))


def named(root, tag):
    return [element.get("name") for element in root.iter(f"{{*}}{tag}")]


def test_everything_is_in_the_project(full):
    root = root_of(project_bytes(full))
    assert named(root, "User") == ["Ana", "Ben"]
    assert named(root, "Code") == ["beginnings", "rules", "breaking rules"]
    assert named(root, "Case") == ["P01", "P02"]
    assert {one.get("name"): one.get("typeOfVariable") for one in root.iter("{*}Variable")} == {
        "age": "Integer",
        "met": "Boolean",
        "since": "Date",
        "share": "Float",
    }
    assert named(root, "TextSource") == ["P01", "P02"]
    assert named(root, "Set") == ["Growing", "Order"]
    assert named(root, "Vertex") == ["Growing", "Order"]
    assert named(root, "Edge") == ["leads to"]
    assert named(root, "Link") == ["", "speaks against", "leads to"]
    assert sorted(one.findtext("{*}PlainTextContent") for one in root.iter("{*}Note")) == [
        "Careful.",
        "It is all about waiting.",
        "We talked long.",
    ]
    assert len(list(root.iter("{*}Coding"))) == 4


def test_each_selection_quotes_its_passage_and_has_one_coder(full):
    data = project_bytes(full)
    users = {one.get("guid"): one.get("name") for one in root_of(data).iter("{*}User")}
    seen = []
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for source in root_of(data).iter("{*}TextSource"):
            text = packed.read(source.get("plainTextPath").replace("internal://", "sources/")).decode()
            for one in source.iter("{*}PlainTextSelection"):
                quote = text[int(one.get("startPosition")) : int(one.get("endPosition"))]
                coders = {coding.get("creatingUser") for coding in one.iter("{*}Coding")}
                assert quote == one.get("name")
                assert coders <= {one.get("creatingUser")}
                seen.append((users[one.get("creatingUser")], quote, len(one.findall("{*}Coding"))))
    assert seen == [
        ("Ana", "The fence was broken", 2),
        ("Ben", "The fence was broken", 1),
        ("Ana", "There is one rule", 1),
        ("Ana", "I was against", 0),
    ]


def test_the_agreed_layer_is_said_where_people_read_it(full):
    said = [one.findtext("{*}Description") for one in root_of(project_bytes(full)).iter("{*}PlainTextSelection")]
    assert said == [None, None, "Agreed after reconciliation.", "She was against it."]


def test_same_study_same_bytes(full):
    assert project_bytes(full) == export_bytes(full, "project.qdpx")


def test_positions_can_be_counted_as_nvivo_for_windows_does(study):
    study.transcripts.import_bytes("emoji.txt", "P03: 🏠 home again.\n".encode())
    study.codings.add("emoji", 7, 11, "rules")
    places = {}
    for positions in ("characters", "utf-16"):
        root = root_of(project_bytes(study, positions=positions))
        one = next(root.iter("{*}PlainTextSelection"))
        places[positions] = (one.get("startPosition"), one.get("endPosition"))
    assert places == {"characters": ("7", "11"), "utf-16": ("8", "12")}
    with pytest.raises(WorkbenchError, match="Choose one of: characters, utf-16"):
        project_bytes(study, positions="bytes")


def test_files_of_texts_that_were_changed_since_stay_behind(full):
    def originals():
        with zipfile.ZipFile(io.BytesIO(project_bytes(full))) as packed:
            return len(json.loads(packed.read("workbench.json"))["originals"])

    assert originals() == 2
    full.transcripts.edit_turn("P01", 1, "The fence was broken. A friend threw seeds.")
    assert originals() == 1


def test_signs_that_xml_cannot_hold_keep_their_place(study):
    study.transcripts.import_bytes("odd.txt", b"P03: a\x0bb c\x0cd words here.\n")
    text = study.transcripts["odd"].text
    study.codings.add("odd", text.index("words"), text.index("words") + 5, "rules")
    data = project_bytes(study)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        source = next(one for one in root_of(data).iter("{*}TextSource") if one.get("name") == "odd")
        kept = packed.read(source.get("plainTextPath").replace("internal://", "sources/")).decode()
    selection = next(source.iter("{*}PlainTextSelection"))
    assert kept[int(selection.get("startPosition")) : int(selection.get("endPosition"))] == "words"
