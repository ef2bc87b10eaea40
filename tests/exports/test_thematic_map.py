"""The thematic map: measured, not looked at. Every rule that a printed figure must keep is checked by geometry."""

import io
import struct
import xml.etree.ElementTree as ET
from dataclasses import replace

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.exports import theme as colours
from workbench.exports.thematic_map import svg, thematic_map
from workbench.model import NotFound, Theme, ThemeLink, ThemeReport, WorkbenchError

from .geometry import faults
from .reports import ABOUT, CREDIT, HARMS, OWNERSHIP, TOOLS, TROUBLE, open_models, quote, report, theme

LONG = "a name as long as a sentence, because somebody could not decide what this was about, and went on " * 3


def many(themes: int, codes: int) -> ThemeReport:
    """So many themes with so many codes each, every theme related to the next but one."""
    names = [f"Theme number {place} of the study" for place in range(themes)]
    links = [ThemeLink(one, other, "leads to") for one, other in zip(names, names[2:], strict=False)]
    all_codes = [{f"code {place} of {n}": 1 + (7 * place + n) % 19 for n in range(codes)} for place in range(themes)]
    return report(*map(theme, names, all_codes), links=tuple(links))


def nested() -> ThemeReport:
    """Three themes with five codes, three sub-themes each with five codes more."""
    themes = []
    for main in (HARMS, CREDIT, OWNERSHIP):
        themes.append(theme(main, {f"{main[:6]} code {n}": 3 * n + 1 for n in range(5)}))
        for sub in range(3):
            codes = {f"{main[:6]} code {sub}/{n}": 4 * n + 2 for n in range(5)}
            themes.append(theme(f"{main[:6]} part {sub}", codes, parent=main))
    return report(*themes, links=(ThemeLink(HARMS, OWNERSHIP, "conflicts with"), ThemeLink(CREDIT, OWNERSHIP, "needs")))


