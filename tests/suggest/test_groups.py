"""Space, groups, stability and number, on points made up for it."""

import numpy as np
import pytest

from workbench.model import WorkbenchError
from workbench.suggest import space
from workbench.suggest.grouping import one_thread
from workbench.suggest.groups import Landscape, Material, fits, placed
from workbench.suggest.number import bounds, check, chosen, given
from workbench.suggest.progress import Teller
from workbench.suggest.space import coordinates, situated, unit
from workbench.suggest.stability import came_back, resamples, stability


@pytest.fixture(autouse=True, scope="module")
def alone():
    with one_thread():
        yield


def crowd(groups=4, each=30, spread=0.15, seed=0):
    """Unit vectors around `groups` directions, and the group of each."""
    chance = np.random.default_rng(seed)
    directions = unit(chance.normal(size=(groups, 40)))
    true = np.repeat(np.arange(groups), each)
    return unit(directions[true] + spread * chance.normal(size=(len(true), 40)) / np.sqrt(10)), true


def material(groups=4, each=30, **options):
    vectors, true = crowd(groups, each, **options)
    # Each transcript goes through all groups, one after the other.
    names = tuple(f"P{at % 3}" for at in range(len(true)))
    order = sorted(range(len(true)), key=lambda at: (names[at], at))
    return Material(vectors[order], tuple(names[at] for at in order), (30,) * len(true)), true[order]


def same(labels, true):
    """Whether the two name the same groups, by whatever numbers."""
    return len(set(zip(labels.tolist(), true.tolist(), strict=True))) == len(set(true)) == len(set(labels.tolist()))


def test_a_short_segment_leans_on_its_neighbours_in_the_same_transcript_only():
    vectors = unit(np.random.default_rng(1).normal(size=(6, 8)))
    alone = situated(vectors, ["A", "B", "C", "D", "E", "F"], [1] * 6)
    short = situated(vectors, ["A", "A", "B", "C", "D", "E"], [1, 60, 1, 1, 1, 1])

    def near(points):
        return float(points[0] @ points[1])

    assert near(short) > near(alone) + 0.3
    assert np.allclose(np.linalg.norm(short, axis=1), 1)


def test_what_all_share_is_taken_out():
    vectors = unit(np.random.default_rng(1).normal(size=(30, 8)) + 5)

    points = situated(vectors, [f"P{n}" for n in range(30)], [9] * 30)

    assert (vectors @ vectors.T).mean() > 0.9
    assert abs((points @ points.T).mean()) < 0.1


def test_coordinates_tell_groups_apart_and_are_ordered_by_weight():
    vectors, _ = crowd()

    found, weights = coordinates(vectors, 6)

    assert found.shape == (120, 6)
    assert list(weights) == sorted(weights, reverse=True)
    assert weights[0] == pytest.approx(1)
    assert weights[3] - weights[4] == max(np.diff(-weights))
    assert np.allclose(found.T @ found, np.eye(6), atol=1e-6)


def test_small_graphs_solved_whole_and_large_ones_step_by_step_agree(monkeypatch):
    vectors, _ = crowd(each=30, spread=0.5)
    whole, heavy = coordinates(vectors, 5)
    monkeypatch.setattr(space, "SOLVED_WHOLE", 0)
    stepwise, weights = coordinates(vectors, 5)

    assert np.allclose(heavy, weights)
    assert np.allclose(whole, stepwise, atol=1e-5)


def test_copies_of_one_text_hang_together_with_the_rest():
    vectors, _ = crowd(each=20)
    copies = np.repeat(vectors[:1], 25, axis=0)

    _, weights = coordinates(np.vstack([vectors, copies]), 6)

    assert weights[0] > weights[1] + 1e-6


def test_groups_are_found_again():
    made, true = material()
    landscape = Landscape.of(made, 6)

    assert same(landscape.grouped(4, seed=0), true)
    assert max(range(2, 6), key=landscape.gap) == 4


def test_no_more_groups_are_made_than_can_be_told_apart():
    vectors, _ = crowd(groups=3, each=1)
    copies = Landscape(np.repeat(vectors, 8, axis=0), np.repeat(np.eye(3, 5), 8, axis=0), np.ones(6))

    assert sorted(set(copies.grouped(5, seed=0).tolist())) == [0, 1, 2]
    assert given(5, copies, [], 0).reason == "3 suggestions, not 5: no more can be told apart."


