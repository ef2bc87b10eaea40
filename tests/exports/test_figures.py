"""Figures beside the map: measured, whole, and the same every time."""

import io
import math
import xml.etree.ElementTree as ET
from itertools import combinations

import pandas as pd
import pypdf
import pytest

from workbench.analysis.saturation import saturation
from workbench.exports.figures import WRITERS
from workbench.exports.figures.hierarchy import Knot, hierarchy
from workbench.exports.figures.metrics import ASCENT, DESCENT
from workbench.exports.figures.network import Node, network
from workbench.exports.saturation import saturation_figure
from workbench.model import WorkbenchError

CAPTION = "Creators. N = 19 participants. Codebook version 7. 2026-03-14. Interview Workbench."
HOSTILE = ['<script>alert("x")</script>', r"\input{/etc/passwd}", "=cmd|' /C calc'!A0", "שלום 🙂 \x07", "x" * 150]


def nodes(codes, themes):
    names = [*HOSTILE, *(f"code number {place}" for place in range(codes - len(HOSTILE)))]
    return [Node(name, f"Theme {place * themes // codes}", 1 + place % 19, place) for place, name in enumerate(names)]


def a_network(codes=31, themes=5, **options):
    given = nodes(codes, themes)
    pairs = {(a.code, b.code): 1 + i % 7 for i, (a, b) in enumerate(combinations(given, 2)) if i % 3 == 0}
    return network(given, pairs, title="Together", caption=CAPTION, **options)


def a_tree(**options):
    knots = [
        Knot("T", "A theme with rather a long name " * 3, None, 19, 40, "theme"),
        Knot("S", "Sub", "T", 4, 9, "sub-theme"),
    ]
    knots += [Knot(name, name, "S" if place % 2 else "T", place, 3 * place) for place, name in enumerate(HOSTILE)]
    return hierarchy(knots, title="Tree", caption=CAPTION, of=19, **options)


def a_course(interviews=19, **options):
    names = [f"interview {place} with somebody" for place in range(interviews)]
    rows = [[name, HOSTILE[place % 5] + str(k)] for place, name in enumerate(names) for k in range(12 - place)]
    course = saturation(pd.DataFrame(rows, columns=["transcript", "code"]), names)
    return saturation_figure(course, title="Course", caption=CAPTION, **options)


FIGURES = {"network": a_network, "tree": a_tree, "saturation": a_course}


def corners(label):
    """The four corners of a line of text on the page."""
    left = {"start": 0.0, "middle": -label.width / 2, "end": -label.width}[label.anchor]
    turn = math.radians(label.turn)
    up, down = -ASCENT * label.size * 0.8, DESCENT * label.size * 0.5
    for x, y in ((left, up), (left + label.width, up), (left + label.width, down), (left, down)):
        yield label.x + x * math.cos(turn) - y * math.sin(turn), label.y + x * math.sin(turn) + y * math.cos(turn)


def apart(one, other):
    """Whether a line can be drawn between two turned rectangles (separating axes)."""
    first, second = list(corners(one)), list(corners(other))
    for label in (one, other):
        for turn in (math.radians(label.turn), math.radians(label.turn) + math.pi / 2):
            along = [[x * math.cos(turn) + y * math.sin(turn) for x, y in shape] for shape in (first, second)]
            if max(along[0]) < min(along[1]) + 0.3 or max(along[1]) < min(along[0]) + 0.3:
                return True
    return False


@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("name", FIGURES)
def test_no_text_covers_another_or_leaves_the_page(name, width):
    canvas = FIGURES[name](width=width).canvas

    assert [(a.words, b.words) for a, b in combinations(canvas.labels, 2) if not apart(a, b)] == []
    for label in canvas.labels:
        assert label.size >= 7
        for x, y in corners(label):
            assert -0.5 <= x <= canvas.width + 0.5, label
            assert -0.5 <= y <= canvas.height + 0.5, label


def test_many_codes_find_their_place_on_a_larger_circle():
    canvas = a_network(codes=120, themes=9).canvas

    assert [(a.words, b.words) for a, b in combinations(canvas.labels, 2) if not apart(a, b)] == []


@pytest.mark.slow
@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("name", FIGURES)
def test_the_same_figure_gives_the_same_bytes(name, suffix):
    assert FIGURES[name]().to_bytes(suffix) == FIGURES[name]().to_bytes(suffix)


@pytest.mark.parametrize("name", FIGURES)
def test_what_people_wrote_does_nothing_and_the_caption_is_there(name):
    figure = FIGURES[name]()
    page = figure.html().decode()
    words = " ".join(text.text or "" for text in ET.fromstring(figure.svg()).iter("{http://www.w3.org/2000/svg}text"))

    assert "<script" not in page
    assert "Codebook version 7" in words
    assert figure.description


@pytest.mark.parametrize("name", FIGURES)
def test_the_pdf_embeds_its_fonts(name):
    (page,) = pypdf.PdfReader(io.BytesIO(FIGURES[name](width="column").pdf())).pages
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]

    assert fonts
    for font in fonts:
        below = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert any(key.startswith("/FontFile") for key in below["/FontDescriptor"]) or below["/Subtype"] == "/Type3"


def test_only_so_many_pairs_are_drawn_and_the_figure_says_so():
    assert "of 155 pairs of codes: those whose passages overlap at least 5 times" in a_network(least=5).description
    with pytest.raises(WorkbenchError, match="No two codes overlap anywhere yet"):
        network(nodes(6, 2), {}, title="")


@pytest.mark.parametrize("make", [a_network, a_tree])
def test_sizes_are_participants_or_codings(make):
    assert make(size="codings").svg() != make().svg()
    with pytest.raises(WorkbenchError, match="Choose one of: participants, codings"):
        make(size="weight")


@pytest.mark.parametrize("width", [7, "wide", "61 cm", float("nan")])
def test_a_width_that_no_journal_has_is_refused(width):
    with pytest.raises(WorkbenchError, match="Choose 'page', 'column', or centimetres from 8 to 60"):
        a_tree(width=width)
