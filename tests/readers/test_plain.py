""".txt and .md: labels and stamps in every layout, and the file's own text."""

import pytest

from workbench.model import WorkbenchError
from workbench.readers import Rules, read

ASKED = [("Ann", "How was it?"), ("Ben", "Good."), ("Ann", "Go on."), ("Ben", "Well: it rained.")]


@pytest.mark.parametrize(
    "text",
    [
        "Ann: How was it?\n\nBen: Good.\n\nAnn: Go on.\n\nBen: Well: it rained.",
        "Ann: How was it?\nBen: Good.\nAnn: Go on.\nBen: Well: it rained.\n",
        "Ann:\nHow was it?\n\nBen:\nGood.\n\nAnn:\nGo on.\n\nBen:\nWell: it rained.",
        "Ann\nHow was it?\n\nBen\nGood.\n\nAnn\nGo on.\n\nBen\nWell: it rained.",
        "Ann:\tHow was it?\nBen:\tGood.\nAnn:\tGo on.\nBen:\tWell: it rained.",
        "Ann\tHow was it?\nBen\tGood.\nAnn\tGo on.\nBen\tWell: it rained.",
        "[Ann] How was it?\n\n[Ben] Good.\n\n[Ann] Go on.\n\n[Ben] Well: it rained.",
        "[Ann]: How was it?\n[Ben]: Good.\n[Ann]: Go on.\n[Ben]: Well: it rained.",
        "**Ann:** How was it?\n\n**Ben:** Good.\n\n**Ann:** Go on.\n\n**Ben:** Well: it rained.",
        "**Ann**: How was it?\n\n**Ben**: Good.\n\n**Ann**: Go on.\n\n**Ben**: Well: it rained.",
        "- Ann: How was it?\n- Ben: Good.\n- Ann: Go on.\n- Ben: Well: it rained.",
        ">> Ann: How was it?\n>> Ben: Good.\n>> Ann: Go on.\n>> Ben: Well: it rained.",
        "Ann : How was it?\n\nBen : Good.\n\nAnn : Go on.\n\nBen : Well: it rained.",
        "Ann：How was it?\n\nBen：Good.\n\nAnn：Go on.\n\nBen：Well: it rained.",
        "Ann\u202f: How was it?\n\nBen\u202f: Good.\n\nAnn\u202f: Go on.\n\nBen\u202f: Well: it rained.",
        "[Ann:] How was it?\n\n[Ben:] Good.\n\n[Ann:] Go on.\n\n[Ben:] Well: it rained.",
        "{Ann} How was it?\n\n{Ben} Good.\n\n{Ann} Go on.\n\n{Ben} Well: it rained.",
        "Ann> How was it?\nBen> Good.\nAnn> Go on.\nBen> Well: it rained.",
        "Ann | How was it?\nBen | Good.\nAnn | Go on.\nBen | Well: it rained.",
        "Ann; How was it?\nBen; Good.\nAnn; Go on.\nBen; Well: it rained.",
        "Ann.- How was it?\nBen.- Good.\nAnn.- Go on.\nBen.- Well: it rained.",
        "Ann- How was it?\nBen- Good.\nAnn- Go on.\nBen- Well: it rained.",
        "Ann      How was it?\nBen      Good.\nAnn      Go on.\nBen      Well: it rained.",
        "Ann\u3000How was it?\nBen\u3000Good.\nAnn\u3000Go on.\nBen\u3000Well: it rained.",
        "|Who|Text|\n|---|---|\n| Ann | How was it? |\n| Ben | Good. |\n| Ann | Go on. |\n| Ben | Well: it rained. |",
        "Ann: How was it?\n\nBen (laughing): Good.\n\nAnn: Go on.\n\nBen: Well: it rained.",
        "[Recording begins]\nAnn: How was it?\nBen: Good.\nAnn: Go on.\nBen: Well: it rained.\n[0:40] [END OF AUDIO]",
        "Date: 3 May\nPlace: her kitchen\n\nAnn: How was it?\n\nBen: Good.\n\nAnn: Go on.\n\nBen: Well: it rained.",
    ],
)
def test_a_speaker_is_found_however_labels_are_written(text, said):
    reading = read("P1.txt", text.encode())

    assert said(reading) == ASKED
    assert reading.text == text


