"""`python -m benchmarks [NAME …]`: run all, or those named, and put what was measured into `docs/figures.md`."""

import importlib
import os
import pkgutil
import platform
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "figures.md"
HEAD = ["| what | measured | beside it | aim |", "| --- | --- | --- | --- |"]


def main(names: list[str]) -> None:
    """Print each row as it comes; when a benchmark is through, its part of the page is written anew."""
    known = sorted(
        module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if module.name != "__main__"
    )
    for name in names or known:
        module = importlib.import_module(f"benchmarks.{name}")
        lines = list(HEAD)
        for row in module.run():
            unit = row.get("unit", "s")
            beside = f"{_shown(row['peer'], unit)} ({row['peer_name']})" if row.get("peer") else "–"
            lines.append(f"| {row['what']} | {_shown(row['ours'], unit)} | {beside} | {row.get('aim') or '–'} |")
            print(lines[-1], flush=True)
        question = (module.__doc__ or name).split("\n\n")[0].split("`")[0].replace("\n", " ").strip()
        machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
        measured = f"`python -m benchmarks {name}`, {datetime.now(UTC):%Y-%m-%d}, {machine}."
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(with_part(text, name, "\n".join([question, "", *lines, "", measured])), encoding="utf-8")


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
