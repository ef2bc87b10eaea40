"""What stands where a line begins: a speaker's label, a time stamp, or words already?

A mark is only a candidate. Whether its label is a speaker is decided by all marks of the file together
(`workbench.readers.speakers`).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from workbench.readers.times import ENCLOSED, STAMP, UNITS, seconds
from workbench.readers.vocabulary import INTERVIEWER, PARTICIPANT

Form = Literal[
    "colon", "bracket", "stamped", "tab", "gap", "dash", "sign", "letter", "bold", "caps", "bare", "pattern", "stamp",
    "turn",
]  # fmt: skip
"""How a label stands. A `turn` is no label: a sign says that the other one speaks (`workbench.readers.dialogue`)."""

UNSEEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Signs without a body that turn the direction of writing, or do nothing."""

_GENDERED = r"(?<=[^\W\d_]{4})[*:](?=(?:in(?:nen)?|r|n|e)(?![^\W\d_]))"
"""As in Interviewer*in and Befragte:r."""
_SIGN = rf"(?:[^\s:：\[\](){{}}<>\"“”„«»?!;|#*=,，。？！、「」『』{UNSEEN}]|#(?=\d{{1,4}}(?!\d|:\d))|{_GENDERED})"
_ASIDE = (
    rf"[ \xa0]?(?:\((?!{UNITS}\)|\d+[.,]\d+ ?s? ?[-–—])[^():：\n]{{1,30}}\)|\[(?!{UNITS}\]|\d)[^\[\]:：\n]{{1,30}}\])"
)
"""A role, a pronoun or how something was said, behind a name: Ann (laughing)."""
_NAME = rf"(?P<label>{_SIGN}{{1,30}}(?:[ \xa0]{_SIGN}{{1,30}}){{0,4}}(?:{_ASIDE})?)"
_SHORT = _NAME.replace("{0,4}", "{0,4}?")
"""With as few words as will do."""
_GAP = rf"[ \t\xa0\u2009\u202f\u3000{UNSEEN}]{{0,12}}"
_BETWEEN = rf"{_GAP}[-–—|,@]?{_GAP}"
_EMPHASIS = r"[*_]{0,3}"

_DAY = (
    r"[\[(]?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ \xa0\u202f]\d{1,2}:\d\d(?::\d\d)?(?:[ \xa0\u202f][AaPp]\.?[Mm]\.?)?"
    r"[\])]?"
)
"""The day and the hour at which a chat's message was sent; no time in a recording."""
DATED = re.compile(rf"[\s{UNSEEN}]{{0,20}}{_DAY}[ \t\xa0]?[-–]?\s")

