"""Everything that leaves a study: counts agree across all exports, bytes stay, hostile words do nothing."""

import csv
import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile

import docx
import openpyxl
import pytest

from workbench import Study
from workbench.model import WorkbenchError
from workbench.study import EXPORTS, available, export_bytes, left_out

INPUT, SCRIPT, FORMULA = r"\input{/etc/passwd}", "<script>alert(1)</script>", "=cmd|' /C calc'!A0"
HOSTILE = f"{INPUT} {SCRIPT} {FORMULA}"
SAID = {
    "A": ["The fence was broken.", "Nobody planned it.", "There is one rule."],
    "B": ["I was against the fence.", "Now I water it."],
    "C": ["Take what you need.", "The fence again, and rules."],
}


def made(folder, words="", title="Garden"):
    """Three interviews coded by two people, themes with a sub-theme, a link and a counter-case.

    Every name and memo begins with `words`, every turn ends with them.
    """
    study = Study.create(folder / "a.study", title=words + title, coder="Ana")
    for name, sentences in SAID.items():
        talk = "".join(f"I: And?\n\n{name}: {one} {words}\n\n" for one in sentences)
        assert study.transcripts.import_bytes(f"{name}.txt", talk.encode()).error is None
        study.participants.edit(name, role=words + "founder", phase=1 + (name == "C"))
    for code, parent in (("rules", None), ("breaking", "rules"), ("fences", None), ("unused", None)):
        study.codebook.add(words + code, parent=parent and words + parent, description=words + "d")
    coded = [
        ("A", f"The fence was broken. {words}".strip(), "fences"),
        ("A", "fence was", "breaking"),
        ("A", "one rule", "rules"),
    ]
    coded += [("B", "the fence", "fences"), ("C", "Take what", "rules"), ("C", "The fence again, and rules", "fences")]
    coded += [("C", "and rules", "rules"), ("C", "fence again", "breaking"), ("C", "fence", "breaking")]
    for coder in ("Ana", "Bo"):
        study.coder = coder
        for name, quote, code in coded[: 9 if coder == "Ana" else 4]:
            start = study.transcripts[name].text.index(quote)
            study.codings.add(name, start, start + len(quote), words + code, memo=words + "m")
    study.coder = "Ana"
    study.themes.add(words + "Order", definition=words + "d", codes=[words + "rules"])
    study.themes.add(words + "Limits", parent=words + "Order", codes=[words + "breaking"])
    study.themes.add(words + "Fences", codes=[words + "fences"])
    study.themes.link(words + "Order", words + "Fences", words + "leads to")
    start = study.transcripts["B"].text.index("Now I")
    study.themes.counter(words + "Order", "B", start, start + 15)
    study.memos.add(words + "memo", title=words + "t")
    study.codebook.snapshot(words + "pilot")
    study.codebook.edit(words + "unused", description=words + "of no use")
    return study


@pytest.fixture(scope="module")
def garden(tmp_path_factory):
    with made(tmp_path_factory.mktemp("garden")) as study:
        yield study


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    with made(tmp_path_factory.mktemp("hostile"), words=f"{HOSTILE} ") as study:
        yield study


def rows(data, suffix):
    """The cells of a written table as texts, headings first, whatever the format."""
    if suffix == ".csv":
        return list(csv.reader(io.StringIO(data.decode())))
    if suffix == ".xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data))["Table"]
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    if suffix == ".docx":
        return [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(data)).tables[0].rows]
    if suffix == ".md":
        lines = [line for line in data.decode().splitlines() if line.startswith("|") and not line.startswith("| ---")]
        return [[cell.strip().removeprefix("&emsp;") for cell in line.strip("|").split("|")] for line in lines]
    body = re.search(r"<thead>(.*)</tbody>", data.decode(), re.DOTALL)[1]
    return [
        re.findall(r"<t[hd][^>]*>(?:<strong>)?(.*?)(?:</strong>)?</t[hd]>", row) for row in body.split("</tr>")[:-1]
    ]


