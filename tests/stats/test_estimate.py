"""No bare number leaves the statistics."""

import math

import pytest

from cx.stats.estimate import Estimate, bounded, too_few, withheld


def test_withheld_has_a_reason_and_no_figure() -> None:
    estimate = withheld("no data: n = 0", n=0, unit="share")
    assert not estimate.known
    assert (estimate.value, estimate.low, estimate.high, estimate.reason) == (
        None,
        None,
        None,
        "no data: n = 0",
    )


def test_an_estimate_without_value_or_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        Estimate(None, None, None, 3, "share", "none")


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_an_estimate_is_finite(number: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Estimate(0.5, 0.1, number, 3, "share", "t")


@pytest.mark.parametrize(
    ("n", "minimum", "reason"),
    [(0, 1, "no data: n = 0"), (0, 30, "no data: n = 0"), (7, 30, "too few: n = 7, at least 30 needed")],
)
def test_too_few_says_why(n: int, minimum: int, reason: str) -> None:
    refusal = too_few(n, minimum, unit="points")
    assert refusal is not None
    assert (refusal.reason, refusal.n, refusal.unit) == (reason, n, "points")


def test_the_minimum_itself_is_enough() -> None:
    assert too_few(30, 30, unit="share") is None


def test_negative_n_is_refused() -> None:
    with pytest.raises(ValueError, match="n == -1, must be >= 0"):
        too_few(-1, 1, unit="share")


def test_bounded_clips_the_interval_to_the_scale() -> None:
    estimate = bounded(4.5, 3.0, 6.0, n=5, unit="score", method="t", low_bound=1.0, high_bound=5.0)
    assert (estimate.low, estimate.high) == (3.0, 5.0)


def test_bounded_widens_to_the_value() -> None:
    estimate = bounded(1.0, 0.2, 0.9, n=5, unit="share", method="t")
    assert (estimate.low, estimate.high) == (0.2, 1.0)


def test_bounded_refuses_a_value_off_the_scale() -> None:
    with pytest.raises(ValueError, match=r"value == 5\.5"):
        bounded(5.5, 5.0, 6.0, n=5, unit="score", method="t", low_bound=1.0, high_bound=5.0)
