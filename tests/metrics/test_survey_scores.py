"""NPS, CSAT, CES and the response rate from answers that can be counted by hand."""

from datetime import date
from pathlib import Path

import pytest

from cx.metrics.base import Row
from cx.metrics.compute import compute
from cx.settings import Settings
from cx.stats.nps import adjusted_wald
from cx.stats.proportions import wilson_interval
from cx.store.reading import Version
from cx.view import View
from tests.given import given

ANY_N = Settings(minimum_n=2)
ALL = View("all")


def answers(field: str, scores: list[float], **more: object) -> list[dict[str, object]]:
    return [
        {"response_id": f"{field}{n}", "responded_at": "2026-03-10", field: score, **more}
        for n, score in enumerate(scores)
    ]


def only(version: Version, metric: str, view: View = ALL) -> Row:
    return compute(metric, version, view).only()


def test_nps_is_promoters_minus_detractors(tmp_path: Path) -> None:
    surveys = [
        *answers("nps", [10, 9, 9, 9, 9, 8, 7, 7, 6, 0]),
        {"response_id": "without", "responded_at": "2026-03-10", "csat": 5, "csat_scale": "1-5"},
    ]
    estimate = only(given(tmp_path, ANY_N, surveys=surveys), "nps").estimate
    assert (estimate.value, estimate.n, estimate.unit) == (pytest.approx(30), 10, "points")
    # With 3/4, 3/2, 3/4 added: 5.75 and 2.75 of 13; score 3/13, variance (8.5/13 - (3/13)^2) / 13.
    half = 1.959964 * ((8.5 / 13 - (3 / 13) ** 2) / 13) ** 0.5
    assert estimate.low == pytest.approx(100 * (3 / 13 - half), abs=1e-3)


def test_csat_is_the_share_of_the_top_two_boxes(tmp_path: Path) -> None:
    version = given(tmp_path, ANY_N, surveys=answers("csat", [5, 4, 4, 3, 1], csat_scale="1-5"))
    assert (only(version, "csat").estimate.value, only(version, "csat").estimate.n) == (0.6, 5)
    assert only(version, "csat_mean").estimate.value == pytest.approx(17 / 5)


def test_satisfaction_on_two_scales_has_top_boxes_and_no_common_mean(tmp_path: Path) -> None:
    surveys = [
        *answers("csat", [5, 3], csat_scale="1-5"),
        {"response_id": "seven", "responded_at": "2026-03-10", "csat": 6, "csat_scale": "1-7"},
    ]
    version = given(tmp_path, ANY_N, surveys=surveys)
    assert only(version, "csat").estimate.value == pytest.approx(2 / 3)
    assert "several scales" in str(only(version, "csat_mean").estimate.reason)


def test_ces_is_the_mean_on_seven_high_being_easy(tmp_path: Path) -> None:
    surveys = [
        *answers("ces", [7, 5], ces_scale="1-7"),
        {"response_id": "turned", "responded_at": "2026-03-10", "ces": 5, "ces_scale": "5-1"},
    ]
    estimate = only(given(tmp_path, ANY_N, surveys=surveys), "ces").estimate
    # 7, 5 and the hardest answer of 5-1, which is 1 on 1-7; the interval is clipped to the scale.
    assert estimate.value == pytest.approx(13 / 3)
    assert (estimate.low, estimate.high, estimate.n) == (1, 7, 3)


def test_the_response_rate_goes_by_the_day_of_the_invitation(tmp_path: Path) -> None:
    surveys: list[dict[str, object]] = [
        {"response_id": "1", "sent_at": "2026-01-30", "responded_at": "2026-02-02", "nps": 9},
        {"response_id": "2", "sent_at": "2026-01-30"},
        {"response_id": "3", "sent_at": "2026-01-30"},
        {"response_id": "4", "sent_at": "2026-02-01", "responded_at": "2026-02-02", "nps": 9},
        {"response_id": "5", "responded_at": "2026-01-15", "nps": 9},
    ]
    version = given(tmp_path, ANY_N, surveys=surveys)
    january = only(version, "response_rate", View("custom", date(2026, 1, 1), date(2026, 1, 31)))
    assert (january.estimate.value, january.estimate.n, january.total) == (pytest.approx(1 / 3), 3, 1)


def test_a_file_of_answers_only_has_no_response_rate(tmp_path: Path) -> None:
    version = given(tmp_path, ANY_N, surveys=answers("nps", [9, 9], sent_at="2026-03-01"))
    assert "only answers" in str(only(version, "response_rate").estimate.reason)


def test_surveys_without_a_sent_date_have_no_response_rate(tmp_path: Path) -> None:
    version = given(tmp_path, ANY_N, surveys=answers("nps", [9]))
    assert only(version, "response_rate").estimate.reason == "surveys carry no sent_at"


def test_a_score_nobody_gave_is_withheld(tmp_path: Path) -> None:
    version = given(tmp_path, ANY_N, surveys=answers("nps", [9]))
    assert only(version, "ces").estimate.reason == "no data: n = 0"


def test_below_the_minimum_a_score_is_too_few(tmp_path: Path) -> None:
    version = given(tmp_path, Settings(minimum_n=3), surveys=answers("nps", [9, 9]))
    assert only(version, "nps").estimate.reason == "too few: n = 2, at least 3 needed"


