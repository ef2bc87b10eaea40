"""Coded with its neighbours but not with it."""

from workbench.analysis.neighbours import Neighboured, beside, neighbours

CODED = [
    ("P1", 0, 10, "rules"),
    ("P1", 5, 15, "fines"),
    ("P2", 0, 10, "rules"),
    ("P2", 0, 10, "fines"),
    ("P2", 2, 6, "signs"),
    ("P3", 0, 10, "fines"),
    ("P3", 0, 10, "signs"),
    ("P3", 20, 30, "fines"),
    ("P3", 40, 50, "weather"),
]


def test_neighbours_share_passages_often_enough():
    assert neighbours(CODED, {"rules"}) == {"fines": 2}
    assert neighbours(CODED, {"rules"}, least=1) == {"fines": 2, "signs": 1}
    assert neighbours(CODED, {"weather"}) == {}


def test_passages_beside_the_theme_have_its_neighbours_and_not_itself():
    assert beside(CODED, {"rules"}, least=1) == [
        Neighboured("P3", 0, 10, ("fines", "signs")),
        Neighboured("P3", 20, 30, ("fines",)),
    ]
    assert beside(CODED, {"rules", "fines", "signs"}, least=1) == []
