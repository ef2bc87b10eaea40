"""The command line's contract: names, JSON keys, exit codes, sentences."""

import json
import subprocess
import sys

import pytest

from tests.conftest import GARDEN
from workbench import __version__


def test_help_is_short_and_lists_the_commands():
    done = subprocess.run([sys.executable, "-m", "workbench", "--help"], capture_output=True, text=True)
    status, out = done.returncode, done.stdout
    assert status == 0
    for name in ("demo", "new", "import", "suggest", "decide", "agreement", "table", "map", "history", "undo", "ui"):
        assert f"  {name} " in out


def test_import_gives_a_report_for_each_file_and_1_if_one_was_refused(run, tmp_path):
    (tmp_path / "P01.txt").write_text(GARDEN)
    (tmp_path / "bad.docx").write_bytes(b"not a zip")
    run("new", "a.study")
    status, out, err = run("import", "a.study", "P01.txt", "bad.docx", "none.txt", "--json")

    reports = json.loads(out)
    assert status == 1
    assert [set(report) for report in reports] == [
        {"file", "transcript", "turns", "speakers", "words", "warnings", "error"}
    ] * 3
    assert (reports[0]["transcript"], reports[0]["turns"], reports[0]["speakers"]) == ("P01", 4, ["I", "P01"])
    assert [report["error"] is None for report in reports] == [True, False, False]
    assert "bad.docx" in err
    assert "none.txt" in err
    assert [line["name"] for line in json.loads(run("transcripts", "a.study", "--json")[1])] == ["P01"]


def test_what_lies_beside_transcripts_in_a_folder_is_said_and_not_in_the_list(run, tmp_path):
    (tmp_path / "all").mkdir()
    for name in ("P01.txt", "README.md", "P01.m4a"):
        (tmp_path / "all" / name).write_text(GARDEN)
    run("new", "a.study")
    status, out, err = run("import", "a.study", "all", "--json")

    assert status == 0
    assert [report["file"] for report in json.loads(out)] == ["all/P01.txt"]
    assert (
        "Left out as no transcripts: all/P01.m4a (a recording); all/README.md (about the files). "
        "Give one by itself to take it in.\n" in err
    )


def test_new_refuses_to_overwrite(run):
    assert run("new", "a.study")[0] == 0
    status, _, err = run("new", "a.study")
    assert (status, "already there" in err) == (1, True)


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (("transcripts", "a.study"), {"name", "participant", "turns", "words", "speakers", "duration", "codings"}),
        (("segments", "a.study"), {"transcript", "speaker", "participant", "start", "end", "text"}),
        (("history", "a.study"), {"id", "time", "coder", "act", "what", "why"}),
        (("themes", "a.study"), set()),
    ],
)
def test_lists_are_json_with_the_promised_keys(run, garden, words, keys):
    status, out, _ = run(*words, "--json")
    records = json.loads(out)
    assert status == 0
    assert all(keys <= set(record) for record in records)
    assert bool(records) == bool(keys)


def test_show_gives_text_and_turns_whose_spans_hold(run, garden):
    found = json.loads(run("show", "a.study", "P01", "--json")[1])
    first = found["turns"][0]
    assert set(first) == {"speaker", "start", "end", "start_time", "end_time"}
    assert found["text"][first["start"] : first["end"]] == "How did the garden begin?"


def test_codings_are_refused_by_row_and_added_with_new_codes(run, garden):
    (garden / "more.csv").write_text("transcript,start,end,coder,code\nP01,0,5,Bo,nope\n")
    status, out, err = run("codings", "import", "a.study", "more.csv", "--json")
    assert (status, json.loads(out)["added"]) == (1, 0)
    assert "row 2" in json.loads(out)["errors"][0]
    assert "'nope'" in err

    status, out, _ = run("codings", "import", "a.study", "more.csv", "--new-codes", "--json")
    assert (status, json.loads(out)) == (0, {"added": 1, "skipped": [], "errors": []})
    status, out, _ = run("codings", "import", "a.study", "more.csv", "--json")
    assert (status, json.loads(out)["added"], len(json.loads(out)["skipped"])) == (0, 0, 1)


