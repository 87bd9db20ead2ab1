"""Kaplan-Meier and log-rank on counts, by hand, against the printed Gehan data and against scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cx.stats.proportions import wilson_interval
from cx.stats.survival import Durations, durations, kaplan_meier, log_rank, median, survival_at

# Freireich et al. (1963): weeks of remission, as printed in Kleinbaum & Klein, Survival Analysis, ch. 2.
SIX_MP = durations(
    [6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 34, 35],
    [3, 1, 1, 1, 1, 1, 1] + [0] * 11,
    [0] * 7 + [1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1],
)
PLACEBO = durations([1, 2, 3, 4, 5, 8, 11, 12, 15, 17, 22, 23], [2, 2, 1, 2, 2, 4, 2, 2, 1, 1, 1, 1], [0] * 12)


def test_the_printed_curve_of_the_treated() -> None:
    curve = kaplan_meier(SIX_MP)
    assert list(curve.at_risk) == [21, 17, 15, 12, 11, 7, 6]
    assert curve.survival == pytest.approx(
        [0.857143, 0.806723, 0.752941, 0.690196, 0.627451, 0.537815, 0.448179], abs=1e-6
    )
    assert curve.standard_error == pytest.approx(
        [0.0763604, 0.0869353, 0.0963497, 0.1068147, 0.1140539, 0.1282338, 0.1345915], abs=1e-6
    )


def test_medians_of_both_arms() -> None:
    """23 weeks and 8; the treated curve's upper end never comes down to one half, so its interval is open."""
    treated, untreated = median(kaplan_meier(SIX_MP), unit="weeks"), median(kaplan_meier(PLACEBO), unit="weeks")
    assert (treated.value, treated.low, treated.high) == (23, 13, None)
    assert (untreated.value, untreated.low, untreated.high) == (8, 4, 11)


def test_the_printed_log_rank_test() -> None:
    found = log_rank([SIX_MP, PLACEBO])
    assert found is not None
    assert found.observed == pytest.approx([9, 21])
    assert found.expected == pytest.approx([19.2505, 10.7495], abs=1e-4)
    assert found.chi_square == pytest.approx(16.79294099, rel=1e-8)
    assert (found.df, found.p) == (1, pytest.approx(4.168809e-05, rel=1e-6))


def test_the_interval_is_log_log_and_never_leaves_its_range() -> None:
    """At 6 weeks S = 18/21, se of log(-log S) = sqrt(3/(21 x 18)) / -log(18/21) = 0.5779; exp(+-1.96 x 0.5779)."""
    curve = kaplan_meier(SIX_MP)
    width = math.exp(1.959964 * math.sqrt(3 / (21 * 18)) / -math.log(18 / 21))
    assert curve.low[0] == pytest.approx((18 / 21) ** width)
    assert curve.high[0] == pytest.approx((18 / 21) ** (1 / width))
    assert np.all((curve.low >= 0) & (curve.low <= curve.survival) & (curve.high <= 1))


def test_before_the_first_event_everybody_is_there_as_far_as_anybody_can_say() -> None:
    found = survival_at(kaplan_meier(SIX_MP), 5.9)
    assert (found.value, found.high, found.n) == (1.0, 1.0, 21)
    assert found.low == pytest.approx(wilson_interval(21, 21)[0])
    assert "Wilson" in found.method


def test_beyond_what_was_watched_there_is_no_figure_unless_nobody_is_left() -> None:
    """The last treated patient was watched for 35 weeks; the last of the others relapsed at 23."""
    assert survival_at(kaplan_meier(SIX_MP), 36).value is None
    gone = survival_at(kaplan_meier(PLACEBO), 40)
    assert (gone.value, gone.low) == (0.0, 0.0)
    assert gone.high is not None
    assert 0.0 < gone.high < 0.4
    assert survival_at(kaplan_meier(SIX_MP), 20, minimum=30).reason == "too few: n = 8, at least 30 needed"


def test_who_is_last_seen_on_the_day_of_an_event_was_at_risk() -> None:
    """Two at risk on day 5: one goes, one is last seen: S = 1/2, not 0."""
    assert kaplan_meier(durations([5, 5], [1, 0], [0, 1])).survival == pytest.approx([0.5])


