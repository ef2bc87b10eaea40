import pytest

from workbench.suggest.warm import prepare


@pytest.mark.slow
def test_preparing_loads_what_a_run_needs():
    heard = []

    prepare(lambda what, share: heard.append(share))

    assert heard[-1] == 1.0