def test_wrong_columns_say_which_there_are(run, garden):
    (garden / "odd.csv").write_text("document,from_char,who\nP01,1,Bo\n")
    status, _, err = run("codings", "import", "a.study", "odd.csv")
    assert status == 1
    assert "start" in err
    assert "from_char" in err


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json", "parquet"])
def test_codings_are_exported(run, garden, suffix):
    assert run("codings", "export", "a.study", "--out", f"out.{suffix}")[0] == 0
    assert (garden / f"out.{suffix}").stat().st_size > 100


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json", "md", "docx", "tex", "html"])
def test_the_codebook_is_exported_and_read_back(run, garden, suffix):
    assert run("codebook", "export", "a.study", "--out", f"out.{suffix}")[0] == 0
    if suffix in ("csv", "xlsx", "json", "md"):
        run("new", "b.study")
        status, _, err = run("codebook", "import", "b.study", f"out.{suffix}")
        assert status == 0, err
        codes = json.loads(run("codebook", "list", "b.study", "--json")[1])
        assert [(code["name"], code["parent"]) for code in codes] == [("rules", None), ("breaking", "rules")]


def test_an_unknown_format_is_a_sentence(run, garden):
    status, _, err = run("codings", "export", "a.study", "--out", "out.xyz")
    assert (status, ".xyz" in err, (garden / "out.xyz").exists()) == (1, True, False)


def test_agreement_has_the_promised_keys(run, garden):
    status, out, _ = run("agreement", "a.study", "--json")
    found = json.loads(out)
    names = {"percent", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1", "brennan_prediger"}
    assert status == 0
    assert {"unit", "coders", "units", "overall", "codes"} <= set(found)
    assert names <= set(found["overall"])
    assert {"value", "low", "high", "reason"} <= set(found["overall"]["percent"])
    assert names | {"code", "coders"} <= set(found["codes"][0])
    assert found["codes"][0]["coders"] == {"Ana": 1, "Bo": 1}


def test_agreement_of_one_coder_is_a_sentence(run, garden):
    status, out, err = run("agreement", "a.study", "--coders", "Ana", "--json")
    assert (status, out) == (1, "")
    assert "two coders" in err


def test_undo_takes_back_the_last_act_or_the_one_named(run, garden):
    assert run("undo", "a.study")[0] == 0
    history = json.loads(run("history", "a.study", "--json")[1])
    assert [change["act"] for change in history][-2:] == ["import codings", "undo"]
    assert run("redo", "a.study")[0] == 0
    status, _, err = run("undo", "a.study", "--change", 2)
    assert status == 1
    assert "change 4" in err
    assert "Undo change 4 first" in err
    assert run("check", "a.study")[0] == 0


def test_the_study_that_is_none(run, tmp_path):
    (tmp_path / "no.study").write_text("just words, no study")
    for words in (("transcripts", "no.study"), ("history", "missing.study"), ("suggest", "no.study")):
        status, out, err = run(*words)
        assert (status, out) == (1, "")
        assert err.count("\n") <= 2


def test_wrong_usage_is_2(run):
    assert run("import")[0] == 2
    assert run("nonsense")[0] == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("suggest", "a.study", "--unit", "paragraph"),
            "'paragraph' is no unit. Choose one of: turn, sentence, answer",
        ),
        (("suggest", "a.study", "--speakers", "some"), "participant, all"),
        (("suggest", "a.study", "--number", "1"), "greater than or equal to 2"),
        (("segments", "a.study", "--unit", "window:0"), "'window:0' is no unit"),
        (
            ("agreement", "a.study", "--unit", "word"),
            "'word' is no unit. Choose one of: turn, sentence, answer, character, span",
        ),
        (("agreement", "a.study", "--unit", "span", "--by", "participant"), "--by and --out are for units"),
        (("settings", "a.study", "--help-wanted", "much"), "off, find, suggest"),
        (("agreement", "a.study", "--rule", "most"), "touching, half"),
        (("agreement", "a.study", "--intervals", "days"), "transcripts, units, none"),
        (("agreement", "a.study", "--bootstrap", "-3"), "greater than or equal to 0"),
        (("saturation", "a.study", "--base", "0"), "greater than or equal to 1"),
        (("ui", "a.study", "--port", "99999"), "65535"),
        (("figure", "a.study", "pie", "--out", "pie.svg"), "network, hierarchy, saturation"),
        (("speakers", "role", "a.study", "P01", "P01", "boss"), "participant, interviewer, unknown"),
    ],
)
def test_a_choice_that_is_none_is_wrong_usage_and_lists_what_there_is(run, garden, words, says):
    status, out, err = run(*words)
    assert (status, out, says in " ".join(err.split()), "Traceback" in err) == (2, "", True, False), err


@pytest.mark.parametrize("fixed", ["soon", "99999999999999"])
def test_a_time_that_is_none_is_a_sentence(run, garden, monkeypatch, fixed):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", fixed)
    status, _out, err = run("undo", "a.study")
    assert (status, f"SOURCE_DATE_EPOCH is '{fixed}'" in err) == (1, True)


