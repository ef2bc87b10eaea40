"""The theme table: one row a theme, evidence counted, words verbatim."""

import pytest

from workbench.exports.theme_table import COLUMNS, shorten, theme_table
from workbench.model import ThemeReport, WorkbenchError

from .reports import ABOUT, open_models, quote, report, theme


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
        attributes=["role"],
    )

    assert dict(zip(table.columns, table.rows[0].cells, strict=True)) == {
        "Theme": "Harm",
        "Definition": "What models do to people.",
        "Codes": "misuse (3)\nminors (2)",
        "Participants": "4 of 19",
        "Which participants": "P01, P02, P03, P04",
        "Transcripts": 4,
        "Codings": 10,
        "Typical quotes": "“I lie awake.” (P03, role: founder)\n“Never again.” (P07, role: student)",
        "Speaking against": "Against: “Nobody misuses mine.” (P11)",
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
