"""How a study is worked on: its family of analysis, the help that is wanted, and what it asks."""

from typing import Literal

Family = Literal["reflexive", "codebook", "reliability"]
FAMILIES: dict[Family, str] = {
    "reflexive": "Reflexive: themes are made by the researcher's reading; agreement is no measure of them.",
    "codebook": "Codebook: themes are gathered with a shared codebook that grows and settles.",
    "reliability": "Coding reliability: several coders apply one codebook, and how far they agree is reported.",
}
"""The families of thematic analysis (Braun & Clarke 2021, 'One size fits all?'), each in a sentence."""

Help = Literal["off", "find", "suggest"]
HELPS: dict[Help, str] = {
    "off": "Off: the program suggests nothing anywhere.",
    "find": "Find: it searches by meaning and finds more passages like those that you coded.",
    "suggest": "Suggest: it also suggests themes, each to be decided on.",
}
"""How much help of language models is wanted, each with what it allows; each allows what stands before it."""

STARTS_AT: dict[Family, Help] = {"reflexive": "find", "codebook": "suggest", "reliability": "suggest"}
"""The help of a study of a family in which nobody has chosen yet."""
