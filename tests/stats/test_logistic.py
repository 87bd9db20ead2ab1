"""Logistic regression where the answer is known, and where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from cx.stats.design import standardised
from cx.stats.logistic import START_ROWS, logistic


def test_two_groups_give_back_their_shares() -> None:
    """One column of 0 and 1: the fitted chance is the share of each group, 1/4 and 2/3."""
    column = np.repeat([0.0, 1.0], [8, 6])
    member = np.array([True] * 2 + [False] * 6 + [True] * 4 + [False] * 2)
    fit = logistic(standardised(column[:, None], ["x"]), member)
    assert fit.probabilities[[0, -1]] == pytest.approx([0.25, 2.0 / 3.0], abs=1e-7)
    assert not fit.separated


def test_no_column_gives_the_share() -> None:
    fit = logistic(standardised(np.ones((10, 1)), ["one"]), np.arange(10) < 3)
    assert fit.probabilities == pytest.approx(np.full(10, 0.3))


def test_the_slope_is_at_its_maximum() -> None:
    """At the maximum of the likelihood the residuals are orthogonal to every column."""
    rng = np.random.default_rng(3)
    columns = np.exp(rng.normal(size=(500, 3)))
    member = rng.random(500) < 1.0 / (1.0 + np.exp(1.0 - columns[:, 0]))
    fit = logistic(standardised(columns, ["a", "b", "c"]), member)
    assert columns.T @ (member - fit.probabilities) == pytest.approx(np.zeros(3), abs=1e-3)


def test_separated_groups_are_told_and_stay_finite() -> None:
    column = np.arange(40.0)
    fit = logistic(standardised(column[:, None], ["x"]), column >= 20)
    assert fit.separated
    assert np.isfinite(fit.coefficients).all()
    assert 0.0 < fit.probabilities.min() < fit.probabilities.max() < 1.0


def test_many_rows_end_where_few_would() -> None:
    """The start from a sample changes the way, not the end."""
    rng = np.random.default_rng(4)
    columns = rng.normal(size=(4 * START_ROWS, 2))
    member = rng.random(len(columns)) < 1.0 / (1.0 + np.exp(-0.5 * columns[:, 0] - 1.0))
    fit = logistic(standardised(columns, ["a", "b"]), member)
    score = columns.T @ (member - fit.probabilities) / len(columns)
    assert score == pytest.approx(np.zeros(2), abs=1e-7)


def test_one_group_only() -> None:
    with pytest.raises(ValueError, match="both groups"):
        logistic(standardised(np.arange(4.0)[:, None], ["x"]), np.ones(4, dtype=bool))
