"""The other intervals of a share, against published tables and R."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.stats.proportion_intervals import INTERVALS, adjusted_wald, exact, wilson_corrected


def test_newcombe_1998_table() -> None:
    """Newcombe (1998), Statistics in Medicine 17:857-872, table I: method 4 (corrected score) and 5 (exact)."""
    assert wilson_corrected(81, 263) == pytest.approx((0.2535, 0.3682), abs=5e-5)
    assert wilson_corrected(15, 148) == pytest.approx((0.0598, 0.1644), abs=5e-5)
    assert wilson_corrected(0, 20) == pytest.approx((0.0, 0.2005), abs=5e-5)
    assert wilson_corrected(1, 29) == pytest.approx((0.0018, 0.1963), abs=5e-5)
    assert exact(81, 263) == pytest.approx((0.2527, 0.3676), abs=5e-5)
    assert exact(15, 148) == pytest.approx((0.0578, 0.1617), abs=5e-5)
    assert exact(0, 20) == pytest.approx((0.0, 0.1684), abs=5e-5)
    assert exact(1, 29) == pytest.approx((0.0009, 0.1776), abs=5e-5)


def test_adjusted_wald_of_120_in_300() -> None:
    """Bonett, R package statpsych, ci.prop: 0.4013158, se 0.02811287."""
    low, high = adjusted_wald(120, 300)
    assert (low, high) == pytest.approx((0.3462156, 0.456416), abs=5e-7)
    assert (low + high) / 2 == pytest.approx(0.4013158, abs=5e-8)


def test_one_answer_and_one_sided_answers() -> None:
    """Clopper-Pearson of 0 in n ends at 1 - 0.025^(1/n)."""
    assert exact(0, 1) == pytest.approx((0.0, 0.975))
    assert exact(10, 10) == pytest.approx((0.025 ** (1 / 10), 1.0))
    assert adjusted_wald(1, 1)[1] == 1.0


@pytest.mark.parametrize("interval", INTERVALS.values(), ids=INTERVALS)
def test_impossible_counts_are_refused(interval: object) -> None:
    assert callable(interval)
    for successes, n in ((-1, 3), (4, 3), (0, 0)):
        with pytest.raises(ValueError, match="must be"):
            interval(successes, n, 0.95)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.sampled_from([0.8, 0.95]))
def test_every_interval_is_one_of_shares_and_turns_with_them(case: tuple[int, int], confidence: float) -> None:
    successes, n = case
    for interval in INTERVALS.values():
        low, high = interval(successes, n, confidence)
        assert 0.0 <= low < high <= 1.0
        turned = interval(n - successes, n, confidence)
        assert turned == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_correction_only_widens(case: tuple[int, int]) -> None:
    plain, corrected = INTERVALS["Wilson score"](*case, 0.95), wilson_corrected(*case)
    assert corrected[0] <= plain[0] + 1e-12
    assert corrected[1] >= plain[1] - 1e-12
