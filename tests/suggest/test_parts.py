from dataclasses import replace

import pytest

from workbench.model import Fit, Segment, Suggestion, WorkbenchError
from workbench.suggest import split, suggest

pytestmark = pytest.mark.slow


@pytest.fixture
def wide(answers, kept):
    """A suggestion that holds too much."""
    return suggest(answers, unit="answer", number=2, resamples=0, cache=kept).suggestions[0]


def places(fits):
    return sorted((one.transcript, one.start, one.end) for one in fits)


def test_the_parts_hold_what_the_whole_held_and_are_told_apart(wide, answers, kept, theme_of):
    one, other = split(wide, 2, segments=answers, cache=kept)

    assert (one.id, other.id) == (f"{wide.id}a", f"{wide.id}b")
    assert places(one.segments + other.segments) == places(wide.segments)
    assert one.size >= other.size > 0
    assert one.label != other.label
    assert {theme_of(fit.text) for fit in one.segments[:5]}.isdisjoint(theme_of(f.text) for f in other.segments[:5])
    assert (one.stability, one.status, one.border) == (None, "open", ())


def test_the_same_split_twice_is_the_same(wide, kept):
    assert split(wide, 3, cache=kept) == split(replace(wide, segments=wide.segments[::-1]), 3, cache=kept)


@pytest.mark.parametrize(("held", "parts", "says"), [(10, 6, "Ask for 2 to 5"), (3, 2, "takes four"), (9, 1, "2 to 4")])
def test_too_many_parts_are_refused(wide, held, parts, says):
    with pytest.raises(WorkbenchError, match=says):
        split(replace(wide, segments=wide.segments[:held]), parts)


def test_what_is_all_the_same_has_no_parts(wide, kept):
    same = [replace(one, text="We planted beans there.") for one in wide.segments]

    with pytest.raises(WorkbenchError, match="all say the same"):
        split(replace(wide, segments=tuple(same)), 2, cache=kept)


def test_parts_in_another_language_are_called_by_its_words_and_not_after_who_speaks():
    said = ["Frau Kessler hat den Garten dort angelegt", "Frau Kessler zahlt die Miete nicht mehr"]
    other = [
        "Die Kinder gehen jetzt zur Schule",
        "Am Abend ist es laut",
        "Wir fahren mit dem Zug",
        "Das Brot ist teuer",
    ]
    segments = [
        Segment("P1", 100 * at, 100 * at + len(text), text, "Kessler", "participant", f"P{at % 4}")
        for at, text in enumerate(
            f"{one} und ich war {when}." for one in said + other * 2 for when in ("da", "fort") * 3
        )
    ]
    held = tuple(Fit(one.transcript, one.start, one.end, one.text, 0.5, one.participant) for one in segments[:12])
    whole = Suggestion("1-1", "Alles", (), held, None, (), 4.0)

    parts = split(whole, 2, segments=segments)

    assert places(parts[0].segments + parts[1].segments) == places(held)
    assert sorted("Miete" in one.label for one in parts) == [False, True]
    assert not any("Kessler" in word for one in parts for word in (one.label, *one.keywords))