def test_a_median_that_is_hit_exactly_is_the_first_time_and_one_not_reached_is_said() -> None:
    assert median(kaplan_meier(durations([1, 2, 3, 4], [1, 1, 1, 1], [0, 0, 0, 0]))).value == 2
    found = median(kaplan_meier(durations([10, 90], [1, 0], [0, 9])))
    assert found.reason == "not reached: after 90 days, the longest watched, 90.0% are still there"
    assert median(kaplan_meier(durations([10], [0], [9]))).value is None
    assert median(kaplan_meier(durations([], [], []))).reason == "no data: n = 0"


def test_groups_that_cannot_be_compared() -> None:
    assert log_rank([SIX_MP]) is None
    assert log_rank([]) is None
    nobody = durations([], [], [])
    assert log_rank([nobody, nobody]) is None
    assert log_rank([durations([9], [0], [5]), durations([9], [0], [5])]) is None
    assert log_rank([SIX_MP, nobody]) is None
    # The second group was never watched when somebody of the first left.
    assert log_rank([durations([9], [3], [0]), durations([1], [0], [5])]) is None


def test_three_groups_have_two_degrees_of_freedom_and_equal_ones_no_difference() -> None:
    same = log_rank([PLACEBO, PLACEBO, PLACEBO])
    assert same is not None
    assert (same.df, same.chi_square, same.p) == (2, pytest.approx(0.0, abs=1e-12), pytest.approx(1.0))


def test_a_group_that_was_never_watched_changes_nothing() -> None:
    two, three = log_rank([SIX_MP, PLACEBO]), log_rank([SIX_MP, PLACEBO, durations([], [], [])])
    assert two is not None
    assert three is not None
    assert (three.df, three.chi_square) == (two.df, pytest.approx(two.chi_square))


LIVES = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40)


def grouped(lives: list[tuple[int, bool]]) -> Durations:
    return durations([t for t, _e in lives], [int(e) for _t, e in lives], [int(not e) for _t, e in lives])


def censored(lives: list[tuple[int, bool]]) -> stats.CensoredData:
    return stats.CensoredData(uncensored=[t for t, e in lives if e], right=[t for t, e in lives if not e])


@given(LIVES)
def test_the_curve_is_that_of_scipy(lives: list[tuple[int, bool]]) -> None:
    theirs = stats.ecdf(censored(lives)).sf
    curve = kaplan_meier(grouped(lives))
    assert curve.survival == pytest.approx(theirs.evaluate(curve.times), abs=1e-12)
    assert np.all((curve.low >= 0) & (curve.low <= curve.survival + 1e-12))
    assert np.all((curve.high <= 1) & (curve.survival <= curve.high + 1e-12))


@given(LIVES, LIVES)
def test_two_groups_are_tested_as_scipy_does(one: list[tuple[int, bool]], other: list[tuple[int, bool]]) -> None:
    ours = log_rank([grouped(one), grouped(other)])
    if ours is not None:
        theirs = stats.logrank(censored(one), censored(other))
        assert ours.chi_square == pytest.approx(theirs.statistic**2, rel=1e-6, abs=1e-9)


@given(LIVES, st.integers(2, 5))
def test_lives_written_out_and_counted_are_the_same(lives: list[tuple[int, bool]], times: int) -> None:
    once, again = kaplan_meier(grouped(lives)), kaplan_meier(grouped(lives * times))
    assert once.survival == pytest.approx(again.survival)
    counted = durations(*(np.array(part) * (times if place else 1) for place, part in enumerate(parts(lives))))
    assert kaplan_meier(counted).standard_error == pytest.approx(again.standard_error)


def parts(lives: list[tuple[int, bool]]) -> list[list[int]]:
    return [[t for t, _e in lives], [int(e) for _t, e in lives], [int(not e) for _t, e in lives]]


@pytest.mark.parametrize(
    ("times", "events"), [([1.0], [-1.0]), ([-1.0], [1.0]), ([math.nan], [1.0]), ([1.0, 2.0], [1.0])]
)
def test_impossible_counts_are_refused(times: list[float], events: list[float]) -> None:
    with pytest.raises(ValueError, match=r"times|events"):
        durations(times, events, [0.0])