@pytest.mark.parametrize(
    "text",
    [
        "[00:01:02] Ann: How was it?\n\n[00:01:05] Ben: Good.\n\n[1:02:03] Ann: Go on.",
        "(00:01:02) Ann: How was it?\n\n(00:01:05) Ben: Good.\n\n(1:02:03) Ann: Go on.",
        "00:01:02 Ann: How was it?\n00:01:05 Ben: Good.\n1:02:03 Ann: Go on.",
        "Ann (00:01:02): How was it?\n\nBen (00:01:05): Good.\n\nAnn (1:02:03): Go on.",
        "Ann [1:02]: How was it?\n\nBen [1:05]: Good.\n\nAnn [1:02:03]: Go on.",
        "Ann 1:02: How was it?\n\nBen 1:05: Good.\n\nAnn 1:02:03: Go on.",
        "Ann: [00:01:02] How was it?\n\nBen: [00:01:05] Good.\n\nAnn: [1:02:03] Go on.",
        "Ann  1:02  \nHow was it?\n\nBen  1:05  \nGood.\n\nAnn  1:02:03  \nGo on.\n\nTranscribed by https://otter.ai",
        "Ann (01:02):\nHow was it?\n\nBen (01:05):\nGood.\n\nAnn (1:02:03):\nGo on.",
        "[00:01:02] Ann\nHow was it?\n\n[00:01:05] Ben\nGood.\n\n[1:02:03] Ann\nGo on.",
        "[00:01:02] - [Ann]\nHow was it?\n\n[00:01:05] - [Ben]\nGood.\n\n[1:02:03] - [Ann]\nGo on.",
        "Ann | 01:02\nHow was it?\n\nBen | 01:05\nGood.\n\nAnn | 1:02:03\nGo on.",
        "Ann | 1:02 | How was it?\nBen | 1:05 | Good.\nAnn | 1:02:03 | Go on.",
        "1:02 | Ann | How was it?\n1:05 | Ben | Good.\n1:02:03 | Ann | Go on.",
        "[62.0s - 65.0s] Ann: How was it?\n\n[65.0s - 70.0s] Ben: Good.\n\n[3723.0s - 3724.5s] Ann: Go on.",
        "Ann (62.0-65.0): How was it?\n\nBen (65.0-70.0): Good.\n\nAnn (3723.0-3724.5): Go on.",
        "1\tAnn\t0:01:02\t0:01:05\tHow was it?\n2\tBen\t0:01:05\t0:02:00\tGood.\n3\tAnn\t1:02:03\t1:02:04\tGo on.",
        "[1:02]\nAnn: How was it?\n\n[1:05]\nBen: Good.\n\n[1:02:03]\nAnn: Go on.",
        "**Ann** (1:02): How was it?\n\n**Ben** (1:05): Good.\n\n**Ann** (1:02:03): Go on.",
        "## Ann (1:02)\n\nHow was it?\n\n## Ben (1:05)\n\nGood.\n\n## Ann (1:02:03)\n\nGo on.",
    ],
)
def test_a_time_is_found_before_or_behind_the_label(text, said):
    reading = read("P1.txt", text.encode())

    assert said(reading) == [("Ann", "How was it?"), ("Ben", "Good."), ("Ann", "Go on.")]
    assert [turn.start_time for turn in reading.turns] == [62.0, 65.0, 3723.0]


