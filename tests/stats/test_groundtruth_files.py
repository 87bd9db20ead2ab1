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
from cx.stats.critical_values import critical_z
from cx.stats.means import mean, welch
from cx.stats.multiple import benjamini_hochberg
from cx.stats.nps import NpsCounts, adjusted_wald, difference, nps, score_interval, wald
from cx.stats.proportion_intervals import INTERVALS as SHARE_INTERVALS
from cx.stats.proportions import wilson, wilson_interval
from cx.stats.sample_size import for_share
from cx.stats.two_proportions import chi_square, share_difference

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


def test_nps_classes_and_moments() -> None:
    """NPS-01 and NPS-02: the wald interval is value +- z standard errors, so half its width gives the error."""
    cases = case_of("nps.json", "NPS-02")
    for counts, value, error in zip(
        cases["input"]["counts_det_pas_pro"], cases["expected"]["nps"], cases["expected"]["se"], strict=True
    ):
        detractors, passives, promoters = counts
        low, high = wald(promoters, passives, detractors)
        assert nps(promoters, passives, detractors).value == pytest.approx(100 * value)
        assert (high - low) / 2 / critical_z() == pytest.approx(error, abs=cases["tolerance"]["abs"])
    named = case_of("nps.json", "NPS-01")["expected"]
    low, high = wald(3, 2, 1)
    assert (low + high) / 2 == pytest.approx(named["nps_of_0_7_7_9_9_9"])
    assert (high - low) / 2 / critical_z() == pytest.approx(named["se"], abs=1e-8)
    assert ((high - low) / 2 / critical_z()) ** 2 * 6 == pytest.approx(named["var_of_0_7_7_9_9_9"])


@pytest.mark.parametrize("test", INTERVALS)
def test_nps_intervals_of_20_30_50(test: str) -> None:
    expected = case_of("nps.json", "NPS-03")["expected"]["sample_20_30_50_95"]
    name = {"adjusted.wald": "adjusted_wald", "iterative": "iterative_score"}.get(test, test)
    assert INTERVALS[test](50, 30, 20, 0.95) == pytest.approx(tuple(expected[name]), abs=1e-6)


@pytest.mark.parametrize("kind", ["wald", "adjusted"])
def test_nps_difference(kind: str) -> None:
    """The adjusted case gives the difference of the adjusted scores: the centre of the interval here."""
    expected = case_of("nps.json", "NPS-04")["expected"]
    case = expected["x_20_30_50_vs_30_30_40_wald"] if kind == "wald" else expected["adjusted"]
    found = difference(NpsCounts(50, 30, 20), NpsCounts(40, 30, 30), adjusted=kind == "adjusted")
    assert found.estimate.low is not None
    assert found.estimate.high is not None
    assert (found.estimate.low + found.estimate.high) / 2 == pytest.approx(100 * case["delta"], abs=1e-4)
    assert found.standard_error == pytest.approx(100 * case["se"], abs=1e-4)
    assert found.p_value == pytest.approx(case["p"], abs=1e-6)


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


@pytest.mark.parametrize(
    ("case_id", "name"),
    [
        ("STAT-14", "adjusted Wald (Agresti-Coull)"),
        ("STAT-15", "Wilson score, continuity corrected"),
        ("STAT-17", "exact (Clopper-Pearson)"),
    ],
)
def test_other_intervals_of_a_share(case_id: str, name: str) -> None:
    """STAT-14's estimate is the centre of its interval, its standard error half the width over z."""
    case = case_of("stats_ci_tests.json", case_id)
    low, high = SHARE_INTERVALS[name](case["input"]["f"], case["input"]["n"], case["input"]["conf"])
    expected = case["expected"]
    assert (low, high) == pytest.approx((expected["lo"], expected["hi"]), abs=1e-7)
    assert (low + high) / 2 == pytest.approx(expected.get("est", (low + high) / 2), abs=1e-7)
    error = (high - low) / 2 / critical_z()
    assert error == pytest.approx(expected.get("se", error), abs=1e-7)


@pytest.mark.parametrize(("case_id", "adjusted"), [("STAT-18", True), ("STAT-20", False)])
def test_difference_of_two_shares(case_id: str, adjusted: bool) -> None:
    case = case_of("stats_ci_tests.json", case_id)
    f1, n1, f2, n2 = (case["input"][name] for name in ("f1", "n1", "f2", "n2"))
    found, expected = share_difference(f1, n1, f2, n2, adjusted=adjusted), case["expected"]
    assert (found.estimate.low, found.estimate.high) == pytest.approx((expected["lo"], expected["hi"]), abs=1e-6)
    if adjusted:
        assert found.standard_error == pytest.approx(expected["se"], abs=1e-7)
        assert (f1 + 1) / (n1 + 2) - (f2 + 1) / (n2 + 2) == pytest.approx(expected["est"], abs=1e-7)
    else:
        assert chi_square(f1, n1, f2, n2) == pytest.approx(expected["chisq"], abs=1e-7)
        assert found.p_value == pytest.approx(expected["p"], abs=1e-7)


def test_answers_for_a_share_of_a_width() -> None:
    case = case_of("stats_ci_tests.json", "STAT-30")
    assert for_share(case["input"]["p"], case["input"]["w"], case["input"]["conf"]) == case["expected"]["n"]


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
    easy = sum(count for score, count in counts.items() if score >= 5)
    assert wilson(easy, estimate.n).value == pytest.approx(case["expected"]["pct_5_7"] / 100)
    index = nps(counts[6] + counts[7], counts[4] + counts[5], counts[1] + counts[2] + counts[3])
    assert index.value == pytest.approx(case["expected"]["index_67_minus_123"])


def test_top_two_boxes_and_mean() -> None:
    """CSAT-02; the page's own mean of 6.7 is an error in the source: 137 / 20 = 6.85."""
    case = case_of("csat_ces.json", "CSAT-02")
    n, given = case["input"]["n"], case["input"]
    assert wilson(given["n_positive"], n).value == pytest.approx(case["expected"]["csat_pct"] / 100)
    # The sum of squares of the answers is not told; any that is large enough leaves the mean as it is.
    estimate = mean(n, given["sum_scores"], given["sum_scores"] ** 2 / n + n, low_bound=1, high_bound=10)
    assert estimate.value == pytest.approx(case["expected"]["mean"])
