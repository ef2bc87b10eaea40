"""Are the suggestions worth deciding on: near to what people coded, stable, of sensible size, and quick?

`run` compares ours with BERTopic as it comes, on the same embeddings; `python -c "from benchmarks import suggest;
suggest.tries()"` prints all that was tried, `suggest.tries("serdif")` on one corpus. Needs the folder ../shared.
"""

import csv
import subprocess
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from workbench.model import Segment, Speaker, Transcript, Unit

SHARED = Path(__file__).parents[2] / "shared" / "corpora"
CORPORA: dict[str, tuple[Unit, Callable[[str], str | None]]] = {
    "ctrlshift": ("answer", lambda code: None if code == "highlight" else code),
    "rinker": ("sentence", lambda code: code if code.startswith("question:") else None),
    "ptm-reuse": ("answer", lambda code: code),
    "serdif": ("answer", lambda code: code),
    "pdpilot": ("answer", lambda code: code.split(" > ")[0]),
}
"""The unit that is grouped, and the human topic behind a code (None: not one of topic)."""
SEEDS = (0, 1, 2)
RESAMPLES = 10
SMALLEST_TOPIC = 5

Method = Callable[["Study", np.ndarray, int], np.ndarray]
"""Groups of the segments at some positions of a study by a seed: a label each, -1 for none."""


@dataclass(frozen=True)
class Study:
    """Segments of a corpus, what is said in each and means, and the human topics on it with their characters."""

    name: str
    segments: tuple[Segment, ...]
    texts: tuple[str, ...]
    words: tuple[int, ...]
    vectors: np.ndarray
    topics: tuple[Mapping[str, int], ...]


@dataclass(frozen=True)
class Score:
    """Agreement with human topics (adjusted mutual information, best-match F1), the share of groups that come back when
    a tenth is left out, shares of the largest group and of what is not placed, number of groups, seconds."""

    ami: float
    f1: float
    back: float
    largest: float
    nowhere: float
    groups: float
    seconds: float

    def __str__(self) -> str:
        return (
            f"AMI {self.ami:.2f}, F1 {self.f1:.2f}, {self.back:.0%} come back, largest {self.largest:.0%}, not placed "
            f"{self.nowhere:.0%}, {self.groups:.0f} groups, {self.seconds:.1f} s"
        )


def run() -> list[dict[str, Any]]:
    """A row per corpus, ours beside BERTopic as it comes, and the times; nothing where ../shared is missing."""
    if not SHARED.is_dir():
        return []
    rows = []
    for name in CORPORA:
        study = load(name)
        rows.append(
            {
                "what": f"Suggestions from {len(study.texts)} segments of `{name}`",
                "ours": str(score(ours, study)),
                "peer": str(score(as_it_comes, study)),
                "peer_name": "BERTopic as it comes",
                "aim": "beside it better; ≥ 75% come back, largest ≤ 40%, not placed ≤ 30%",
            }
        )
    return [*rows, *times(), *growth()]


def tries(*names: str, methods: "Sequence[Method] | None" = None) -> None:
    """Print a table of all that was tried (or of these `methods`), per corpus (or on those named)."""
    print("| corpus | tried | AMI | F1 | come back | largest | not placed | groups | seconds |\n" + "| --- " * 9 + "|")
    for name in names or CORPORA:
        study = load(name)
        for tried in methods or METHODS:
            s = score(tried, study)
            print(
                f"| {name} | {(tried.__doc__ or '').rstrip('.')} | {s.ami:.3f} | {s.f1:.3f} | {s.back:.2f} "
                f"| {s.largest:.2f} | {s.nowhere:.2f} | {s.groups:.1f} | {s.seconds:.1f} |",
                flush=True,
            )


# What is measured ------------------------------------------------------------------------------------------------


def as_it_comes(study: Study, at: np.ndarray, seed: int) -> np.ndarray:
    """BERTopic as it comes (UMAP, HDBSCAN 10)."""
    from bertopic import BERTopic
    from umap import UMAP

    reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    model = BERTopic(language="multilingual", umap_model=reducer)
    return np.array(model.fit_transform([study.texts[i] for i in at], embeddings=study.vectors[at])[0])


