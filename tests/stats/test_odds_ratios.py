"""Adjusted odds ratios: by hand, a published table, and what has no answer."""

import math

import numpy as np
import pytest

from cx.stats.odds_ratios import odds_ratios


def test_one_circumstance_is_the_cross_product() -> None:
    """10 of 100 without, 30 of 100 with: (30 x 90) / (70 x 10); Woolf's standard error of the logarithm."""
    (estimate,) = odds_ratios([[0], [1]], [10, 30], [100, 100])
    error = math.sqrt(1 / 30 + 1 / 70 + 1 / 10 + 1 / 90)
    assert estimate.value == pytest.approx(27 / 7)
    assert estimate.low == pytest.approx(27 / 7 * math.exp(-1.959964 * error))
    assert (estimate.n, estimate.unit, estimate.method) == (100, "ratio", "logistic regression, Wald")


def test_the_others_are_held_equal() -> None:
    """Odds exactly 0.1 x 2 if a x 5 if b, and a comes mostly with b: raw, a would look like much more than 2."""
    present, n = np.array([[0, 0], [1, 0], [0, 1], [1, 1]]), np.array([11000, 1200, 1500, 20000])
    odds = 0.1 * 2.0 ** present[:, 0] * 5.0 ** present[:, 1]
    a, b = odds_ratios(present, n * odds / (1 + odds), n)
    assert (a.value, b.value) == (pytest.approx(2.0), pytest.approx(5.0))
    raw = odds_ratios(present[:, :1], n * odds / (1 + odds), n)[0]
    assert raw.value is not None
    assert raw.value > 4.0


def test_low_birth_weight() -> None:
    """Hosmer & Lemeshow (2000), Applied Logistic Regression, ch. 3: smoking and low birth weight.

    29 of 115 non-smokers, 30 of 74 smokers: odds ratio 2.02, 1.08 to 3.78.
    """
    (estimate,) = odds_ratios([[0], [1]], [29, 30], [115, 74])
    assert estimate.value == pytest.approx(2.02, abs=5e-3)
    assert (estimate.low, estimate.high) == (pytest.approx(1.08, abs=5e-3), pytest.approx(3.78, abs=5e-3))


def test_what_decides_the_outcome_is_penalised_and_finite() -> None:
    """Firth with one column adds a half to every cell: (30.5 x 50.5) / (20.5 x 0.5)."""
    (estimate,) = odds_ratios([[0], [1]], [0, 30], [50, 50])
    assert estimate.value == pytest.approx(30.5 * 50.5 / (20.5 * 0.5), rel=1e-6)
    assert "Firth" in estimate.method


def test_what_cannot_be_told_says_why() -> None:
    assert "never occurs" in str(odds_ratios([[0], [0]], [1, 2], [50, 50])[0].reason)
    assert "always occurs" in str(odds_ratios([[1]], [1], [50])[0].reason)
    assert str(odds_ratios([[0], [1]], [0, 0], [50, 50])[0].reason).startswith("all answers are alike")
    twins = odds_ratios([[0, 0], [1, 1]], [5, 10], [50, 50])
    assert twins[0].known
    assert twins[1].reason == "it always comes together with another one"
    assert odds_ratios([[0], [1]], [5, 1], [50, 5], minimum=30)[0].reason == "too few: n = 5, at least 30 needed"
    assert odds_ratios(np.zeros((0, 1)), [], [])[0].reason == "no data: n = 0"
    with pytest.raises(ValueError, match="yes must be within"):
        odds_ratios([[0], [1]], [6, 1], [5, 5])