def test_an_f4_mark_is_the_end_of_a_turn_and_the_start_of_the_next(said):
    reading = read("B1.txt", "I:\tWie lange? #00:00:04-2#\r\nB:\tSeit 1988. #00:00:12-9#\r\n".encode("utf-8-sig"))

    assert said(reading) == [("I", "Wie lange?"), ("B", "Seit 1988.")]
    assert [(turn.start_time, turn.end_time) for turn in reading.turns] == [(0.0, 4.2), (4.2, 12.9)]
    assert reading.roles == {"I": "interviewer", "B": "participant"}


def test_a_time_in_round_brackets_ends_a_turn_where_most_turns_end_so(said):
    text = "Ann: How? (0:05)\n\nBen: So. (0:12)\n\nAnn: Eh? (0:14)\n\nBen: {} Yes."

    assert said(read("P1.txt", text.format("").encode()))[1] == ("Ben", "So.")
    paused = "Ann: How?\n\nBen: So. (0:12)\n\nAnn: Eh?\n\nBen: Yes."
    assert said(read("P1.txt", paused.encode()))[1] == ("Ben", "So. (0:12)")


def test_numbers_that_count_the_questions_tell_no_speakers_apart(said):
    text = "Q1: How?\n\nA1: So.\n\nQ2: Why?\n\nA2: Because.\n\nQ3. Eh?\n\nQ3: Eh?\n\nA3: No."
    reading = read("P1.txt", text.encode())

    assert reading.roles == {"Q": "interviewer", "A": "participant"}
    assert "Taken for one speaker: 'Q1', 'Q2', 'Q3'." in [problem.says for problem in reading.problems]
    people = "Q1: Who?\n\nP1: I.\n\nQ2: And?\n\nP2: I.\n\nP1: And I.\n\nQ3: So?\n\nP3: No."
    assert read("P1.txt", people.encode()).speakers == ["Q", "P1", "P2", "P3"]


def test_people_who_are_talked_about_do_not_speak():
    text = "I: How?\n\nR: My mother said: go.\n\nMy Aunt: hm.\n\nThings (all): no.\n\nI: Why?\n\nR: So.\n\nP2?: Eh?"

    assert read("P1.txt", f"{text}\n\nI: So?\n\nR: So.\n\nI: No?\n\nR: No.".encode()).speakers == ["I", "R", "P2?"]


def test_roles_cut_short_are_labels(said):
    reading = read("P1.txt", b"Int. How so?\n\nResp. One thing: work.\n\nInt. And then?\n\nResp. We stayed.")

    assert said(reading)[:2] == [("Int", "How so?"), ("Resp", "One thing: work.")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("I", "R"),
        ("INT", "P07"),
        ("Q", "A"),
        ("Interviewer", "Mrs. Jones"),
        ("访谈者", "受访者"),
        ("المحاور", "المشارك"),
        ("MOD", "id1"),
    ],
)
def test_labels_of_all_kinds_are_speakers(first, second, said):
    reading = read("P1.txt", f"{first}: one?\n\n{second}: two\n\n{first}: three?\n\n{second}: four".encode())

    assert said(reading) == [(first, "one?"), (second, "two"), (first, "three?"), (second, "four")]


def test_a_colon_inside_speech_is_no_speaker(said):
    text = (
        "Ann: What did it say?\n\nBen: It said: turn left.\n\nOne thing: I was tired. At 10:30 we left.\n\n"
        "Note: it was late.\n\nAnn: See http://example.org: I did.\n\nBen: Fine."
    )
    reading = read("P1.txt", text.encode())

    assert reading.speakers == ["Ann", "Ben"]
    assert said(reading)[2:4] == [("Ben", "One thing: I was tired. At 10:30 we left."), ("Ben", "Note: it was late.")]


