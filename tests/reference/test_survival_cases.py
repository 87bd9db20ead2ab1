"""Published survival and churn cases, where the shared reference files are at hand."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cx.stats.critical_values import critical_z
from cx.stats.subscriptions import (
    gross_churn_rate,
    net_churn_rate,
    net_revenue_retention,
    quick_ratio,
    subscriber_churn_rate,
)
from cx.stats.survival import Durations, durations, kaplan_meier, log_rank, median

SHARED = Path(os.environ.get("CX_SHARED", Path(__file__).parents[2].parent / "shared"))
REFERENCES = SHARED / "groundtruth"

pytestmark = pytest.mark.skipif(
    not REFERENCES.is_dir(),
    reason="reference files absent: set CX_SHARED to the folder that holds groundtruth/",
)


def rows_of(name: str) -> list[dict[str, str]]:
    with (REFERENCES / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def case_of(name: str, case_id: str) -> dict[str, Any]:
    cases: list[dict[str, Any]] = json.loads((REFERENCES / name).read_text(encoding="utf-8"))
    return next(case for case in cases if case["id"] == case_id)


def arms() -> dict[str, Durations]:
    """Treatment -> the patients' weeks, counted."""
    counted: dict[str, Counter[tuple[int, int]]] = {}
    for row in rows_of("gehan_6mp.csv"):
        counted.setdefault(row["grp"], Counter())[int(row["time"]), int(row["status"])] += 1
    return {
        name: durations(
            [time for time, _s in counts],
            [n * status for (_t, status), n in counts.items()],
            [n * (1 - status) for (_t, status), n in counts.items()],
        )
        for name, counts in counted.items()
    }


def test_the_curves_that_r_gives() -> None:
    """All rows of survfit with an event: at risk, events, S, Greenwood's error, and the lower end on log S."""
    expected = rows_of("km_gehan_R.csv")
    assert expected
    for name, watched in arms().items():
        curve = kaplan_meier(watched)
        lines = [row for row in expected if row["strata"] == f"grp={name}" and float(row["n.event"]) > 0]
        assert list(curve.times) == [float(row["time"]) for row in lines]
        assert list(curve.at_risk) == [float(row["n.risk"]) for row in lines]
        assert list(curve.events) == [float(row["n.event"]) for row in lines]
        assert curve.survival == pytest.approx([float(row["surv"]) for row in lines], abs=1e-9)
        alive = [row for row in lines if float(row["surv"]) > 1e-12]
        assert curve.standard_error[: len(alive)] == pytest.approx([float(row["std.err"]) for row in alive], abs=1e-9)
        # R's interval on the scale of log S, from the same survival and error.
        spread = critical_z() * curve.standard_error[: len(alive)] / curve.survival[: len(alive)]
        low = curve.survival[: len(alive)] * np.exp(-spread)
        assert low == pytest.approx([float(row["lower_log"]) for row in alive], abs=1e-9)


def test_gehans_treated_arm_and_medians() -> None:
    case = case_of("survival.json", "KM-01")["expected"]
    found = arms()
    curve = kaplan_meier(found["6-MP"])
    for ours, name in (
        (curve.times, "time"),
        (curve.at_risk, "n_risk"),
        (curve.events, "n_event"),
        (curve.survival, "S"),
        (curve.standard_error, "greenwood_se"),
    ):
        assert ours == pytest.approx(case[name], abs=1e-6)
    medians = {name: median(kaplan_meier(watched)).value for name, watched in found.items()}
    assert medians["6-MP"] == case["median_6mp"]
    assert next(value for name, value in medians.items() if name != "6-MP") == case["median_placebo"]


def test_log_rank_of_both_arms() -> None:
    case = case_of("survival.json", "KM-02")["expected"]
    found = arms()
    test = log_rank([found.pop("6-MP"), *found.values()])
    assert test is not None
    assert test.chi_square == pytest.approx(case["chisq"], rel=1e-6)
    assert (test.df, test.p) == (case["df"], pytest.approx(case["p"], rel=1e-6))
    assert list(test.observed) == case["O"]
    assert test.expected == pytest.approx(case["E"], abs=1e-4)


def test_chartmogul_churn() -> None:
    case = case_of("mrr_saas.json", "MRR-03")
    given = case["input"]
    losses = (given["start"], given["churn"], given["contraction"])
    assert 100 * (gross_churn_rate(*losses) or 0) == pytest.approx(case["expected"]["gross_churn_pct"])
    net = net_churn_rate(*losses, given["expansion"], given["reactivation"])
    assert 100 * (net or 0) == pytest.approx(case["expected"]["net_churn_pct"])


def test_stripe_subscriber_churn() -> None:
    case = case_of("mrr_saas.json", "MRR-07")
    given = case["input"]
    found = subscriber_churn_rate(given["active_30d_ago"], given["new_in_30d"], given["churned"])
    assert found.value == pytest.approx(case["expected"]["rate"], abs=1e-12)


def test_net_revenue_retention() -> None:
    case = case_of("mrr_saas.json", "MRR-08")
    start, grown, churn = (case["input"][name] for name in ("start", "end_same_customers_before_churn", "churn"))
    found = net_revenue_retention(start, grown - start, 0.0, churn)
    assert 100 * (found or 0) == pytest.approx(case["expected"]["nrr_pct"], abs=0.01)


def test_quick_ratios() -> None:
    case = case_of("mrr_saas.json", "MRR-09")
    for given, expected in zip(case["input"]["cases"], case["expected"]["ratio"], strict=True):
        assert quick_ratio(*given) == pytest.approx(expected, abs=1e-6)
