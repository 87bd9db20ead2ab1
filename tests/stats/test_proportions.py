"""Wilson score intervals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.stats.proportions import wilson, wilson_interval


def test_r_prop_test_without_correction() -> None:
    """R prop.test(120, 300, correct = FALSE); also in Bonett's statpsych, ci.prop."""
    assert wilson_interval(120, 300, 0.95) == pytest.approx((0.3461651906, 0.4563634037), abs=1e-9)


def test_newcombe_1998_table() -> None:
    """Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3."""
    assert wilson_interval(81, 263, 0.95) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson_interval(15, 148, 0.95) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson_interval(0, 20, 0.95) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson_interval(1, 29, 0.95) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_share_with_its_interval() -> None:
    """CSAT of 10 satisfied out of 20 is 50 %, symmetric about one half."""
    estimate = wilson(10, 20)
    assert estimate.value == 0.5
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.low + estimate.high == pytest.approx(1.0)
    assert (estimate.n, estimate.unit, estimate.method) == (20, "share", "Wilson score")


def test_one_answer_says_almost_nothing() -> None:
    """n = 1: 1 / (1 + z^2) = 0.2065."""
    estimate = wilson(1, 1)
    assert (estimate.value, estimate.high) == (1.0, 1.0)
    assert estimate.low == pytest.approx(0.2065, abs=5e-5)


def test_all_and_none_mirror_each_other() -> None:
    every, none = wilson(10, 10), wilson(0, 10)
    assert (every.value, every.high, none.value, none.low) == (1.0, 1.0, 0.0, 0.0)
    assert every.low == pytest.approx(1 - 0.2775, abs=5e-5)
    assert none.high == pytest.approx(0.2775, abs=5e-5)


def test_withheld_below_the_minimum() -> None:
    assert wilson(0, 0).reason == "no data: n = 0"
    assert wilson(3, 7, minimum=30).reason == "too few: n = 7, at least 30 needed"
    assert wilson(3, 30, minimum=30).known


@pytest.mark.parametrize(("successes", "n"), [(-1, 3), (4, 3)])
def test_impossible_counts_are_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="successes =="):
        wilson(successes, n)
    with pytest.raises(ValueError, match="successes =="):
        wilson_interval(successes, n)


@given(st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_interval_holds_the_share_and_stays_a_share(case: tuple[int, int]) -> None:
    estimate = wilson(*case)
    assert estimate.value is not None
    assert estimate.low is not None
    assert estimate.high is not None
    assert 0.0 <= estimate.low <= estimate.value <= estimate.high <= 1.0


@given(st.integers(0, 50), st.integers(1, 50), st.integers(2, 20))
def test_more_answers_narrow_it(successes: int, failures: int, times: int) -> None:
    low, high = wilson_interval(successes, successes + failures)
    low_more, high_more = wilson_interval(times * successes, times * (successes + failures))
    assert high_more - low_more < high - low


def test_coverage_is_near_nominal() -> None:
    """400 seeded samples of 80 with a true share of 0.3."""
    successes = np.random.default_rng(20240601).binomial(80, 0.3, size=400)
    covered = [low <= 0.3 <= high for low, high in (wilson_interval(int(k), 80) for k in successes)]
    assert 0.92 <= np.mean(covered) <= 0.98
