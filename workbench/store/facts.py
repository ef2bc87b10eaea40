"""What holds of the rows of each table: columns younger than the first format, values that no two share, references."""

from typing import Any

from sqlalchemy import UniqueConstraint

from workbench.store.tables import LOGGED

SINCE: dict[str, dict[str, Any]] = {
    "code": {"near_miss": "", "aliases": [], "archived": False, "redefined": 0},
    "suggestion": {"follows": None},
    "transcript": {"language": ""},
}
"""Columns younger than the first format, and what they hold in rows and images from before."""

UNIQUE: dict[str, list[tuple[str, ...]]] = {
    name: [
        tuple(column.name for column in rule.columns)
        for rule in table.constraints
        if isinstance(rule, UniqueConstraint)
    ]
    for name, table in LOGGED.items()
}
"""For each table the sets of columns whose values no two rows share."""

REFERENCES: dict[str, list[tuple[str, str]]] = {
    name: [
        (other.name, column.name)
        for other in LOGGED.values()
        for column in other.columns
        if any(reference.column.table is table for reference in column.foreign_keys)
    ]
    for name, table in LOGGED.items()
}
"""For each table the columns, as (table, column), that refer to it."""