REPORTS = {
    "open models": open_models(),
    "one theme, no codes": report(theme("Alone", {})),
    "one theme, eight codes": report(theme("Alone", {f"code {n}": n for n in range(8)})),
    "two themes in tension": report(theme("A", {}), theme("B", {}), links=(ThemeLink("A", "B", "is in tension with"),)),
    "three with sub-themes": nested(),
    "seven themes, eight codes": many(7, 8),
    "twelve themes": many(12, 3),
    "long names": report(theme(LONG, {LONG + "x": 3, "x" * 200: 19}), theme("y" * 90, {}, parent=LONG)),
    "strange names": report(
        theme("🙂 / \\ \"quoted\" 'single' & <b>", {"שלום עולם": 5, "a/b/c": 19, "=1+1\n\ttwo": 0, "\u202eabc": 3}),
        theme("世界 👩‍👩‍👧", {"e\u0301te\u0301": 1}, parent="🙂 / \\ \"quoted\" 'single' & <b>"),
        theme(" ", {"": 1}),
    ),
    "a sub-theme in a relation": report(
        theme("A", {"a": 3}),
        theme("A1", {"b": 4}, parent="A"),
        theme("B", {"c": 3}),
        theme("B1", {"d": 4}, parent="B"),
        links=(ThemeLink("A1", "B", "leads to"), ThemeLink("B1", "A1", ""), ThemeLink("A", "A1", "rests on")),
    ),
    "no participants known": report(theme("A", {"a": 0}), about=replace(ABOUT, participants=0)),
    "put by hand": report(
        theme("A", {"a": 9, "b": 4}, position=(60.0, 40.0)),
        theme("B", {"c": 9, "d": 4}, position=(62.0, 45.0)),
        theme("C", {"e": 9, "f": 4}),
        links=(ThemeLink("A", "C", "leads to"), ThemeLink("C", "B", "leads to")),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("name", REPORTS)
def test_nothing_overlaps_crosses_or_leaves_its_place(name, width):
    drawing = thematic_map(REPORTS[name], width=width).drawing

    assert faults(drawing) == []
    assert drawing.notes == ()


NAMES = st.text(st.characters(codec="utf-8"), max_size=40)
THEMES = st.lists(
    st.tuples(NAMES, st.dictionaries(NAMES, st.integers(0, 19), max_size=5), st.integers(-1, 3)),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one[0],
)
LINKS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.text("abc def", max_size=20)), max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(THEMES, LINKS, st.sampled_from(["page", "column"]))
def test_whatever_the_study_the_drawing_keeps_the_rules(themes, links, width):
    names = [name for name, _, _ in themes]
    drawn = [
        theme(name, codes, parent=names[above] if 0 <= above < place else None)
        for place, (name, codes, above) in enumerate(themes)
    ]
    joined = tuple(ThemeLink(names[a % len(names)], names[b % len(names)], verb) for a, b, verb in links)

    assert faults(thematic_map(report(*drawn, links=joined), width=width).drawing) == []


def test_every_theme_code_and_relation_is_on_the_map():
    drawing = thematic_map(open_models()).drawing
    themes = open_models().themes

    assert {box.name for box in drawing.boxes if box.level != "code"} == {one.name for one in themes}
    assert {box.name for box in drawing.boxes if box.level == "code"} == {
        code.name for one in themes for code in one.codes
    }
    assert [(arrow.source, arrow.target, " ".join(text.words for text in arrow.texts)) for arrow in drawing.arrows] == [
        (TROUBLE, HARMS, "gets in the way of"),
        (CREDIT, OWNERSHIP, "leads to"),
        (HARMS, OWNERSHIP, "conflicts with"),
        (TOOLS, HARMS, "helps"),
    ]


def test_more_participants_make_a_larger_box():
    drawing = thematic_map(report(theme("A", {"few": 2, "some": 8, "many": 13, "most": 18}))).drawing
    codes = [(box.name, box.rect.height, box.texts[0].size, round(box.share * 19)) for box in drawing.boxes[1:]]

    assert [name for name, *_ in codes] == ["most", "many", "some", "few"]
    assert [size for _, _, size, _ in codes] == [8.5, 8.0, 7.5, 7.0]
    assert [count for *_, count in codes] == [18, 13, 8, 2]
    assert sorted((height for _, height, _, _ in codes), reverse=True) == [height for _, height, _, _ in codes]


def test_a_code_of_two_themes_is_shown_in_both_and_says_so():
    drawing = thematic_map(report(theme("A", {"shared": 3}), theme("B", {"shared": 3}))).drawing
    said = {box.theme: [text.words for text in box.texts] for box in drawing.boxes if box.name == "shared"}

    assert said == {"A": ["shared", "also in B", "3"], "B": ["shared", "also in A", "3"]}


def test_a_hand_set_theme_stays_where_it_was_put():
    by_hand = report(theme("A", {"a": 3}), theme("B", {"b": 3}, position=(30.0, 50.0)), theme("C", {}))

    assert thematic_map(by_hand).positions["B"] == (30.0, 50.0)


@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("name", ["open models", "three with sub-themes", "put by hand"])
def test_a_map_whose_positions_are_kept_stays_as_it_is(name, width):
    first = thematic_map(REPORTS[name], width=width)
    kept = tuple(replace(one, position=first.positions.get(one.name)) for one in first.report.themes)
    again = thematic_map(replace(first.report, themes=kept), width=width)

    assert again.positions == first.positions
    assert faults(again.drawing) == []


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".png", ".html"])
def test_the_same_study_gives_the_same_bytes(suffix):
    assert len({thematic_map(open_models()).to_bytes(suffix) for _ in range(3)}) == 1


