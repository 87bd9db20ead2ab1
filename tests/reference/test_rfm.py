"""The scores of the R package rfm 0.3.0 on its own orders: 995 customers, quintiles as of the end of 2006."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from cx.metrics.base import Options
from cx.metrics.compute import compute
from cx.stats.rfm import edges
from cx.view import View
from tests.given import given
from tests.stats.test_groundtruth_files import REFERENCES, case_of, rows_of

pytestmark = pytest.mark.skipif(
    not REFERENCES.is_dir(),
    reason="reference files absent: set CX_SHARED to the folder that holds groundtruth/",
)
UNTIL_2006 = View(period="custom", first=date(2000, 1, 1), last=date(2006, 12, 31))
MEASURES = ("recency", "frequency", "monetary")


def orders() -> list[dict[str, object]]:
    return [
        {"order_id": f"o{i}", "customer_id": r["customer_id"], "ordered_at": r["order_date"], "amount": r["revenue"]}
        for i, r in enumerate(rows_of("rfm_R_orders.csv"))
    ]


def test_every_customer_has_the_published_scores(tmp_path: Path) -> None:
    version = given(tmp_path, orders=orders())
    rows = compute("rfm", version, UNTIL_2006, Options(per="customer")).rows
    found = {row.item: (row.band, row.estimate.n, row.estimate.value) for row in rows}
    expected = rows_of("rfm_R_scores.csv")
    assert len(found) == len(expected) == 995
    for row in expected:
        assert found[row["customer_id"]] == (row["rfm_score"], int(row["transaction_count"]), float(row["amount"])), row
    case = case_of("rfm.json", "RFM-01")["expected"]
    assert sum(row.estimate.n for row in rows) == case["sum_transactions"]
    for name, _days, n, amount, *steps in case["first5"]:
        assert found[name] == ("".join(str(step) for step in steps), n, amount)


def test_thresholds_and_sizes_of_the_steps(tmp_path: Path) -> None:
    rows = compute("rfm", given(tmp_path, orders=orders()), UNTIL_2006).rows
    expected = case_of("rfm.json", "RFM-01")["expected"]["thresholds"]
    scores = rows_of("rfm_R_scores.csv")
    for name in MEASURES:
        at = sorted(r.estimate.value or 0.0 for r in rows if r.item == name and r.part == "begins at")
        assert at == pytest.approx(expected[name])
        for step in "12345":
            row = next(r for r in rows if r.item == name and r.band == step and r.part == "share of customers")
            assert row.total == sum(1 for one in scores if one[f"{name}_score"] == step)


def test_bins_of_miles_per_gallon() -> None:
    case = case_of("rfm.json", "RFM-03")
    with (REFERENCES / "mtcars.csv").open(newline="", encoding="utf-8") as file:
        miles = [float(row["mpg"]) for row in csv.DictReader(file)]
    found = edges(miles, case["input"]["n"])
    assert np.allclose(found, case["expected"]["edges"], rtol=0.0, atol=case["tolerance"]["abs"])