def test_the_version_is_said(run):
    assert run("--version") == (0, f"workbench {__version__}\n", "")


def test_too_little_to_suggest_from_says_how_much_is_needed(run, garden):
    status, _, err = run("suggest", "a.study", "--unit", "turn")
    assert status == 1
    assert "20" in err


def test_names_may_hold_anything(run, tmp_path):
    name = "it's “odd” 😀.txt"
    (tmp_path / name).write_text(GARDEN)
    run("new", "ä b's.study")
    assert run("import", "ä b's.study", name)[0] == 0
    assert json.loads(run("transcripts", "ä b's.study", "--json")[1])[0]["name"] == "it's “odd” 😀"


def test_backup_and_restore(run, garden):
    assert run("backup", "a.study", "--out", "copy.study")[0] == 0
    assert run("restore", "copy.study", "again.study")[0] == 0
    assert run("restore", "copy.study", "again.study")[0] == 1
    assert run("history", "again.study", "--json")[1] == run("history", "a.study", "--json")[1]


def test_undo_with_later_takes_back_what_stands_in_the_way(run, garden):
    status, _, err = run("undo", "a.study", "--change", 2)
    assert (status, "--with-later" in err) == (1, True)
    status, _, err = run("undo", "a.study", "--change", 2, "--with-later", "--why", "wrong file")
    assert (status, err.count("Undid: ")) == (0, 2)
    assert json.loads(run("history", "a.study", "--json")[1])[-1]["why"] == "wrong file"
    assert run("check", "a.study")[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ((), [1, 2, 3, 4]),
        (("--act", "import codings"), [4]),
        (("--coder", "Bo"), []),
        (("--code", "rules"), [3, 4]),
        (("--transcript", "P02"), [2, 4]),
        (("--since", "2020-01-01"), [1, 2, 3, 4]),
        (("--since", "2999-01-01"), []),
    ],
)
def test_history_is_filtered(run, garden, words, ids):
    status, out, _ = run("history", "a.study", "--json", *words)
    assert (status, [change["id"] for change in json.loads(out)]) == (0, ids)


@pytest.mark.parametrize("words", [("--act", "nothing"), ("--since", "soon"), ("--code", "nope")])
def test_a_filter_that_means_nothing_is_a_sentence(run, garden, words):
    status, out, err = run("history", "a.study", *words)
    assert (status, out, words[1] in err) == (1, "", True)


@pytest.mark.parametrize("suffix", ["csv", "docx", "html"])
def test_the_trail_is_written_with_before_and_after(run, garden, suffix):
    assert run("history", "a.study", "--out", f"trail.{suffix}")[0] == 0
    found = (garden / f"trail.{suffix}").read_bytes()
    if suffix != "docx":
        assert b"name: rules; description: What is allowed" in found


def test_merge_previews_merges_and_then_finds_nothing_new(run, garden):
    assert run("backup", "a.study", "--out", "b.study")[0] == 0
    (garden / "more.csv").write_text("transcript,start,end,coder,code\nP01,30,51,Cy,seeds\n")
    assert run("codings", "import", "b.study", "more.csv", "--new-codes")[0] == 0
    assert "Would be 2 added (1 code, 1 coding)" in run("merge", "a.study", "b.study", "--preview")[2]
    for words in (("--preview",), ()):
        status, out, _ = run("merge", "a.study", "b.study", "--json", *words)
        found = json.loads(out)
        assert status == 0
        assert {key: found[key] for key in ("coders", "codes", "codings", "conflicts")} == {
            "coders": 1, "codes": 1, "codings": 1, "conflicts": [],
        }  # fmt: skip
    assert "Nothing is new there" in run("merge", "a.study", "b.study")[2]
    assert [change["act"] for change in json.loads(run("history", "a.study", "--json")[1])][-1] == "merge copies"


@pytest.mark.slow
def test_copy_repair_and_restore_make_the_same_study(run, garden):
    assert run("copy", "a.study", "c.study")[0] == 0
    assert run("repair", "a.study", "--out", "d.study")[0] == 0
    assert run("restore", "c.study", "e.study")[0] == 0
    history = run("history", "a.study", "--json")[1]
    for name in ("c.study", "d.study", "e.study"):
        assert run("history", name, "--json")[1] == history
        assert run("check", name)[0] == 0
    assert run("copy", "a.study", "c.study")[0] == 1
