"""Which themes could there be in what people say? One run of suggestions, with their evidence and making."""

import hashlib
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from workbench.model import Fit, Run, Segment, Suggestion
from workbench.suggest import models
from workbench.suggest.embeddings import embed
from workbench.suggest.evidence import Coded, Evidence, codes_on
from workbench.suggest.grouping import FITTED, Grouping, one_thread, work_out
from workbench.suggest.groups import LEAST_FIT, NOWHERE, Material, fits
from workbench.suggest.intake import Intake, take_in
from workbench.suggest.names import names_of_speakers
from workbench.suggest.naming import Spoken, names_of_groups
from workbench.suggest.number import check
from workbench.suggest.progress import Progress, Teller
from workbench.suggest.space import CONTEXT, NEIGHBOURS, OWN_VOICE
from workbench.suggest.stability import DROPPED
from workbench.suggest.sticking import Decided, Kept, stick

if TYPE_CHECKING:
    import numpy as np

PACKAGES = ("interview-workbench", "bertopic", "scikit-learn", "scipy", "numpy", "spacy", "onnxruntime", "tokenizers")
METHOD = {
    "neighbours": NEIGHBOURS,
    "context": CONTEXT,
    "own_voice": OWN_VOICE,
    "least_fit": LEAST_FIT,
    "nowhere_at_most": NOWHERE,
    "dropped": DROPPED,
    "fitted_at_most": FITTED,
}