def test_a_name_that_stands_once_is_left_as_words_and_reported_until_it_is_known(said):
    text = "Ann: Hello.\n\nBen: Good.\n\nThere was more.\n\nAnd more.\n\nCleo: Me too.\n\nAnn: Hm.\n\nBen: Yes."

    guessed = read("P1.txt", text.encode())
    told = read("P1.txt", text.encode(), rules=Rules(speakers=("cleo",)))

    assert guessed.speakers == ["Ann", "Ben"]
    assert "line 9: Left as words although a colon follows: 'Cleo'." in str(guessed.problems[0])
    assert told.speakers == ["Ann", "Ben", "Cleo"]


def test_a_full_name_that_stands_once_is_the_speaker_of_its_initials(said):
    text = "Rae Armond: Ready?\n\nRA: First?\n\nDB: No.\n\nRA: Second?\n\nDB: No.\n\nRA: Third?\n\nDB: Yes, third."
    reading = read("P1.txt", text.encode())

    assert reading.roles == {"Rae Armond": "interviewer", "RA": "interviewer", "DB": "participant"}
    assert "Taken for speakers although they stand once: 'Rae Armond'." in str(reading.problems[0])


def test_a_paragraph_without_a_label_goes_on_with_the_speaker_before(said):
    reading = read(
        "P1.txt", b"Ann: Hello.\n\nStill me.\n\n(Phone rings)\n\nStill.\n\nBen: Yes.\n\nAnn: So.\n\nBen: No."
    )

    assert said(reading)[:4] == [("Ann", "Hello."), ("Ann", "Still me."), (None, "(Phone rings)"), ("Ann", "Still.")]
    assert "2 paragraphs without a label (lines 3, 7) taken as the speaker before going on." in str(reading.problems[0])


def test_where_only_the_moderator_is_named_the_others_are_nobody(said):
    reading = read("P1.txt", b" I log in.\n MODERATOR: Start with task 1, please.\n Okay.\n It seems fine.\n")

    assert said(reading) == [
        (None, "I log in."),
        ("MODERATOR", "Start with task 1, please."),
        (None, "Okay."),
        (None, "It seems fine."),
    ]
    assert "Only 'MODERATOR' is named" in str(reading.problems[0])


def test_one_label_before_all_paragraphs_names_them_all(said):
    reading = read("P1.txt", b"P07: First I woke.\n\nThen I ate.\n\nThen I left.")

    assert [speaker for speaker, _ in said(reading)] == ["P07", "P07", "P07"]


def test_spellings_of_a_label_are_one_speaker_and_reported():
    reading = read("P1.txt", b"ANN: One?\n\nBen: Two.\n\nAnn: Three?\n\nBen: Four.")

    assert reading.speakers == ["ANN", "Ben"]
    assert str(reading.problems[0]) == "line 1: Taken for one speaker: 'ANN', 'Ann'."


def test_heads_and_closing_lines_are_no_turns_but_stay_in_the_text(said):
    text = "Name: P07\n\nInterview P07, 14 March\nNight work study\n\nI: Hm?\n\nR: Yes.\n\nEnd of recording."
    reading = read("P07.txt", text.encode())

    assert said(reading) == [("I", "Hm?"), ("R", "Yes.")]
    assert reading.text == text
    assert str(reading.problems[0]).startswith("line 1: Not speech, so not a turn: Name: P07; Interview P07")


def test_a_participant_in_the_head_is_no_speaker(said):
    text = "Participant: P3\nAge: 44\n\nINT: Hm?\n\nP3: Yes.\n\n-----\n\nINT: So?\n\nP3: No."

    assert said(read("P3.txt", text.encode())) == [("INT", "Hm?"), ("P3", "Yes."), ("INT", "So?"), ("P3", "No.")]


def test_numbers_of_lines_are_no_words_but_stay_in_the_text(said):
    text = "1 I: Where?\n2 R: There,\n3 I: Why?\n4 R: 40 years."
    reading = read("P1.txt", text.encode())

    assert said(reading) == [("I", "Where?"), ("R", "There,"), ("I", "Why?"), ("R", "40 years.")]
    assert reading.text == text


