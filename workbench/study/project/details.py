"""What does a study hold that REFI-QDA has no place for? It travels beside the project, as JSON, and comes back.

Columns of rows that the project holds, by table and key; and of transcripts their turns and speakers, which count only
while the text is the one they were made on. What comes in is checked: a file from outside is nothing to be trusted.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Boolean, Float, Integer

from workbench.model import LAYERS, MEMO_KINDS
from workbench.store import LOGGED
from workbench.study.base import Row

VERSION = 1
CARRIED = {
    "participant": {"id", "name", "attributes"},
    "transcript": {"id", "name", "text", "text_sha256", "original_sha256", "participant_id"},
    "code": {"id", "parent_id", "name", "colour"},
    "coding": {"id", "transcript_id", "code_id", "start", "end", "coder", "created"},
    "memo": {"id", "on", "target", "title", "text", "coder", "created"},
    "theme": {"id", "name", "definition"},
}
"""Columns that the project itself holds; all others of these tables are details."""
ALLOWED: dict[str, Sequence[str]] = {"layer": LAYERS, "kind": MEMO_KINDS}
"""Columns in which only these values stand."""


def details_of(table: str, rows: list[Row]) -> dict[str, Row]:
    """The details of rows, by their keys."""
    named = [column.name for column in LOGGED[table].columns if column.name not in CARRIED[table]]
    return {row["id"]: {name: row[name] for name in named} for row in rows}


def detailed(table: str, row: Row, details: Mapping[str, Any]) -> Row:
    """The row with its details, so far as they are of the right kind."""
    found = mapping(mapping(mapping(details, "rows"), table), row["id"])
    columns = {column.name: column for column in LOGGED[table].columns if column.name not in CARRIED[table]}
    return row | {name: value for name, value in found.items() if name in columns and _fits(columns[name], value)}


def _fits(column: Any, value: Any) -> bool:
    if value is None:
        return bool(column.nullable)
    kind = column.type
    if column.name in ALLOWED:
        return value in ALLOWED[column.name]
    if isinstance(kind, JSON):
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if isinstance(kind, Boolean):
        return isinstance(value, bool)
    if isinstance(kind, Integer):
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31
    if isinstance(kind, Float):
        return isinstance(value, (int, float)) and abs(value) < 1e12
    return isinstance(value, str)


def mapping(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What stands there, if it is a mapping; else an empty one."""
    found = holder.get(name)
    return found if isinstance(found, dict) else {}
