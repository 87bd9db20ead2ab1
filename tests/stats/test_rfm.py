"""Quintile scores by hand and against the R package rfm."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.stats.rfm import edges, scores


def test_edges_by_hand() -> None:
    """1..11: the 20 % quantile lies at 1 + 0.2 x 10 = 3, and so on; plus 1."""
    at = edges(np.arange(1, 12))
    assert at.tolist() == pytest.approx([4.0, 6.0, 8.0, 10.0])
    assert scores([1, 3.9, 4, 6, 11], at).tolist() == [1, 1, 2, 3, 5]
    assert scores([1, 4, 11], at, low_is_best=True).tolist() == [5, 4, 1]


def test_equal_values_are_not_torn_apart() -> None:
    """Eight of ten bought once: they share a score, however many steps that costs."""
    values = [1] * 8 + [5, 9]
    found = scores(values, edges(values))
    assert len(set(found[:8].tolist())) == 1
    assert found[9] == 5
    assert scores([7.0], edges([7.0])).tolist() == [1]


def test_refuses_what_has_no_quantiles() -> None:
    for values in ([], [1.0, float("nan")], [[1.0]]):
        with pytest.raises(ValueError, match="values must be"):
            edges(values)
    with pytest.raises(ValueError, match="steps == 1"):
        edges([1.0], steps=1)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=60))
def test_scores_keep_the_order_of_the_values(values: list[int]) -> None:
    at = edges(values)
    up, down = scores(values, at), scores(values, at, low_is_best=True)
    assert ((up >= 1) & (up <= 5)).all()
    assert (up + down == 6).all()
    order = np.argsort(values, kind="stable")
    assert (np.diff(up[order]) >= 0).all()
