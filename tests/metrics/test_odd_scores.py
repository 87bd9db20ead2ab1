"""Scores that fit no scale: their rows are left out or the reason is told, and no figure is no number."""

import math
from datetime import date, timedelta
from pathlib import Path

import pytest

from cx.metrics.compute import compute
from cx.view import View
from tests.given import given

START = date(2025, 1, 1)
SCALES = {
    "outside": (("9", "3", "4", "-2"), "1-5"),
    "not a number": (("nan", "3", "4", "inf"), "1-5"),
    "endless": (("1", "2"), "0-1e999"),
    "of one step": (("3",), "3-3"),
    "of a million steps": (("1", "50"), "0-1000000"),
    "unknown": (("1", "2", "3"), None),
}


@pytest.mark.parametrize("kind", SCALES)
@pytest.mark.parametrize(
    "metric", ["csat", "csat_mean", "ces", "nps", "dose_response", "correlation", "adjusted_effect"]
)
def test_odd_scores_give_a_figure_or_a_reason(tmp_path: Path, kind: str, metric: str) -> None:
    scores, scale = SCALES[kind]
    customers = range(60)
    orders = [
        {
            "order_id": f"{c}-{k}",
            "customer_id": c,
            "ordered_at": START + timedelta(days=10 + (c * 7 + k * 61) % 600),
            "amount": 10 + c % 7,
        }
        for c in customers
        for k in range(4)
    ]
    surveys = [
        {
            "response_id": c,
            "customer_id": c,
            "responded_at": START + timedelta(days=100 + c),
            "csat": scores[c % len(scores)],
            "csat_scale": scale,
            "ces": scores[c % len(scores)],
            "ces_scale": scale,
            "nps": ("nan", "9", "3")[c % 3],
        }
        for c in customers
    ]
    result = compute(metric, given(tmp_path, orders=orders, surveys=surveys), View(period="all"))
    assert result.rows
    for row in result.rows:
        e = row.estimate
        assert e.known or e.reason
        assert all(math.isfinite(x) for x in (e.value, e.low, e.high) if x is not None)


def test_answers_outside_their_scale_count_in_no_mean(tmp_path: Path) -> None:
    surveys = [
        {"response_id": i, "responded_at": START, "csat": ("9", "3", "4", "nan")[i % 4], "csat_scale": "1-5"}
        for i in range(80)
    ]
    row = compute("csat_mean", given(tmp_path, surveys=surveys), View(period="all")).only()
    assert (row.estimate.value, row.estimate.n) == (3.5, 40)
