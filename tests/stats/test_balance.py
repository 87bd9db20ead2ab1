"""Weights, standardised differences, overlap and standardisation by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cx.stats.balance import (
    directly_standardised,
    effective_n,
    hajek,
    overlap,
    overlap_of_bad,
    standardised_differences,
    weights,
)

GOOD = np.array([True, True, False, False])
CHANCE = np.array([0.5, 0.8, 0.2, 0.5])


def test_weights_by_whom_they_stand_for() -> None:
    assert weights(CHANCE, GOOD) == pytest.approx([2.0, 1.25, 1.25, 2.0])
    assert weights(CHANCE, GOOD, "good") == pytest.approx([1.0, 1.0, 0.25, 1.0])
    assert weights(CHANCE, GOOD, "bad") == pytest.approx([1.0, 0.25, 1.0, 1.0])


def test_hajek_divides_by_the_weights_of_the_group() -> None:
    """(2 x 10 + 1.25 x 20) / 3.25 - (1.25 x 4 + 2 x 8) / 3.25."""
    outcome = np.array([10.0, 20.0, 4.0, 8.0])
    assert hajek(outcome, GOOD, weights(CHANCE, GOOD)) == pytest.approx(45.0 / 3.25 - 21.0 / 3.25)
    with pytest.raises(ValueError, match="weight"):
        hajek(outcome, np.ones(4, dtype=bool), np.ones(4))


def test_standardised_differences() -> None:
    """Means 2 and 5, variances 2 and 8: -3 / sqrt(5); no spread: 0 when equal, infinite when not."""
    columns = np.array([[1.0, 7.0, 0.0], [3.0, 7.0, 0.0], [3.0, 7.0, 1.0], [7.0, 7.0, 1.0]])
    assert standardised_differences(columns, GOOD).tolist() == pytest.approx([-3.0 / 5.0**0.5, 0.0, np.inf])
    evened = standardised_differences(columns[:, :1], GOOD, np.array([0.0, 1.0, 1.0, 0.0]))
    assert evened.tolist() == pytest.approx([0.0])


def test_overlap_and_effective_number() -> None:
    assert overlap(np.array([0.04, 0.05, 0.95, 0.96])) == 0.5
    assert effective_n(np.array([1.0, 1.0, 2.0])) == pytest.approx(16.0 / 6.0)
    assert effective_n(np.zeros(2)) == 0.0


def test_no_stratum_without_both_groups() -> None:
    assert directly_standardised({}) is None
    assert directly_standardised({"a": ((1, 2), (0, 0))}) is None


def test_a_spread_that_is_only_rounding_is_none() -> None:
    """A share of 0.3 in the good group for everybody, 0.7 in the other: centred, squares cancel to 1e-17, not to 0."""
    good = np.arange(301) < 101
    column = np.where(good, 0.1 + 0.2, 0.7)
    assert standardised_differences(column[:, None], good).tolist() == [np.inf]


def test_overlap_within_the_bad_asks_only_for_the_good() -> None:
    assert overlap_of_bad(np.array([0.99, 0.99, 0.04, 0.97]), GOOD) == 0.5