def said(who: str | None, field: str, *scores: int, **more: object) -> list[dict[str, object]]:
    return [
        {"response_id": f"{who}{field}{n}", "customer_id": who, "responded_at": "2026-03-10", field: score, **more}
        for n, score in enumerate(scores)
    ]


def test_two_persons_who_answer_three_times_count_as_two(tmp_path: Path) -> None:
    """Ann promotes three times, Bob detracts three times: 18 over 6 is an effect of 3, as if two had answered."""
    version = given(tmp_path, ANY_N, surveys=said("ann", "nps", 10, 9, 9) + said("bob", "nps", 0, 5, 6))
    estimate = only(version, "nps").estimate
    assert (estimate.value, estimate.n) == (0, 6)
    assert estimate.method == "adjusted Wald (Rocks 2016), design effect 3.0 for repeated answers"
    low, high = adjusted_wald(1, 0, 1)
    assert high - low < 2 * 0.74  # with z; two persons leave one degree of freedom, and t of 12.7 is all of the scale
    assert (estimate.low, estimate.high) == (-100.0, 100.0)


def test_satisfied_repeatedly(tmp_path: Path) -> None:
    """Ann 3 of 3 and Bob 0 of 3 top boxes: residuals 1.5 and -1.5, 4.5 over 6 x 1/4: an effect of 3."""
    surveys = said("ann", "csat", 5, 5, 4, csat_scale="1-5") + said("bob", "csat", 1, 2, 3, csat_scale="1-5")
    version = given(tmp_path, ANY_N, surveys=surveys)
    share = only(version, "csat").estimate
    assert (share.value, share.n, share.method) == (0.5, 6, "Wilson score, design effect 3.0 for repeated answers")
    assert (share.low, share.high) == pytest.approx(wilson_interval(1, 2))
    # Sums 14 and 6 of 3 answers each: mean 10/3, residuals 4 and -4; error sqrt(2 x 32) / 6; t(1) leaves the scale.
    mean = only(version, "csat_mean").estimate
    assert (mean.value, mean.low, mean.high) == (pytest.approx(10 / 3), 1, 5)
    assert mean.method == "delta method, clustered by customer"


def test_unknown_persons_are_everybody_once(tmp_path: Path) -> None:
    """R package NPS, nps.test with 20 detractors, 30 passives, 50 promoters: 14.05 to 44.20."""
    version = given(tmp_path, ANY_N, surveys=answers("nps", [10] * 50 + [7] * 30 + [3] * 20))
    estimate = only(version, "nps").estimate
    assert (estimate.low, estimate.high) == pytest.approx((14.05113018, 44.20129701), abs=1e-7)
    assert estimate.method == "adjusted Wald (Rocks 2016)"


def test_ces_by_customer(tmp_path: Path) -> None:
    """Ann 7, 7, Bob 5 and Cid 4, 4: 27/5; residuals 3.2, -0.4, -2.8; error sqrt(3/2 x 18.24) / 5; t(2) = 4.30265."""
    surveys = [
        *said("ann", "ces", 7, 7, ces_scale="1-7"),
        *said("bob", "ces", 5, ces_scale="1-7"),
        *said("cid", "ces", 4, 4, ces_scale="1-7"),
    ]
    estimate = only(given(tmp_path, ANY_N, surveys=surveys), "ces").estimate
    assert (estimate.value, estimate.n) == (5.4, 5)
    assert estimate.low == pytest.approx(max(1.0, 5.4 - 4.302653 * (1.5 * 18.24) ** 0.5 / 5), abs=1e-6)


def test_answers_that_are_all_equal_keep_a_width_by_customer(tmp_path: Path) -> None:
    """Ten customers say 5 of 1-5 twice each: Wilson of 10/10, 1 + 4 x 0.72246."""
    surveys = [line for n in range(10) for line in said(f"c{n}", "csat", 5, 5, csat_scale="1-5")]
    version = given(tmp_path, ANY_N, surveys=surveys)
    mean, share = only(version, "csat_mean").estimate, only(version, "csat").estimate
    assert (mean.value, mean.low, mean.high) == (5.0, pytest.approx(3.8898, abs=1e-4), 5.0)
    assert (share.value, share.low, share.high) == (1.0, pytest.approx(0.72246, abs=1e-5), 1.0)


def test_invitations_of_one_person_belong_together(tmp_path: Path) -> None:
    """Ann answers 2 of 2, Bob 0 of 2: residuals 1 and -1, 2 over 4 x 1/4: an effect of 2."""
    surveys: list[dict[str, object]] = [
        {"response_id": f"{who}{n}", "customer_id": who, "sent_at": "2026-01-05", "responded_at": replied}
        for who, replied in (("ann", "2026-01-06"), ("bob", None))
        for n in range(2)
    ]
    estimate = only(given(tmp_path, ANY_N, surveys=surveys), "response_rate").estimate
    assert (estimate.value, estimate.n) == (0.5, 4)
    assert estimate.method == "Wilson score, design effect 2.0 for repeated invitations"
    assert (estimate.low, estimate.high) == pytest.approx(wilson_interval(1, 2))
