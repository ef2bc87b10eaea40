"""Why is there no number? The sentence that stands in its place."""

from workbench.analysis.agreement.tally import Tally

NOBODY_TWICE = "No unit was coded by two coders, so there is nothing to compare: give two coders the same transcript."
ONE_CODER = "Agreement needs at least two coders: ask a second one to code the same transcripts."
NO_VARIATION = "Nothing varies: every value that can be compared is the same, so chance agreement is already complete."


def why_undefined(name: str, tally: Tally, coders: int) -> str:
    """The reason why the coefficient `name` is undefined for the sums of a table with so many coders."""
    if coders < 2:
        return ONE_CODER
    if name == "cohen_kappa" and coders != 2:
        return f"Cohen's κ is for exactly two coders, here are {coders}: see κ of each pair, or α of all."
    if not float(tally.pairable.sum()):
        return NOBODY_TWICE
    if name in ("positive_agreement", "negative_agreement"):
        given = "present" if name == "positive_agreement" else "absent"
        return f"No coder found the code {given} in any unit that two coders saw."
    if name in ("gwet_ac1", "brennan_prediger"):
        return "Only one value was allowed, so there was nothing to choose."
    return NO_VARIATION