_LEAD = re.compile(
    rf"[\s{UNSEEN}]{{0,20}}(?:{_DAY}[ \t\xa0]?[-–]?\s)?(?:[>•*–—-]{{1,2}}\s+|\#{{1,6}}\s+)?{_EMPHASIS}[{UNSEEN}]?"
    rf"(?:@?(?P<stamp>{STAMP}){_EMPHASIS}{_BETWEEN}{_EMPHASIS})?"
)
_UNSURE = _NAME.removesuffix(")").replace("{0,4}", "{0,7}") + r"\??)"
"""As in "P4?:", where the transcriber was not sure who spoke; before a colon names may be long."""
_COLON = re.compile(
    rf"{_UNSURE}{_EMPHASIS}(?:{_BETWEEN}(?P<stamp>{STAMP}))?{_GAP}{_EMPHASIS}[:：](?![\d/\\]){_EMPHASIS}"
)
_BRACKET = re.compile(
    rf"[\[(<{{]{_NAME}[:：]?[\])>}}](?:{_GAP}(?P<stamp>{STAMP}))?{_EMPHASIS}[:：]?{_EMPHASIS}(?=\s|$)"
)
_STAMPED = re.compile(
    rf"{_NAME}{_EMPHASIS}{_BETWEEN}{_EMPHASIS}(?P<stamp>{ENCLOSED}|{STAMP}(?={_EMPHASIS}[ \t\xa0]*$)){_EMPHASIS}"
)
_SENT = re.compile(rf"{_SHORT},?{_BETWEEN}{_DAY}$")
"""Ann, [12.03.2026 10:14], as messengers have it above a message."""
_CHAT = re.compile(
    rf"(?:From|Von|De|Da|Van)[ ]{{1,2}}{_SHORT}"
    r"(?:[ ]{1,2}(?:to|an|à|a|para|naar)[ ]{1,2}[^:：\n]{1,60})?[ ]?:\s{0,2}"
)
"""Behind the time in a chat that Zoom keeps: From Ann Meyer to Everyone."""
_DASH = re.compile(rf"{_NAME}(?:[ \xa0]{{1,2}}|(?<!\.))[-–—][ \xa0]{{1,2}}(?=\S)")
_SIGNED = re.compile(
    rf"{_NAME}{_EMPHASIS}(?:{_GAP}(?P<sign>[>;=|])(?:{_GAP}(?P<stamp>{STAMP}){_GAP}(?P=sign))?(?=\s|$)"
    r"|\.[-–—]{1,2}(?=\D)|(?=[「『]))"
)
"""As in Ann> words, Ann | 0:03 | words, Ann.- words, 田中「…」."""
_SIGNS = frozenset(">;=|「『")
_LETTER = re.compile(r"(?P<label>[^\W\d_]\d{0,2})(?:\.|\))[ \t]+(?=\S)")
_ROLE = re.compile(r"(?P<label>[^\W\d_]{2,14}\d{0,3})\.[ \t]+(?=\S)")
_TAB = re.compile(rf"{_NAME}[ ]?\t+(?=\S)")
_COLUMN = re.compile(rf"{_NAME}(?:[ ]{{2,40}}|\u3000{{1,20}})(?=\S)")
"""A column of names made with blanks."""
_APART = re.compile(r"(?P<label>[^\s:：。、「]{1,10}) (?=[\u3040-\u30ff\u4e00-\u9fff])")
"""A name before a blank, where the words are of a script that has none between words."""
_CAPS = re.compile(
    r"(?P<label>(?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ0-9.’'-]{1,30} ){1,3})[ ]{0,8}"
    r"(?=[\"'“‘(…¿¡]?(?:[A-ZÀ-ÖØ-Þ]?[a-zà-öø-ÿ]|[IAÀÉYO]\b))"
)
_BARE = re.compile(rf"{_NAME}{_EMPHASIS}[ \t\xa0]*$")
_AFTER = re.compile(rf"{_GAP}(?P<stamp>{ENCLOSED})")
_CELL = re.compile(rf"\t*(?P<stamp>{STAMP})\t+")
_USUAL = re.compile(r"([A-Za-z][A-Za-z0-9]{0,29}):(?: (?=[\w\"'“‘])|\t(?=[^\W\d]))")
"""How nearly all labels stand. What it matches the other expressions take for the same, and need ten times as long."""
_FAR = 120
"""A label, with its stamp, ends within so many code points of its line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A possible label, or a stamp alone (`label` None), at the beginning of a line.

    Words begin at `words` if the label is one, and at `fallback` (behind a stamp before it) if it is not.
    """

    label: str | None
    form: Form
    words: int
    start_time: float | None = None
    end_time: float | None = None
    fallback: int = 0
    stamp_first: bool = False


def mark(line: str, bold: int = 0) -> Mark | None:
    """The mark at the beginning of a line, or None; `bold` code points of it are set as a label by the document.

    >>> mark("[00:01:23] P07: Yes.")
    Mark(label='P07', form='colon', words=15, start_time=83.0, end_time=None, fallback=11, stamp_first=True)
    >>> mark("Speaker 1  0:06").label, mark("[id1] hello").form, mark("He went home, late")
    ('Speaker 1', 'bracket', None)
    """
    if usual := _USUAL.match(line):
        return _usual(usual[1])
    lead = _LEAD.match(line)
    at = lead.end() if lead else 0
    stamp = lead["stamp"] if lead else None
    found, form = _labelled(line, at, bold)
    if found is None and stamp is None:
        return None
    if found is None:
        start, end = seconds(stamp or "")
        return Mark(None, "stamp", at, start, end, at, True)
    words = found.end()
    stamps = [stamp, found.groupdict().get("stamp")]
    if after := _AFTER.match(line, words) or (
        _CELL.match(line, words) if "\t" in line[words - 1 : words + 1] else None
    ):
        stamps.append(after["stamp"])
        words = after.end()
    start_time, end_time = next((seconds(one) for one in stamps if one), (None, None))
    if form == "bare" and start_time is not None:
        form = "stamped"
    return Mark(_blanks(found["label"]).strip(" \t*_-–—@|"), form, words, start_time, end_time, at, stamp is not None)


