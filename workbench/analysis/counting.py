"""How often, how many, by whom? Participants, transcripts, passages and codings in the cells of any table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis.marks import union


@dataclass(frozen=True)
class Counts:
    """Four arrays of rows × columns: how many participants, transcripts, passages and codings each cell has.

    Passages are those that a question for the cell's codes gives (`analysis.retrieval`): marks of one code joined where
    they overlap or touch, those of several codes where they overlap.
    """

    participants: np.ndarray
    transcripts: np.ndarray
    passages: np.ndarray
    codings: np.ndarray


def counts(codings: pd.DataFrame, row: np.ndarray, column: np.ndarray, shape: tuple[int, int]) -> Counts:
    """`codings` has the columns code, participant, transcript, start, end; `row` and `column` place each of them, -1
    for nowhere. Codings of nobody count as passages, not as participants."""
    placed = (row >= 0) & (column >= 0)
    known = codings[placed]
    cell = row[placed].astype(np.int64) * shape[1] + column[placed]
    size = shape[0] * shape[1]
    person, _people = pd.factorize(known["participant"])
    transcript, texts = pd.factorize(known["transcript"])
    code, names = pd.factorize(known["code"])

    def distinct(labels: np.ndarray) -> np.ndarray:
        real = labels >= 0
        pairs = np.unique(np.stack([cell[real], labels[real]]), axis=1)[0] if real.any() else np.zeros(0, np.int64)
        return np.bincount(pairs, minlength=size).reshape(shape)

    # Marks of one code first, then those of several codes: twice as far apart, so that touching ones stay two.
    group = (cell * max(len(texts), 1) + transcript) * max(len(names), 1) + code
    own = union(group, known["start"].to_numpy(), known["end"].to_numpy())
    joined = union(own.group // max(len(names), 1), 2 * own.start + 1, 2 * own.end)
    passages = np.bincount(joined.group // max(len(texts), 1), minlength=size)
    return Counts(
        distinct(person),
        distinct(transcript),
        passages.reshape(shape),
        np.bincount(cell, minlength=size).reshape(shape),
    )


def matrix(codings: pd.DataFrame, participants: Sequence[str], codes: Sequence[str]) -> pd.DataFrame:
    """Codes × participants, one row for every pair of the two, in these orders: columns code, participant, participants
    (1 where the person speaks to the code, else 0), transcripts, passages, codings."""
    row = pd.Index(codes).get_indexer(pd.Index(codings["code"]))
    column = pd.Index(participants).get_indexer(pd.Index(codings["participant"]))
    found = counts(codings, row, column, (len(codes), len(participants)))
    return pd.DataFrame(
        {
            "code": np.repeat(np.array([*codes, None], dtype=object)[:-1], len(participants)),
            "participant": np.tile(np.array([*participants, None], dtype=object)[:-1], len(codes)),
            "participants": found.participants.ravel(),
            "transcripts": found.transcripts.ravel(),
            "passages": found.passages.ravel(),
            "codings": found.codings.ravel(),
        }
    )


def by_code(codings: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """In how many transcripts and passages each code stands: columns code, transcripts, passages."""
    row = pd.Index(codes).get_indexer(pd.Index(codings["code"]))
    found = counts(codings, row, np.zeros(len(row), np.int64), (len(codes), 1))
    names = pd.Series(list(codes), dtype=object)  # names, also where there are none
    return pd.DataFrame({"code": names, "transcripts": found.transcripts[:, 0], "passages": found.passages[:, 0]})


def under(codings: pd.DataFrame, codes_of: Mapping[str, Sequence[str]]) -> tuple[pd.DataFrame, np.ndarray]:
    """The codings once for each of these names under which their code stands, and the number of the name."""
    pairs = pd.DataFrame(
        [(code, number) for number, codes in enumerate(codes_of.values()) for code in dict.fromkeys(codes)],
        columns=["code", "under"],
    )
    found = codings.merge(pairs, on="code", how="inner")
    return found, found["under"].to_numpy(np.int64)
