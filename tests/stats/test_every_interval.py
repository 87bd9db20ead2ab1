"""No interval leaves its range or is nan, whatever comes in: n = 0, 1, all equal, one-sided, huge, tiny."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cx.stats import correlation, gamma_gamma
from cx.stats.bootstrap import acceleration, bca_mean
from cx.stats.comparison import difference, p_value, relative_change
from cx.stats.counts import compound_count, compound_sum, poisson_count, poisson_rate
from cx.stats.estimate import Estimate
from cx.stats.means import mean, sample_variance, welch
from cx.stats.medians import weighted_median
from cx.stats.nps import NpsCounts, nps, score_interval
from cx.stats.nps import difference as nps_difference
from cx.stats.odds_ratios import odds_ratios
from cx.stats.programme import needed, payback_days
from cx.stats.proportion_intervals import INTERVALS
from cx.stats.proportions import wilson
from cx.stats.ratios import ratio
from cx.stats.standardised import standardised_difference, unsigned
from cx.stats.subscriptions import Month, Moved, quick_ratio_estimate
from cx.stats.two_proportions import share_difference

COUNT = st.integers(0, 10**6)
SCORES = st.lists(st.integers(1, 5), max_size=30)
AMOUNTS = st.lists(st.one_of(st.just(0.0), st.floats(0, 1e6, allow_nan=False, allow_subnormal=False)), max_size=25)


def sound(estimate: Estimate, low: float = -np.inf, high: float = np.inf) -> None:
    """A reason in words, or a value in its interval in the range; Estimate itself refuses what is not finite."""
    if not estimate.known:
        assert estimate.reason
        return
    assert estimate.value is not None
    assert estimate.low is not None
    assert estimate.high is not None
    assert low <= estimate.low <= estimate.value <= estimate.high <= high


@pytest.fixture(autouse=True)
def _no_warnings() -> None:
    warnings.simplefilter("error")


@given(COUNT, COUNT, COUNT, st.floats(1, 50))
def test_nps(promoters: int, passives: int, detractors: int, effect: float) -> None:
    sound(nps(promoters, passives, detractors, design_effect=effect), -100, 100)
    counts = NpsCounts(promoters, passives, detractors)
    sound(nps_difference(counts, NpsCounts(detractors, passives, 1)).estimate, -200, 200)
    if counts.n:
        low, high = score_interval(*counts)
        assert -1 <= low <= (promoters - detractors) / counts.n + 1e-9
        assert (promoters - detractors) / counts.n - 1e-9 <= high <= 1


@given(COUNT, COUNT, COUNT, COUNT)
def test_shares(a: int, b: int, c: int, d: int) -> None:
    first, second = wilson(a, a + b), wilson(c, c + d)
    sound(first, 0, 1)
    sound(difference(first, second), -1, 1)
    sound(relative_change(first, second), -1)
    sound(share_difference(a, a + b, c, c + d).estimate, -1, 1)
    for p in (p_value(first, second), share_difference(a, a + b, c, c + d).p_value):
        assert p is None or 0 <= p <= 1
    if a + b:
        for interval in INTERVALS.values():
            low, high = interval(a, a + b, 0.95)
            assert 0 <= low <= a / (a + b) <= high <= 1 or interval is INTERVALS["adjusted Wald (Agresti-Coull)"]


@given(SCORES)
def test_scores_on_a_scale(values: list[int]) -> None:
    n, total, squares = len(values), float(sum(values)), float(sum(v * v for v in values))
    sound(mean(n, total, squares, low_bound=1, high_bound=5), 1, 5)
    sound(ratio(total, n, squares, total, n, n, n=n, unit="score", low_bound=1, high_bound=5), 1, 5)


@settings(max_examples=60)
@given(SCORES, AMOUNTS)
def test_bootstrap(scores: list[int], amounts: list[float]) -> None:
    sound(bca_mean(np.array(scores, dtype=float), low_bound=1, high_bound=5), 1, 5)
    sound(bca_mean(np.array(amounts, dtype=float), unit="money", low_bound=0.0), 0)


@example([0.0, 0.0], [0.0, 1.8e-106])
@example([0.0, 1.5e-162], [1e-162, 1e-320])
@example([0.0, 1e-200], [1e150, 1e154])
@example([0.0, 1e300], [1e300, 1.7e308, 1.7e308])
@example([0.0] * 8 + [1e-110], [0.0] * 8 + [1e300])
@given(AMOUNTS, AMOUNTS)
def test_amounts(first: list[float], second: list[float]) -> None:
    moments = []
    for values in (first, second):
        n, total, squares = len(values), sum(values), sum(v * v for v in values)
        sound(mean(n, total, squares, low_bound=0.0, unit="money"), 0)
        sound(ratio(total, n, squares, total, n, n, n=n, unit="money", low_bound=0.0), 0)
        sound(weighted_median(values, [1] * n), 0)
        sound(bca_mean(values, unit="money", low_bound=0.0), 0)
        sound(compound_sum(total, squares, n), -np.inf)
        moments.append((n, total / n if n else 0.0, sample_variance(n, total, squares) if n > 1 else 0.0))
    contrast = welch(*moments[0], *moments[1])
    sound(contrast.estimate)
    assert contrast.p_value is None or 0 <= contrast.p_value <= 1
    sound(standardised_difference(*moments[0], *moments[1]))


@given(st.floats(-1, 1), st.integers(0, 10**6), st.integers(0, 5))
def test_correlations(r: float, n: int, controls: int) -> None:
    sound(correlation.pearson(r, n), -1, 1)
    sound(correlation.spearman(r, n), -1, 1)
    sound(correlation.partial(r, n, controls), -1, 1)


@example(0, 1e-300, 2)
@example(10**6, 1e-305, 50)
@example(3, 1e300, 50)
@given(COUNT, st.floats(1, 1e6), st.integers(1, 50))
def test_counts(count: int, exposure: float, repeats: int) -> None:
    sound(poisson_count(count), 0)
    sound(compound_count(count, float(count * repeats)), 0)
    sound(poisson_rate(count, exposure, n=count), 0)


def test_equal_and_opposite_extremes() -> None:
    """The corners a random search seldom meets: all of one kind, one of each, equal values that do not add exactly."""
    for answers in ((1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 0, 1), (10**6, 0, 0)):
        sound(nps(*answers), -100, 100)
    tenths = [0.1] * 30
    sound(mean(30, sum(tenths), sum(v * v for v in tenths), low_bound=0.1, high_bound=5.0), 0.1, 5.0)
    sound(bca_mean(tenths))
    for r in (-1.0, 0.0, 1.0):
        for n in (0, 1, 2, 3, 4):
            sound(correlation.pearson(r, n), -1, 1)


SIZES = st.sampled_from([0.0, 5e-324, 1e-300, 1e-160, 1e-12, 1.0, 1e12, 1e154, 1e300, 1.7e308])


@given(SIZES, SIZES, SIZES, SIZES)
def test_figures_many_digits_apart(first: float, second: float, var1: float, var2: float) -> None:
    """Every function that squares, divides or takes an exponential, at both ends of what a double holds."""
    contrast = welch(5, first, var1, 7, second, var2)
    sound(contrast.estimate)
    assert contrast.p_value is None or 0 <= contrast.p_value <= 1
    sound(standardised_difference(5, first, var1, 7, -second, var2))
    sound(unsigned(first, 12, 5.0, 7.0))
    one, other = (Estimate(x, x / 2, x, 5, "money", "t") for x in (first, second))
    sound(difference(one, other))
    sound(relative_change(one, other), -1)
    found = payback_days(first, one), needed(first, other, unit="share", most=1.0)
    assert all(estimate.known or estimate.reason for estimate in found)
    assert correlation.coefficient(3, first, second, first * first, second * second, first * second) in (None, 0.0, 1.0)


@pytest.mark.parametrize("unit", [1e-300, 1e-160, 1.0, 1e154, 1e300])
def test_a_unit_of_money_changes_no_figure_without_unit(unit: float) -> None:
    spent = np.array([1.0, 2.0, 1.0, 3.0, 1.5, 1.0])
    found = gamma_gamma.independence(np.array([1, 2, 3, 4, 5, 1]), unit * spent, np.ones(6))
    assert found.value == pytest.approx(0.484164831866)
    assert acceleration(unit * spent) == pytest.approx(acceleration(spent))
    gained, lost = Moved(3, 6 * unit, 14 * unit * unit), Moved(2, 3 * unit, 5 * unit * unit)
    still = Moved()
    sound(quick_ratio_estimate(Month(9, 9 * unit, 9 * unit, gained, still, still, lost, still), minimum=1), 0)
    sound(odds_ratios([[0], [1]], [0, 10**9], [10**9, 10**9])[0], 0)
