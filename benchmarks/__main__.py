"""`python -m benchmarks [NAME …]`: run all, or those named, and put what was measured into `docs/figures.md`."""

import importlib
import os
import pkgutil
import platform
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "figures.md"
HEAD = ["| what | measured | beside it | aim |", "| --- | --- | --- | --- |"]


def main(names: list[str]) -> None:
    """Print each row as it comes; when a benchmark is through, its part of the page is written anew."""
    known = sorted(
        module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if module.name != "__main__"
    )
    for name in names or known:
        module = importlib.import_module(f"benchmarks.{name}")
        lines = []
        for row in module.run():
            lines.append(line(row))
            print(lines[-1], flush=True)
        record(name, module.__doc__ or name, lines)


def line(row: Mapping[str, Any]) -> str:
    """A row of the table: `what`, `ours`, and where there is something beside it, `peer` and `peer_name`; `aim`."""
    unit = row.get("unit", "s")
    beside = f"{_shown(row['peer'], unit)} ({row['peer_name']})" if row.get("peer") else "–"
    return f"| {row['what']} | {_shown(row['ours'], unit)} | {beside} | {row.get('aim') or '–'} |"


def record(name: str, doc: str, lines: Sequence[str]) -> None:
    """Put lines into the part of that name, under what the benchmark asks and above where it was measured."""
    question = doc.split("\n\n")[0].split("`")[0].replace("\n", " ").strip()
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    measured = f"`python -m benchmarks {name}`, {datetime.now(UTC):%Y-%m-%d}, {machine}."
    words = "\n".join([question, "", *HEAD, *lines, "", measured])
    PAGE.write_text(with_part(PAGE.read_text(encoding="utf-8"), name, words), encoding="utf-8")


def with_part(page: str, name: str, words: str) -> str:
    """The page with these words under the heading of that name; a new heading comes last."""
    part = f"## {name}\n\n{words}\n"
    pattern = re.compile(rf"^## {re.escape(name)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    if pattern.search(page):
        return pattern.sub(lambda _found: part + "\n", page).rstrip() + "\n"
    return page.rstrip() + "\n\n" + part


def _shown(value: str | float, unit: str) -> str:
    """Three digits that count, whole numbers whole: `1.04 s`, `663 bytes`, `0 px`."""
    if isinstance(value, str):
        return value
    return f"{value:,.0f} {unit}".strip() if abs(value) >= 100 or value == int(value) else f"{value:.3g} {unit}".strip()


if __name__ == "__main__":
    main(sys.argv[1:])
