"""Sets of codes become themes, links between them stay links; sets of texts become attributes of those who speak."""

import re
from typing import Any

from workbench.exports.refi.marks import AGAINST
from workbench.exports.refi.reading.elements import children, get, key, number, target, words
from workbench.exports.refi.reading.notes import links, refs_of
from workbench.exports.refi.reading.problems import Problems
from workbench.exports.refi.reading.sources import Found, Place
from workbench.model import ProjectCounter, ProjectLink, ProjectTheme

_VALUE = re.compile(r"([^:]{1,60}): (.{1,100})")


def read_themes(root: Any, codes: dict[str, str], found: Found) -> list[ProjectTheme]:
    """Sets that hold codes, or nothing, as themes; where the map has them."""
    places = _places(root)
    themes, taken = [], set[str]()
    for one in _sets(root):
        members = [codes[target(ref)] for ref in children(one, "MemberCode") if target(ref) in codes]
        if not members and children(one, "MemberSource", "MemberNote"):
            continue
        given = " ".join(get(one, "name").split())[:280] or "set"
        name, count = given, 2
        while name in taken:
            name, count = f"{given} ({count})", count + 1
        taken.add(name)
        description = words(one, "Description")
        theme = ProjectTheme(key(one) or name, name, description, tuple(dict.fromkeys(members)), places.get(key(one)))
        themes.append(theme)
        found.places.setdefault(theme.key, Place("theme", theme.key))
        refs_of(one, Place("theme", theme.key), found.refs)
    return themes


def read_groups(root: Any, aliases: dict[str, str], problems: Problems) -> dict[str, dict[str, Any]]:
    """What sets of texts say of each text, by its key: `age: 25` is an attribute with a value, other names are true."""
    said: dict[str, dict[str, Any]] = {}
    groups = 0
    for one in _sets(root):
        members = [aliases[target(ref)] for ref in children(one, "MemberSource") if target(ref) in aliases]
        name = " ".join(get(one, "name").split())[:200]
        if not members or not name:
            continue
        groups += 1
        valued = _VALUE.fullmatch(name)
        attribute, value = (valued[1].strip(), valued[2].strip()) if valued else (name, True)
        for member in members:
            said.setdefault(member, {}).setdefault(attribute, value)
    if groups:
        problems.repaired("Groups of texts became attributes of those who speak in them", groups)
    return said


def read_links(
    root: Any, themes: list[ProjectTheme], found: Found, notes: set[str], problems: Problems
) -> tuple[list[ProjectLink], list[ProjectCounter]]:
    """Links between themes, and from passages that speak against one; others are counted as lost."""
    known = {one.key for one in themes}
    between, against = [], []
    elements = [one for group in children(root, "Links") for one in children(group, "Link")]
    for element, (origin, goal, name) in zip(elements, links(root), strict=True):
        if origin in known and goal in known and origin != goal:
            between.append(ProjectLink(key(element) or f"{origin} {goal}", origin, goal, name or "is linked to"))
        elif name == AGAINST and goal in known and origin in found.passages:
            source, start, end, coder, comment = found.passages.pop(origin)
            against.append(ProjectCounter(origin, goal, source, start, end, coder, comment))
        elif not {origin, goal} & notes:
            problems.lost("links that are not between themes")
    return between, against


def count_graphs(root: Any, problems: Problems) -> None:
    """Maps and networks are not taken, only where themes stand on them."""
    graphs = [one for group in children(root, "Graphs") for one in children(group, "Graph")]
    if graphs:
        problems.lost("maps and networks", len(graphs))


def _sets(root: Any) -> list[Any]:
    return [one for group in children(root, "Sets") for one in children(group, "Set")]


def _places(root: Any) -> dict[str, tuple[float, float]]:
    from workbench.exports.refi.guids import key_of

    found = {}
    for one in (
        vertex for group in children(root, "Graphs") for graph in group for vertex in children(graph, "Vertex")
    ):
        x, y = number(one, "firstX"), number(one, "firstY")
        if x is not None and y is not None:
            found[key_of(get(one, "representedGUID"))] = (float(x), float(y))
    return found
