"""Passages on paper: nothing of what was said is read as markup or as a formula."""

import pandas as pd

from workbench.exports.passages import passages_table, reading_copy
from workbench.exports.tables import write_table

HOSTILE = "<script>alert(1)</script> =cmd|'x'!A1"
FOUND = pd.DataFrame(
    [["P01", 3, 40, 2, "Ann", "P01", ("rules", "<b>"), HOSTILE], ["P02", 0, 4, None, None, None, (), "=1+1"]],
    columns=["transcript", "start", "end", "turn", "speaker", "participant", "codes", "text"],
    dtype=object,
)


def test_a_reading_copy_holds_the_words_and_no_markup_of_theirs():
    page = reading_copy([("Group <1>", FOUND[:1]), ("", FOUND[1:])], title="harm & trust", says=["2 passages"]).decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<h1>harm &amp; trust</h1><p>2 passages</p><h2>Group &lt;1&gt;</h2>" in page
    assert "<p>P01, turn 2 · rules, &lt;b&gt;</p>" in page
    assert "<p>P02</p>" in page


def test_a_table_of_passages_has_a_row_each_and_no_formula():
    table = passages_table(FOUND, title="Found")
    assert table.column("codes") == ("rules; <b>", "")
    assert table.column("turn") == (2, None)
    written = write_table(table, "csv").decode("utf-8-sig")
    assert ",=1+1" not in written
    assert "P01,2,P01,Ann,3,40,rules; <b>," in written