def umap_kmeans(study: Study, at: np.ndarray, seed: int) -> np.ndarray:
    """UMAP and KMeans, our number, no context."""
    return _kmeans(_umap(study.vectors[at], seed), _number(study), seed)


def umap_context(study: Study, at: np.ndarray, seed: int) -> np.ndarray:
    """Ours, UMAP in place of the graph."""
    from workbench.suggest.groups import Landscape, placed

    points = Landscape.of(_material(study, at), 2).points
    return placed(points, _kmeans(_umap(points, seed), _number(study), seed))


def umap_consensus(study: Study, at: np.ndarray, seed: int) -> np.ndarray:
    """Consensus of 8 UMAP and KMeans, our number, no context."""
    runs = [_kmeans(_umap(study.vectors[at], 100 * seed + n), _number(study), n) for n in range(8)]
    return _agreed(runs, _number(study))


def without_context(study: Study, at: np.ndarray, seed: int) -> np.ndarray:
    """Ours, no context."""
    from workbench.suggest.groups import placed
    from workbench.suggest.space import coordinates, unit

    number = _number(study)
    found, _ = coordinates(unit(study.vectors[at]), number)
    return placed(unit(study.vectors[at] - study.vectors[at].mean(axis=0)), _kmeans(unit(found), number, seed))


def spectral_consensus(study: Study, at: np.ndarray, seed: int) -> np.ndarray:
    """Ours, consensus of 20 on four fifths each."""
    from workbench.suggest.groups import Landscape, placed

    number = _number(study)
    chance = np.random.default_rng(seed)
    runs = []
    for turn in range(20):
        kept = np.sort(chance.permutation(len(at))[: round(0.8 * len(at))])
        part = Landscape.of(_material(study, at[kept]), number)
        whole = np.full(len(at), -1)
        whole[kept] = _kmeans(_unit(part.coordinates), number, turn)
        runs.append(whole)
    return placed(Landscape.of(_material(study, at), number).points, _agreed(runs, number))


def ours(study: Study, at: np.ndarray, seed: int) -> np.ndarray:
    """Ours."""
    from workbench.suggest.groups import Landscape

    number = _number(study)
    return Landscape.of(_material(study, at), number).grouped(number, seed)


def score(method: Method, study: Study, *, seeds: Sequence[int] = SEEDS, resamples: int = RESAMPLES) -> Score:
    """The mean over `seeds`; what comes back is looked for in `resamples` others than those that chose the number."""
    from sklearn.metrics import adjusted_mutual_info_score

    from workbench.suggest.grouping import one_thread
    from workbench.suggest.stability import came_back

    everything = np.arange(len(study.texts))
    main = _main_topics(study)
    labelled = [i for i, topic in enumerate(main) if topic]
    found, seconds, agreed, matched = [], [], [], []
    with one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        method(study, everything, 99)
        for seed in seeds:
            begun = time.perf_counter()
            labels = method(study, everything, seed)
            seconds.append(time.perf_counter() - begun)
            found.append(labels)
            agreed.append(adjusted_mutual_info_score([main[i] for i in labelled], labels[labelled]))
            matched.append(_best_match(study, labelled, labels))
        back = []
        for turn in range(resamples):
            chance = np.random.default_rng([777, turn])
            kept = np.sort(chance.permutation(everything)[: round(0.9 * len(everything))])
            groups = int(found[0].max()) + 1
            if groups:
                back.append(came_back(found[0][kept], method(study, kept, 1000 + turn), groups).mean())
    sizes = [np.bincount(one[one >= 0], minlength=1) / len(one) for one in found]
    return Score(
        float(np.mean(agreed)),
        float(np.mean(matched)),
        float(np.mean(back)) if back else 0.0,
        max(float(one.max()) for one in sizes),
        float(np.mean([(one < 0).mean() for one in found])),
        float(np.mean([(one > 0).sum() for one in sizes])),
        float(np.mean(seconds)),
    )


