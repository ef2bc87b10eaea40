"""The statement on the use of AI for a paper: made from the log and from what was decided, never about people."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from workbench import __version__
from workbench.model import HELPS, TAKEN, counted
from workbench.study.base import Row, rows

if TYPE_CHECKING:
    from workbench.study.study import Study

FIRST_RANKS = 5


@dataclass(frozen=True, slots=True)
class Meters:
    """Counts of suggestions, never of people.

    Of the themes `offered`, `used` as they were, `edited` (used after changes, or merged or split), `refused`, and
    `undecided`. `used_by_rank` is the share used or edited of those at rank 1, 2, … of their runs. `taken` and `turned
    down` are passages of "more like this". `codings` is how many there are, `codings_suggested` how many of them came
    from a suggestion. `codes_per_100` are distinct codes per 100 coded passages that people coded themselves, and of
    those taken over.
    """

    runs: int
    runs_undone: int
    offered: int
    used: int
    edited: int
    refused: int
    undecided: int
    used_by_rank: tuple[float, ...]
    taken: int
    turned_down: int
    codings: int
    codings_suggested: int
    codes_per_100: float | None
    codes_per_100_suggested: float | None


@dataclass(frozen=True, slots=True)
class AiStatement:
    """`text` is a paragraph for a paper; `methods` what each run was made with; `meters` the counts in it."""

    text: str
    methods: tuple[dict[str, Any], ...]
    meters: Meters

    def __str__(self) -> str:
        return self.text

    def as_dict(self) -> dict[str, Any]:
        return {"text": self.text, "methods": list(self.methods), "meters": asdict(self.meters)}


def ai_statement(study: "Study") -> AiStatement:
    """See `Study.ai_statement`."""
    with study.store.read() as connection:
        runs = sorted(rows(connection, "run"), key=lambda row: row["number"])
        suggestions = [row for row in rows(connection, "suggestion") if row["follows"] is None]
        refusals = len(rows(connection, "refusal"))
        decided = rows(connection, "decision")
    asked = [one for one in study.history if one.act == "suggest themes"]
    meters = _meters(study, suggestions, len(runs), sum(one.undone_by is not None for one in asked), refusals)
    methods = tuple(
        {
            "run": row["number"],
            "date": row["created"][:10],
            "unit": row["unit"],
            "seed": row["seed"],
            "segments": row["segments"],
            "config": dict(row["config"]),
            "versions": dict(row["versions"]),
        }
        for row in runs
    )
    deciders = sorted({row["coder"] for row in decided})
    return AiStatement(" ".join(_sentences(study, runs, meters, deciders)), methods, meters)


def _meters(study: "Study", suggestions: list[Row], runs: int, undone: int, refusals: int) -> Meters:
    pieces = {row["id"] for row in suggestions if row["id"][-1].isalpha()}
    offered = [row for row in suggestions if row["id"] not in pieces]
    status = Counter("edited" if row["merged_into"] or row["status"] == "refined" else row["status"] for row in offered)
    by_rank = []
    for rank in range(1, FIRST_RANKS + 1):
        at_rank = [row for row in offered if row["rank"] == rank]
        if at_rank:
            by_rank.append(round(sum(row["status"] in ("accepted", "refined") for row in at_rank) / len(at_rank), 3))
    codings = list(study.codings)
    taken_over = [one for one in codings if one.suggested]
    own = [one for one in codings if not one.suggested]
    return Meters(
        runs,
        undone,
        len(offered),
        status["accepted"],
        status["edited"],
        status["rejected"],
        status["open"] + status["later"],
        tuple(by_rank),
        sum(one.origin == TAKEN for one in codings),
        refusals,
        len(codings),
        len(taken_over),
        _per_100(own),
        _per_100(taken_over),
    )


def _per_100(codings: list[Any]) -> float | None:
    passages = {(one.transcript, one.start, one.end) for one in codings}
    return round(100 * len({one.code for one in codings}) / len(passages), 2) if passages else None


def _sentences(study: "Study", runs: list[Row], meters: Meters, deciders: list[str]) -> list[str]:
    says = [
        f"The analysis was done with Interview Workbench {__version__}, which works on the researchers' own machine: "
        "no transcript, nor any part of one, was sent anywhere, and no generative AI is part of it.",
    ]
    if not runs and not meters.taken and not meters.turned_down:
        wanted = HELPS[study.settings.help].split(":")[0].casefold()
        return [*says, f"No suggestions by the program were used (help wanted: {wanted})."]
    if runs:
        versions = runs[-1]["versions"]
        dates = sorted({row["created"][:10] for row in runs})
        when = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
        units = listing_of(sorted({f"{row['unit']}s" for row in runs}))
        seeds = listing_of([str(seed) for seed in sorted({row["seed"] for row in runs})])
        says.append(
            f"Candidate themes were suggested by topic modelling (BERTopic {versions.get('bertopic', '')}; groups from "
            f"a graph of nearest neighbours, scikit-learn {versions.get('scikit-learn', '')}) over sentence embeddings "
            f"({versions.get('embedder', '')}) of what participants said, in {counted(meters.runs, 'run')} ({when}; "
            f"{units}; seed {seeds})"
            + (f"; {counted(meters.runs_undone, 'further run')} undone." if meters.runs_undone else ".")
        )
        who = f" by {listing_of(deciders)}" if deciders else ""
        says.append(
            f"{counted(meters.offered, 'suggestion')} offered: {meters.used} used unchanged, {meters.edited} used "
            f"after changes, merged or split, {meters.refused} refused, {meters.undecided} left undecided. Each was "
            f"decided on by itself{who}, with its passages, stability and spread in view; none was taken over "
            "automatically."
        )
    if meters.taken or meters.turned_down:
        says.append(
            f"Further passages like those already coded were looked for by meaning and words: "
            f"{meters.taken} of them were taken, {meters.turned_down} refused."
        )
    share = meters.codings_suggested / meters.codings if meters.codings else 0
    says.append(
        f"{meters.codings_suggested:,} of {counted(meters.codings, 'coding')} ({share:.0%}) began as a suggestion; "
        "they are marked so and do not count in intercoder agreement. Every decision is in the audit trail."
    )
    return says


def listing_of(names: list[str]) -> str:
    """
    >>> listing_of(["Ana"]), listing_of(["Ana", "Bo", "Cy"])
    ('Ana', 'Ana, Bo and Cy')
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
