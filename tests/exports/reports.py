"""Invented reports to draw tables and maps from."""

from workbench.model import About, CodeEvidence, Quote, Theme, ThemeLink, ThemeReport

EVERYONE = tuple(f"P{number:02d}" for number in range(1, 20))

ABOUT = About(
    title="Creators of open models",
    participants=19,
    transcripts=21,
    coders=("Ada", "Ben"),
    codings=412,
    codebook_version=7,
    date="2026-03-14",
    software="interview-workbench 0.1.0",
    layer="agreed",
)


def people(count: int, *, first: int = 0) -> tuple[str, ...]:
    """`count` participants of the study, beginning with the `first`-th, round and round, in study order."""
    return tuple(sorted(EVERYONE[(first + number) % 19] for number in range(count)))


def code(name: str, count: int, description: str = "") -> CodeEvidence:
    return CodeEvidence(name, people(count, first=len(name)), codings=2 * count, description=description)


def quote(text: str, participant: str = "P03", *, against: bool = False) -> Quote:
    return Quote(text, f"interview-{participant}", 10, 10 + len(text), "Creator", participant, against=against)


def theme(name: str, codes: dict[str, int], count: int = 0, **more: object) -> Theme:
    evidence = tuple(code(one, many) for one, many in codes.items())
    count = count or max(codes.values(), default=0)
    return Theme(
        name,
        codes=evidence,
        participants=people(count),
        transcripts=people(count),
        codings=sum(one.codings for one in evidence),
        **more,  # type: ignore[arg-type]
    )


def report(*themes: Theme, links: tuple[ThemeLink, ...] = (), about: About = ABOUT) -> ThemeReport:
    return ThemeReport(about, themes, links, {"P03": {"role": "founder", "phase": 2}, "P07": {"role": "student"}})


HARMS = "Reduce downstream harms"
CREDIT = "Recognise creators’ contributions and originality"
OWNERSHIP = "Secure ownership of models"
TROUBLE = "Trouble with compliance"
TOOLS = "Use of responsible-AI tools"


def open_models() -> ThemeReport:
    """Nineteen creators of open models: three regulatory needs, two themes around them."""
    return report(
        theme(
            HARMS,
            {"misuse by strangers": 14, "real people and minors": 9, "harm cannot be recalled": 6},
            16,
            definition="Rules should keep published models from hurting people further down the line.",
            quotes=(
                quote("You put a thing into the world and then you lie awake over it.", "P03"),
                quote("Somebody rang a pensioner with that voice.", "P07"),
            ),
            counter=(quote("Honestly, nobody will do anything bad with mine.", "P11", against=True),),
        ),
        theme("Who answers for it", {"platform’s duty": 11, "creator’s duty": 8, "user’s duty": 5}, 13, parent=HARMS),
        theme(
            CREDIT,
            {
                "named as author": 15,
                "copied without asking": 12,
                "what counts as original": 10,
                "merges of merges": 7,
                "money for work": 4,
            },
            17,
            quotes=(quote("Nobody names the author.", "P05"),),
        ),
        theme(
            OWNERSHIP,
            {"licence terms": 13, "control over use": 11, "proof of ownership": 8, "leaks and theft": 3},
            15,
        ),
        theme("Right to withdraw", {"take a model back": 6, "copies stay online": 9}, 10, parent=OWNERSHIP),
        theme(
            TROUBLE,
            {"unclear law": 16, "many jurisdictions": 9, "cost of lawyers": 5, "hobby, not a firm": 12},
            17,
        ),
        theme(
            TOOLS,
            {"model cards": 12, "filters and classifiers": 8, "watermarks": 6, "too much work": 10},
            14,
        ),
        links=(
            ThemeLink(TROUBLE, HARMS, "gets in the way of"),
            ThemeLink(CREDIT, OWNERSHIP, "leads to"),
            ThemeLink(HARMS, OWNERSHIP, "conflicts with"),
            ThemeLink(TOOLS, HARMS, "helps"),
        ),
    )