@pytest.mark.slow
@pytest.mark.parametrize(("width", "points"), [("page", 504.57), ("column", 240.94), (12, 340.16)])
def test_the_pdf_is_as_wide_as_the_journal_wants_with_its_fonts_in_it(width, points):
    page = pypdf.PdfReader(io.BytesIO(thematic_map(open_models(), width=width).pdf())).pages[0]
    fonts = [font.get_object()["/DescendantFonts"][0].get_object() for font in page["/Resources"]["/Font"].values()]

    assert float(page.mediabox.width) == pytest.approx(points, abs=0.01)
    assert {font["/BaseFont"].partition("+")[2] for font in fonts} == {
        "LiberationSans",
        "LiberationSans-Bold",
        "LiberationSans-Italic",
    }
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert "what counts" in page.extract_text()


def test_the_png_has_300_pixels_an_inch():
    picture = thematic_map(open_models()).png()

    assert struct.unpack(">I", picture[16:20])[0] == pytest.approx(17.8 / 2.54 * 300, abs=1)


def test_all_text_can_be_read_in_colour_and_in_grey():
    for box in thematic_map(many(12, 1)).drawing.boxes:
        assert colours.contrast(svg.ink(box), svg.fill(box)) >= 4.5
        assert colours.contrast(colours.INK, svg.shade(box.colour)) >= 4.5
    assert colours.contrast(colours.SOFT_INK, colours.PAPER) >= 4.5


def test_levels_differ_in_lightness_whatever_the_hue():
    light = {"theme": set(), "sub-theme": set(), "code": set()}
    for box in thematic_map(nested()).drawing.boxes:
        light[box.level].add(round(colours.luminance(svg.fill(box)), 1))

    assert light == {"theme": {0.1}, "sub-theme": {0.7}, "code": {1.0}}


HOSTILE = "<script>alert(1)</script> & \"'</svg> %{x} <b>"


def hostile() -> ThemeReport:
    one = theme(
        HOSTILE,
        {HOSTILE + "code": 3},
        definition=HOSTILE,
        quotes=(quote(HOSTILE),),
        counter=(quote(HOSTILE, against=True),),
    )
    return report(one, theme("B", {}), links=(ThemeLink("B", HOSTILE, HOSTILE),), about=replace(ABOUT, title=HOSTILE))


def test_what_people_wrote_does_nothing_in_the_svg():
    root = ET.fromstring(thematic_map(hostile()).svg())

    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "g",
        "rect",
        "path",
        "polygon",
        "text",
    }


def test_what_people_wrote_does_nothing_in_the_html():
    page = thematic_map(hostile()).html().decode()

    assert "<script>alert" not in page
    assert page.count("<script") == thematic_map(open_models()).html().decode().count("<script")


def test_the_html_stands_alone():
    page = thematic_map(open_models()).html().decode()

    assert 'src="http' not in page
    assert "<link" not in page.partition("<body>")[0]
    assert ABOUT.caption in page


def test_pointing_at_a_box_shows_its_evidence():
    bars = thematic_map(open_models()).figure().data[-1]
    said = dict(zip((data[1] for data in bars.customdata), bars.hovertext, strict=True))

    assert said[HARMS] == (
        "<b>Reduce downstream harms</b><br>16 of 19 participants, 58 codings<br>"
        "Rules should keep published models from hurting people further<br>down the line.<br>"
        "“You put a thing into the world and then you lie awake over it.”<br>(P03, founder)<br>"
        "“Somebody rang a pensioner with that voice.” (P07, student)<br>"
        "Against: “Honestly, nobody will do anything bad with mine.”<br>(P11)"
    )


def test_the_figure_has_the_printed_layout():
    one = thematic_map(open_models())
    bars = one.figure().data[-1]
    drawn = [(box.rect.x, box.rect.width, box.rect.height) for box in one.drawing.boxes]

    assert list(zip(bars.base, bars.x, bars.width, strict=True)) == drawn


