"""Small material: units of made-up transcripts and what coders marked in them."""

from collections.abc import Callable, Sequence

import pandas as pd
import pytest

Rows = Sequence[Sequence[object]]


@pytest.fixture
def turns() -> Callable[..., pd.DataFrame]:
    """Units from texts, a transcript each, its units parted by a bar: `turns(t="Yes.|No, never.")`."""

    def make(**texts: str) -> pd.DataFrame:
        rows = []
        for transcript, text in texts.items():
            start = 0
            for part in text.split("|"):
                rows.append((transcript, start, start + len(part), part))
                start += len(part) + 1
        return pd.DataFrame(rows, columns=["transcript", "start", "end", "text"])

    return make


@pytest.fixture
def marks() -> Callable[..., pd.DataFrame]:
    """Codings from rows (transcript, coder, code, start, end)."""

    def make(*rows: Sequence[object]) -> pd.DataFrame:
        return pd.DataFrame(list(rows), columns=["transcript", "coder", "code", "start", "end"])

    return make


@pytest.fixture
def by_unit(turns: Callable[..., pd.DataFrame], marks: Callable[..., pd.DataFrame]) -> Callable[..., tuple]:
    """Units and codings from what coders said of ten-character units: `by_unit({"t": {"A": "x - xy", "B": "x x -"}})`
    has a word per unit, whose letters are codes and `-` is none. Gives (units, codings, assigned)."""

    def make(said: dict[str, dict[str, str]]) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, list[str]]]:
        texts, rows, assigned = {}, [], {}
        for transcript, by_coder in said.items():
            texts[transcript] = "|".join(["ten chars."] * len(next(iter(by_coder.values())).split()))
            for coder, words in by_coder.items():
                assigned.setdefault(coder, []).append(transcript)
                for unit, word in enumerate(words.split()):
                    rows += [(transcript, coder, code, 11 * unit, 11 * unit + 10) for code in word if code != "-"]
        return turns(**texts), marks(*rows), assigned

    return make


@pytest.fixture
def round_of_two(by_unit: Callable[..., tuple]) -> tuple:
    return by_unit(
        {
            "t": {"A": "x xy -  - y", "B": "x x  -  x y"},
            "u": {"A": "- -  xy x -", "B": "- x  x  x -"},
        }
    )


@pytest.fixture
def round_of_three(by_unit: Callable[..., tuple]) -> tuple:
    return by_unit({"t": {"A": "x y - x", "B": "x y x x", "C": "- y - y"}, "u": {"A": "x -", "B": "x y"}})
