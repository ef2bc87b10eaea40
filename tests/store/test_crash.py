"""After `kill -9` at any instant every acknowledged act is there, and the study is whole."""

import pytest

from tests.store.crash import kill_writers, make


@pytest.mark.slow
def test_what_was_acknowledged_survives_a_kill(location):
    make(location)
    found = kill_writers(location, kills=4, seed=7)

    assert found.acknowledged >= 4
    assert (found.missing, found.faults) == (0, ())
