"""Themes on their way into a paper: the theme table and the thematic map."""

from typing import TYPE_CHECKING, Any

from workbench.study.output.export import FIGURE_SUFFIXES, PAPER, TABLE_SUFFIXES, Export, as_bytes, no_themes

if TYPE_CHECKING:
    from workbench.exports.tables import Table
    from workbench.exports.thematic_map import ThematicMap
    from workbench.study.study import Study


def theme_table(study: "Study", **options: Any) -> "Table":
    from workbench.exports.theme_table import theme_table

    return theme_table(study.themes.report(), **options)


def thematic_map(study: "Study", **options: Any) -> "ThematicMap":
    from workbench.exports.thematic_map import thematic_map

    return thematic_map(study.themes.report(), **options)


def _map_bytes(study: "Study", suffix: str, **options: Any) -> bytes:
    return thematic_map(study, **options).to_bytes(suffix)


EXPORTS = (
    Export(
        "themes",
        "Theme table",
        "themes, definitions, codes, participants, quotes for and against",
        PAPER,
        TABLE_SUFFIXES,
        as_bytes(theme_table),
        no_themes,
        "themes",
    ),
    Export(
        "map",
        "Thematic map",
        "themes, their codes and how they relate; html is interactive, the others are for print",
        PAPER,
        FIGURE_SUFFIXES,
        _map_bytes,
        no_themes,
        "themes",
    ),
)