def test_remarks_in_brackets_are_no_labels(said):
    reading = read("P1.txt", b"[laughs] First.\n\n[pause] Second.\n\n[laughs] Third.")

    assert said(reading) == [(None, "[laughs] First."), (None, "[pause] Second."), (None, "[laughs] Third.")]


def test_lines_broken_at_a_width_are_one_paragraph(said):
    wide = "all the words of this paragraph are broken at some seventy signs of\n" * 3
    text = f"Ann: {wide}and end.\nBen: {wide}too.\nAnn: {wide}so.\nBen: {wide}fine.\n"

    assert [speaker for speaker, _ in said(read("P1.txt", text.encode()))] == ["Ann", "Ben", "Ann", "Ben"]


def test_without_labels_every_paragraph_is_a_turn(said):
    assert said(read("notes.md", b"# Diary\n\nFirst day.\n\nSecond day,\nand its night.\n")) == [
        (None, "First day."),
        (None, "Second day,\nand its night."),
    ]


def test_a_speaker_pattern_decides_alone(said):
    rules = Rules(speaker_pattern=r"\*(?P<speaker>[A-Z]+) (?P<time>\d+:\d\d)\s*", roles={"CHI": "participant"})
    reading = read("c.txt", b"*CHI 0:01 more: cookie\n*MOT 0:04 no: more?\n", rules=rules)

    assert said(reading) == [("CHI", "more: cookie"), ("MOT", "no: more?")]
    assert [turn.start_time for turn in reading.turns] == [1.0, 4.0]
    assert reading.roles["CHI"] == "participant"


def test_a_faulty_pattern_is_told():
    with pytest.raises(WorkbenchError, match=r"The speaker pattern '\(' is not a regular expression"):
        Rules(speaker_pattern="(")


def test_no_speakers_makes_a_turn_of_every_paragraph(said):
    reading = read("P1.txt", b"Ann: Hello.\n\nBen: Good.", rules=Rules(no_speakers=True))

    assert said(reading) == [(None, "Ann: Hello."), (None, "Ben: Good.")]
    assert reading.roles == {}


def test_initials_that_are_also_a_word_and_names_with_hyphens_are_speakers():
    text = "JA: Where was it?\n\nSang-woo Ryu: In Daegu.\n\nJA: And then?\n\nSang-woo Ryu: Ja: we left.\n\nJA: Why?\n"

    assert read("a.txt", text.encode()).speakers == ["JA", "Sang-woo Ryu"]