def suggest(
    segments: Sequence[Segment],
    *,
    codings: Sequence[Coded] = (),
    unit: str,
    seed: int = 0,
    number: int | None = None,
    embedder: str = "careful",
    speakers: str = "participant",
    resamples: int = 20,
    decided: Sequence[Decided] = (),
    run_number: int = 1,
    cache: MutableMapping[str, bytes] | None = None,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Run:
    """A run of theme suggestions from what participants say in `segments`, largest suggestion first.

    The same segments (in any order), seed and versions give the same run, to the byte. `codings` are what is coded
    already: transcript, start, end, code. `unit` is what the segments are. `number` is how many suggestions to make;
    None lets the program choose, and the run's notes say why. `embedder` is `careful`, `fast` or a folder with a
    sentence-transformers model. `speakers` is `participant` or `all`. Each suggestion is sought again in so many
    `resamples`; with 0 its stability is None. What was `decided` on suggestions of earlier runs holds: accepted ones
    are not made again, and their passages are in no suggestion of this run. `cache` keeps meanings and words of texts
    by digest and is filled.
    `progress` is told what is done and how far all of it is, 0 to 1. Where `should_stop` says so, Stopped is raised.

    `WorkbenchError` where there is too little to suggest from; its text says what to do.
    """
    tell = Teller(progress, should_stop)
    known: MutableMapping[str, bytes] = {} if cache is None else cache
    intake = take_in(segments, speakers)
    check(number, seed, min(len(intake.texts), FITTED))

    def phrases(said: Sequence[str]) -> "np.ndarray":
        return embed(said, embedder=embedder, cache=known, progress=tell.part(0.95, 1.0)).astype(float)

    vectors = embed(intake.texts, embedder=embedder, cache=known, progress=tell.part(0.0, 0.6)).astype(float)
    material = Material(vectors, tuple(one.transcript for one in intake.segments), intake.lengths)
    with one_thread():
        found = work_out(material, number=number, seed=seed, count=resamples, tell=tell.part(0.6, 0.75))
        kept = stick(intake.segments, found.points, found.labels, decided, found.fitted)
        spoken = Spoken(
            [intake.texts[i] for i in found.fitted],
            [intake.people[i] for i in found.fitted],
            vectors[found.fitted],
            names_of_speakers(intake.segments),
            intake.english,
        )
        names = (
            names_of_groups(
                spoken,
                found.landscape,
                _known_groups(kept, found),
                phrases,
                given=kept.named,
                others=[one.label for one in decided if one.was == "accepted" and one not in kept.beside.values()],
                cache=known,
                progress=tell.part(0.75, 0.95),
            )
            if kept.from_group
            else []
        )
        suggestions, outliers = _suggestions(intake, vectors, found, kept, names, codings, run_number)
    tell("done", 1.0)
    asked = {"number": number, "embedder": embedder, "speakers": speakers, "resamples": resamples}
    return Run(
        run_number,
        unit,
        seed,
        {**asked, "made": len(suggestions), **METHOD},
        _versions(embedder),
        _digest(intake),
        len(intake.segments),
        outliers,
        suggestions,
        (*intake.notes, found.choice.reason, *kept.notes, *_notes(intake, found, outliers)),
    )


def _known_groups(kept: Kept, found: Grouping) -> "np.ndarray":
    """The groups of the segments from which they were worked out; those that belong to no group, or to an accepted
    suggestion, have -1."""
    import numpy as np

    return np.maximum(kept.labels[found.fitted], -1)


def _suggestions(
    intake: Intake,
    vectors: "np.ndarray",
    found: Grouping,
    kept: Kept,
    names: Sequence[tuple[str, tuple[str, ...]]],
    codings: Sequence[Coded],
    run_number: int,
) -> tuple[tuple[Suggestion, ...], tuple[Fit, ...]]:
    """The suggestions, largest first, and the segments that belong to none."""
    import numpy as np

    labels = np.maximum(kept.labels, -1)
    evidence = Evidence(intake, fits(found.points, labels), fits(vectors, labels), codes_on(intake.segments, codings))
    members = [np.flatnonzero(labels == group).tolist() for group in range(len(names))]
    order = sorted(range(len(members)), key=lambda group: (-len(members[group]), group))
    made = []
    for rank, group in enumerate(order, start=1):
        label, words = names[group]
        back = found.choice.stability
        steady = round(float(back[kept.from_group[group]]), 4) if len(back) and group not in kept.changed else None
        one = evidence.suggestion(f"{run_number}-{rank}", label, words, group, members[group], steady)
        made.append(_as_left(one, group, kept))
    return tuple(made), evidence.left_over(np.flatnonzero(kept.labels == -1).tolist())


def _as_left(one: Suggestion, group: int, kept: Kept) -> Suggestion:
    """The suggestion with what a person said of it in an earlier run."""
    if group in kept.beside:
        accepted = kept.beside[group].label
        says = f"It goes with “{accepted}”, which was accepted before: these passages are not in it yet."
        one = replace(one, warnings=(says, *one.warnings))
        if one.label.casefold() == accepted.casefold():
            one = replace(one, label=f"{one.label} (more)")
    return replace(one, follows=kept.follows.get(group), status="later" if group in kept.later else "open")


def _notes(intake: Intake, found: Grouping, outliers: Sequence[Fit]) -> list[str]:
    count, whole = len(outliers), len(intake.segments)
    notes = []
    if count:
        notes.append(
            f"{count} of {whole} segments ({count / whole:.0%}) lie far from all suggestions, or nearer to another one "
            "than to their own, and were not placed."
        )
    if len(found.fitted) < whole:
        notes.append(
            f"The suggestions were worked out from {len(found.fitted)} segments, chosen by the seed; each of the "
            "others was put to the nearest one."
        )
    return notes


def _versions(embedder: str) -> dict[str, str]:
    model = models.load(embedder)
    return {name: _version(name) for name in PACKAGES} | {"embedder": f"{model.name} sha256:{model.digest}"}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed as a package"


def _digest(intake: Intake) -> str:
    """sha256 over the segments modelled: transcript, place and what was said."""
    whole = hashlib.sha256()
    for one, text in zip(intake.segments, intake.texts, strict=True):
        whole.update(f"{one.transcript}\0{one.start}\0{one.end}\0{text}\0".encode("utf-8", "surrogatepass"))
    return whole.hexdigest()
