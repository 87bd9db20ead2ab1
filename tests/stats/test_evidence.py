"""The grade's rule, case by case: an effect of 10 (4 to 16) whose other checks hold unless told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.stats.evidence import Evidence

SOUND = Evidence(10.0, 4.0, 16.0, overlap=0.95, imbalance=0.02, placebo=(1.0, -2.0, 4.0), e_value_limit=1.5)


def test_all_checks_make_an_a() -> None:
    assert SOUND.grade() == "A"


@pytest.mark.parametrize("failing", [{"imbalance": 0.1}, {"e_value_limit": 1.24}, {"placebo": None}])
def test_one_of_the_last_three_makes_a_b_and_two_a_c(failing: dict[str, float]) -> None:
    assert replace(SOUND, **failing).grade() == "B"
    assert replace(SOUND, **{"imbalance": 0.5, "e_value_limit": 1.0} | failing).grade() == "C"


@pytest.mark.parametrize("failing", [{"low": -1.0}, {"overlap": 0.89}])
def test_noise_or_no_overlap_is_a_c_whatever_else_holds(failing: dict[str, float]) -> None:
    assert replace(SOUND, **failing).grade() == "C"


@pytest.mark.parametrize(
    ("placebo", "holds", "clearly_fails", "grade"),
    [
        ((2.49, 1.0, 4.0), True, False, "A"),  # beyond noise, but below a quarter of 10
        ((2.5, 1.0, 4.0), False, True, "C"),  # a quarter, and its interval leaves zero out
        ((-2.5, -4.0, -1.0), False, True, "C"),  # the sign does not matter
        ((4.99, -1.0, 11.0), True, False, "A"),  # zero is within, below half
        ((5.0, -1.0, 11.0), False, False, "B"),  # undecided: half of the effect, zero within
        ((30.0, -1.0, 61.0), False, False, "B"),
        (None, False, False, "B"),
    ],
)
def test_the_placebo_caps_the_grade_when_it_fails_clearly_and_counts_once_when_undecided(
    placebo: tuple[float, float, float] | None, holds: bool, clearly_fails: bool, grade: str
) -> None:
    found = replace(SOUND, placebo=placebo)
    assert (found.placebo_holds(), found.placebo_clearly_fails(), found.grade()) == (holds, clearly_fails, grade)
