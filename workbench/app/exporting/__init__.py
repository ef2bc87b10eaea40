"""What can be chosen for an export on its page: a function each, which draws and gives the choices."""

from collections.abc import Callable
from typing import Any

from workbench.app.exporting import figures, tables
from workbench.study import Study

CHOICES: dict[str, Callable[[Study], dict[str, Any]]] = {
    "themes": tables.themes,
    "codes-by-participant": tables.by_participant,
    "codes-by-attribute": tables.by_attribute,
    "participants": tables.participants,
    "codebook-changes": tables.codebook_changes,
    "map": figures.thematic_map,
    "network": figures.network,
    "hierarchy": figures.hierarchy,
    "saturation": figures.saturation,
}
"""By the export's name. A function draws its widgets and gives what is to be handed to the export."""
