"""The short form of the planted-truth benchmark: seeded shops whose truths are known, through the whole product."""

import pytest

from bench.planted import Shop, truth
from bench.truth import Coverage, table

SHOPS = 12
FEWEST = 0.75
"""9 of 12: an honest 95 % interval holds the truth less often than that in one of four hundred tries of 12 shops; the
seeds are fixed, so that these tries came out once and for all. `make bench-full` counts 200 shops: 92 to 98 %."""


@pytest.fixture(scope="module")
def lines() -> dict[tuple[str, bool], Coverage]:
    return {(line.figure, line.effect): line for line in table(range(1, SHOPS + 1))}


def test_the_planted_truths_are_those_of_the_distributions() -> None:
    """AOV by hand: (.6 x 3 x 40 + .3 x 5 x 70 + .1 x 8 x 150) / (.6 x 3 + .3 x 5 + .1 x 8) = 297 / 4.1."""
    known = truth(Shop(1))
    assert known.aov == pytest.approx(297 / 4.1)
    assert known.effect == pytest.approx(0.5 * 40)
    assert truth(Shop(1, effect=False)).effect == 0.0


@pytest.mark.parametrize("figure", ["NPS", "AOV", "correlation", "adjusted effect"])
@pytest.mark.parametrize("effect", [True, False])
def test_intervals_hold_the_truth(lines, figure, effect) -> None:
    assert lines[figure, effect].covered >= FEWEST


@pytest.mark.parametrize("effect", [True, False])
def test_the_raw_difference_misses_where_a_confounder_is_planted(lines, effect) -> None:
    line = lines["raw difference", effect]
    assert line.covered == 0.0
    assert line.bias < -50.0  # strict customers are the large ones: promoters seem to spend far less


def test_without_an_effect_hardly_any_is_called_real_and_with_one_most_are_found(lines) -> None:
    assert lines["adjusted effect", False].real <= 0.1
    assert lines["adjusted effect", True].real >= 0.5