@lru_cache(maxsize=1000)  # as with `fold`
def _blanks(label: str) -> str:
    return " ".join(label.split())


@lru_cache(maxsize=1000)  # as with `fold`
def _usual(label: str) -> Mark:
    return Mark(label, "colon", len(label) + 1)


def _labelled(line: str, at: int, bold: int) -> tuple[re.Match[str] | None, Form]:
    near = line[at : at + _FAR]
    if at and line.lstrip("[")[:1].isdigit() and (found := _named(_CHAT.match(line, at))):
        return found, "colon"
    if (":" in near or "：" in near) and (found := _named(_COLON.match(line, at))):
        return found, "colon"
    if ":" in near and (found := _named(_SENT.match(line, at))):
        return found, "stamped"
    if any(sign in near for sign in ":：([") and (found := _named(_STAMPED.match(line, at))):
        return found, "stamped"
    if near.startswith(("[", "(", "<", "{")) and (found := _named(_BRACKET.match(line, at))):
        return found, "bracket"
    if "\t" in near and (found := _named(_TAB.match(line, at))):
        return found, "tab"
    if ("  " in near or "\u3000" in near) and (found := _named(_COLUMN.match(line, at))):
        return found, "gap"
    if not near.isascii() and (found := _named(_APART.match(line, at))):
        return found, "gap"
    if (".-" in near or ".–" in near or ".—" in near) and (found := _named(_SIGNED.match(line, at))):
        return found, "sign"
    if found := _LETTER.match(line, at) or _role(_ROLE.match(line, at)):
        return found, "letter"
    if any(sign in near for sign in ("- ", "– ", "— ")) and (found := _named(_DASH.match(line, at))):
        return found, "dash"
    if not _SIGNS.isdisjoint(near) and (found := _named(_SIGNED.match(line, at))):
        return found, "sign"
    if at < bold < len(line) and (found := _named(_BARE.match(line, at, bold))):
        return found, "bold"
    if found := _named(_CAPS.match(line, at)):
        return found, "caps"
    if len(line) - at <= _FAR and (found := _named(_BARE.match(line, at))):
        return found, "bare"
    return None, "stamp"


def _named(found: re.Match[str] | None) -> re.Match[str] | None:
    """The match, if its label could name a person."""
    return found if found and _could_name(found["label"]) else None


def _role(found: re.Match[str] | None) -> re.Match[str] | None:
    """The match, if its label is a role cut short: Int. or Resp."""
    return found if found and found["label"].rstrip("0123456789").casefold() in INTERVIEWER | PARTICIPANT else None


@lru_cache(maxsize=1000)  # as with `fold`
def _could_name(label: str) -> bool:
    """Whether a label has at most 48 code points, begins with a letter, and holds no sentence."""
    return len(label) <= 48 and label[0].isalpha() and not any(_ends_a_sentence(word) for word in label.split())


def _ends_a_sentence(word: str) -> bool:
    """Whether a full stop ends more than an abbreviation, or a role cut short.

    >>> [_ends_a_sentence(word) for word in ("Mrs.", "J.", "home.", "P1", "Intv.")]
    [False, False, True, False, False]
    """
    if not word.endswith((".", "…")) or word[:-1].casefold() in INTERVIEWER | PARTICIPANT:
        return False
    return len(word) > 4 or word.endswith("..")
