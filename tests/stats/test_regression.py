"""Least squares against numbers a reader can check, and against what cannot be fitted."""

from __future__ import annotations

import numpy as np
import pytest

from cx.stats.design import independent, standardised
from cx.stats.regression import least_squares

X = np.array([1.0, 2.0, 3.0, 4.0])
Y = np.array([1.0, 3.0, 2.0, 5.0])


def test_a_line_by_hand() -> None:
    """Sxx = 5, Sxy = 5.5: slope 1.1, intercept 0; residuals -0.1, 0.8, -1.3, 0.6; s^2 = 2.7 / 2."""
    fit = least_squares(X[:, None], Y, ["x"])
    assert fit is not None
    assert (fit.classical["x"].value, fit.intercept) == pytest.approx((1.1, 0.0), abs=1e-12)
    assert fit.df == 2
    assert fit.classical["x"].standard_error == pytest.approx((1.35 / 5.0) ** 0.5)


def test_robust_error_by_hand() -> None:
    """HC3: leverages 0.7, 0.3, 0.3, 0.7; sum of (d e / (1 - h))^2 over Sxx^2, d = x - mean."""
    fit = least_squares(X[:, None], Y, ["x"])
    assert fit is not None
    terms = [-1.5 * -0.1 / 0.3, -0.5 * 0.8 / 0.7, 0.5 * -1.3 / 0.7, 1.5 * 0.6 / 0.3]
    assert fit.robust["x"].standard_error == pytest.approx(sum(t * t for t in terms) ** 0.5 / 5.0)


def test_columns_that_say_nothing_of_their_own_are_named() -> None:
    """A constant, a copy and a sum of two others are left out; the first of equals stays."""
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=50), 1e6 + rng.normal(size=50)
    columns = np.column_stack([a, np.full(50, 7.0), 3.0 * a + 2.0, b, a + b])
    fit = least_squares(columns, 2.0 * a - b, ["a", "seven", "copy", "b", "sum"])
    assert fit is not None
    assert fit.dropped == ("seven", "copy", "sum")
    assert (fit.classical["a"].value, fit.classical["b"].value) == pytest.approx((2.0, -1.0))


def test_nothing_left_to_judge_by() -> None:
    assert least_squares(np.array([[1.0], [2.0]]), np.array([1.0, 2.0]), ["a"]) is None


def test_numbers_that_are_none() -> None:
    with pytest.raises(ValueError, match="finite"):
        least_squares(np.array([[1.0], [np.nan], [2.0]]), np.arange(3.0), ["a"])
    with pytest.raises(ValueError, match="finite"):
        least_squares(np.array([[1.0], [3.0], [2.0]]), np.array([1.0, np.inf, 0.0]), ["a"])


def test_a_row_fitted_exactly_has_no_say_in_the_error() -> None:
    """Only the last row has the second column: its leverage is 1, its residual nothing."""
    columns = np.column_stack([[1.0, 2.0, 3.0, 4.0, 5.0], [0.0, 0.0, 0.0, 0.0, 1.0]])
    fit = least_squares(columns, np.array([1.0, 3.0, 2.0, 5.0, 99.0]), ["x", "last"])
    assert fit is not None
    assert fit.classical["x"].value == pytest.approx(1.1)
    assert np.isfinite(fit.robust["last"].standard_error)


def test_standardised_columns() -> None:
    design = standardised(np.array([[0.0, 5.0], [2.0, 5.0]]), ["a", "b"])
    assert design.values.tolist() == [[1.0, -1.0], [1.0, 1.0]]
    assert (design.names, design.dropped) == (("a",), ("b",))
    assert independent(np.zeros((2, 2))).tolist() == []
