"""The difference of two shares and its test."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cx.stats.two_proportions import AGRESTI_CAFFO, chi_square, share_difference


def test_agresti_caffo_of_57_and_15_in_100() -> None:
    """Bonett, R package statpsych, ci.prop2: 0.4117647, se 0.06083948, 0.2925215 to 0.5310079."""
    found = share_difference(57, 100, 15, 100)
    e = found.estimate
    assert e.value == pytest.approx(0.42)
    assert (e.low, e.high) == pytest.approx((0.2925215, 0.5310079), abs=5e-7)
    assert found.standard_error == pytest.approx(0.06083948, abs=5e-9)
    assert (e.n, e.unit, e.method) == (200, "share", AGRESTI_CAFFO)


def test_r_prop_test_without_correction() -> None:
    """R prop.test(c(39, 24), c(50, 50), correct = FALSE): X-squared = 9.6525, p = 0.00189, plain Wald interval."""
    found = share_difference(39, 50, 24, 50, adjusted=False)
    assert chi_square(39, 50, 24, 50) == pytest.approx(9.65250965, abs=5e-8)
    assert found.p_value == pytest.approx(0.00189093, abs=5e-8)
    assert (found.estimate.low, found.estimate.high) == pytest.approx((0.1201099, 0.4798901), abs=5e-7)


@given(st.integers(1, 200), st.integers(1, 200), st.integers(1, 200), st.integers(1, 200))
def test_chi_square_is_scipys(a: int, b: int, c: int, d: int) -> None:
    theirs = stats.chi2_contingency([[a, b], [c, d]], correction=False)
    assert chi_square(a, a + b, c, c + d) == pytest.approx(float(theirs.statistic), rel=1e-6, abs=1e-9)


def test_all_none_and_too_few() -> None:
    both = share_difference(20, 20, 20, 20)
    assert (both.estimate.value, both.p_value) == (0.0, None)
    assert both.estimate.low is not None
    assert both.estimate.low < 0.0
    apart = share_difference(20, 20, 0, 20).estimate
    assert (apart.value, apart.high) == (1.0, 1.0)
    assert share_difference(0, 0, 1, 9).estimate.reason == "no data: n = 0"
    assert share_difference(5, 9, 1, 40, minimum=10).estimate.reason == "too few: n = 9, at least 10 needed"
    with pytest.raises(ValueError, match="successes == 4"):
        share_difference(4, 3, 1, 9)
