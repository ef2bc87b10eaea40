"""Themes as sets of codes, and the thematic map as a graph."""

from collections.abc import Mapping, Sequence

from lxml import etree

from workbench.exports.refi.guids import Guids
from workbench.exports.refi.writing.xml import attribute, child
from workbench.model import Project, ProjectTheme

WIDTH, HEIGHT, GAP, ACROSS = 240, 60, 60, 4
"""Size of a theme's box on the graph, and how many stand side by side where nobody placed them."""


def add_sets(
    root: etree._Element, project: Project, guids: Guids, notes: Mapping[tuple[str, str], Sequence[str]]
) -> None:
    if not project.themes:
        return
    sets = etree.SubElement(root, "Sets")
    for theme in project.themes:
        element = etree.SubElement(sets, "Set", {"guid": guids.of("set", theme.key), "name": attribute(theme.name)})
        child(element, "Description", theme.definition)
        for code in theme.codes:
            etree.SubElement(element, "MemberCode", {"targetGUID": guids.of("code", code)})
        for note in notes.get(("theme", theme.key), ()):
            etree.SubElement(element, "MemberNote", {"targetGUID": note})


def add_graphs(root: etree._Element, project: Project, guids: Guids) -> None:
    """One graph: a box for each theme where a person put it, else in rows; an arrow for each link."""
    if not project.themes:
        return
    graph = etree.SubElement(etree.SubElement(root, "Graphs"), "Graph", {"guid": guids.of("graph", "map")})
    graph.set("name", "Thematic map")
    for at, theme in enumerate(project.themes):
        x, y = _place(theme, at)
        box = {"firstX": str(x), "firstY": str(y), "secondX": str(x + WIDTH), "secondY": str(y + HEIGHT)}
        given = {"guid": guids.of("vertex", theme.key), "representedGUID": guids.of("set", theme.key)}
        etree.SubElement(graph, "Vertex", {**given, "name": attribute(theme.name), **box, "shape": "RoundedRectangle"})
    for link in project.links:
        given = {"guid": guids.of("edge", link.key), "representedGUID": guids.of("link", link.key)}
        ends = {"sourceVertex": guids.of("vertex", link.source), "targetVertex": guids.of("vertex", link.target)}
        etree.SubElement(graph, "Edge", {**given, "name": attribute(link.label), **ends, "direction": "OneWay"})


def _place(theme: ProjectTheme, at: int) -> tuple[int, int]:
    if theme.place is not None:
        return round(theme.place[0]), round(theme.place[1])
    return (at % ACROSS) * (WIDTH + GAP), (at // ACROSS) * (HEIGHT + GAP)
