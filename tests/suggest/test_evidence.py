import numpy as np

from workbench.model import Overlap, Segment
from workbench.suggest.evidence import Evidence, codes_on
from workbench.suggest.intake import Intake


def segment(transcript, start, end, said=()):
    return Segment(transcript, start, end, "x" * (end - start), transcript, "participant", transcript, said)


def evidence(people, fit, codes=None, lengths=None):
    segments = tuple(segment(person, 100 * at, 100 * at + 50) for at, person in enumerate(people))
    texts = tuple(one.text for one in segments)
    intake = Intake(segments, texts, tuple(people), tuple(lengths or [30] * len(people)), True, ())
    fit = np.array(fit, dtype=float)
    return Evidence(intake, fit, fit, codes or [frozenset()] * len(people))


def test_the_best_of_each_person_comes_before_the_second_of_any():
    made = evidence(["P1", "P1", "P2", "P1", "P2"], [[0.9], [0.8], [0.3], [0.7], [0.5]])

    found = made.suggestion("1-1", "beans", (), 0, range(5), 0.8)

    assert [(one.participant, one.fit) for one in found.segments] == [
        ("P1", 0.9), ("P2", 0.5), ("P1", 0.8), ("P2", 0.3), ("P1", 0.7),
    ]  # fmt: skip
    assert found.participants == ("P1", "P2")
    assert found.effective_participants == 1.9231
    assert found.border == ()


def test_a_few_words_make_no_good_quote():
    made = evidence(["P1", "P1"], [[0.8], [0.6]], lengths=[5, 40])

    assert [one.fit for one in made.suggestion("1-1", "beans", (), 0, range(2), None).segments] == [0.6, 0.8]


def test_at_the_border_lies_what_fits_another_one_nearly_as_well():
    made = evidence(["P1"] * 6, [[0.9, 0.1], [0.5, 0.45], [0.6, 0.1], [0.4, 0.39], [0.7, 0.0], [0.8, 0.2]])

    assert [one.fit for one in made.suggestion("1-1", "beans", (), 0, range(6), None).border] == [0.4, 0.5]
    assert [one.fit for one in made.left_over([3, 1])] == [0.4, 0.5]


def test_one_voice_and_what_hardly_comes_back_are_warned_of():
    def warnings(people, stability=None):
        return (
            evidence([*people, "P9"], [[0.5]] * (len(people) + 1))
            .suggestion("1-1", "beans", (), 0, range(len(people)), stability)
            .warnings
        )

    assert warnings(["P1", "P1", "P1", "P2"]) == ("P1 gives 3 of the 4 segments.",)
    assert warnings(["P1", "P1", "P2", "P2"]) == ()
    assert warnings(["P1", "P1"]) == ("Only P1 speaks to this.",)
    assert warnings(["P1", "P2"], 0.35) == (
        "It came back in only 35% of the runs that left a tenth of the segments out.",
    )


def test_codes_on_a_segment_share_half_of_it_or_lie_half_in_it():
    segments = [segment("A", 0, 100), segment("A", 100, 200), segment("B", 0, 100, said=((50, 100),))]
    codings = [
        ("A", 0, 200, "long"), ("A", 90, 110, "between"), ("A", 95, 120, "mostly second"), ("A", 10, 12, "short"),
        ("B", 0, 50, "question"), ("B", 0, 60, "mostly question"), ("B", 40, 100, "answer"), ("C", 0, 9, "elsewhere"),
    ]  # fmt: skip

    assert codes_on(segments, codings) == [
        frozenset({"long", "between", "short"}),
        frozenset({"long", "between", "mostly second"}),
        frozenset({"answer"}),
    ]


def test_existing_codes_are_counted_once_per_segment_most_first():
    codes = [frozenset({"a", "b"}), frozenset({"b"}), frozenset({"b"}), frozenset()]

    found = evidence(["P1"] * 4, [[0.5]] * 4, codes).suggestion("1-1", "beans", (), 0, [0, 1], None)

    assert found.codes == (Overlap("b", 2, 1.3333), Overlap("a", 1, 2.0))
