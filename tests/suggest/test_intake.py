import pytest

from workbench.model import Segment, WorkbenchError
from workbench.suggest.intake import said, take_in


def turn(at, text, role="participant", participant="P1", transcript="P1"):
    return Segment(transcript, at, at + len(text), text, "A", role, participant)


def turns(count, **options):
    words = [
        "apple",
        "bread",
        "cheese",
        "doors",
        "earth",
        "flour",
        "grass",
        "honey",
        "ivory",
        "juice",
        "knife",
        "lemon",
    ]
    return [
        turn(100 * n, f"I bought {words[n % 12]} and {words[n // 12]} in that shop", **options) for n in range(count)
    ]


def test_segments_come_in_order_of_transcript_and_place_whatever_the_order_given():
    segments = turns(12, transcript="P2", participant="P2") + turns(12)

    taken = take_in(segments[::-1], "participant")

    assert taken.segments == tuple(turns(12) + turns(12, transcript="P2", participant="P2"))
    assert taken.people == ("P1",) * 12 + ("P2",) * 12
    assert taken.lengths == (8,) * 24
    assert taken.english
    assert taken.notes == ()


def test_the_interviewer_is_left_out_unless_all_are_asked_for():
    segments = turns(20, transcript="P1") + turns(5, role="interviewer", participant=None, transcript="P2")

    assert len(take_in(segments, "participant").segments) == 20
    assert len(take_in(segments, "all").segments) == 25


def test_of_an_answer_only_what_was_said_in_reply_counts():
    one = Segment("P1", 10, 40, "Why there? It was cheap. Mm. So", "A", said=((21, 34), (39, 41)))

    assert said(one) == "It was cheap.\nSo"


def test_segments_that_say_little_are_left_out_and_told_of():
    taken = take_in([*turns(20), turn(9000, "Yeah, well, um, I suppose so.")], "participant")

    assert len(taken.segments) == 20
    assert taken.notes == (
        "1 of 21 segments says fewer than 3 words and was left out.",
        "All segments come from P1: what is suggested is one person's, not a group's.",
    )


def test_lines_of_a_script_are_left_out_and_told_of():
    task = "1.a Was the information enough for an overall understanding?"
    segments = [
        turn(1000 * n, f"{task}\nI liked the page about {word}.", transcript=f"P{n % 3}", participant=f"P{n % 3}")
        for n, word in enumerate(["maps", "plots", "wind", "rain", "dust", "heat", "sun", "snow", "fog", "ice"] * 2)
    ]

    taken = take_in(segments, "participant")

    assert "1 line stands word for word in 3 transcripts or more and was left out as a script." in taken.notes
    assert taken.texts[0] == "I liked the page about maps."


def test_unknown_roles_are_told_of():
    taken = take_in(turns(20, role="unknown") + turns(3, transcript="P2", participant="P2"), "participant")

    assert taken.notes == ("Speakers whose role is not known were taken for participants.",)


def test_another_language_is_told_of():
    german = ["Wir haben den Garten gemeinsam angelegt", "Die Miete ist wieder gestiegen und"]
    words = ["Brot", "Käse", "Haus", "Baum", "Tisch", "Stuhl", "Lampe", "Fenster", "Dach", "Keller"]
    segments = [turn(100 * n, f"{german[n % 2]} {words[n // 2]} {words[-1 - n // 2]}") for n in range(20)]

    taken = take_in(segments, "participant")

    assert not taken.english
    assert "do not read as English" in taken.notes[-1]


@pytest.mark.parametrize(
    ("segments", "says"),
    [
        ([], "nothing said by a participant to suggest themes from. Import transcripts first"),
        (turns(30, role="interviewer"), "say who is who in them.*--speakers all"),
        (turns(19), r"at least 20 segments .* there are 19 \(of 19\).*--unit sentence"),
        ([*turns(1), *(turn(900 + n, "Yes.") for n in range(40))], r"there is 1 \(of 41\)"),
        ([turn(100 * n, "We always bought bread there, number 1.") for n in range(30)], "30 segments all say nearly"),
        (
            [turn(100 * n, "We always bought bread there, every day.", transcript=f"P{n % 4}") for n in range(40)],
            "40 segments all say nearly the same",
        ),
        (
            [
                turn(100 * n, one.text, transcript=copy)
                for copy in ("P1", "P2", "P3")
                for n, one in enumerate(turns(19))
            ],
            r"there are 0 \(of 57\)\. 19 lines stand word for word .* no interview was imported twice",
        ),
    ],
)
def test_too_little_to_suggest_from_says_how_much_and_what_to_do(segments, says):
    with pytest.raises(WorkbenchError, match=says):
        take_in(segments, "participant")


def test_what_is_said_in_signs_without_blanks_is_heard():
    said = ["我们在花园里种豆子", "孩子们每天去学校学习", "晚上的噪音让我睡不着觉", "房租每年都在上涨"]
    taken = take_in([turn(100 * n, f"{said[n % 4]}，{said[n // 4 % 4]}{n}。") for n in range(20)], "participant")

    assert len(taken.segments) == 20
    assert min(taken.lengths) >= 8
    assert not taken.english


def test_speakers_are_participant_or_all():
    with pytest.raises(WorkbenchError, match=r"'everyone'.* Choose one of: participant, all"):
        take_in(turns(20), "everyone")