def test_counts_agree_across_all_exports(garden):
    evidence = garden.themes.evidence()
    codings = {code.name: sum(one.code == code.name for one in evidence) for code in garden.codebook}
    people = {code.name: len({o.participant for o in evidence if o.code == code.name}) for code in garden.codebook}
    assert (codings["fences"], people["fences"], codings["unused"]) == (5, 3, 0)

    exported = list(csv.DictReader(io.StringIO(export_bytes(garden, "codings.csv").decode())))
    assert {code: sum(row["code"] == code for row in exported) for code in codings} == codings

    for counts in (False, True):
        table = rows(export_bytes(garden, "codes-by-participant.csv", counts=counts), ".csv")
        for code, *cells, voices, total, _part_of in table[1:]:
            assert (int(voices), int(total)) == (people[code], codings[code])
            assert sum(map(int, cells)) == (total_of := codings[code] if counts else people[code]), (code, total_of)

    groups = rows(export_bytes(garden, "codes-by-attribute.csv", by="phase"), ".csv")
    assert {row[0]: int(row[1]) + int(row[2]) for row in groups[1:]} == {c: n for c, n in people.items() if n}

    printed = garden.codebook_table()
    assert dict(zip(printed.column("Code"), printed.column("Codings"), strict=True)) == codings
    assert dict(zip(printed.column("Code"), printed.column("Participants"), strict=True)) == people

    themes = garden.theme_table()
    said = re.findall(r"(\w+) \((\d+)\)", "\n".join(themes.column("Codes")))
    assert {code: int(count) for code, count in said} == {c: n for c, n in people.items() if n}
    totals = dict(zip(themes.column("Theme"), themes.column("Codings"), strict=True))
    assert totals == {"Order": codings["rules"] + codings["breaking"], "Limits": codings["breaking"], "Fences": 5}

    tree = export_bytes(garden, "hierarchy.svg", size="codings").decode()
    drawn = garden.thematic_map().svg()
    described = export_bytes(garden, "network.svg").decode()
    for theme in garden.themes:
        assert f"{theme.name}: {len(theme.participants)} participants, {theme.codings} codings" in tree
        assert f"{theme.name}, {len(theme.participants)} of 3 participants" in drawn
        for code in theme.codes:
            assert f"{code.name}: {people[code.name]} participants, {codings[code.name]} codings" in described

    who = rows(export_bytes(garden, "participants.csv"), ".csv")
    assert sum(int(row[-1]) for row in who[1:]) == len(evidence) == garden.about().codings
    matrix = rows(export_bytes(garden, "co-occurrence.csv"), ".csv")
    pairs = garden.cooccurrence()
    assert matrix[matrix[0].index("fences")][matrix[0].index("breaking")] == str(
        next(
            int(one["count"]) for _, one in pairs.iterrows() if {one["first"], one["second"]} == {"fences", "breaking"}
        )
    )


@pytest.mark.parametrize("name", ["codes-by-participant", "participants", "codes-by-attribute", "saturation"])
def test_a_table_says_the_same_in_every_format(garden, name):
    first = rows(export_bytes(garden, f"{name}.csv"), ".csv")
    columns = len(first[0]) - (first[0][-1] == "part of")
    for suffix in {".xlsx", ".docx", ".md", ".html"} & set(EXPORTS[name].suffixes):
        if (name, suffix) == ("saturation", ".html"):
            continue  # a figure
        found = rows(export_bytes(garden, name + suffix), suffix)
        shown = [[re.sub(r"\.0$", "", cell) for cell in row[:columns]] for row in found]
        assert shown == [[re.sub(r"\.0$", "", cell) for cell in row[:columns]] for row in first], suffix


def test_every_table_and_figure_has_its_caption(garden):
    caption = garden.about().caption
    assert all(part in caption for part in ("N = 3", "Codebook version", "Interview Workbench", "20"))
    for name in ("themes", "codes-by-participant", "participants", "coreq", "agreement"):
        document = docx.Document(io.BytesIO(export_bytes(garden, f"{name}.docx")))
        assert document.paragraphs[-1].text == caption, name
    for name in ("map", "network", "hierarchy", "saturation"):
        text = ET.fromstring(export_bytes(garden, f"{name}.svg"))
        printed = " ".join(one.text or "" for one in text.iter("{http://www.w3.org/2000/svg}text"))
        assert caption.replace(" ", "") in printed.replace(" ", ""), name


@pytest.mark.slow
def test_the_same_study_gives_the_same_bytes(garden, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    once = {name: export_bytes(garden, name) for name in available(garden)}
    garden.forget()
    assert {name for name, data in once.items() if export_bytes(garden, name) != data} == set()
    assert {name.rpartition(".")[2] for name in once} >= {"docx", "xlsx", "pdf", "png", "svg", "tex", "html", "qdpx"}


def test_the_hostile_words_are_in_the_quotes(hostile):
    assert HOSTILE in next(one.quote for one in hostile.codings if one.code.endswith("fences"))
    assert HOSTILE.split()[0] in str(hostile.theme_table().column("Typical quotes"))


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPORTS)
def test_hostile_words_do_nothing_in_any_export(hostile, name):
    for suffix in EXPORTS[name].suffixes:
        data = export_bytes(hostile, name + suffix)
        if (name, suffix) != ("memos", ".md"):  # memos are Markdown themselves
            CHECKS[suffix](data)


def _page(data):
    page = data.decode()
    assert "alert(1)</script>" not in page
    assert not re.search(r"<(iframe|object|embed|base|link)\b", page.partition("<body>")[2])


def _svg(data):
    assert not list(ET.fromstring(data).iter("{http://www.w3.org/2000/svg}script"))


def _tex(data):
    assert r"\input" not in data.decode().replace(r"\input{THIS FILE}", "")


def _csv(data):
    assert not [c for row in csv.reader(io.StringIO(data.decode())) for c in row if re.match(r"[=+\-@\t\r]\D", c)]


def _xlsx(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}


