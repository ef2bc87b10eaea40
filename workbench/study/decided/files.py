"""A list of decisions as a file: yaml, or csv with the same columns.

`do` says what: accept, reject, later, rename, drop, add, merge, split on a suggestion, which is found by `evidence`,
the passages it held; theme, link and counter are acts by hand, and gather makes a suggestion of its evidence.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workbench.exports.files import written
from workbench.model import BadRows, WorkbenchError

Decision = dict[str, Any]
Span = tuple[str, int, int]

ON_SUGGESTIONS = ("accept", "reject", "later", "rename", "drop", "add", "merge", "split")
BY_HAND = ("theme", "link", "counter", "gather")
FIELDS = {
    "do", "evidence", "as", "name", "definition", "parent", "code", "codes", "drop", "add", "with", "parts", "why",
    "source", "target", "label", "theme", "transcript", "start", "end", "note", "quote", "one_by_one", "take",
}  # fmt: skip


def read_decisions(name: str, data: bytes) -> list[Decision]:
    """Decisions of a yaml or csv file; `BadRows` names each that cannot be understood."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WorkbenchError(f"{name} is not text in UTF-8. Save it so, and try again.") from None
    found = _from_csv(name, text) if name.lower().endswith(".csv") else _from_yaml(name, text)
    problems = [f"decision {i}: {fault}" for i, one in enumerate(found, start=1) for fault in _faults(one)]
    if problems:
        raise BadRows(name, problems)
    return found


def _from_yaml(name: str, text: str) -> list[Decision]:
    import yaml

    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise WorkbenchError(f"{name} is not yaml{where}. See data/decisions.yaml for how it looks.") from None
    found = loaded.get("decisions") if isinstance(loaded, dict) else loaded
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise WorkbenchError(f"{name} holds no list of decisions. See data/decisions.yaml for how it looks.")
    return [{key: value for key, value in one.items() if value is not None} for one in found]


def _from_csv(name: str, text: str) -> list[Decision]:
    reader = csv.DictReader(io.StringIO(text))
    if "do" not in (reader.fieldnames or []):
        raise WorkbenchError(f"{name} has no column 'do'. It has: {', '.join(reader.fieldnames or []) or 'none'}.")
    decisions = []
    for row in reader:
        one: Decision = {key: value for key, value in row.items() if key and value}
        for key in ("evidence", "drop", "add", "take"):
            if key in one:
                one[key] = [_span(part) for part in one[key].split(";") if part.strip()]
        if "codes" in one:
            one["codes"] = [code.strip() for code in one["codes"].split(";") if code.strip()]
        for key in ("start", "end", "parts"):
            if key in one and one[key].isdigit():
                one[key] = int(one[key])
        decisions.append(one)
    return decisions


def _span(part: str) -> Any:
    """'P01:120-340' as a span; what cannot be read is left as it is, to be named as a fault."""
    name, _, place = part.strip().rpartition(":")
    start, _, end = place.partition("-")
    return [name, int(start), int(end)] if name and start.isdigit() and end.isdigit() else part


def _faults(one: Decision) -> list[str]:
    do = one.get("do")
    if do not in ON_SUGGESTIONS + BY_HAND:
        return [f"'do' is {do!r}; it can be {', '.join(ON_SUGGESTIONS + BY_HAND)}."]
    needs = {"theme": ["name"], "link": ["source", "target", "label"], "rename": ["evidence", "name"]}
    needs |= {"gather": ["evidence", "name"], "add": ["evidence", "add"]}
    needs |= {"counter": ["theme", "transcript", "start", "end"], "merge": ["evidence", "with"]}
    found = [f"'{do}' needs '{field}'." for field in needs.get(do, ["evidence"]) if field not in one]
    found += [f"'{field}' is not known." for field in one if field not in FIELDS]
    spans = [(field, one.get(field, [])) for field in ("evidence", "drop", "add", "take")]
    spans += [("with", part) for part in one.get("with", []) if isinstance(one.get("with"), list)]
    for field, value in spans:
        if not isinstance(value, list) or not all(_is_span(span) for span in value):
            found.append(f"'{field}' must be a list of [transcript, start, end].")
    found += [
        f"'{field}' must be a whole number." for field in ("start", "end") if not isinstance(one.get(field, 0), int)
    ]
    return found


def _is_span(value: Any) -> bool:
    return (
        isinstance(value, (list, tuple))
        and len(value) == 3
        and isinstance(value[0], str)
        and isinstance(value[1], int)
        and isinstance(value[2], int)
    )


def write_decisions(file: Path, decisions: Sequence[Decision]) -> None:
    """Write decisions to a yaml file, as `read_decisions` takes them."""
    import yaml

    text = yaml.safe_dump({"decisions": list(decisions)}, allow_unicode=True, sort_keys=False, width=110)
    written(file, text.encode())
