"""E-values at the ends of what they can say; the published cases are in tests/reference."""

from __future__ import annotations

import pytest

from cx.stats.evalue import of_risk_ratio, of_standardised_difference
from cx.stats.evidence import Evidence


def test_no_association_needs_nothing_to_explain_it() -> None:
    none = of_risk_ratio(1.0, 0.9, 1.1)
    assert (none.value, none.limit) == (1.0, 1.0)


def test_the_two_directions_are_one_strength() -> None:
    """A difference of -d is as hard to explain away as one of d."""
    up, down = of_standardised_difference(0.4, 0.1), of_standardised_difference(-0.4, 0.1)
    assert (up.value, up.limit) == pytest.approx((down.value, down.limit))


def test_a_ratio_must_lie_within_its_interval() -> None:
    with pytest.raises(ValueError, match="in order"):
        of_risk_ratio(2.0, 2.5, 3.0)
    with pytest.raises(ValueError, match="in order"):
        of_risk_ratio(1.0, 0.0, 2.0)
    with pytest.raises(ValueError, match="standard_error"):
        of_standardised_difference(0.1, -1.0)


def test_huge_differences_stay_finite() -> None:
    assert of_standardised_difference(1e6, 1.0).value < float("inf")


@pytest.mark.parametrize(
    ("change", "grade"),
    [
        ({}, "A"),
        ({"placebo": (8.0, 5.0, 11.0)}, "B"),
        ({"placebo": (2.4, 1.0, 4.0)}, "A"),
        ({"placebo": None}, "B"),
        ({"imbalance": 0.1}, "B"),
        ({"e_value_limit": 1.24}, "B"),
        ({"e_value_limit": 1.24, "imbalance": 0.2}, "C"),
        ({"overlap": 0.89}, "C"),
        ({"low": -1.0}, "C"),
    ],
)
def test_the_rule_of_the_grade(change: dict[str, object], grade: str) -> None:
    """One check at a time: the interval and the overlap decide, of the other three one may fail."""
    sound: dict[str, object] = {
        "value": 10.0,
        "low": 5.0,
        "high": 15.0,
        "overlap": 0.95,
        "imbalance": 0.05,
        "placebo": (3.0, -1.0, 7.0),
        "e_value_limit": 1.3,
    }
    assert Evidence(**(sound | change)).grade() == grade  # type: ignore[arg-type]
