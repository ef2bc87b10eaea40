"""Which encoding a file is in, and what is said about it."""

import pytest

from workbench.model import WorkbenchError
from workbench.readers import Rules, read

ENGLISH = "I: What did it say?\nP07: “Turn left, Mum.” I think – you can’t miss it…\nI: And the café?\nP07: Naïve.\n"
GERMAN = "I: Wie schön, daß die Äpfel größer sind?\nB: Ja, natürlich. Für Übermüdete, früh.\nI: Ach so?\nB: Grüße.\n"
FRENCH = "Q: C’était déjà l’été, à la fin ?\nR: « Où êtes-vous ? » Ça dépend, garçon.\nQ: Où ça ?\nR: Là-bas, après.\n"
SPANISH = "ENTREVISTADOR: ¿Cómo está mañana?\nP1: Muy bien, señor. ¡Qué día!\nENTREVISTADOR: ¿Sí?\nP1: Sí, según él.\n"


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, FRENCH, SPANISH])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-16-le", "utf-16-be"])
def test_an_encoding_is_found_and_said_to_be_assumed(text, encoding):
    reading = read("P1.txt", text.encode(encoding))

    assert (reading.text, reading.encoding) == (text, encoding)
    assert "does not say what it is; it was read as" in str(reading.problems[0])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-8"])
def test_what_a_file_says_itself_is_no_assumption(encoding):
    reading = read("P1.txt", ENGLISH.replace("\n", "\r\n").encode(encoding))

    assert (reading.text, reading.encoding) == (ENGLISH, encoding)
    assert not any("assumed" in str(problem) or "read as" in str(problem) for problem in reading.problems)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "И: Здравствуйте, как дела?\nР: Хорошо, спасибо большое.\n" * 5),
        ("gb18030", "访谈者：你好，请介绍一下。\n受访者：好的。\n" * 5),
        ("cp1253", "Σ: Καλημέρα, τι κάνετε;\nΠ: Καλά, ευχαριστώ.\n" * 5),
    ],
)
def test_letters_of_other_scripts_are_found_by_statistics(encoding, text):
    assert read("P1.txt", text.encode(encoding)).text == text


def test_the_encoding_asked_for_is_used_and_named_if_it_cannot_be():
    data = GERMAN.encode("cp1250")

    assert read("P1.txt", data, rules=Rules(encoding="cp1250")).text == GERMAN
    with pytest.raises(WorkbenchError, match=r"P1\.txt: it is not written in utf-8\."):
        read("P1.txt", data, rules=Rules(encoding="utf-8"))
    with pytest.raises(WorkbenchError, match=r"P1\.txt: there is no encoding called 'klingon'\."):
        read("P1.txt", data, rules=Rules(encoding="klingon"))


def test_lone_carriage_returns_are_line_ends():
    assert read("P1.txt", b"I: one?\rR: two\r").text == "I: one?\nR: two\n"


def test_signs_beyond_the_basic_plane_count_as_one():
    reading = read("P1.txt", "I: 😬 one?\n\nR: 👩‍👩‍👧 two".encode())

    assert [(turn.start, turn.end) for turn in reading.turns] == [(3, 9), (14, 23)]


@pytest.mark.parametrize(
    ("words", "encodings"),
    [
        ("Płot był złamany, a później wszystko się zmieniło, choć nie od razu.", ("cp1250", "iso8859_2", "mac_latin2")),
        ("Plot byl rozbitý, nikdo to neplánoval, a pak přišly děti.", ("cp1250", "iso8859_2")),
        ("Őszintén szólva a kerítés eltört, és könnyű volt.", ("cp1250",)),
        ("Susjed je bacio sjeme. Želio sam više, a život je bio drukčiji.", ("cp1250",)),
        ("Çit kırıktı, kimse planlamadı. Şimdi ışık dolu.", ("cp1254",)),
        ("Où est l’œuvre ? Ça a commencé après l’été, même la nuit.", ("cp1252", "mac_roman")),
        ("Größer als die Straße, schön und übermütig.", ("cp1252", "mac_roman", "cp850")),
        ("¿Cómo empezó? Nadie lo planeó, ¡qué año!", ("cp1252", "mac_roman", "cp850")),
        ("聞き手：どうやって始まりましたか。", ("shift_jis", "iso2022_jp", "utf-16")),
        ("Забор был сломан, никто этого не планировал.", ("cp1251", "koi8_r")),
    ],
)
def test_the_encoding_is_told_by_the_letters(words, encodings):
    text = f"I: Hm?\n\nP: {words}\n\nI: Hm?\n\nP: {words}\n"

    for encoding in encodings:
        assert read("P1.txt", text.encode(encoding)).text == text, encoding
