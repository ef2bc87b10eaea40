"""How fast is agreement, against looping the packages that peers use? Each figure is checked to be the same number."""

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from workbench.analysis.agreement import agreement, character_kappa, estimates, resampled

TOLERANCE = 1e-9


def run() -> list[dict[str, Any]]:
    """One row a figure: what, ours and peer (seconds), peer_name, factor (peer / ours); None where there is no peer."""
    return [alpha_with_intervals(), kappa_of_characters(), whole_report(), page_opens()]


def alpha_with_intervals(
    *, units: int = 100_000, coders: int = 3, transcripts: int = 50, draws: int = 1000, measured: int = 5
) -> dict[str, Any]:
    """Krippendorff's α with a bootstrap over transcripts; the peer is measured on a few draws and multiplied."""
    import krippendorff

    rng = np.random.default_rng(0)
    truth = rng.random((units, 1)) < 0.2
    table = pd.DataFrame(np.where(rng.random((units, coders)) < 0.9, truth, ~truth).astype(float))
    where = np.repeat(np.arange(transcripts), units // transcripts)
    ours = _best(lambda: estimates(table, where, values=[0, 1], names=["krippendorff_alpha"], bootstrap=draws))

    data, rows = table.to_numpy().T, np.split(np.arange(units), transcripts)
    weights = rng.multinomial(transcripts, np.full(transcripts, 1 / transcripts), size=measured)
    theirs = []
    start = perf_counter()
    for weight in weights:
        drawn = np.concatenate([rows[place] for place in np.repeat(np.arange(transcripts), weight)])
        theirs.append(krippendorff.alpha(data[:, drawn], value_domain=[0, 1], level_of_measurement="nominal"))
    peer = (perf_counter() - start) / measured * draws
    _same(resampled(table, where, weights, values=[0, 1])["krippendorff_alpha"], theirs)
    return {
        "what": f"Krippendorff's α, {draws:,} transcript bootstraps, {coders} coders × {units:,} units",
        "ours": ours,
        "peer": peer,
        "peer_name": f"looping krippendorff (from {measured} draws)",
        "factor": peer / ours,
    }


def kappa_of_characters(
    *, codes: int = 40, transcripts: int = 50, length: int = 50_000, marks: int = 20_000, measured: int = 3
) -> dict[str, Any]:
    """Cohen's κ per code over all characters; the peer is measured on a few codes and multiplied."""
    from sklearn.metrics import cohen_kappa_score

    codings = _codings(transcripts, 2, codes, marks, length)
    lengths = {f"t{number}": length for number in range(transcripts)}
    ours = _best(lambda: character_kappa(codings, lengths))

    found = character_kappa(codings, lengths).set_index("code")["cohen_kappa"]
    theirs = []
    start = perf_counter()
    for code in found.index[:measured]:
        covered = {coder: np.zeros((transcripts, length), bool) for coder in ("c0", "c1")}
        for row in codings[codings["code"] == code].itertuples():
            covered[row.coder][int(row.transcript[1:]), row.start : row.end] = True
        theirs.append(cohen_kappa_score(covered["c0"].ravel(), covered["c1"].ravel()))
    peer = (perf_counter() - start) / measured * codes
    _same(found.to_numpy()[:measured], theirs)
    return {
        "what": f"Character κ, {codes} codes × {transcripts * length / 1e6:.1f} million characters, 2 coders",
        "ours": ours,
        "peer": peer,
        "peer_name": f"scikit-learn on characters (from {measured} codes)",
        "factor": peer / ours,
    }


def whole_report(
    *, transcripts: int = 60, coders: int = 4, codes: int = 40, marks: int = 20_000, sentences: int = 670
) -> dict[str, Any]:
    """Every coefficient of every code with its intervals, from marks on sentences; no peer does it."""
    text = "ten words make a sentence that is quite long here " * sentences
    rng = np.random.default_rng(0)
    rows = []
    for number in range(transcripts):
        inner = np.sort(rng.choice(np.arange(1, len(text)), sentences - 1, replace=False)).tolist()
        rows += [(f"t{number}", start, end, text[start:end]) for start, end in pairwise([0, *inner, len(text)])]
    units = pd.DataFrame(rows, columns=["transcript", "start", "end", "text"])
    codings = _codings(transcripts, coders, codes, marks, len(text))
    assigned = {f"c{number}": units["transcript"].unique().tolist() for number in range(coders)}
    return {
        "what": f"Agreement of {transcripts} transcripts, {coders} coders, {codes} codes, {marks:,} codings, "
        f"{len(units):,} sentences, with intervals",
        "ours": _best(lambda: agreement(units, codings, assigned, unit="sentence")),
        "peer": None,
        "peer_name": None,
        "factor": None,
    }


def page_opens(
    *, transcripts: int = 60, coders: int = 4, codes: int = 40, marks: int = 20_000, turns: int = 150
) -> dict[str, Any]:
    """The page Agreement of a large study, as Streamlit runs it, in a session that knows nothing yet; no peer has it.

    What the browser draws of it afterwards is a list of forty rows.
    """
    from streamlit.testing.v1 import AppTest

    import workbench.app
    from workbench import Study

    with TemporaryDirectory() as folder:
        file = Path(folder) / "large.study"
        with Study.create(file, coder="c0") as study:
            said = "ten words make a sentence that is quite long here " * 8
            text = "\n\n".join(f"{'I' if n % 2 == 0 else 'P'}: {said}" for n in range(turns)).encode()
            for number in range(transcripts):
                study.transcripts.import_bytes(f"t{number}.txt", text + f"\n\nP: {number}".encode())
            found = _codings(transcripts, coders, codes, marks, len(text))
            study.codings.import_bytes("codings.csv", found.to_csv(index=False).encode(), new_codes=True)
        os.environ |= {"WORKBENCH_STUDY": str(file), "WORKBENCH_CODER": "c0"}
        seconds = []
        for _ in range(3):
            app = AppTest.from_file(str(Path(workbench.app.__file__).parent / "main.py"), default_timeout=120)
            app.run()
            app.session_state["turn to"] = "agreement"
            start = perf_counter()
            app.run()
            seconds.append(perf_counter() - start)
            if app.exception or not app.metric:
                raise AssertionError("The page was not drawn.")
    return {
        "what": f"The page Agreement of {transcripts} transcripts, {coders} coders, {codes} codes, {marks:,} codings",
        "ours": min(seconds),
        "peer": None,
        "peer_name": None,
        "factor": None,
    }


def _codings(transcripts: int, coders: int, codes: int, count: int, length: int) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    start = rng.integers(0, length - 400, count)
    return pd.DataFrame(
        {
            "transcript": [f"t{number}" for number in rng.integers(0, transcripts, count)],
            "coder": [f"c{number}" for number in rng.integers(0, coders, count)],
            "code": [f"code {number:02}" for number in rng.integers(0, codes, count)],
            "start": start,
            "end": start + rng.integers(5, 400, count),
        }
    )


def _best(work: Callable[[], object], times: int = 5) -> float:
    """Seconds of the fastest of several goes."""
    found = []
    for _ in range(times):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return min(found)


def _same(ours: Any, theirs: Any) -> None:
    if not np.allclose(ours, theirs, rtol=0, atol=TOLERANCE):
        raise AssertionError(f"The numbers differ: {ours} and {theirs}.")
