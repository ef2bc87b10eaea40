"""Themes on their way into a paper: the theme table and the thematic map."""

from typing import TYPE_CHECKING, Any

from workbench.study.output.export import FIGURE_SUFFIXES, PAPER, TABLE_SUFFIXES, Export, no_themes

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


def _table_bytes(study: "Study", suffix: str, **options: Any) -> bytes:
    from workbench.exports.tables import write_table

    # What people read names participants in ranges; what programs read, one by one.
    return write_table(theme_table(study, ranges=suffix not in (".csv", ".xlsx"), **options), suffix)


def _map_bytes(study: "Study", suffix: str, **options: Any) -> bytes:
    return thematic_map(study, **options).to_bytes(suffix)


EXPORTS = (
    Export(
        "themes",
        "Theme table",
        "themes, definitions, codes, participants, quotes for and against",
        PAPER,
        TABLE_SUFFIXES,
        _table_bytes,
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