def times() -> list[dict[str, Any]]:
    """Seconds for 800 turns: a new process with nothing kept; again with all kept; the fit alone beside BERTopic's."""
    from workbench.suggest import suggest
    from workbench.suggest.grouping import one_thread

    program = "from benchmarks.suggest import eight_hundred; from workbench.suggest import suggest; "
    program += "segments = eight_hundred(); import time; begun = time.perf_counter(); suggest(segments, unit='turn'); "
    program += "print(time.perf_counter() - begun)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    segments = eight_hundred()
    cache: dict[str, bytes] = {}
    suggest(segments, unit="turn", cache=cache)
    warm = _seconds(lambda: suggest(segments, unit="turn", cache=cache))
    alone = _seconds(lambda: suggest(segments, unit="turn", cache=cache, number=10, resamples=0))
    study = load("ctrlshift", "turn", 800)
    with one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = _seconds(lambda: as_it_comes(study, np.arange(len(study.texts)), 0))
    aim = "≤ 1.5 × beside it"
    return [
        {"what": "Suggestions from 800 turns, cold", "ours": float(done.stdout), "aim": "≤ 30 s"},
        {"what": "Suggestions from 800 turns again, stability included", "ours": warm, "aim": "≤ 5 s"},
        {
            "what": "Suggestions from 800 turns again, without resamples",
            "ours": alone,
            "peer": plain,
            "peer_name": "BERTopic's fit on the same embeddings",
            "aim": aim,
        },
    ]


def growth(sizes: Sequence[tuple[int, str, str]] = ()) -> list[dict[str, Any]]:
    """Seconds and memory of a first run over many turns, each in a process of its own with nothing kept."""
    wanted = sizes or ((10_000, "careful", "≤ 3 min, ≤ 4 GB"), (100_000, "fast", "≤ 10 min, ≤ 6 GB"))
    rows = []
    for count, embedder, aim in wanted:
        program = (
            "from benchmarks.suggest import many; from workbench.suggest import suggest; import resource, time; "
            f"segments = many({count}); begun = time.perf_counter(); "
            f"suggest(segments, unit='turn', embedder='{embedder}'); taken = time.perf_counter() - begun; "
            "print(f'{taken:.0f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB')"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
        )
        what = f"Suggestions from {count:,} turns, cold, {embedder} embedder"
        rows.append({"what": what, "ours": done.stdout.strip(), "aim": aim})
    return rows


def many(count: int) -> list[Segment]:
    """So many turns of 200 each, every one different: two sentences or more out of all corpora, drawn by chance."""
    said = [text for name in CORPORA for text in load(name, "sentence", embedded=False).texts]
    chance = np.random.default_rng(0)
    made = []
    for at in range(count):
        words = " ".join(said[i] for i in chance.integers(0, len(said), 2 + at % 3))
        start = (at % 200) * 10_000
        made.append(Segment(f"T{at // 200}", start, start + len(words), words, None, "participant", f"P{at // 200}"))
    return made


def eight_hundred() -> list[Segment]:
    return list(load("ctrlshift", "turn", 800, embedded=False).segments)


METHODS = (as_it_comes, umap_kmeans, umap_consensus, without_context, umap_context, spectral_consensus, ours)


# Where it comes from ---------------------------------------------------------------------------------------------


def load(
    name: str,
    unit: Unit | None = None,
    most: int | None = None,
    *,
    embedded: bool = True,
    cache: MutableMapping[str, bytes] | None = None,
) -> Study:
    """A corpus as the program reads it, in its unit, with the human topics on each segment; `cache` as for `embed`."""
    from workbench.readers import read_file
    from workbench.segment import segments_of
    from workbench.suggest.embeddings import embed
    from workbench.suggest.intake import take_in

    usual, topic = CORPORA[name]
    transcripts = []
    for path in sorted((SHARED / name / "transcripts").glob("*.txt")):
        reading, _bytes = read_file(path)
        people = tuple(
            Speaker(label, role, None if role == "interviewer" else path.stem) for label, role in reading.roles.items()
        )
        transcripts.append(Transcript(path.stem, reading.text, reading.turns, people))
    everything = [one for found in segments_of(transcripts, unit or usual) for one in found]
    intake = take_in(everything, "participant")
    with (SHARED / name / "codings.csv").open(newline="", encoding="utf-8") as file:
        marks = [
            (row["transcript"], int(row["start"]), int(row["end"]), topic(row["code"])) for row in csv.DictReader(file)
        ]
    texts = intake.texts[:most]
    return Study(
        name,
        intake.segments[:most],
        texts,
        intake.lengths[:most],
        embed(texts, cache=cache).astype(float) if embedded else np.zeros((0, 0)),
        tuple(_topics(one, marks) for one in intake.segments[:most]),
    )


