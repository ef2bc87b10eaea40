""".cha: CHAT of CLAN."""

from workbench.readers import Rules, read

TALK = (
    "@UTF8\n@Begin\n@Participants:\tANN Ann_Lee Investigator, BEN Participant\n@ID:\teng|x|ANN|||||Investigator|||\n"
    "*ANN:\thow was it , when you came \x150_1500\x15\n\tto the harbour ? \x151500_2250\x15\n%mor:\tadv|how\n"
    "*BEN:\tgood : I think [//] xxx . \x153000_4000\x15\n%com:\tsmiles\n*BEN:\tyes .\n*ANN:\twhy ?\n@End\n"
)


def test_main_lines_are_turns_with_their_times_and_tiers_are_left_out(said):
    reading = read("a.cha", TALK.encode())

    assert said(reading) == [
        ("ANN", "how was it , when you came to the harbour ?"),
        ("BEN", "good : I think [//] xxx . yes ."),
        ("ANN", "why ?"),
    ]
    assert [(turn.start_time, turn.end_time) for turn in reading.turns] == [(0.0, 2.25), (3.0, 4.0), (None, None)]
    assert reading.roles == {"ANN": "interviewer", "BEN": "participant"}
    assert (reading.format, str(reading.problems[0])) == (
        "cha",
        "2 dependent tiers (lines that begin with %) left out.",
    )


def test_chat_is_known_by_its_content_and_given_roles_stand():
    reading = read("a.txt", TALK.encode(), rules=Rules(roles={"BEN": "interviewer"}))

    assert reading.roles["BEN"] == "interviewer"
    assert "Its content is .cha" in str(reading.problems[0])
