"""Effort of contacts: shares by band, how well the score keeps its word, and which signs go with a hard answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx.metrics.compute import compute
from cx.metrics.effort_index import BEHAVIOURS
from cx.settings import Settings
from cx.store.reading import Version
from cx.view import View
from tests.given import given

ALL = View(period="all")


def rows(version: Version, part: str, minimum: int = 2, **view: object):
    return [row for row in compute("effort_index", version, View(period="all", **view)).rows if row.part == part]


def answered(tmp_path: Path, *, calm: int = 100, moved: int = 40, hard: int = 30, silent: int = 20) -> Version:
    """Calm contacts answered easy, moved ones hard as often as told, and transferred ones of silent customers."""
    contacts = [
        {"contact_id": f"c{n}", "customer_id": f"c{n}", "opened_at": "2026-01-05", "transfers": 0} for n in range(calm)
    ]
    contacts += [
        {"contact_id": f"m{n}", "customer_id": f"m{n}", "opened_at": "2026-01-05", "transfers": 1, "queue": "desk"}
        for n in range(moved + silent)
    ]
    surveys = [
        {
            "response_id": f"{kind}{n}",
            "contact_id": f"{kind}{n}",
            "responded_at": "2026-01-06",
            "ces": ces,
            "ces_scale": "1-7",
        }
        for kind, count in (("c", calm), ("m", moved))
        for n in range(count)
        for ces in [7 if kind == "c" else 2 if n < hard else 5]
    ]
    return given(tmp_path, Settings(minimum_n=2), contacts=contacts, surveys=surveys)


def test_band_shares_of_those_who_answered_and_those_who_did_not(tmp_path: Path) -> None:
    found = {(row.outcome, row.band): row for row in rows(answered(tmp_path), "band")}
    high = {outcome: found[outcome, "high effort"] for outcome in (None, "answered", "not answered")}
    assert [row.total for row in high.values()] == [60, 40, 20]
    assert high[None].estimate.value == pytest.approx(60 / 160)
    assert high["not answered"].estimate.value == 1.0
    assert (high["answered"].estimate.n, found["answered", "low effort"].total) == (140, 100)
    assert "140 answers about effort belong to a contact" in str(found[None, "low effort"].remark)


def test_parts_of_a_split_sum_to_the_whole(tmp_path: Path) -> None:
    version = answered(tmp_path)
    split = rows(version, "band", split="queue")
    assert sum(row.total or 0 for row in split if row.outcome is None and row.band == "high effort") == 60


def test_the_area_and_the_calibration_are_out_of_sample(tmp_path: Path) -> None:
    """Every pair of a hard and an easy answer within a fold: 30 moved hard against 10 moved (ties) and 100 calm."""
    version = answered(tmp_path)
    (auc,) = rows(version, "auc")
    assert auc.estimate.n == 140
    assert auc.estimate.value == pytest.approx((100 + 5) / 110, abs=0.02)
    bins = rows(version, "calibration")
    assert sum(row.estimate.n for row in bins) == 140
    assert bins[-1].estimate.value == pytest.approx(0.75, abs=0.2)
    assert all(0.0 <= (row.foretold or 0.0) <= 1.0 for row in bins)
    assert "points on average" in str(auc.remark)


def test_signs_that_vary_have_an_odds_ratio_and_the_others_a_reason(tmp_path: Path) -> None:
    """Transferred 30 of 40, else 10 of 100 hard: (30 / 10) / (10 / 90) = 27."""
    contacts = [
        {"contact_id": f"{n}", "customer_id": f"p{n}", "opened_at": "2026-01-05", "transfers": int(n < 40)}
        for n in range(140)
    ]
    surveys = [
        {"response_id": f"{n}", "contact_id": f"{n}", "responded_at": "2026-01-06", "ces_scale": "1-7"}
        | {"ces": 1 if n < 30 or 40 <= n < 50 else 7}
        for n in range(140)
    ]
    version = given(tmp_path, Settings(minimum_n=2), contacts=contacts, surveys=surveys)
    found = {row.item: row.estimate for row in rows(version, "behaviour")}
    assert list(found) == list(BEHAVIOURS.values())
    assert found["was transferred"].value == pytest.approx(27.0)
    assert (found["was transferred"].n, found["was transferred"].unit) == (40, "ratio")
    assert "never occurs" in str(found["was reopened"].reason)


def test_too_few_answers_are_told_and_the_bands_count_signs(tmp_path: Path) -> None:
    version = answered(tmp_path, calm=50, moved=10, hard=5, silent=0)
    found = {row.band: row for row in rows(version, "band") if row.outcome is None}
    assert (found["medium effort"].total, found["low effort"].total) == (10, 50)
    assert "too few, or too much alike, to learn from" in str(found["low effort"].remark)
    for part in ("auc", "brier", "calibration"):
        assert str(rows(version, part)[0].estimate.reason).endswith("too few, or too much alike: n = 60")


def test_contacts_that_show_nothing_say_so(tmp_path: Path) -> None:
    version = given(tmp_path, Settings(minimum_n=1), contacts=[{"contact_id": "1", "opened_at": "2026-01-05"}])
    assert "nothing that shows effort" in str(rows(version, "band")[0].estimate.reason)


def test_the_same_customer_is_judged_once_and_a_three_is_hard(tmp_path: Path) -> None:
    """Each of 120 customers answers after two contacts, 3 and then 4: one of them is judged, both are in the bands."""
    contacts, surveys = [], []
    for n in range(120):
        for day in (5, 25):
            number = f"{n}-{day}"
            contacts.append(
                {"contact_id": number, "customer_id": f"p{n}", "opened_at": f"2026-01-{day:02}", "transfers": n % 2}
            )
            row = {"response_id": number, "contact_id": number, "responded_at": f"2026-01-{day:02}", "ces_scale": "1-7"}
            surveys.append(row | {"ces": 3 if day == 5 and n % 2 else 4})
    version = given(tmp_path, Settings(minimum_n=2), contacts=contacts, surveys=surveys)
    assert (
        sum(row.estimate.n for row in rows(version, "band") if row.outcome is None and row.band == "low effort") == 240
    )
    (auc,) = rows(version, "auc")
    assert (auc.estimate.value, auc.estimate.n) == (1.0, 120)
    moved = next(row for row in rows(version, "behaviour") if row.item == "was transferred")
    assert (moved.total, moved.estimate.n) == (60, 60)


def test_many_contacts_of_one_customer_widen_the_interval(tmp_path: Path) -> None:
    contacts = [
        {"contact_id": f"{n:03}", "customer_id": "ann", "opened_at": f"2026-01-05 00:{n:02}"} for n in range(40)
    ]
    contacts += [{"contact_id": f"b{n}", "customer_id": f"b{n}", "opened_at": "2026-01-05"} for n in range(40)]
    low = next(row for row in rows(given(tmp_path, Settings(minimum_n=2), contacts=contacts), "band"))
    assert low.estimate.n == 80
    assert "design effect" in low.estimate.method
