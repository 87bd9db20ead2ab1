"""NPS, CSAT, CES and the response rate from answers that can be counted by hand."""

from datetime import date
from pathlib import Path

import pytest

from cx.metrics.base import Row
from cx.metrics.compute import compute
from cx.settings import Settings
from cx.store.reading import Version
from cx.view import View
from tests.given import given

ANY_N = Settings(minimum_n=1)
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
