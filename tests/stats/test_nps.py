"""Net Promoter Score: Rocks (2016) and the NPS package for R by the same author."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.stats.nps import NpsCounts, adjusted_wald, difference, nps, score_interval, wald

COUNTS = st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500)).filter(any)


@pytest.mark.parametrize(
    ("promoters", "passives", "detractors", "points"),
    [(3, 2, 1, 100 / 3), (0, 0, 1, -100), (0, 1, 0, 0), (1, 0, 1, 0), (1, 1, 0, 50), (1, 1, 1, 0)],
)
def test_raw_score(promoters: int, passives: int, detractors: int, points: float) -> None:
    assert nps(promoters, passives, detractors).value == pytest.approx(points)


@pytest.mark.parametrize(
    ("promoters", "passives", "detractors", "error"),
    [
        (3, 2, 1, 0.30429031),
        (0, 0, 1, 0.0),
        (1, 0, 1, 0.707106781),
        (1, 1, 0, 0.353553391),
        (1, 1, 1, 0.471404521),
    ],
)
def test_standard_error_is_that_of_p_plus_d_minus_squared_score(
    promoters: int, passives: int, detractors: int, error: float
) -> None:
    """R package NPS, test_01_basics: nps.se."""
    low, high = wald(promoters, passives, detractors)
    assert (high - low) / 2 / 1.959963985 == pytest.approx(error, abs=1e-8)


def test_rocks_one_sample_intervals() -> None:
    """R package NPS, nps.test with 20 detractors, 30 passives, 50 promoters at 95 %."""
    assert wald(50, 30, 20) == pytest.approx((0.1469219192, 0.4530780808), abs=1e-9)
    assert adjusted_wald(50, 30, 20) == pytest.approx((0.1405113018, 0.4420129701), abs=1e-9)
    assert score_interval(50, 30, 20) == pytest.approx((0.1395514127, 0.4433930516), abs=1e-6)


def test_rocks_intervals_at_99_per_cent_of_six_answers() -> None:
    """R package NPS: plain Wald leaves the scale, the score interval does not."""
    assert wald(3, 2, 1, 0.99) == pytest.approx((-0.4504665632, 1.1171332299), abs=1e-9)
    assert adjusted_wald(3, 2, 1, 0.99) == pytest.approx((-0.4212932804, 0.8657377248), abs=1e-9)
    assert score_interval(3, 2, 1, 0.99) == pytest.approx((-0.4670289051, 0.8188380400), abs=1e-6)


def test_estimate_in_points() -> None:
    estimate = nps(50, 30, 20)
    assert estimate.value == 30.0
    assert (estimate.low, estimate.high) == pytest.approx((14.05113018, 44.20129701), abs=1e-7)
    assert (estimate.n, estimate.unit, estimate.method) == (100, "points", "adjusted Wald (Rocks 2016)")


def test_adjusted_wald_leaves_the_scale_and_the_estimate_does_not() -> None:
    """Ten detractors: the raw interval starts at -1.063."""
    assert adjusted_wald(0, 0, 10)[0] == pytest.approx(-1.063, abs=5e-4)
    estimate = nps(0, 0, 10)
    assert (estimate.value, estimate.low) == (-100.0, -100.0)
    assert estimate.high is not None
    assert -100.0 < estimate.high < 0.0


def test_unanimous_answers_still_have_width() -> None:
    estimate = nps(200, 0, 0)
    assert (estimate.value, estimate.high) == (100.0, 100.0)
    assert estimate.low is not None
    assert 90.0 < estimate.low < 100.0


def test_one_answer() -> None:
    estimate = nps(1, 0, 0)
    assert (estimate.value, estimate.high) == (100.0, 100.0)
    assert estimate.low is not None
    assert estimate.low < 0.0


def test_score_interval_of_unanimous_answers_by_hand() -> None:
    """All promoters: (n - z^2) / (n + z^2) to 1. All passives: +- z^2 / (n + z^2)."""
    z_squared = 1.959963985**2
    assert score_interval(10, 0, 0) == pytest.approx(((10 - z_squared) / (10 + z_squared), 1.0))
    half_width = z_squared / (10 + z_squared)
    assert score_interval(0, 10, 0) == pytest.approx((-half_width, half_width))


def test_withheld_below_the_minimum() -> None:
    assert nps(0, 0, 0).reason == "no data: n = 0"
    assert nps(4, 2, 1, minimum=30).reason == "too few: n = 7, at least 30 needed"
    contrast = difference(NpsCounts(50, 30, 20), NpsCounts(4, 2, 1), minimum=30)
    assert contrast.estimate.reason == "too few: n = 7, at least 30 needed"
    assert contrast.p_value is None


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="passives == -1"):
        nps(1, -1, 1)


def test_intervals_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="n == 0"):
        wald(0, 0, 0)
    with pytest.raises(ValueError, match="n == 0"):
        score_interval(0, 0, 0)


def test_rocks_two_sample_difference_adjusted() -> None:
    """R package NPS, two-sample adjusted test: delta 0.194175, se 0.112089, p 0.083216."""
    contrast = difference(NpsCounts(50, 30, 20), NpsCounts(40, 30, 30))
    assert contrast.estimate.value == pytest.approx(20.0)
    assert (contrast.estimate.low, contrast.estimate.high) == pytest.approx((-2.55159598, 41.38654744), abs=1e-7)
    assert contrast.standard_error == pytest.approx(11.20891602, abs=1e-7)
    assert contrast.p_value == pytest.approx(0.0832158675, abs=1e-9)


def test_rocks_two_sample_difference_plain() -> None:
    """R package NPS, two-sample Wald test: se 0.114018, p 0.079411."""
    contrast = difference(NpsCounts(50, 30, 20), NpsCounts(40, 30, 30), adjusted=False)
    assert (contrast.estimate.low, contrast.estimate.high) == pytest.approx((-2.34702769, 42.34702769), abs=1e-7)
    assert contrast.standard_error == pytest.approx(11.40175425, abs=1e-7)
    assert contrast.p_value == pytest.approx(0.0794106260, abs=1e-9)


def test_plain_difference_without_spread_has_no_p_value() -> None:
    assert difference(NpsCounts(5, 0, 0), NpsCounts(0, 0, 5), adjusted=False).p_value is None


@given(COUNTS)
def test_interval_holds_the_score_and_stays_on_the_scale(counts: tuple[int, int, int]) -> None:
    estimate = nps(*counts)
    assert estimate.value is not None
    assert estimate.low is not None
    assert estimate.high is not None
    assert -100.0 <= estimate.low <= estimate.value <= estimate.high <= 100.0
    assert estimate.low < estimate.high


@given(COUNTS)
def test_score_interval_holds_the_score_and_stays_on_the_scale(counts: tuple[int, int, int]) -> None:
    low, high = score_interval(*counts)
    value = (counts[0] - counts[2]) / sum(counts)
    assert -1.0 <= low <= value <= high <= 1.0


@given(COUNTS)
def test_swapping_promoters_and_detractors_mirrors_everything(counts: tuple[int, int, int]) -> None:
    low, high = adjusted_wald(*counts)
    assert adjusted_wald(*counts[::-1]) == pytest.approx((-high, -low))
    low, high = score_interval(*counts)
    assert score_interval(*counts[::-1]) == pytest.approx((-high, -low), abs=1e-8)


@given(COUNTS, st.integers(2, 10))
def test_more_answers_narrow_it(counts: tuple[int, int, int], times: int) -> None:
    low, high = adjusted_wald(*counts)
    promoters, passives, detractors = (times * count for count in counts)
    low_more, high_more = adjusted_wald(promoters, passives, detractors)
    assert high_more - low_more < high - low


@given(COUNTS, COUNTS)
def test_difference_is_antisymmetric(first: tuple[int, int, int], second: tuple[int, int, int]) -> None:
    forth, back = (
        difference(NpsCounts(*first), NpsCounts(*second)),
        difference(NpsCounts(*second), NpsCounts(*first)),
    )
    assert forth.estimate.value == pytest.approx(-(back.estimate.value or 0.0))
    assert forth.estimate.low == pytest.approx(-(back.estimate.high or 0.0))
    assert forth.p_value == pytest.approx(back.p_value)


def test_coverage_is_near_nominal() -> None:
    """400 seeded samples of 60 answers with a true score of 30 points."""
    samples = np.random.default_rng(20240602).multinomial(60, [0.5, 0.3, 0.2], size=400)
    estimates = [nps(*(int(count) for count in sample)) for sample in samples]
    assert 0.92 <= np.mean([(e.low or -math.inf) <= 30.0 <= (e.high or math.inf) for e in estimates]) <= 0.98


def test_repeated_answers_widen_by_t_and_single_ones_do_not() -> None:
    """Ten customers with two answers each: t with 9 degrees of freedom, 2.262 in place of 1.960."""
    once, repeated = nps(10, 6, 4), nps(10, 6, 4, customers=10)
    assert nps(10, 6, 4, customers=20) == once
    assert ((repeated.high or 0.0) - (repeated.low or 0.0)) / ((once.high or 0.0) - (once.low or 0.0)) == pytest.approx(
        2.262157 / 1.959964, abs=1e-5
    )