def _topics(segment: Segment, marks: list[tuple[str, int, int, str | None]]) -> Mapping[str, int]:
    """Characters of what is said in the segment under each human topic; a sliver counts for nothing."""
    stretches = segment.said or ((segment.start, segment.end),)
    least = min(20, 1 + 0.2 * (segment.end - segment.start))
    found: Counter[str] = Counter()
    for transcript, start, end, topic in marks:
        if topic and transcript == segment.transcript:
            shared = sum(max(0, min(end, e) - max(start, s)) for s, e in stretches)
            if shared >= least:
                found[topic] += shared
    return found


def _main_topics(study: Study) -> list[str | None]:
    """The topic over most of each segment; of two alike, the rarer one."""
    often = Counter(topic for one in study.topics for topic in one)
    return [min(one, key=lambda topic: (-one[topic], often[topic], topic)) if one else None for one in study.topics]


def _best_match(study: Study, labelled: list[int], labels: np.ndarray) -> float:
    """For each human topic the F1 of the group that matches it best, weighted by the topic's segments."""
    often = Counter(topic for i in labelled for topic in study.topics[i])
    groups = [{i for i in labelled if labels[i] == group} for group in range(int(labels.max()) + 1)]
    total = weight = 0.0
    for topic, count in often.items():
        if count >= SMALLEST_TOPIC:
            true = {i for i in labelled if topic in study.topics[i]}
            total += count * max((2 * len(true & one) / (len(true) + len(one)) for one in groups if one), default=0.0)
            weight += count
    return total / weight if weight else 0.0


# Parts of what was tried -----------------------------------------------------------------------------------------

_NUMBERS: dict[str, int] = {}


def _number(study: Study) -> int:
    """The number that the program chooses for the study with seed 0."""
    from workbench.suggest.grouping import work_out
    from workbench.suggest.progress import Teller

    if study.name not in _NUMBERS:
        made = work_out(_material(study, np.arange(len(study.texts))), number=None, seed=0, count=20, tell=Teller())
        _NUMBERS[study.name] = made.choice.number
    return _NUMBERS[study.name]


def _material(study: Study, at: np.ndarray) -> Any:
    from workbench.suggest.groups import Material

    whole = Material(study.vectors, tuple(one.transcript for one in study.segments), study.words)
    return whole.only(at)


def _umap(vectors: np.ndarray, seed: int) -> np.ndarray:
    from umap import UMAP

    return UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed).fit_transform(vectors)


def _kmeans(points: np.ndarray, number: int, seed: int) -> np.ndarray:
    from sklearn.cluster import KMeans

    return KMeans(number, n_init=10, random_state=seed).fit_predict(points)


def _unit(rows: np.ndarray) -> np.ndarray:
    from workbench.suggest.space import unit

    return unit(rows)


def _agreed(runs: list[np.ndarray], number: int) -> np.ndarray:
    """One grouping from many: how often two segments are together, of the times that both were there."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    together = sum(np.equal.outer(one, one) & np.logical_and.outer(one >= 0, one >= 0) for one in runs)
    both = sum(np.logical_and.outer(one >= 0, one >= 0).astype(int) for one in runs)
    apart = 1 - together / np.maximum(both, 1)
    np.fill_diagonal(apart, 0)
    return fcluster(linkage(squareform(apart, checks=False), "average"), number, "maxclust") - 1


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