@pytest.mark.parametrize(
    "text",
    [
        "(Ann) How was it?\n\n(Ben) Good.\n\n(Ann) Go on.\n\n(Ben) Well: it rained.",
        "<Ann> How was it?\n<Ben> Good.\n<Ann> Go on.\n<Ben> Well: it rained.",
        "Ann – How was it?\n\nBen – Good.\n\nAnn – Go on.\n\nBen – Well: it rained.",
        "1. Ann: How was it?\n\n2. Ben: Good.\n\n3. Ann: Go on.\n\n4. Ben: Well: it rained.",
        "> **Ann** How was it?\n\n> **Ben** Good.\n\n> **Ann** Go on.\n\n> **Ben** Well: it rained.",
        "\u202bAnn: How was it?\u202c\n\n\u200fBen: Good.\n\nAnn\u200f: Go on.\n\n\u2067Ben: Well: it rained.\u2069",
        "Ann: How was it?\u2028Ben: Good.\u2028Ann: Go on.\x0bBen: Well: it rained.",
        "[3/14/24, 2:05:33 PM] Ann: How was it?\n[3/14/24, 2:06:33 PM] Ben: Good.\n"
        "[3/14/24, 2:06:34 PM] Ann: Go on.\n[3/14/24, 2:06:35 PM] Ben: Well: it rained.\n",
        "14.03.2024, 14:05 - Ann: How was it?\n14.03.2024, 14:06 - Ben: Good.\n"
        "14.03.2024, 14:07 - Ann: Go on.\n14.03.2024, 14:08 - Ben: Well: it rained.\n",
        "Ann: How was it?\n\nBen: Good.\n\nAnn: Go on.\n\nBen: Well: it rained.\n\n"
        "This editable transcript was computer generated and might contain errors.",
    ],
)
def test_labels_of_other_makers_are_found_and_the_text_stays(text, said):
    reading = read("P1.txt", text.encode())

    assert said(reading) == ASKED
    assert reading.text == text


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Q. One?\n\nA. Two.\n\nQ. Three?\n\nA. In 1952.", {"Q": "interviewer", "A": "participant"}),
        ("Intv.: one?\n\nResp. 3: two\n\nIntv.: three?\n\nResp. 3: four",
         {"Intv.": "interviewer", "Resp. 3": "participant"}),
        ("Question: one?\nAnswer: two\nQuestion: three?\nAnswer: four\nQuestion: five?\nAnswer: six",
         {"Question": "interviewer", "Answer": "participant"}),
        ("interviewer: one?\n\nme: two\n\ninterviewer: three?\n\nme: four",
         {"interviewer": "interviewer", "me": "participant"}),
        ("Interviewer Mo: one?\n\nParticipant #3: two\n\nInterviewer Mo: three?\n\nParticipant #3: four",
         {"Interviewer Mo": "interviewer", "Participant #3": "participant"}),
        ("A: one?\n\nB: two\n\nA: three?\n\nB: four\n\nA: five?\n\nB: six", {"A": "interviewer", "B": "participant"}),
        ("S00: one.\n\nS01: two\n\nS00: three.\n\nS01: four", {"S00": "unknown", "S01": "unknown"}),
        ("面接者: 一?\n\n参加者: 二\n\n面接者: 三?\n\n参加者: 四", {"面接者": "unknown", "参加者": "participant"}),
    ],
)  # fmt: skip
def test_roles_stand_in_labels_of_many_kinds(text, roles):
    assert read("P1.txt", text.encode()).roles == roles


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("00:00:01:12 - Ann\nHow?\n\n00:00:04:03 - Ben\nSo.\n\n00:00:07:00 - Ann\nEh?",
         [(1.0, None), (4.0, None), (7.0, None)]),
        ("Ann: How? [00:00:05]\n\nBen: So. [00:00:12.5]\n\nAnn: Eh? (00:00:14)",
         [(0.0, 5.0), (5.0, 12.5), (12.5, 14.0)]),
        ("2:01:03 PM Ann: How?\n2:01:04 PM Ben: So.\n2:01:09 PM Ann: Eh?",
         [(50463.0, None), (50464.0, None), (50469.0, None)]),
        ("[Ann] 14:01:12\nHow?\n\n[Ben] 14:01:20\nSo.\n\n[Ann] 14:01:30\nEh?",
         [(50472.0, None), (50480.0, None), (50490.0, None)]),
    ],
)  # fmt: skip
def test_times_of_other_makers_are_found(text, times, said):
    reading = read("P1.txt", text.encode())

    assert said(reading) == [("Ann", "How?"), ("Ben", "So."), ("Ann", "Eh?")]
    assert [(turn.start_time, turn.end_time) for turn in reading.turns] == times


@pytest.mark.parametrize(
    "text",
    [
        "Seeds: buy more.\n\nWater: too much.\n\nLight: fine.\n\nSeeds again.",
        "> When did you meet?\n\n> In May.\n\nWe met late.\n\nx = 5 then.\n\ny = 6 then.\n\nMonday: rain.",
        "Well  I think so.\n\nWell  I said so.\n\nBut  they did not.\n\nBut  we did.",
        "Paris – a city I love.\n\nLondon – less so, I think.\n\nRome is better.\n\nIt was warm.",
        "A. Buy seeds.\n\nB. Water them.\n\nC. Wait.\n\nD. Eat.",
        "I  think so.\n\nWe  do.\n\nI  did.\n\nThey  went.",
        "(laughs) First.\n\n(pause) Second.\n\n(laughs) Third.",
    ],
)
def test_what_only_looks_like_a_label_is_words(text):
    assert read("P1.txt", text.encode()).speakers == []


