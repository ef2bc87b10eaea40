"""Small studies for the tests of every floor."""

import os
import uuid

import pytest
from hypothesis import settings

from tests import postgresql
from workbench import Study

# How long an example takes is the machine's affair; tests that mind it say so themselves.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

GARDEN = """I: How did the garden begin?

P01: The fence was broken, and nobody planned it. My neighbour threw seeds.

I: Who decides the rules?

P01: There is one rule: take what you need. Some take more, of course.
"""
STREET = """I: How did the garden begin?

P02: I was against it. A garden on our street, with all the noise?

I: And now?

P02: Now I water it. Nobody asked me to.
"""


@pytest.fixture
def study(tmp_path):
    """Two short interviews and a codebook of three, nothing coded."""
    with Study.create(tmp_path / "garden.study", title="Garden", coder="Ana") as made:
        made.transcripts.import_bytes("P01.txt", GARDEN.encode())
        made.transcripts.import_bytes("P02.txt", STREET.encode())
        made.codebook.add("beginnings", description="How it began")
        made.codebook.add("rules", description="What is allowed")
        made.codebook.add("breaking rules", parent="rules")
        yield made


@pytest.fixture
def put(study):
    """Code words of a transcript by quoting them."""

    def code(transcript, words, name, coder="Ana", **options):
        start = study.transcripts[transcript].text.index(words)
        before, study.coder = study.coder, coder
        try:
            return study.codings.add(transcript, start, start + len(words), name, **options)
        finally:
            study.coder = before

    return code


@pytest.fixture(scope="session")
def postgresql_server():
    """The address of a real server, started once; skipped loudly where there is none, and never in CI."""
    if postgresql.programs() is None:
        if os.environ.get("CI"):
            pytest.fail(postgresql.MISSING)
        pytest.skip(postgresql.MISSING)
    with postgresql.server("fsync=off") as address:
        yield address


@pytest.fixture
def new_database(postgresql_server):
    """A function that gives the address of another empty database."""
    return lambda: postgresql.new_database(postgresql_server, f"study_{uuid.uuid4().hex}")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def location(request, tmp_path):
    """Where a study can be made: a file, and a database on a server."""
    if request.param == "sqlite":
        return str(tmp_path / "a.study")
    return request.getfixturevalue("new_database")()
