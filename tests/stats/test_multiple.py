"""Benjamini-Hochberg."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.stats.multiple import benjamini_hochberg

# Benjamini & Hochberg (1995), sec. 3.2: the fifteen p values of the thrombolysis trial.
PUBLISHED = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]
# The same through R's p.adjust(method = "BH").
ADJUSTED = [
    *(0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714286, 0.06385714286, 0.0645),
    *(0.0765, 0.486, 0.5811818182, 0.714875, 0.7532307692, 0.8132142857, 1.0),
]


def test_benjamini_hochberg_1995() -> None:
    assert benjamini_hochberg(PUBLISHED) == pytest.approx(ADJUSTED, abs=1e-8)


def test_order_is_kept_and_untested_ones_do_not_count() -> None:
    """Of two: 0.04 * 2/2 and 0.01 * 2/1."""
    assert benjamini_hochberg([0.04, None, 0.01]) == [pytest.approx(0.04), None, pytest.approx(0.02)]


def test_none_or_one() -> None:
    assert benjamini_hochberg([]) == []
    assert benjamini_hochberg([None, None]) == [None, None]
    assert benjamini_hochberg([0.03]) == [0.03]


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_impossible_p_values_are_refused(p: float) -> None:
    with pytest.raises(ValueError, match="must be between 0 and 1"):
        benjamini_hochberg([0.5, p])


@given(st.lists(st.floats(0.0, 1.0), max_size=30))
def test_adjusting_never_makes_a_p_value_smaller(p_values: list[float]) -> None:
    for raw, adjusted in zip(p_values, benjamini_hochberg(p_values), strict=True):
        assert adjusted is not None
        assert raw * (1 - 1e-12) <= adjusted <= 1.0
