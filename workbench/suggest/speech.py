"""Which words say nothing of what a person talks about?

Written for spoken English: fillers, hedges, words of conversation, and verbs and nouns so general that a theme named
after them would say nothing. spaCy's own list covers the function words.
"""

import re
from functools import lru_cache

WORD = re.compile(r"(?!(.)\1+\b)[^\W\d_](?:[\w'’-]*[^\W_])?")
"""A word: begins with a letter, and is no letter over and over ('xxx')."""

SAID = r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]{1,2}|[^\W\d_]+(?:['’-][^\W\d_]+)*"
"""A word as words are counted; of Chinese and Japanese, which set no blanks between them, two signs."""

FILLERS = frozenset(
    """ah aha ahh alright aw eh er erm ha haha hey hm hmm hmmm huh kay mhm mhmm mm mmm mmhmm nah nope oh ok okay ooh ooo
    oops ouch ugh uh uhh uhhuh uhm um umm ummm whoa wow yeah yea yep yes yup bye hello hi please sorry thank thanks sir
    ma'am gosh god goodness gonna wanna gotta kinda sorta lemme dunno cause cos cuz 'cause em like well so right sure
    exactly absolutely definitely totally certainly obviously clearly basically actually literally honestly frankly
    really truly simply just maybe perhaps probably possibly presumably hopefully apparently anyway anyways otherwise
    instead somehow somewhat somewhere pretty quite rather fairly kind sort etc et cetera ie eg vs
    pre non n't 's 'm 're 've 'll 'd ca wo sha ai
    let bit bits lot lots couple bunch ton tons tb gb mb kb
    inaudible unintelligible crosstalk laughter laugh laughs""".split()  # noqa: SIM905
)
"""Sounds, hedges, quantities and polite words."""

LIGHT_VERBS = frozenset(
    """be have do go get come make take give put let want need try know think mean guess feel say tell talk speak ask
    see look hear seem appear happen start begin end keep stay use work like love hate hope wish suppose believe
    remember forget understand realize realise wonder find show become turn bring set run call hold leave move happen
    involve include deal consider depend tend mention describe explain answer refer relate continue stop finish cause
    allow help add change might could would should may must can will shall dare ought gon wan got gotten sit stand
    figure decide imagine expect notice agree bet care mind matter pick handle do does did done being having""".split()  # noqa: SIM905
)
"""Verbs that carry no topic by themselves; with an object they may ('make mistakes')."""

GENERAL_NOUNS = frozenset(
    """thing stuff way kind sort type lot bit part point case example instance time moment day week month year hour
    minute second today tomorrow yesterday while people person guy man woman somebody someone anybody anyone everybody
    everyone nobody one something anything everything nothing none other another some any all both each half couple
    number amount level side end start beginning middle top bottom rest place area spot word term question answer
    sense reason idea fact matter issue problem situation course extent aspect piece item set group range variety
    bunch ton plenty majority number percent sake mine yours ours theirs life world context detail basis purpose
    thought feeling opinion view perspective terms respect regard line turn go look try fun deal job work use
    difference change result kind-of sort-of degree form manner order process particular general interview interviewer
    participant respondent tape recorder recording note
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december spring summer autumn winter morning afternoon evening night weekend""".split()  # noqa: SIM905
)
"""Nouns that name no topic when they stand alone, nor when they head a phrase of which nothing else is telling."""

VAGUE_ADJECTIVES = frozenset(
    """good bad great nice big small little large huge long short high low new old young different same similar other
    own certain specific particular general whole entire main real actual full total several many much more most few
    fewer less least various single next last first second third final early late later recent current previous past
    possible able available sure true false right wrong ok fine better best worse worst easy hard difficult simple
    interesting important weird strange crazy funny cool amazing awesome wonderful terrible horrible lovely happy sad
    glad kind such only enough extra additional usual normal common typical obvious clear basic overall random decent
    proper correct exact extreme major minor quick fast slow free open close ready useful helpful
    aware likely""".split()  # noqa: SIM905
)
"""Adjectives that do not make a general noun telling ('a good thing'), and are no keyword by themselves."""


def telling(lemma: str) -> bool:
    """Whether a lemma can stand for a topic by itself.

    >>> [one for one in ("handwriting", "thing", "um", "know", "good", "xxx", "PM10") if telling(one.casefold())]
    ['handwriting', 'PM10']
    """
    general = (LIGHT_VERBS, GENERAL_NOUNS, VAGUE_ADJECTIVES)
    known = not says_nothing(lemma) and not any(lemma in words for words in general)
    return known and len(lemma) > 2 and WORD.fullmatch(lemma) is not None


def says_nothing(word: str) -> bool:
    """Whether a word, in lower case, is a filler or a function word."""
    return word in FILLERS or word in _function_words()


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS)
