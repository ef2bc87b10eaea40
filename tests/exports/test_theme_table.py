"""The theme table: one row a theme, evidence counted, words verbatim."""

import pytest

from workbench.exports.theme_table import COLUMNS, shorten, theme_table
from workbench.model import NotFound, ThemeReport, WorkbenchError

from .reports import ABOUT, CREDIT, HARMS, TROUBLE, open_models, quote, report, theme


def test_a_theme_is_one_row_with_its_evidence():
    table = theme_table(
        report(
            theme(
                "Harm",
                {"misuse": 3, "minors": 2},
                4,
                definition="What models do to people.",
                quotes=(quote("I lie awake."), quote("Never again.", "P07"), quote("A third.", "P08")),
                counter=(quote("Nobody misuses mine.", "P11", against=True),),
            )
        ),
    )

    assert dict(zip(table.columns, table.rows[0].cells, strict=True)) == {
        "Theme": "Harm",
        "Definition": "What models do to people.",
        "Codes": "misuse (3)\nminors (2)",
        "Participants": "4 of 19",
        "Which participants": "P01, P02, P03, P04",
        "Transcripts": 4,
        "Codings": 10,
        "Typical quotes": "“I lie awake.” (P03, founder)\n“Never again.” (P07, student)",
        "Speaking against": "“Nobody misuses mine.” (P11)",
    }
    assert table.caption == ABOUT.caption


def test_sub_themes_stand_indented_below_theirs():
    table = theme_table(open_models())

    assert [(row.cells[0], row.level, row.part_of) for row in table.rows][:4] == [
        ("Reduce downstream harms", 0, ""),
        ("Who answers for it", 1, "Reduce downstream harms"),
        ("Recognise creators’ contributions and originality", 0, ""),
        ("Secure ownership of models", 0, ""),
    ]


def test_columns_are_chosen_and_ordered():
    assert theme_table(open_models(), columns=["Codings", "Theme"]).columns == ("Codings", "Theme")


def test_themes_are_ordered_and_sub_themes_stay_below_theirs():
    by_count = theme_table(open_models(), order="participants").column("Theme")

    assert by_count[:2] == (CREDIT, TROUBLE)
    assert by_count[by_count.index(HARMS) + 1] == "Who answers for it"
    with pytest.raises(WorkbenchError, match="Choose one of: study, participants, codings, name"):
        theme_table(open_models(), order="size")


def test_quotes_are_limited_for_and_against_by_participant_and_by_attribute():
    table = theme_table(open_models(), quotes=1, against=0, attributes=["phase"], not_quoted=["P07"])

    assert (
        table.column("Typical quotes")[0]
        == "“You put a thing into the world and then you lie awake over it.” (P03, phase: 2)"
    )
    assert table.column("Speaking against")[0] == ""
    assert "P07" not in "".join(theme_table(open_models(), quotes=9, not_quoted=["P07"]).column("Typical quotes"))
    with pytest.raises(NotFound, match=r"No attribute is called 'fase'\. Did you mean 'phase'"):
        theme_table(open_models(), attributes=["fase"])
    with pytest.raises(NotFound, match="No participant is called 'P77'"):
        theme_table(open_models(), not_quoted=["P77"])


def test_a_passage_is_quoted_once():
    first, second = quote("Mine."), quote("Mine too, and longer.", "P07")
    table = theme_table(
        report(
            theme("A", {}, quotes=(first, second)),
            theme("A1", {}, parent="A", quotes=(first, second)),
            theme("A2", {}, parent="A", quotes=(first, second)),
        ),
        quotes=1,
    )

    assert table.column("Typical quotes") == (
        "“Mine.” (P03, founder)",
        "“Mine too, and longer.” (P07, student)",
        "“Mine.” (P03, founder)",  # better twice than a theme without a voice
    )


def test_an_unknown_column_is_named_with_those_there_are():
    with pytest.raises(WorkbenchError, match="no column 'Colour'"):
        theme_table(open_models(), columns=["Theme", "Colour"])


@pytest.mark.parametrize(
    ("text", "words", "short"),
    [
        ("one two three", 3, "one two three"),
        ("one  two\nthree four", 3, "one  two\nthree […]"),
        ("one", 0, " […]"),
        ("one two ", 2, "one two "),
    ],
)
def test_a_quote_is_cut_between_words_only(text, words, short):
    assert shorten(text, words) == short


def test_no_quotes_can_be_asked_for():
    assert set(theme_table(open_models(), quotes=0).column("Typical quotes")) == {""}


def test_without_themes_it_says_what_comes_first():
    with pytest.raises(WorkbenchError, match="Accept a suggestion or group some codes into a theme first"):
        theme_table(ThemeReport(ABOUT, ()))


def test_the_columns_promised_are_all_there():
    assert theme_table(open_models()).columns == COLUMNS
