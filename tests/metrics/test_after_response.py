"""What customers did after they answered: forward revenue, effort and loyalty, correlations."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from cx.metrics.compute import compute
from cx.metrics.correlation import METRIC as CORRELATION
from cx.metrics.effort_loyalty import METRIC as EFFORT_LOYALTY
from cx.metrics.forward_revenue import METRIC as FORWARD_REVENUE
from cx.settings import Settings
from cx.view import View
from tests.given import Rows, given
from tests.metrics.histories import guest_order, histories, summed

ALL = View(period="all")
TEN_DAYS = Settings(forward_days=10, churn_days=20, minimum_n=2)


def answers(*lines: str) -> list[dict[str, object]]:
    """Surveys from "customer date nps csat ces" lines; CSAT on 1-5, effort on 1-7 with 7 easiest; - for none."""
    rows: list[dict[str, object]] = []
    for number, line in enumerate(lines):
        customer, day, *scores = line.split()
        nps, csat, ces = (None if score == "-" else score for score in scores)
        rows.append(
            {"response_id": f"r{number:03}", "customer_id": customer, "responded_at": day, "touchpoint": "web"}
            | {"nps": nps, "csat": csat, "csat_scale": "1-5", "ces": ces, "ces_scale": "1-7"}
        )
    return rows


ORDERS = histories(
    ann="2026-01-01 500, 2026-01-10 99, 2026-01-11 20, 2026-01-20 10, 2026-01-21 77",
    bob="2026-01-15 50",
    cid="2026-01-02 80, 2026-01-30 5",
) + guest_order("2026-01-31")
SURVEYS = answers(
    "ann 2026-01-10 10 5 7",
    "bob 2026-01-10 9 4 5",
    "cid 2026-01-10 3 1 2",
    "dee 2026-01-10 6 2 3",
)


def test_revenue_after_the_day_of_the_answer_only(tmp_path: Path) -> None:
    """Promoters: Ann 20 + 10 from the 11th to the 20th, Bob 50 -> 80 / 2. Detractors: Cid and Dee nothing."""
    rows = compute(FORWARD_REVENUE, given(tmp_path, TEN_DAYS, surveys=SURVEYS, orders=ORDERS), ALL).rows
    nps = {row.band: row for row in rows if row.score == "nps"}
    assert list(nps) == ["promoter", "passive", "detractor"]
    assert (nps["promoter"].estimate.value, nps["promoter"].estimate.n, nps["promoter"].total) == (40.0, 2, 80.0)
    # Nobody of them spent: what the few who do would spend cannot be known from nothing.
    assert (nps["detractor"].estimate.value, nps["detractor"].estimate.n, nps["detractor"].total) == (None, 2, 0.0)
    assert str(nps["detractor"].estimate.reason).startswith("all 2 values are 0")
    assert nps["passive"].estimate.reason == "no data: n = 0"
    assert nps["promoter"].estimate.low == 0.0


def test_bands_of_every_score(tmp_path: Path) -> None:
    """CSAT 1-5: 4 and 5 satisfied, 3 neutral, 1 and 2 dissatisfied. Effort 1-7: 5 low, 4 medium, 3 high."""
    surveys = answers(
        "a 2026-01-10 9 5 7", "b 2026-01-10 8 4 5", "c 2026-01-10 7 3 4", "d 2026-01-10 6 2 3", "e 2026-01-10 0 1 1"
    )
    rows = compute(FORWARD_REVENUE, given(tmp_path, TEN_DAYS, surveys=surveys, orders=ORDERS), ALL).rows
    assert {(row.score, row.band): row.estimate.n for row in rows} == {
        ("nps", "promoter"): 1,
        ("nps", "passive"): 2,
        ("nps", "detractor"): 2,
        ("csat", "satisfied"): 2,
        ("csat", "neutral"): 1,
        ("csat", "dissatisfied"): 2,
        ("ces", "low effort"): 2,
        ("ces", "medium effort"): 1,
        ("ces", "high effort"): 2,
    }


def test_one_answer_per_customer_the_first(tmp_path: Path) -> None:
    """Ann answers 10 and later 0: she is a promoter, once; as the first of her day, by response id."""
    surveys = SURVEYS + [row | {"response_id": f"s-{row['response_id']}", "nps": "0"} for row in SURVEYS]
    rows = compute(FORWARD_REVENUE, given(tmp_path, TEN_DAYS, surveys=surveys, orders=ORDERS), ALL).rows
    assert {row.band: row.estimate.n for row in rows if row.score == "nps"} == {
        "promoter": 2,
        "passive": 0,
        "detractor": 2,
    }


def test_answers_without_full_follow_up_are_left_out(tmp_path: Path) -> None:
    """The orders end on 31 January: the 21st has ten days after it, the 22nd has not."""
    surveys = answers("ann 2026-01-21 10 - -", "bob 2026-01-22 10 - -", "cid 2026-01-21 9 - -")
    rows = compute(FORWARD_REVENUE, given(tmp_path, TEN_DAYS, surveys=surveys, orders=ORDERS), ALL).rows
    assert (rows[0].band, rows[0].estimate.n, rows[0].total) == ("promoter", 2, 5.0)


def test_too_few_customers(tmp_path: Path) -> None:
    rows = compute(
        FORWARD_REVENUE, given(tmp_path, Settings(forward_days=10), surveys=SURVEYS, orders=ORDERS), ALL
    ).rows
    assert rows[0].estimate.reason == "too few: n = 2, at least 30 needed"


def test_forward_revenue_of_parts_sums_to_the_whole(tmp_path: Path) -> None:
    surveys = [row | {"touchpoint": "shop" if row["customer_id"] == "bob" else "web"} for row in SURVEYS]
    version = given(tmp_path, TEN_DAYS, surveys=surveys, orders=ORDERS)
    whole = summed(compute(FORWARD_REVENUE, version, ALL).rows, "score", "band")
    assert whole[("nps", "promoter")] == 80.0
    split = compute(FORWARD_REVENUE, version, View(period="all", split="touchpoint")).rows
    assert {row.split for row in split} == {"shop", "web"}
    assert summed(split, "score", "band") == whole


def test_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    forwards = compute(FORWARD_REVENUE, given(tmp_path, TEN_DAYS, surveys=SURVEYS, orders=ORDERS), ALL).rows
    again = given(tmp_path, TEN_DAYS, surveys=SURVEYS[::-1], orders=ORDERS[::-1])
    assert compute(FORWARD_REVENUE, again, ALL).rows == forwards


def test_repurchase_and_churn_by_effort(tmp_path: Path) -> None:
    """Ten days for repurchase, twenty for churn. Low: Ann and Bob return. High: Cid only on day 20, Dee never."""
    rows = compute(EFFORT_LOYALTY, given(tmp_path, TEN_DAYS, surveys=SURVEYS, orders=ORDERS), ALL).rows
    found = {(row.outcome, row.band): (row.estimate.value, row.estimate.n, row.total) for row in rows}
    assert found == {
        ("repurchase", "low effort"): (1.0, 2, 2),
        ("repurchase", "medium effort"): (None, 0, 0),
        ("repurchase", "high effort"): (0.0, 2, 0),
        ("churn", "low effort"): (0.0, 2, 0),
        ("churn", "medium effort"): (None, 0, 0),
        ("churn", "high effort"): (0.5, 2, 1),
    }
    assert rows[0].estimate.low == pytest.approx(0.34238, abs=1e-5)


def test_each_outcome_needs_its_own_follow_up(tmp_path: Path) -> None:
    """An answer of 15 January has ten days of orders after it, but not twenty."""
    surveys = answers("ann 2026-01-15 - - 7", "bob 2026-01-10 - - 7", "cid 2026-01-11 - - 7")
    rows = compute(EFFORT_LOYALTY, given(tmp_path, TEN_DAYS, surveys=surveys, orders=ORDERS), ALL).rows
    assert [(row.outcome, row.estimate.n) for row in rows if row.band == "low effort"] == [
        ("repurchase", 3),
        ("churn", 2),
    ]


SPENT = (0, 10, 0, 30, 30, 50, 20, 90, 0, 40)
SCORES = (0, 3, 3, 5, 6, 7, 8, 9, 9, 10)


def scored_customers() -> tuple[Rows, Rows]:
    """Ten customers with SCORES who then spend SPENT; everybody is equally satisfied."""
    surveys = answers(*(f"c{number} 2026-01-05 {score} 3 -" for number, score in enumerate(SCORES)))
    bought = {f"c{number}": f"2026-01-08 {amount}" for number, amount in enumerate(SPENT) if amount}
    return surveys, histories(**bought) + guest_order("2026-02-28")


def test_spearman_with_ties(tmp_path: Path) -> None:
    """The coefficient is scipy's; the interval Bonett and Wright's with n = 10."""
    surveys, orders = scored_customers()
    version = given(tmp_path, Settings(forward_days=10, minimum_n=5), surveys=surveys, orders=orders)
    found = compute(CORRELATION, version, ALL).rows
    rows = {(row.score, row.outcome): row for row in found if row.part is None}
    row = rows["nps", "forward_revenue"]
    expected = stats.spearmanr(SCORES, SPENT)
    assert row.estimate.value == pytest.approx(expected.statistic)
    assert (row.estimate.n, row.estimate.unit, row.estimate.method) == (10, "correlation", "Bonett-Wright")
    returned = stats.spearmanr(SCORES, [int(amount > 0) for amount in SPENT])
    assert rows["nps", "repurchase"].estimate.value == pytest.approx(returned.statistic)
    p_values = [expected.pvalue, returned.pvalue, returned.pvalue]
    adjusted = stats.false_discovery_control(p_values, method="bh")
    assert row.adjusted_p == pytest.approx(adjusted[0])
    assert rows["nps", "forward_orders"].adjusted_p == pytest.approx(adjusted[1])
    held = next(row for row in found if (row.part, row.score) == ("partial", "nps"))
    assert held.estimate.reason == (
        "segment, tenure and earlier spend are the same for everybody: nothing to hold fixed"
    )


def test_partial_correlation_holds_segment_tenure_and_earlier_spend_fixed(tmp_path: Path) -> None:
    """By hand: residuals of ranks on indicators of the segments and the ranks of tenure and earlier spend."""
    rng = np.random.default_rng(5)
    n, day = 60, 40
    segment, score = rng.integers(0, 3, n), rng.integers(0, 11, n)
    known, before, after = rng.integers(day + 1, 90, n), rng.integers(1, 9, n), rng.integers(0, 6, n) + score // 4
    start = np.datetime64("2026-01-01")
    surveys = answers(*(f"c{i} {start + 100} {score[i]} - -" for i in range(n)))
    orders = [
        {"order_id": f"{kind}{i}", "customer_id": f"c{i}", "ordered_at": str(start + at), "amount": int(amount)}
        for i in range(n)
        for kind, at, amount in (("a", 100 - known[i], before[i]), ("b", 105, after[i]))
    ]
    people = [{"customer_id": f"c{i}", "segment": f"s{segment[i]}"} for i in range(n)]
    settings = Settings(forward_days=10, minimum_n=5)
    version = given(tmp_path, settings, customers=people, surveys=surveys, orders=orders + guest_order("2026-06-01"))
    row = next(
        row
        for row in compute(CORRELATION, version, ALL).rows
        if (row.part, row.outcome) == ("partial", "forward_revenue")
    )
    held = np.column_stack([segment == 0, segment == 1, segment == 2, stats.rankdata(known), stats.rankdata(before)])
    left = [
        y - held @ np.linalg.lstsq(held.astype(float), y, rcond=None)[0]
        for y in (stats.rankdata(score), stats.rankdata(after))
    ]
    expected = float(np.corrcoef(*left)[0, 1])
    assert row.estimate.value == pytest.approx(expected, abs=1e-9)
    half_width = 1.959964 * ((1 + expected**2 / 2) / (n - 4 - 3)) ** 0.5
    assert row.estimate.low == pytest.approx(np.tanh(np.arctanh(expected) - half_width), abs=1e-6)
    assert row.estimate.method == "Bonett-Wright, partial"


def test_behavioural_effort_is_correlated_too(tmp_path: Path) -> None:
    """Contacts alone are enough: no survey is loaded."""
    contacts = [
        {"contact_id": f"k{i}", "customer_id": f"c{i}", "opened_at": "2026-01-05", "transfers": i % 3, "reopens": 0}
        for i in range(40)
    ]
    bought = {f"c{i}": f"2026-01-08 {50 - 20 * (i % 3)}" for i in range(40)}
    version = given(
        tmp_path,
        Settings(forward_days=10),
        contacts=contacts,
        orders=histories(**bought) + guest_order("2026-02-28"),
    )
    row = compute(CORRELATION, version, ALL).rows[1]
    assert (row.score, row.outcome, row.estimate.n) == ("effort", "forward_revenue", 40)
    assert row.estimate.value is not None
    assert row.estimate.value < 0.0


def test_a_score_that_does_not_vary_has_no_correlation(tmp_path: Path) -> None:
    surveys, orders = scored_customers()
    version = given(tmp_path, Settings(forward_days=10, minimum_n=5), surveys=surveys, orders=orders)
    row = next(row for row in compute(CORRELATION, version, ALL).rows if row.score == "csat")
    assert row.estimate.reason == "all values are equal"
    assert row.adjusted_p is None


def test_too_few_pairs(tmp_path: Path) -> None:
    surveys, orders = scored_customers()
    version = given(tmp_path, Settings(forward_days=10), surveys=surveys, orders=orders)
    reasons = {row.estimate.reason for row in compute(CORRELATION, version, ALL).rows}
    assert reasons == {"too few: n = 10, at least 30 needed"}
