"""Who is taken for the interviewer, and what is said about it."""

from workbench.readers import Rules, read

ASKING = b"Dan: Where?\n\nEve: At home.\n\nDan: When?\n\nEve: In May.\n\nDan: Why?\n\nEve: I had to."


def test_a_role_word_decides():
    reading = read("P1.txt", b"Moderator: Tell me.\n\nMia: Why?\n\nModerator: Well.\n\nMia: Why? What? Who?")

    assert reading.roles == {"Moderator": "interviewer", "Mia": "participant"}


def test_else_whoever_asks_is_taken_for_the_interviewer_and_that_is_called_a_guess():
    reading = read("P1.txt", ASKING)

    assert reading.roles == {"Dan": "interviewer", "Eve": "participant"}
    assert [str(problem) for problem in reading.problems] == [
        "Taken for the interviewer, since 100% of the turns ask (a guess): 'Dan'. Give the roles if this is wrong.",
        "Taken for participants, since another asks (a guess): 'Eve'. Give the roles if this is wrong.",
    ]


def test_roles_that_are_given_are_not_guessed():
    reading = read("P1.txt", ASKING, rules=Rules(roles={"dan": "participant", "Eve": "interviewer"}))

    assert reading.roles == {"Dan": "participant", "Eve": "interviewer"}
    assert reading.problems == ()


def test_two_questions_are_no_evidence():
    reading = read("P1.txt", b"Dan: Where?\n\nEve: At home.\n\nDan: When?\n\nEve: In May.")

    assert reading.roles == {"Dan": "unknown", "Eve": "unknown"}
    assert [str(problem) for problem in reading.problems] == [
        "Nobody could be told as the interviewer. Give the roles if this is wrong."
    ]


def test_who_translates_or_watches_is_neither_interviewer_nor_participant():
    reading = read(
        "P1.txt", b"I: How?\n\nInterpreter: Como?\n\nP1: So.\n\nObserver: Time is up.\n\nAnn: Yes.\n\nAnn: No."
    )

    assert reading.roles == {
        "I": "interviewer", "Interpreter": "unknown", "P1": "participant", "Observer": "unknown", "Ann": "participant",
    }  # fmt: skip
