"""E-values at the ends of what they can say; the published cases are in tests/reference."""

from __future__ import annotations

import pytest

from cx.stats.evalue import (
    of_hazard_ratio,
    of_odds_ratio,
    of_risk_difference,
    of_risk_ratio,
    of_standardised_difference,
)
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


def test_an_odds_ratio_of_a_common_outcome_is_its_root() -> None:
    """The R package EValue, evalues.OR(0.86, 0.75, 0.99, rare = FALSE): 1.37 and 1.08."""
    common = of_odds_ratio(0.86, 0.75, 0.99, common=True)
    assert (round(common.value, 2), round(common.limit, 2)) == (1.37, 1.08)
    rare = of_odds_ratio(0.86, 0.75, 0.99, common=False)
    assert (rare.value, rare.limit) == (of_risk_ratio(0.86, 0.75, 0.99).value, of_risk_ratio(0.86, 0.75, 0.99).limit)


def test_a_hazard_ratio_of_a_common_outcome_is_converted() -> None:
    """A hazard ratio of 4: (1 - 0.5^2) / (1 - 0.5^0.5) = 0.75 / 0.2929; of 1/4 the inverse."""
    up = of_hazard_ratio(4.0, 1.0, 16.0, common=True)
    assert up.ratio == pytest.approx(0.75 / (1.0 - 0.5**0.5))
    assert up.limit == 1.0
    down = of_hazard_ratio(0.25, 0.0625, 1.0, common=True)
    assert (down.ratio, down.value) == pytest.approx((1.0 / up.ratio, up.value))
    assert of_hazard_ratio(0.56, 0.46, 0.69, common=False).value == of_risk_ratio(0.56, 0.46, 0.69).value


def test_a_risk_difference_smoking_and_lung_cancer() -> None:
    """Hammond & Horn (1958), as in Ding & VanderWeele (2016): 397 of 78,954 against 51 of 108,829; 20.95 and 15.96."""
    found = of_risk_difference(397 / 78_954, 78_954, 51 / 108_829, 108_829)
    assert (round(found.value, 2), round(found.limit, 2)) == (20.95, 15.96)
    turned = of_risk_difference(51 / 108_829, 108_829, 397 / 78_954, 78_954)
    assert turned == found
    assert of_risk_difference(0.5, 40, 0.45, 40).limit == 1.0
    assert of_risk_difference(0.5, 40, 0.5, 40).value == 1.0
    with pytest.raises(ValueError, match="above 0"):
        of_risk_difference(0.5, 40, 0.0, 40)


@pytest.mark.parametrize(
    ("change", "grade"),
    [
        ({}, "A"),
        ({"placebo": (8.0, -1.0, 17.0)}, "B"),
        ({"placebo": (8.0, 5.0, 11.0)}, "C"),
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
