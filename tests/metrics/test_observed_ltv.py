"""Observed lifetime value, by cohort and pooled, against means of customers' cumulative amounts."""

from __future__ import annotations

from pathlib import Path
from statistics import stdev

import pytest

from cx.errors import UsageError
from cx.metrics.base import Options
from cx.metrics.compute import compute
from cx.metrics.ltv_curve import METRIC as LTV_CURVE
from cx.metrics.observed_ltv import METRIC as OBSERVED_LTV
from cx.settings import Settings
from cx.view import Filter, View
from tests.given import given
from tests.metrics.histories import guest_order, histories, summed, table

ALL = View(period="all")
SHOP = histories(
    ann="2026-01-05 10, 2026-01-06 10, 2026-02-03 20, 2026-03-01 5",
    bob="2026-01-20 30, 2026-03-20 10",
    cid="2026-01-31 40",
    dee="2026-02-10 70, 2026-03-02 30",
)


def test_cumulative_revenue_per_customer(tmp_path: Path) -> None:
    """January: 20, 30, 40 -> mean 30; then 40, 30, 40 -> 110 / 3. March is not over on the 20th."""
    cells = table(compute(OBSERVED_LTV, given(tmp_path, orders=SHOP), ALL).rows)
    first, second = cells["2026-01-01", 0], cells["2026-01-01", 1]
    assert (first.estimate.value, first.estimate.n, first.total) == (30.0, 3, 90.0)
    assert (second.estimate.value, second.total) == (pytest.approx(110 / 3), 110.0)
    assert first.estimate.method == "t"
    # s = 10, t(2) = 4.30265
    assert first.estimate.high == pytest.approx(30 + 4.30265 * 10 / 3**0.5, abs=1e-3)
    half = 4.30265 * stdev([40, 30, 40]) / 3**0.5
    assert (second.estimate.low, second.estimate.high) == (
        pytest.approx(110 / 3 - half, abs=1e-3),
        pytest.approx(110 / 3 + half, abs=1e-3),
    )


def test_an_incomplete_period_is_blank_and_carries_the_sum_so_far(tmp_path: Path) -> None:
    march = table(compute(OBSERVED_LTV, given(tmp_path, orders=SHOP), ALL).rows)["2026-01-01", 2]
    assert march.estimate.value is None
    assert march.estimate.reason == "incomplete until 31 Mar 2026"
    assert march.total == 125.0


def test_customers_who_never_came_back_stay_in_the_denominator(tmp_path: Path) -> None:
    version = given(
        tmp_path, orders=histories(ann="2026-01-05 10, 2026-02-03 20", bob="2026-01-09 10") + guest_order("2026-02-28")
    )
    assert table(compute(OBSERVED_LTV, version, ALL).rows)["2026-01-01", 1].estimate.value == 20.0


def test_a_refund_in_a_later_month_lowers_the_value(tmp_path: Path) -> None:
    orders = histories(ann="2026-01-05 10, 2026-02-03 -10", bob="2026-01-09 30") + guest_order("2026-02-28")
    cells = table(compute(OBSERVED_LTV, given(tmp_path, orders=orders), ALL).rows)
    assert (cells["2026-01-01", 0].estimate.value, cells["2026-01-01", 1].estimate.value) == (20.0, 15.0)
    # cumulative 0 and 30: s = 21.2132, t(1) = 12.7062; below 0 is possible after refunds
    assert cells["2026-01-01", 1].estimate.low == pytest.approx(15 - 12.7062 * 15, abs=1e-2)


def test_a_month_in_which_nobody_started_is_no_cohort(tmp_path: Path) -> None:
    """Ann starts in January, Bob in March; nobody does in February and April."""
    orders = histories(ann="2026-01-05 10", bob="2026-03-09 30") + guest_order("2026-04-30")
    rows = compute(OBSERVED_LTV, given(tmp_path, orders=orders), ALL).rows
    assert [(f"{row.cohort}", row.age) for row in rows] == [
        *(("2026-01-01", age) for age in range(4)),
        *(("2026-03-01", age) for age in range(2)),
    ]


def test_margin_only_where_every_cost_is_known(tmp_path: Path) -> None:
    """January's costs are known (10 of 40 each); the cohort of February has an order without a cost."""
    orders = histories(ann="2026-01-05 40, 2026-02-03 40", bob="2026-01-09 40", cid="2026-02-09 40")
    for order in orders:
        order["cost"] = None if order["customer_id"] == "cid" else 10
    version = given(tmp_path, orders=orders + guest_order("2026-02-28"))
    cells = table(compute(OBSERVED_LTV, version, ALL, Options(measure="margin")).rows)
    assert [cells["2026-01-01", age].estimate.value for age in (0, 1)] == [30.0, 45.0]
    assert cells["2026-02-01", 0].estimate.reason == "the cost of orders on 1 customer days is not known"


def test_orders_without_amounts_are_not_worth_nothing(tmp_path: Path) -> None:
    orders = [order | {"amount": None} for order in SHOP]
    rows = compute(OBSERVED_LTV, given(tmp_path, orders=orders), ALL).rows
    assert table(rows)["2026-01-01", 0].estimate.reason == "the orders carry no amounts"


def test_lifetime_value_has_no_other_measure(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="orders"):
        compute(OBSERVED_LTV, given(tmp_path, orders=SHOP), ALL, Options(measure="orders"))


def test_parts_sum_to_the_whole(tmp_path: Path) -> None:
    people = [{"customer_id": "ann", "region": "N"}, {"customer_id": "bob", "region": "S"}]
    version = given(tmp_path, customers=people, orders=SHOP)
    whole = summed(compute(OBSERVED_LTV, version, ALL).rows, "cohort", "age")
    split = compute(OBSERVED_LTV, version, View(period="all", split="region")).rows
    assert {row.split for row in split} == {"N", "S", "(missing)"}
    assert summed(split, "cohort", "age") == whole
    parts = [
        row
        for value in ("N", "S", "(missing)")
        for row in compute(OBSERVED_LTV, version, View(period="all", filters=(Filter("region", (value,)),))).rows
    ]
    assert summed(tuple(parts), "cohort", "age") == whole


def test_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    forwards = compute(OBSERVED_LTV, given(tmp_path, orders=SHOP), ALL).rows
    assert compute(OBSERVED_LTV, given(tmp_path, orders=SHOP[::-1]), ALL).rows == forwards


def test_curve_weights_cohorts_by_their_size(tmp_path: Path) -> None:
    """Age 0: (90 + 70) / 4 = 40, not the mean of 30 and 70. Age 1: only January has completed it."""
    rows = compute(LTV_CURVE, given(tmp_path, Settings(minimum_n=3), orders=SHOP), ALL).rows
    assert [(row.age, row.estimate.value, row.estimate.n, row.total) for row in rows] == [
        (0, 40.0, 4, 160.0),
        (1, pytest.approx(110 / 3), 3, 110.0),
    ]
    half = 3.18245 * stdev([20, 30, 40, 70]) / 2
    assert rows[0].estimate.high == pytest.approx(40 + half, abs=1e-3)


def test_curve_withholds_ages_with_too_few(tmp_path: Path) -> None:
    rows = compute(LTV_CURVE, given(tmp_path, orders=SHOP), ALL).rows
    assert rows[0].estimate.reason == "too few: n = 4, at least 30 needed"
