"""Third-party material that is not part of the project; tests that need it are skipped where it is missing."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the project."""
    found = Path(__file__).resolve().parents[2].parent / "shared"
    if not found.is_dir():
        pytest.skip("the folder `shared` is not beside the project")
    return found
