"""Pictures for the screen: what can be chosen in them says what it stands for."""

import pandas as pd

from workbench.exports.pictures import heat_map


def test_every_square_of_the_heat_map_can_be_chosen():
    rows = [("rules", "P1", 2, 3), ("rules", "P2", 0, 0), ("fence", "P1", 1, 1), ("fence", "P2", 4, 4)]
    matrix = pd.DataFrame(rows, columns=["code", "participant", "passages", "codings"])
    cells, marks = heat_map(matrix, ["fence", "rules"], ["P1", "P2"]).data
    assert [list(row) for row in cells.z] == [[1, 4], [2, 0]]
    assert list(zip(marks.y, marks.x, marks.text, strict=True)) == [
        ("fence", "P1", "1"),
        ("fence", "P2", "4"),
        ("rules", "P1", "2"),
        ("rules", "P2", "0"),
    ]
    assert [tuple(one) for one in marks.customdata] == list(zip(marks.y, marks.x, strict=True))