def test_a_members_fit_is_measured_without_itself():
    points = np.eye(3)

    assert fits(points, np.array([0, 0, 1])).tolist() == [[0, 0], [0, 0], [0, 0]]


def test_points_without_group_have_a_fit_to_all_and_no_groups_have_no_columns():
    points = np.array([[1.0, 0], [1, 0], [0, 1]])

    assert fits(points, np.array([0, 0, -1])).tolist() == [[1], [1], [0]]
    assert fits(points, np.array([-1, -1, -1])).shape == (3, 0)


def test_what_fits_badly_or_fits_another_group_better_belongs_nowhere():
    near, far = [1.0, 0, 0], [0, 1.0, 0]
    points = unit(np.array([near, near, near, near, far, far, far, near, [0, 0, 1.0], far]))
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 1, 0, 1])

    assert placed(points, labels).tolist() == [0, 0, 0, 0, 1, 1, 1, -1, -1, 1]


def test_no_more_than_three_in_ten_are_left_out_and_no_group_is_emptied():
    points = unit(np.random.default_rng(3).normal(size=(100, 50)))

    found = placed(points, np.arange(100) % 5)

    assert (found < 0).sum() <= 30
    assert set(found.tolist()) == {-1, 0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("again", "back"),
    [
        ([1, 1, 1, 1, 0, 0, 0, 0], [True, True]),
        ([0, 0, 0, 0, 0, 0, 0, 0], [True, False]),
        ([0, 0, 1, 1, 2, 2, 3, 3], [True, True]),
        ([0, 1, 2, 3, 4, 4, 4, -1], [False, True]),
        ([-1, -1, -1, -1, -1, -1, -1, -1], [False, False]),
    ],
)
def test_a_group_came_back_when_half_of_it_is_together_and_half_of_that_is_it(again, back):
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 1])

    assert came_back(labels, np.array(again), 2).tolist() == back


def test_clear_groups_always_come_back_and_chance_ones_do_not():
    made, _ = material()
    noise, _ = material(spread=9.0)

    def held(one, number):
        landscape = Landscape.of(one, 8)
        samples = list(resamples(one, 8, 8, seed=5))
        return stability(landscape.grouped(number, 0), samples, number)

    assert held(made, 4).tolist() == [1, 1, 1, 1]
    assert held(noise, 7).mean() < 0.6


def test_resamples_leave_a_tenth_out_and_depend_on_the_seed():
    made, _ = material()
    kept = [one.kept.tolist() for one in resamples(made, 3, 5, seed=1)]

    assert [len(one) for one in kept] == [108, 108, 108]
    assert kept == [one.kept.tolist() for one in resamples(made, 3, 5, seed=1)]
    assert kept != [one.kept.tolist() for one in resamples(made, 3, 5, seed=2)]


def test_the_number_is_the_largest_that_holds():
    made, _ = material(groups=6, each=20)
    landscape = Landscape.of(made, 9)

    choice = chosen(landscape, list(resamples(made, 10, 9, seed=0)), 0, Teller())

    assert bounds(120) == (5, 8)
    assert choice.number == 6
    assert choice.reason.startswith("6 suggestions: of 5 to 8, the most that hold when a tenth")
    assert choice.stability.tolist() == [1] * 6


def test_without_resamples_the_widest_gap_decides():
    made, _ = material(groups=6, each=20)

    choice = chosen(Landscape.of(made, 9), [], 0, Teller())

    assert (choice.number, list(choice.stability)) == (6, [])
    assert choice.reason == "6 suggestions: of 5 to 8, where the graph parts most clearly."


@pytest.mark.parametrize("number", [0, 1, 14, -3])
def test_a_number_that_cannot_be_is_refused_with_what_can(number):
    with pytest.raises(WorkbenchError, match=f"^{number} suggestions cannot be made of 40 segments. Ask for 2 to 13"):
        check(number, 0, 40)


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_that_is_none_is_refused(seed):
    with pytest.raises(WorkbenchError, match=f"The seed is {seed}. Choose"):
        check(None, seed, 40)