def _docx(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        document = archive.read("word/document.xml").decode()
    ET.fromstring(document)
    assert not re.search(r"<w:(instrText|fldSimple|hyperlink|object)\b", document)


def _pdf(data):
    assert data.startswith(b"%PDF")
    assert not re.search(rb"/(JS|JavaScript|URI|Launch)\b", data)


def _qdpx(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if name.startswith("/") or ".." in name]
        ET.fromstring(archive.read("project.qde"))


def _md(data):
    assert "<script>" not in data.decode()


CHECKS = {
    ".html": _page,
    ".svg": _svg,
    ".qdc": ET.fromstring,
    ".tex": _tex,
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".docx": _docx,
    ".pdf": _pdf,
    ".qdpx": _qdpx,
    ".json": json.loads,
    ".md": _md,
    ".png": lambda data: data.index(b"PNG"),
    ".parquet": lambda data: data.index(b"PAR1"),
}

PAPER = r"""\documentclass{article}
\usepackage[a4paper,margin=2.5cm]{geometry}
\usepackage{iftex,array,booktabs,longtable,pdflscape}
\ifpdftex\usepackage[T1]{fontenc}\fi
\begin{document}
%s
\end{document}
"""


@pytest.mark.slow
def test_every_tex_compiles_without_a_warning(hostile, tmp_path):
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed")
    names = [name for name, one in EXPORTS.items() if ".tex" in one.suffixes and not one.lacks(hostile)]
    for name in names:
        (tmp_path / f"{name}.tex").write_bytes(export_bytes(hostile, f"{name}.tex"))
    (tmp_path / "paper.tex").write_text(PAPER % "\n".join(rf"\input{{{name}}}\clearpage" for name in names))
    for _ in range(2):
        run = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
        subprocess.run(run, cwd=tmp_path, capture_output=True, check=False, timeout=120)
    log = (tmp_path / "paper.log").read_text(errors="replace")

    assert "Output written" in log, log[-2000:]
    assert [line for line in log.splitlines() if re.search("Warning|Overfull|Underfull|Missing char", line)] == []


@pytest.mark.slow
def test_the_report_holds_everything_with_numbers(garden):
    page = export_bytes(garden, "report.html").decode()
    document = docx.Document(io.BytesIO(export_bytes(garden, "report.docx")))
    captions = [one.text for one in document.paragraphs if re.match(r"(Table|Figure) \d", one.text)]

    for number, title in enumerate(("Participants", "Agreement between Ana, Bo", "Themes and their evidence"), 1):
        assert captions[[c.startswith("Table") for c in captions].index(True)].startswith("Table 1.")
        assert f"Table {number}. {title}" in page
        assert f"Table {number}. {title}" in captions
    assert len(document.inline_shapes) == len([one for one in captions if one.startswith("Figure")]) == 4
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)
    assert "src=" not in page
    assert page.count("<svg") == 4


def test_what_changed_in_the_codebook_is_an_export_and_in_the_report(garden):
    table = rows(export_bytes(garden, "codebook-changes.csv"), ".csv")

    assert table[1:] == [["Redefined", "unused", "Brief definition", "d", "of no use"]]
    assert (
        "Changes of the codebook from &#x27;pilot&#x27; to the codebook of"
        in export_bytes(garden, "report.html").decode()
    )


def test_coreq_is_filled_where_the_study_knows_and_open_elsewhere(garden):
    table = {row[0]: row for row in rows(export_bytes(garden, "coreq.csv"), ".csv")[1:]}

    assert table["12"][3:] == ["from the study", "3 participants in 3 transcripts."]
    assert table["16"][3:] == ["from the study", "phase: 1 (2), 2 (1)."]
    assert table["24"][4] == "2 coders: Ana, Bo."
    assert table["31"][4] == "2 themes: Order; Fences."
    assert table["9"][3:] == ["open: to be written", ""]
    assert table["4"][3:] == ["open: to be written", ""]
    assert len(table) == 32


def test_a_study_with_nothing_says_what_is_missing(tmp_path):
    with Study.create(tmp_path / "b.study", coder="Ana") as study:
        assert {one.name for one in EXPORTS.values() if not one.lacks(study)} == {"history"}
        with pytest.raises(WorkbenchError, match="Theme table: there is nothing to write"):
            export_bytes(study, "themes.docx")
    with pytest.raises(WorkbenchError, match=r"Report cannot be written as '\.pdf', only as"):
        export_bytes(study, "report.pdf")


def test_codes_that_overlap_nowhere_among_what_counts_are_left_out_with_a_sentence(study, put):
    put("P02", "Now I water it", "beginnings")
    text = study.transcripts["P01"].text
    start = text.index("nobody planned it")
    # Ana and Ben disagree, and what was agreed overlaps with nothing.
    for coder, code in (("Ana", "rules"), ("Ben", "beginnings")):
        study.coder = coder
        study.codings.add("P01", start, start + 17, code)
    assert "network.svg" in available(study)
    study.codings.add("P01", start, start + 17, "rules", layer="agreed")
    assert [name for name in available(study) if name.startswith(("network", "co-occurrence"))] == []
    sentence = "Codes that go together, as a network: No two codes overlap anywhere yet."
    assert sentence in left_out(study)
    assert export_bytes(study, "report.html")
    with pytest.raises(WorkbenchError, match="No two codes overlap"):
        export_bytes(study, "network.svg")
