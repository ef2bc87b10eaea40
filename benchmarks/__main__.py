"""`python -m benchmarks [NAME …]`: run all, or those named, and put what was measured into the README's table."""

import importlib
import os
import pkgutil
import platform
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
MARKS = ("<!-- bench -->", "<!-- /bench -->")


def main(names: list[str]) -> None:
    """Print each row as it comes; at the end they replace the README's table."""
    known = sorted(
        module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if module.name != "__main__"
    )
    lines = ["| what | measured | beside it | aim |", "| --- | --- | --- | --- |"]
    for name in names or known:
        for row in importlib.import_module(f"benchmarks.{name}").run():
            beside = f"{_shown(row['peer'])} ({row['peer_name']})" if row.get("peer") else "–"
            lines.append(f"| {row['what']} | {_shown(row['ours'])} | {beside} | {row.get('aim') or '–'} |")
            print(lines[-1], flush=True)
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    where = f"Measured on {datetime.now(UTC):%Y-%m-%d}: {machine}."
    text = README.read_text(encoding="utf-8")
    new = "\n".join([MARKS[0], "", *lines, "", where, "", MARKS[1]])
    README.write_text(re.sub(f"{MARKS[0]}.*{MARKS[1]}", lambda _found: new, text, flags=re.DOTALL), encoding="utf-8")


def _shown(value: str | float) -> str:
    """Numbers are seconds."""
    return value if isinstance(value, str) else f"{value:,.3g} s"


main(sys.argv[1:])