def test_stamped_pieces_of_one_speaker_in_a_row_are_one_turn(said):
    text = "[0:01] Ann: How?\n\n[0:05] Ben: So.\n\n[0:31] Ben: And so.\n\n[0:40] Ann: Eh?\n\nAnn: No time.\n"
    reading = read("P1.txt", text.encode())

    assert reading.text == text
    assert said(reading) == [
        ("Ann", "How?"),
        ("Ben", "So.\n\n[0:31] Ben: And so."),
        ("Ann", "Eh?"),
        ("Ann", "No time."),
    ]
    assert [turn.start_time for turn in reading.turns] == [1.0, 5.0, 40.0, None]
    assert "5 pieces joined to 4 turns" in str(reading.problems[0])


def test_a_title_above_the_head_hides_no_head(said):
    text = (
        "Interview with Dr. Meyer\nDate: 4 March\nInterviewer: Tom Hill\nParticipant: Sara Meyer (SM)\n\n"
        "TH: How?\n\nSM: So.\n\nTH: Eh?\n\nSM: No."
    )
    assert said(read("P1.txt", text.encode())) == [("TH", "How?"), ("SM", "So."), ("TH", "Eh?"), ("SM", "No.")]


def test_nobody_in_particular_is_no_participant():
    reading = read("P1.txt", b"Mod: One?\n\nP1: Two.\n\nP4?: Three.\n\nAll: Four!\n\nP1: Five.\n\nUnknown female: Six.")

    assert reading.roles == {
        "Mod": "interviewer",
        "P1": "participant",
        "P4?": "participant",
        "All": "unknown",
        "Unknown female": "unknown",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Ann\t0:01:02\tHow was it?\nBen\t0:01:05\tGood.\nAnn\t1:02:03\tGo on.\nBen\t1:02:04\tSo.",
        "@1:02 - Ann\nHow was it?\n\n@1:05 - Ben\nGood.\n\n@1:02:03 - Ann\nGo on.\n\n@1:02:04 - Ben\nSo.",
        "Ann @ 1:02\nHow was it?\n\nBen @ 1:05\nGood.\n\nAnn @ 1:02:03\nGo on.\n\nBen @ 1:02:04\nSo.",
    ],
)
def test_times_stand_in_columns_and_behind_signs(text, said):
    reading = read("P1.txt", text.encode())

    assert said(reading) == [("Ann", "How was it?"), ("Ben", "Good."), ("Ann", "Go on."), ("Ben", "So.")]
    assert [turn.start_time for turn in reading.turns] == [62.0, 65.0, 3723.0, 3724.0]


def test_the_digits_of_a_time_are_no_part_of_the_name(said):
    text = "Ann 00:01:02\nHow was it?\n\nBen 01:05\nGood.\n\nAnn 01:02:03\nGo on.\n\nBen 01:02:04\nSo."
    reading = read("P1.txt", text.encode())

    assert said(reading) == [("Ann", "How was it?"), ("Ben", "Good."), ("Ann", "Go on."), ("Ben", "So.")]
    assert [turn.start_time for turn in reading.turns] == [62.0, 65.0, 3723.0, 3724.0]


def test_a_line_of_signs_that_nobody_sees_is_no_beginning_of_words():
    reading = read("x.txt", "\f\t\ufeff\fAnn:".encode(), rules=Rules(no_speakers=True))
    assert [reading.text[one.start : one.end] for one in reading.turns] == ["Ann:"]
