import pytest

from workbench.suggest.names import private
from workbench.suggest.progress import Stopped
from workbench.suggest.words import Phrase, Words, words

pytestmark = pytest.mark.slow


def lemmas(text):
    return [lemma for lemma, _ in words([text])[0].lemmas]


def shown(text):
    return [phrase.said for phrase in words([text])[0].phrases if phrase.fit]


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("Um, you know, I kind of, like, mean, yeah, it was a good thing, right?", []),
        ("I guess people were saying stuff about that, basically.", []),
        ("The teachers graded our handwriting.", ["teacher", "grade", "handwriting"]),
        ("[laughs] Mm-hmm. Two hard drives (1:29) failed.", ["drive", "fail"]),
        ("XXX told me about the data.", ["data"]),
    ],
)
def test_fillers_light_verbs_and_vague_words_say_nothing(text, telling):
    assert lemmas(text) == telling


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("So I bought an external hard drive.", ["external hard drive"]),
        ("There was a lack of documentation.", ["lack", "documentation", "lack of documentation"]),
        ("We write by hand and back up my files.", ["hand", "files", "write by hand"]),
        ("She sends letters.", ["letters"]),
        ("It was one of those two-way plots.", []),
        ("A good thing, the same stuff, this whole idea.", []),
        ("I like your, um, garden, you know.", ["garden"]),
    ],
)
def test_phrases_are_what_people_say_without_what_stands_around_it(text, phrases):
    assert shown(text) == phrases


def test_other_wordings_of_one_phrase_share_a_key():
    one, other = words(["We train a network.", "Training the networks took days."])

    assert Phrase("train a network", ("train", "network")) in one.phrases
    assert Phrase("training the networks", ("train", "network")) in other.phrases


def test_names_of_persons_are_hidden_and_names_of_things_are_not():
    said = [
        "Then Maria Kowalski rang Doctor Nkemelu about the beds.",
        "I asked Maria about Dropbox. Trelawny came too.",
        "We all use Dropbox at Hugging Face, P04 as well.",
    ]

    hidden = private(words(said), ["P1", "P2", "P3"], {"P04", "Ines Abt"})

    assert {"maria", "kowalski", "nkemelu", "trelawny", "ines", "abt"} <= hidden
    assert {"dropbox", "bed", "use"}.isdisjoint(hidden)


def test_the_cache_gives_the_same_words():
    cache = {}
    first = words(["We grow beans.", "Beans grow slowly.", ""], cache=cache)

    assert len(cache) == 2
    assert words(["We grow beans.", "Beans grow slowly.", ""], cache=cache) == first
    assert first[2] == Words()


def test_another_language_is_read_without_grammar():
    texts = [f"Die Miete steigt {word} jedes Jahr" for word in ("leider", "wieder", "immer", "auch", "hier", "dort")]
    texts += ["Unser Garten gedeiht", "Unsere Kinder lernen", "Meine Nachbarn singen", "Seine Hunde bellen"]

    found = words(texts, english=False)

    assert found[6].lemmas == (("unser", "Unser"), ("garten", "Garten"), ("gedeiht", "gedeiht"))
    assert Phrase("Garten gedeiht", ("garten", "gedeiht")) in found[6].phrases
    assert "miete" not in dict(found[0].lemmas)


def test_it_stops_when_asked():
    with pytest.raises(Stopped):
        words(["We grow beans."], should_stop=lambda: True)


def test_a_given_name_is_one_in_a_transcript_without_capitals_too():
    said = ["then we kill mike off", "so mike sleeps in the hallway", "it will rain, mike said, in may"]
    hidden = private(words(said), ["P1", "P1", "P1"])

    assert "mike" in hidden
    assert hidden.isdisjoint({"will", "hallway"})


def test_a_word_with_a_capital_of_its_own_keeps_it():
    assert shown("Small models speak the Arabic language.") == ["models", "Arabic language"]
