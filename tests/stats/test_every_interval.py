"""No interval leaves its range or is nan, whatever comes in: n = 0, 1, all equal, one-sided, huge, tiny."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.stats import correlation
from cx.stats.bootstrap import bca_mean
from cx.stats.comparison import difference, p_value, relative_change
from cx.stats.counts import compound_count, poisson_count, poisson_rate
from cx.stats.estimate import Estimate
from cx.stats.means import mean, sample_variance, welch
from cx.stats.medians import weighted_median
from cx.stats.nps import NpsCounts, nps, score_interval
from cx.stats.nps import difference as nps_difference
from cx.stats.proportion_intervals import INTERVALS
from cx.stats.proportions import wilson
from cx.stats.ratios import ratio
from cx.stats.standardised import standardised_difference
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


@given(AMOUNTS, AMOUNTS)
def test_amounts(first: list[float], second: list[float]) -> None:
    moments = []
    for values in (first, second):
        n, total, squares = len(values), sum(values), sum(v * v for v in values)
        sound(mean(n, total, squares, low_bound=0.0, unit="money"), 0)
        sound(ratio(total, n, squares, total, n, n, n=n, unit="money", low_bound=0.0), 0)
        sound(weighted_median(values, [1] * n), 0)
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
