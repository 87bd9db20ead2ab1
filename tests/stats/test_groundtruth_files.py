"""Every published case of the shared reference files, where that folder is at hand.

The references a reader needs are typed into the tests beside this one; this file runs the long tables. The
folder is named by CX_SHARED, by default `shared` beside the project; without it these tests are skipped and
say so.
"""

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest
from scipy import stats

from cx.stats.comparison import Verdict, verdicts
from cx.stats.correlation import p_value, partial, pearson, spearman
from cx.stats.means import mean, welch
from cx.stats.multiple import benjamini_hochberg
from cx.stats.nps import NpsCounts, adjusted_wald, difference, score_interval, wald
from cx.stats.proportions import wilson_interval

SHARED = Path(os.environ.get("CX_SHARED", Path(__file__).parents[2].parent / "shared"))
REFERENCES = SHARED / "groundtruth"
INTERVALS = {"wald": wald, "adjusted.wald": adjusted_wald, "iterative": score_interval}

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


def test_rocks_one_sample_table() -> None:
    rows = rows_of("nps_one_sample_rocks_R.csv")
    assert rows
    for row in rows:
        interval = INTERVALS[row["test"]](int(row["pro"]), int(row["pas"]), int(row["det"]), float(row["conf"]))
        assert interval == pytest.approx((float(row["lo"]), float(row["hi"])), abs=1e-6), row


def test_rocks_two_sample_table() -> None:
    """The R code reports the absolute difference, so the case is turned to be positive."""
    rows = rows_of("nps_two_sample_rocks_R.csv")
    assert rows
    for row in rows:
        first = NpsCounts(int(row["r1"]), int(row["p1"]), int(row["d1"]))
        second = NpsCounts(int(row["r2"]), int(row["p2"]), int(row["d2"]))
        contrast = difference(first, second, adjusted=row["test"] == "adjusted.wald")
        found = (contrast.estimate.low, contrast.estimate.high, contrast.standard_error)
        assert found == pytest.approx(tuple(100 * float(row[name]) for name in ("lo", "hi", "se")), abs=1e-4), row
        assert contrast.p_value == pytest.approx(float(row["p"]), abs=1e-6), row


@pytest.mark.parametrize(("case_id", "controls"), [("STAT-01", 0), ("STAT-02", 1)])
def test_correlation_intervals(case_id: str, controls: int) -> None:
    case = case_of("stats_ci_tests.json", case_id)
    r, n = case["input"]["r"], case["input"]["n"]
    estimate = partial(r, n, controls) if controls else pearson(r, n)
    expected = (case["expected"]["lo"], case["expected"]["hi"])
    assert (estimate.low, estimate.high) == pytest.approx(expected, abs=case["tolerance"]["abs"])


def test_spearman_interval() -> None:
    case = case_of("stats_ci_tests.json", "STAT-05")
    rho = float(stats.spearmanr(case["input"]["x"], case["input"]["y"]).statistic)
    estimate = spearman(rho, len(case["input"]["x"]))
    expected = tuple(case["expected"][name] for name in ("rho", "lo", "hi"))
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, abs=1e-6)


def test_correlation_p_value() -> None:
    case = case_of("stats_ci_tests.json", "STAT-10")
    assert p_value(case["input"]["r"], case["input"]["n"]) == pytest.approx(case["expected"]["p"], abs=1e-5)


def test_wilson_interval() -> None:
    case = case_of("stats_ci_tests.json", "STAT-16")
    interval = wilson_interval(case["input"]["f"], case["input"]["n"], case["input"]["conf"])
    assert interval == pytest.approx((case["expected"]["lo"], case["expected"]["hi"]), abs=1e-9)


def test_mean_interval() -> None:
    case = case_of("stats_ci_tests.json", "STAT-23")
    m, sd, n = (case["input"][name] for name in ("m", "sd", "n"))
    estimate = mean(n, n * m, (n - 1) * sd**2 + n * m**2)
    expected = (case["expected"]["lo"], case["expected"]["hi"])
    assert (estimate.low, estimate.high) == pytest.approx(expected, abs=case["tolerance"]["abs"])


def test_welch_interval() -> None:
    case = case_of("stats_ci_tests.json", "STAT-24")
    m1, m2, sd1, sd2, n1, n2 = (case["input"][name] for name in ("m1", "m2", "sd1", "sd2", "n1", "n2"))
    contrast = welch(n1, m1, sd1**2, n2, m2, sd2**2)
    found = (contrast.estimate.value, contrast.standard_error, contrast.estimate.low, contrast.estimate.high)
    expected = tuple(case["expected"][name] for name in ("diff", "se", "lo", "hi"))
    assert found == pytest.approx(expected, abs=case["tolerance"]["abs"])


def test_benjamini_hochberg() -> None:
    case = case_of("multiple_testing.json", "FDR-01")
    p_values = case["input"]["p"]
    assert benjamini_hochberg(p_values) == pytest.approx(case["expected"]["bh"], abs=1e-8)
    assert verdicts(p_values).count(Verdict.REAL) == case["expected"]["rejected_bh"]


def test_effort_mean() -> None:
    case = case_of("csat_ces.json", "CES-02")
    counts = dict(enumerate(case["input"]["counts_1_to_7"], start=1))
    total = sum(score * count for score, count in counts.items())
    squares = sum(score**2 * count for score, count in counts.items())
    estimate = mean(sum(counts.values()), total, squares, low_bound=1, high_bound=7)
    assert (estimate.n, estimate.value) == (case["expected"]["n"], pytest.approx(case["expected"]["mean"]))
