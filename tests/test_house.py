"""Rules of the house that no floor holds by itself."""

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "workbench").rglob("*.py"))


def test_the_default_environment_has_no_torch():
    assert importlib.util.find_spec("torch") is None
    assert importlib.util.find_spec("sentence_transformers") is None
    for lock in ("requirements.lock", "requirements-dev.lock"):
        assert not re.search(r"^(torch|sentence-transformers)==", (ROOT / lock).read_text(), re.MULTILINE)


def test_no_registry_is_named_in_the_locks():
    for lock in ("requirements.lock", "requirements-dev.lock"):
        assert not re.search(r"https?://|--index-url|--find-links", (ROOT / lock).read_text())


def test_help_loads_nothing_heavy():
    heavy = ("pandas", "numpy", "sqlalchemy", "spacy", "bertopic", "streamlit", "plotly", "sklearn", "docx")
    code = f"import sys, workbench.cli; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_opens_with_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or path.stat().st_size == 0


def test_the_lock_holds_all_that_the_package_asks_for():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [re.match(r"[A-Za-z0-9_.-]+", line)[0].lower() for line in project["dependencies"]]
    locked = re.findall(r"^([a-z0-9_.-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    assert [name for name in wanted if name not in locked] == []
