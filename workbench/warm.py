"""Compile once what is slow the first time: `python -m workbench.warm`, which `make setup` calls.

Python keeps compiled modules beside their sources, unless it is told not to; then every start would compile the large
packages anew. So they are compiled here in any case, and one tiny run of suggestions fills what compiles itself.
"""

import compileall
import time
from importlib.util import find_spec
from pathlib import Path

PACKAGES = (
    "bertopic", "sklearn", "scipy", "numpy", "pandas", "umap", "pynndescent", "numba", "llvmlite", "hdbscan", "joblib",
    "spacy", "thinc", "pydantic", "pydantic_core", "weasel", "typer", "rich", "plotly", "tqdm", "onnxruntime",
    "tokenizers", "safetensors", "sqlalchemy", "alembic", "streamlit", "docx", "lxml", "workbench",
)  # fmt: skip


def main() -> None:
    """Compile, prepare, and print one line on it."""
    from workbench.suggest.warm import prepare

    begun = time.monotonic()
    for name in PACKAGES:
        spec = find_spec(name)
        for folder in (spec.submodule_search_locations or []) if spec else []:
            if Path(folder).is_dir():
                compileall.compile_dir(folder, quiet=2, legacy=False)
    prepare()
    print(f"Ready: models and packages are compiled ({time.monotonic() - begun:.0f} s).")


if __name__ == "__main__":
    main()
