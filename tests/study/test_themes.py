"""Themes and their evidence, which is computed and never typed."""

import pytest

from workbench.model import WorkbenchError
from workbench.study.output import coding_records


@pytest.fixture
def coded(study, put):
    put("P01", "There is one rule: take what you need.", "rules")
    put("P01", "Some take more, of course.", "breaking rules", coder="Bo")
    put("P02", "Nobody asked me to.", "rules")
    study.themes.add("Order", definition="Who decides", codes=["rules"])
    study.themes.add("Disorder", parent="Order", codes=["breaking rules"])
    return study


def test_a_theme_counts_its_codes_and_its_sub_themes_each_coding_once(coded):
    order, disorder = coded.themes

    assert (order.name, order.participants, order.transcripts, order.codings) == (
        "Order",
        ("P01", "P02"),
        ("P01", "P02"),
        3,
    )
    assert (disorder.parent, disorder.participants, disorder.codings) == ("Order", ("P01",), 1)
    assert [(code.name, code.codings, code.participants) for code in order.codes] == [("rules", 2, ("P01", "P02"))]


def test_the_first_quotes_come_from_different_participants(coded):
    assert {quote.participant for quote in coded.themes["Order"].quotes[:2]} == {"P01", "P02"}


def test_negative_cases_are_marked_as_such(coded):
    text = coded.transcripts["P02"].text
    start = text.index("Nobody asked me")
    coded.themes.counter("Order", "P02", start, start + 15, note="no rule")

    assert [(q.text, q.participant, q.against) for q in coded.themes["Order"].counter] == [
        ("Nobody asked me", "P02", True)
    ]
    table = coded.theme_table()
    assert "Nobody asked me" in str(table.rows[0].cells)


def test_the_agreed_layer_is_the_evidence_where_there_is_one(coded, put):
    put("P02", "Nobody asked me to.", "rules", coder="team", layer="agreed")

    assert [one.coder for one in coded.themes["Order"].quotes if one.transcript == "P02"] == ["team"]
    assert coded.themes["Order"].codings == 3  # P01 has no agreed layer yet: everybody's own count there
    assert coded.about().layer == "partly agreed"
    for words, code in (("There is one rule", "rules"), ("Some take more", "breaking rules")):
        put("P01", words, code, coder="team", layer="agreed")
    assert coded.about().layer == "agreed"


def test_no_circles(coded):
    with pytest.raises(WorkbenchError, match="cannot stand below itself"):
        coded.themes.move("Order", "Disorder")
    with pytest.raises(WorkbenchError, match="linked to itself"):
        coded.themes.link("Order", "Order", "is")


def test_counts_agree_across_table_map_codebook_and_codings(coded, tmp_path):
    table = coded.theme_table()
    assert table.column("Codings") == (3, 1)
    assert table.column("Participants") == ("2 of 2", "1 of 2")
    assert [row["theme"] for row in coding_records(coded)] == ["Order", "Disorder", "Order"]
    figure = coded.thematic_map().svg()
    assert "2 of 2 participants" in figure


@pytest.mark.slow
def test_the_same_study_gives_the_same_bytes(coded, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first = {path.name: path.read_bytes() for path in coded.export(tmp_path / "one")}
    second = {path.name: path.read_bytes() for path in coded.export(tmp_path / "two")}

    assert [name for name in first if first[name] != second[name]] == []
    assert {"themes.docx", "map.pdf", "map.html", "codebook.xlsx", "codings.parquet", "history.csv"} <= set(first)


def test_themes_are_arranged_as_one_act(coded):
    before = coded.store.dump()
    coded.themes.arrange({"Order": (10.0, 5.5), "Disorder": (60.0, 0.0)}, moved="Order")

    assert {one.name: one.position for one in coded.themes} == {"Order": (10.0, 5.5), "Disorder": (60.0, 0.0)}
    assert list(coded.history)[-1].what == "Moved theme 'Order' on the map"
    coded.undo()
    assert coded.store.dump() == before
