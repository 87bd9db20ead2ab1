"""The standardised difference against published examples, and at its edges."""

import math

import pytest

from cx.stats.standardised import standardised_difference, unsigned


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((35.1, 26.7, 7.32, 6.98, 30, 30), (1.1745, 0.6170771, 1.731909)),
        ((20.9, 19.1, 3.85, 3.19, 50, 50), (0.5091311, 0.10657659, 0.9116857)),
    ],
)
def test_published_examples(numbers: tuple[float, ...], expected: tuple[float, ...]) -> None:
    """Bonett, R package statpsych, ci.stdmean2, unweighted standardizer."""
    m1, m2, sd1, sd2, n1, n2 = numbers
    found = standardised_difference(int(n1), m1, sd1**2, int(n2), m2, sd2**2)
    assert (found.value, found.low, found.high) == pytest.approx(expected, abs=5e-5)
    assert (found.n, found.unit) == (n1 + n2, "ratio")


def test_one_side_without_spread_and_neither() -> None:
    """Means 1 apart, one variance 2, the other 0: 1 / sqrt(1) = 1."""
    assert standardised_difference(30, 2.0, 2.0, 30, 1.0, 0.0).value == 1.0
    assert "no spread" in str(standardised_difference(30, 2.0, 0.0, 30, 1.0, 0.0).reason)


def test_nothing_few_and_nonsense() -> None:
    assert standardised_difference(0, 0.0, 0.0, 9, 1.0, 1.0).reason == "no data: n = 0"
    assert standardised_difference(9, 0.0, 1.0, 1, 1.0, 0.0).reason == "too few: n = 1, at least 2 needed"
    assert standardised_difference(9, 0.0, 1.0, 9, 1.0, 1.0, minimum=10).reason == "too few: n = 9, at least 10 needed"
    with pytest.raises(ValueError, match="var2 == -1"):
        standardised_difference(9, 0.0, 1.0, 9, 1.0, -1.0)


def test_a_gap_without_its_sign_has_an_interval_that_stays_above_zero() -> None:
    """100 and 100 customers, gap 0.2: error sqrt(1/100 + 1/100 + 0.04/400) = 0.14177, so 0.2 +- 0.27787."""
    found = unsigned(0.2, 200, 100.0, 100.0)
    assert (found.value, found.low, found.n) == (0.2, 0.0, 200)
    assert found.high == pytest.approx(0.47787, abs=1e-5)
    assert "nothing in common" in (unsigned(math.inf, 200, 100.0, 100.0).reason or "")
