"""What must a reader know before trusting a number? Full sentences on what was seen, no verdicts."""

from collections.abc import Mapping, Sequence

from workbench.analysis.agreement.coefficient import Estimate
from workbench.model import unit_noun

FEW_CASES = 10
RARE = 0.05
MUCH_AGREEMENT = 0.8
LITTLE_ALPHA = 0.5


def cautions(
    code: str,
    cases: int,
    prevalence: float,
    coefficients: Mapping[str, Estimate],
    idle: Mapping[str, int],
    unit: str,
) -> tuple[str, ...]:
    """The warnings for one code, gravest first.

    `cases` is the number of units with the code, `prevalence` its share of all cells, `idle` gives for each coder who
    never used it in how many units that they were asked about others did, `unit` is the word for one unit (`character`
    counts passages).

    >>> cautions("hope", 3, 0.2, {}, {"B": 3}, "turn")
    ("B never used 'hope', which others did in 3 turns.", "'hope' rests on 3 turns only: read them before the number.")
    """
    noun = "passage" if unit == "character" else unit
    if not cases:
        return (f"Nobody used {code!r} here: percent, AC1 and Brennan–Prediger are 1 by construction and say nothing.",)
    nouns, counted = unit_noun(noun), f"{cases} {unit_noun(noun, cases)}"
    said = []
    for missed in dict.fromkeys(idle.values()):
        who = _and([coder for coder, count in idle.items() if count == missed])
        said.append(f"{who} never used {code!r}, which others did in {missed} {unit_noun(noun, missed)}.")
    if cases < FEW_CASES:
        said.append(f"{code!r} rests on {counted} only: read {'it' if cases == 1 else 'them'} before the number.")
    if prevalence < RARE:
        said.append(f"{code!r} is rare ({_share(prevalence)} of all judgements), so κ and α hang on few {nouns}.")
    if prevalence > 1 - RARE:
        said.append(
            f"{code!r} is nearly everywhere ({_share(prevalence)} of all judgements), so κ and α hang on the few "
            f"{nouns} without it."
        )
    percent, alpha = coefficients.get("percent"), coefficients.get("krippendorff_alpha")
    if percent and alpha and percent.value > MUCH_AGREEMENT and alpha.value < LITTLE_ALPHA:
        said.append(
            f"Coders agree in {_share(percent.value)} of {unit_noun(unit)}, yet α is {alpha.value:.2f}: at this "
            "prevalence chance alone would give most of that agreement. Read positive and negative agreement beside it."
        )
    return tuple(said)


def alike_names(names: Sequence[str]) -> tuple[str, ...]:
    """A sentence for each group of coder names that differ only by case or space.

    >>> alike_names(["Ann", "ann ", "Bo"])
    ("'Ann' and 'ann ' look like one coder: make them one (workbench rename-coder).",)
    """
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(" ".join(name.split()).casefold(), []).append(name)
    return tuple(
        f"{_and([repr(one) for one in group])} look like one coder: make them one (workbench rename-coder)."
        for group in groups.values()
        if len(group) > 1
    )


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _share(share: float) -> str:
    return f"{100 * share:.1f} %"
