"""Correlations, intervals and p values; the references are the printed outputs of Bonett's statpsych."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cx.stats.correlation import coefficient, p_value, partial, pearson, spearman, spearman_p_value

Y = [21, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19]
X = [67, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51]
COEFFICIENTS = st.floats(-1.0, 1.0)


def of_values(x: list[float], y: list[float]) -> float | None:
    a, b = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return coefficient(len(x), float(a.sum()), float(b.sum()), float(a @ a), float(b @ b), float(a @ b))


def test_fisher_z() -> None:
    """ci.cor, r = 0.6, n = 150: plain Fisher z gives 0.48652 to 0.69357."""
    estimate = pearson(0.6, 150)
    assert (estimate.low, estimate.high) == pytest.approx((0.48652081, 0.69356998), abs=1e-8)
    assert (estimate.value, estimate.n, estimate.unit, estimate.method) == (
        0.6,
        150,
        "correlation",
        "Fisher z",
    )


def test_partial() -> None:
    """ci.cor with one control, r = 0.7, n = 135: plain Fisher z gives 0.60186 to 0.77731."""
    estimate = partial(0.7, 135, 1)
    assert (estimate.low, estimate.high) == pytest.approx((0.60185947, 0.77731221), abs=1e-8)


def test_bonett_wright() -> None:
    """ci.spear: 0.8699639, 0.5840951 to 0.9638297."""
    rho = of_values(list(stats.rankdata(X)), list(stats.rankdata(Y)))
    assert rho == pytest.approx(0.8699639, abs=5e-8)
    assert rho is not None
    estimate = spearman(rho, 15)
    assert (estimate.low, estimate.high) == pytest.approx((0.5840951, 0.9638297), abs=5e-8)
    assert estimate.method == "Bonett-Wright"


def test_p_value() -> None:
    """test.cor0, r = 0.372, n = 100: t = 3.9673, df 98, p = 0.00014."""
    assert p_value(0.372, 100) == pytest.approx(0.00014, abs=5e-6)
    assert p_value(0.372, 100) == pytest.approx(2 * stats.t.sf(3.9673, 98), rel=1e-3)
    assert p_value(0.0, 100) == 1.0


def test_p_value_of_a_partial_correlation_loses_one_degree_of_freedom_per_control() -> None:
    assert p_value(0.372, 101, controls=1) == p_value(0.372, 100)


def test_p_value_agrees_with_scipy() -> None:
    r = of_values([float(x) for x in X], [float(y) for y in Y])
    assert r is not None
    assert p_value(r, 15) == pytest.approx(float(stats.pearsonr(X, Y).pvalue), rel=1e-9)
    rho = of_values(list(stats.rankdata(X)), list(stats.rankdata(Y)))
    assert rho is not None
    assert spearman_p_value(rho, 15) == pytest.approx(float(stats.spearmanr(X, Y).pvalue), rel=1e-9)


def test_perfect_order_of_few_ranks_is_not_certainty() -> None:
    """Two of the 5! = 120 orders are as extreme as a perfect one."""
    assert spearman_p_value(1.0, 5) == pytest.approx(2 / 120)
    assert spearman_p_value(-1.0, 3) == pytest.approx(2 / 6)
    assert p_value(1.0, 5) == 0.0


def test_too_few_for_a_p_value() -> None:
    assert p_value(0.5, 2) is None
    assert spearman_p_value(0.5, 2) is None


def test_coefficient_by_hand() -> None:
    """(1,1), (2,3), (3,2): 1 / 2."""
    assert of_values([1, 2, 3], [1, 3, 2]) == pytest.approx(0.5)


def test_without_variation_there_is_no_coefficient() -> None:
    assert of_values([1, 2, 3], [4, 4, 4]) is None
    assert of_values([0, 0, 0], [1, 2, 3]) is None
    assert of_values([1], [1]) is None
    assert coefficient(0, 0, 0, 0, 0, 0) is None


def test_a_perfect_correlation_keeps_a_width() -> None:
    estimate = pearson(1.0, 10)
    assert (estimate.value, estimate.high) == (1.0, 1.0)
    assert estimate.low is not None
    assert 0.7 < estimate.low < 1.0
    assert estimate.method == "Fisher z, bias-adjusted"


def test_withheld() -> None:
    assert pearson(0.0, 0).reason == "no data: n = 0"
    assert spearman(0.5, 1).reason == "too few: n = 1, at least 4 needed"
    assert spearman(0.5, 7, minimum=30).reason == "too few: n = 7, at least 30 needed"
    assert partial(0.5, 5, 2).reason == "too few: n = 5, at least 6 needed"


def test_impossible_inputs_are_refused() -> None:
    with pytest.raises(ValueError, match=r"r == 1\.1"):
        pearson(1.1, 10)
    with pytest.raises(ValueError, match="r == nan"):
        p_value(float("nan"), 10)
    with pytest.raises(ValueError, match="controls == -1"):
        partial(0.1, 10, -1)


@given(COEFFICIENTS, st.integers(4, 10**6))
def test_interval_holds_the_coefficient_and_stays_in_range(r: float, n: int) -> None:
    for estimate in (pearson(r, n), spearman(r, n)):
        assert estimate.value is not None
        assert estimate.low is not None
        assert estimate.high is not None
        assert -1.0 <= estimate.low <= estimate.value <= estimate.high <= 1.0


@given(st.floats(-0.99, 0.99), st.integers(4, 1000), st.integers(2, 10))
def test_more_pairs_narrow_it(r: float, n: int, times: int) -> None:
    few, many = spearman(r, n), spearman(r, n * times)
    assert few.low is not None
    assert few.high is not None
    assert many.low is not None
    assert many.high is not None
    assert many.high - many.low < few.high - few.low


@given(COEFFICIENTS, st.integers(4, 1000))
def test_turning_one_measure_round_mirrors_the_interval(r: float, n: int) -> None:
    forth, back = pearson(r, n), pearson(-r, n)
    assert forth.low == pytest.approx(-(back.high or 0.0))
    assert p_value(r, n) == p_value(-r, n)