def test_the_map_is_described_in_words():
    words = thematic_map(report(theme("A", {"a": 3}), theme("B", {}, parent="A"), links=(ThemeLink("A", "B", ""),)))

    assert words.description == (
        "Thematic map of Creators of open models with 1 theme and 1 sub-theme. Theme: A, 3 of 19 participants, codes: "
        "a (3). Sub-theme of A: B, 0 of 19 participants. A is related to B."
    )
    assert words.caption == ABOUT.caption


def test_writing_replaces_the_file_and_leaves_nothing_else(tmp_path):
    target = tmp_path / "map.svg"
    target.write_text("old")

    assert thematic_map(open_models()).write(target) == target
    assert target.read_text().startswith("<svg")
    assert [path.name for path in tmp_path.iterdir()] == ["map.svg"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda path: thematic_map(ThemeReport(ABOUT, ())), "no theme yet"),
        (lambda path: thematic_map(open_models(), width="poster"), "'poster' wide"),
        (lambda path: thematic_map(open_models(), width=3), "3 wide"),
        (lambda path: thematic_map(open_models()).write(path / "map.gif"), "'.gif'"),
        (lambda path: thematic_map(open_models()).write(path / "nowhere" / "map.svg"), "cannot be written"),
    ],
)
def test_what_cannot_be_drawn_is_answered_by_a_sentence(wrong, says, tmp_path):
    with pytest.raises(WorkbenchError) as caught:
        wrong(tmp_path)

    assert says in str(caught.value)


def test_a_relation_to_a_theme_that_is_not_there_is_named():
    with pytest.raises(NotFound, match="No theme is called 'Harmz'"):
        thematic_map(ThemeReport(ABOUT, (Theme("Harms"),), (ThemeLink("Harmz", "Harms", "x"),)))


def test_codes_can_be_sized_by_codings():
    by_codings = thematic_map(report(theme("A", {"few": 2, "many": 13}, 14)), size="codings").drawing
    said = [(box.name, box.texts[-1].words, round(box.share, 2)) for box in by_codings.boxes]

    assert said == [("A", "30 codings", 0.0), ("many", "26", 1.0), ("few", "4", 0.15)]
    assert "for its codings" in " ".join(key.text.words for key in by_codings.keys)
    assert faults(thematic_map(open_models(), size="codings", width="column").drawing) == []
    with pytest.raises(WorkbenchError, match="Choose one of: participants, codings"):
        thematic_map(open_models(), size="weight")


def test_relations_of_different_kinds_look_different_without_colour():
    links = (ThemeLink("A", "B", "leads to"), ThemeLink("B", "C", "conflicts with"), ThemeLink("C", "A", "part of"))
    one = thematic_map(report(theme("A", {}), theme("B", {}), theme("C", {}), links=links))

    assert {arrow.kind for arrow in one.drawing.arrows} == {"relation", "conflict", "part of"}
    lines = [svg._line([(0, 0), (50, 0)], kind) for kind in ("relation", "conflict", "part of")]
    assert [(line.count("<polygon"), "dasharray" in line) for line in lines] == [(1, True), (2, True), (1, False)]
    assert [key.kind for key in one.drawing.keys] == ["theme", "part of", "relation", "conflict"]
    assert faults(one.drawing) == []


def test_a_click_on_the_html_lists_the_evidence_with_the_way_into_the_app():
    page = thematic_map(open_models()).html(app="http://127.0.0.1:9999").decode()
    sections = page.split('<section class="evidence"')[1:]
    drawn = thematic_map(open_models()).drawing.boxes

    assert len(sections) == len(drawn)
    assert all("hidden" in one.partition(">")[0] for one in sections)
    first = sections[[box.name for box in drawn].index(HARMS)]
    assert "<em>Against:</em> “Honestly, nobody will do anything bad with mine.” (P11)" in first
    assert 'href="http://127.0.0.1:9999/themes?theme=Reduce%20downstream%20harms"' in first
    code = sections[[box.name for box in drawn].index("licence terms")]
    assert 'href="http://127.0.0.1:9999/passages?q=%22licence%20terms%22"' in code
