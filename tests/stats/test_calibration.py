"""Calibration, area under the curve and Brier score: published data and worked by hand."""

import numpy as np
import pytest
from scipy import stats

from cx.stats.calibration import area_under_curve, brier, calibration, scored

NORMAL, ABNORMAL = np.array([33, 6, 6, 11, 2]), np.array([3, 2, 2, 11, 33])


def test_the_ratings_of_hanley_and_mcneil() -> None:
    """Hanley & McNeil (1982), Radiology 143:29-36, table I: 109 CT images rated 1 to 5, area 0.893."""
    cases = scored(np.linspace(0, 1, 5), ABNORMAL, NORMAL + ABNORMAL)
    estimate = area_under_curve(cases)
    assert estimate.value == pytest.approx(0.893, abs=5e-4)
    assert (estimate.n, estimate.method) == (109, "DeLong, logit")
    # Their standard error is 0.032; the logit puts 1.96 of it on a scale of 0.893 x 0.107.
    logits = [np.log(end / (1 - end)) for end in (estimate.low, estimate.high)]
    assert (logits[1] - logits[0]) / 2 * 0.893 * 0.107 / 1.96 == pytest.approx(0.031, abs=0.002)


def test_the_area_is_mann_whitney() -> None:
    generator = np.random.default_rng(1)
    score, yes = generator.random(80).round(1), generator.integers(0, 2, 80)
    u = stats.mannwhitneyu(score[yes == 1], score[yes == 0]).statistic / ((yes == 1).sum() * (yes == 0).sum())
    assert area_under_curve(scored(score, yes, np.ones(80, int))).value == pytest.approx(u)


def test_only_cases_of_one_fold_are_ranked() -> None:
    """Fold 0 ranks both right, fold 1 too; across folds 0.1 is yes and 0.4 is no. 4 pairs of 4, one tie less a half."""
    cases = scored([0.05, 0.1, 0.4, 0.9, 0.4], [0, 1, 0, 1, 1], [1, 1, 1, 1, 1], [0, 0, 1, 1, 1])
    assert area_under_curve(cases).value == pytest.approx((1 + 1 + 0.5) / 3)


def test_nothing_to_tell_apart_is_said() -> None:
    assert (
        area_under_curve(scored([0.5, 0.5], [1, 0], [1, 1])).reason
        == "all scores are equal: there is nothing to rank by"
    )
    assert str(area_under_curve(scored([0.5, 0.6], [1, 1], [1, 1])).reason).startswith("all answers are alike")
    assert area_under_curve(scored([], [], [])).reason == "no data: n = 0"
    assert area_under_curve(scored([0.5], [1], [2]), minimum=30).reason == "too few: n = 2, at least 30 needed"


def test_a_perfect_score_still_has_an_interval() -> None:
    estimate = area_under_curve(scored([0.1, 0.9], [0, 20], [30, 20]))
    assert (estimate.value, estimate.high) == (1.0, 1.0)
    assert estimate.low == pytest.approx(20 / (20 + 1.96**2), abs=1e-3)


def test_bins_hold_enough_and_keep_scores_together() -> None:
    cases = scored([0.1, 0.1, 0.2, 0.3, 0.8], [1, 0, 5, 4, 9], [10, 10, 20, 15, 10])
    found = calibration(cases, bins=3, minimum=15)
    assert [(b.lowest, b.highest, b.observed.n) for b in found] == [(0.1, 0.2, 40), (0.3, 0.8, 25)]
    assert found[0].predicted == pytest.approx((20 * 0.1 + 20 * 0.2) / 40)
    assert found[0].observed.value == pytest.approx(6 / 40)
    assert calibration(scored([], [], [])) == []


def test_a_rest_too_small_joins_the_last_bin() -> None:
    found = calibration(scored([0.1, 0.5, 0.9], [1, 5, 1], [20, 20, 2]), bins=2, minimum=10)
    assert [b.observed.n for b in found] == [42]
    found = calibration(scored([0.1, 0.5, 0.9], [1, 5, 1], [20, 20, 2]), bins=3, minimum=10)
    assert [b.observed.n for b in found] == [20, 22]


def test_brier_by_hand() -> None:
    """0.2 right, 0.8 right, 0.5 once each: (0.04 + 0.04 + 0.25 + 0.25) / 4."""
    assert brier(scored([0.2, 0.8, 0.5], [0, 1, 1], [1, 1, 2])).value == pytest.approx(0.145)


@pytest.mark.parametrize(("score", "yes", "n"), [([1.2], [0], [1]), ([0.5], [2], [1]), ([0.5, 0.6], [1], [1])])
def test_wrong_input_is_refused(score: list[float], yes: list[int], n: list[int]) -> None:
    with pytest.raises(ValueError, match="must be"):
        scored(score, yes, n)
