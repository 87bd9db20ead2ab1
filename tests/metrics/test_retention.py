"""Retention tables and curves on histories small enough to count by hand."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from cx.errors import UsageError
from cx.metrics.base import Options
from cx.metrics.compute import compute
from cx.metrics.retention import METRIC as RETENTION
from cx.metrics.retention_curve import METRIC as RETENTION_CURVE
from cx.periods import period_start
from cx.settings import Settings
from cx.stats.clusters import ClusterSums, design_effect
from cx.stats.estimate import Estimate
from cx.stats.proportions import wilson, wilson_interval
from cx.stats.ratios import ratio
from cx.view import Dates, Filter, View
from tests.given import given
from tests.metrics.histories import guest_order, histories, summed, table

ALL = View(period="all")
SHOP = histories(
    ann="2026-01-05 10, 2026-02-03 30, 2026-02-20 6, 2026-04-01 5",
    bob="2026-01-20 10, 2026-02-10 4",
    cid="2026-01-31 15",
    dee="2026-01-31 5, 2026-04-10 20",
    eve="2026-02-01 50, 2026-04-10 25",
)


def test_share_of_a_cohort_that_came_back(tmp_path: Path) -> None:
    """Of the four of January, Ann and Bob ordered in February: 2 of 4, Wilson 0.150 to 0.850."""
    cells = table(compute(RETENTION, given(tmp_path, orders=SHOP), ALL).rows)
    february = cells["2026-01-01", 1]
    assert (february.estimate.value, february.estimate.n, february.total) == (0.5, 4, 2)
    assert february.estimate.low == pytest.approx(0.15004, abs=1e-5)
    assert february.estimate.high == pytest.approx(0.84996, abs=1e-5)
    assert february.estimate.method == "Wilson score"
    assert cells["2026-01-01", 0].estimate.value == 1.0
    assert cells["2026-02-01", 0].estimate.n == 1


def test_a_complete_period_with_nobody_is_zero(tmp_path: Path) -> None:
    cells = table(compute(RETENTION, given(tmp_path, orders=SHOP), ALL).rows)
    assert cells["2026-01-01", 2].estimate.value == 0.0
    assert cells["2026-02-01", 1].estimate.value == 0.0


def test_an_incomplete_period_is_blank_and_dated(tmp_path: Path) -> None:
    """The orders end on 10 April: two of January's four have come so far, which is no retention yet."""
    april = table(compute(RETENTION, given(tmp_path, orders=SHOP), ALL).rows)["2026-01-01", 3]
    assert april.estimate.value is None
    assert april.estimate.reason == "incomplete until 30 Apr 2026"
    assert april.matures == date(2026, 4, 30)
    assert april.total == 2


def test_revenue_and_orders_are_shares_of_the_first_period(tmp_path: Path) -> None:
    """January 40, February 30 + 6 + 4 = 40; orders 4 and 3. Customers with x = first, y = then: clusters of 4."""
    version = given(tmp_path, orders=SHOP)
    revenue = table(compute(RETENTION, version, ALL, Options(measure="revenue")).rows)["2026-01-01", 1]
    assert (revenue.estimate.value, revenue.estimate.n, revenue.total) == (1.0, 4, 40.0)
    # residuals y - 1.0 x: 26, -6, -15, -5 -> sum of squares 962; se = sqrt(4/3 x 962) / 40; t(3) = 3.18245
    assert revenue.estimate.high == pytest.approx(1.0 + 3.18245 * (4 / 3 * 962) ** 0.5 / 40, abs=1e-4)
    assert revenue.estimate.low == 0.0
    orders = table(compute(RETENTION, version, ALL, Options(measure="orders")).rows)["2026-01-01", 1]
    assert (orders.estimate.value, orders.total) == (0.75, 3)


def test_no_revenue_at_all_still_has_an_interval(tmp_path: Path) -> None:
    """Nobody of January's four ordered in March: 0, and up to the 49 % that Wilson allows for 0 of 4."""
    version = given(tmp_path, orders=SHOP)
    march = table(compute(RETENTION, version, ALL, Options(measure="revenue")).rows)["2026-01-01", 2].estimate
    assert (march.value, march.low, march.high) == (0.0, 0.0, pytest.approx(0.48989, abs=1e-5))


def test_a_refund_lowers_revenue_and_is_no_activity(tmp_path: Path) -> None:
    version = given(
        tmp_path, orders=histories(ann="2026-01-05 100, 2026-02-03 -40", bob="2026-01-06 100, 2026-03-31 1")
    )
    customers = table(compute(RETENTION, version, ALL).rows)["2026-01-01", 1]
    revenue = table(compute(RETENTION, version, ALL, Options(measure="revenue")).rows)["2026-01-01", 1]
    assert customers.estimate.value == 0.0
    assert revenue.estimate.value == pytest.approx(-0.2)
    recurring = table(compute(RETENTION, version, ALL, Options(mode="recurring")).rows)
    assert recurring["2026-02-01", 0].estimate.n == 0


def test_recurring_cohorts_are_everyone_active(tmp_path: Path) -> None:
    """February: Ann, Bob and Eve are active; none of them in March; all of January's cohort is in January's."""
    cells = table(compute(RETENTION, given(tmp_path, orders=SHOP), ALL, Options(mode="recurring")).rows)
    assert (cells["2026-02-01", 0].estimate.n, cells["2026-02-01", 1].estimate.value) == (3, 0.0)
    assert cells["2026-03-01", 0].estimate.reason == "no data: n = 0"


def test_signing_up_starts_a_cohort(tmp_path: Path) -> None:
    """Two signed up in January; one ordered the month after, and his order before signing up is outside."""
    people = [
        {"customer_id": "ann", "signed_up_at": "2026-01-10"},
        {"customer_id": "bob", "signed_up_at": "2026-01-11"},
    ]
    orders = histories(ann="2025-12-24 5, 2026-02-02 10") + guest_order("2026-02-28")
    version = given(tmp_path, customers=people, orders=orders)
    cells = table(compute(RETENTION, version, ALL, Options(basis="signed_up")).rows)
    assert set(cells) == {("2026-01-01", 0), ("2026-01-01", 1), ("2026-02-01", 0)}
    assert (cells["2026-01-01", 0].total, cells["2026-01-01", 1].estimate.value) == (2, 0.5)


def test_days_of_the_view_choose_cohorts_and_do_not_cut_what_follows(tmp_path: Path) -> None:
    view = View().at(Dates(date(2026, 1, 1), date(2026, 1, 31)))
    rows = compute(RETENTION, given(tmp_path, orders=SHOP), view).rows
    assert {row.cohort for row in rows} == {date(2026, 1, 1)}
    assert [row.total for row in rows] == [4, 2, 0, 2]


@pytest.mark.parametrize("grain", ["day", "week", "month", "quarter", "year"])
def test_cohorts_begin_where_their_period_begins(tmp_path: Path, grain: str) -> None:
    rows = compute(RETENTION, given(tmp_path, orders=SHOP), ALL, Options(cohort=grain)).rows
    sizes = {row.cohort: row.estimate.n for row in rows if row.age == 0 and row.estimate.n}
    starts = ["2026-01-05", "2026-01-20", "2026-01-31", "2026-01-31", "2026-02-01"]
    cohorts = [period_start(date.fromisoformat(day), grain) for day in starts]
    assert sizes == {cohort: cohorts.count(cohort) for cohort in cohorts}


@pytest.mark.parametrize("measure", ["customers", "revenue", "orders"])
@pytest.mark.parametrize("mode", ["first", "recurring"])
@pytest.mark.parametrize("dimension", ["region", "orders.channel"])
def test_parts_sum_to_the_whole(tmp_path: Path, measure: str, mode: str, dimension: str) -> None:
    """By region, also where it is missing, and by the channel of the first order; split or filtered."""
    channels = ["web", "store", "web"]
    orders = [row | {"channel": channels[number % 3]} for number, row in enumerate(SHOP)]
    people = [{"customer_id": name, "region": region} for name, region in (("ann", "N"), ("bob", "S"), ("dee", "N"))]
    version = given(tmp_path, customers=people, orders=orders)
    options = Options(measure=measure, mode=mode)
    whole = summed(compute(RETENTION, version, ALL, options).rows, "cohort", "age")
    split = compute(RETENTION, version, View(period="all", split=dimension), options).rows
    assert summed(split, "cohort", "age") == whole
    filtered = [
        row
        for value in {row.split for row in split}
        for row in compute(
            RETENTION, version, View(period="all", filters=(Filter(dimension, (str(value),)),)), options
        ).rows
    ]
    assert summed(tuple(filtered), "cohort", "age") == whole


def test_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    forwards = compute(RETENTION, given(tmp_path, orders=SHOP), ALL, Options(measure="revenue"))
    backwards = compute(RETENTION, given(tmp_path, orders=SHOP[::-1]), ALL, Options(measure="revenue"))
    assert forwards.rows == backwards.rows


def test_amounts_in_two_currencies_are_not_added(tmp_path: Path) -> None:
    orders = [row | {"currency": "EUR" if row["customer_id"] == "ann" else "USD"} for row in SHOP]
    version = given(tmp_path, orders=orders)
    row = table(compute(RETENTION, version, ALL, Options(measure="revenue")).rows)["2026-01-01", 1]
    assert row.estimate.reason == "amounts in several currencies (EUR, USD): filter on one"
    euros = View(period="all", filters=(Filter("currency", ("EUR",)),))
    row = table(compute(RETENTION, version, euros, Options(measure="revenue")).rows)["2026-01-01", 1]
    assert (row.total, row.currency) == (36.0, "EUR")


def test_amounts_without_a_currency_are_not_taken_for_those_with_one(tmp_path: Path) -> None:
    orders = [row | ({"currency": "EUR"} if row["customer_id"] == "ann" else {}) for row in SHOP]
    row = table(compute(RETENTION, given(tmp_path, orders=orders), ALL, Options(measure="revenue")).rows)[
        "2026-01-01", 1
    ]
    assert str(row.estimate.reason).startswith("some amounts are in EUR, others name no currency")


def test_a_measure_that_retention_does_not_have(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="margin"):
        compute(RETENTION, given(tmp_path, orders=SHOP), ALL, Options(measure="margin"))


def big_and_small_cohort() -> list[dict[str, object]]:
    """January: 1 of 5 comes back (20 %). February: none of 50."""
    small = {f"s{number}": "2026-01-05 10" for number in range(4)} | {"loyal": "2026-01-05 10, 2026-02-05 10"}
    big = {f"b{number}": "2026-02-05 10" for number in range(50)}
    return histories(**small, **big) + guest_order("2026-03-31")


def test_curve_is_weighted_by_cohort_size(tmp_path: Path) -> None:
    """The mean of 20 % and 0 % is 10 %; of 55 customers one came back: 1.8 %."""
    rows = compute(RETENTION_CURVE, given(tmp_path, orders=big_and_small_cohort()), ALL).rows
    age_one = rows[1].estimate
    assert (age_one.n, rows[1].total) == (55, 1)
    assert age_one.value == pytest.approx(1 / 55)
    assert (age_one.low, age_one.high) == (pytest.approx(0.00322, abs=1e-5), pytest.approx(0.09606, abs=1e-5))


def test_curve_withholds_ages_with_too_few(tmp_path: Path) -> None:
    """Only the five of January have completed age 2; March has no cohort."""
    rows = compute(RETENTION_CURVE, given(tmp_path, orders=big_and_small_cohort()), ALL).rows
    assert [row.age for row in rows] == [0, 1, 2]
    assert rows[2].estimate.reason == "too few: n = 5, at least 30 needed"


def test_curve_leaves_incomplete_periods_out(tmp_path: Path) -> None:
    """SHOP's April is not over: age 3 of January and age 2 of February are in no average."""
    rows = compute(RETENTION_CURVE, given(tmp_path, Settings(minimum_n=2), orders=SHOP), ALL).rows
    assert [(row.age, row.estimate.n, row.total) for row in rows] == [(0, 5, 5), (1, 5, 2), (2, 4, 0)]


def test_curve_by_the_period_of_the_start(tmp_path: Path) -> None:
    version = given(tmp_path, Settings(minimum_n=2), orders=big_and_small_cohort())
    rows = compute(RETENTION_CURVE, version, View(period="all", every="month")).rows
    found = {(f"{row.period}", row.age): row.estimate.value for row in rows}
    assert (found["2026-01-01", 1], found["2026-02-01", 1]) == (0.2, 0.0)


ANN_STAYS = histories(
    ann="2026-01-05 10, 2026-02-03 10, 2026-03-03 10, 2026-04-01 10", bob="2026-01-20 10"
) + guest_order("2026-04-30")


def test_recurring_curve_takes_all_periods_of_a_customer_together(tmp_path: Path) -> None:
    """Age 1: Ann came back in 3 of 3 periods, Bob in 0 of 1: 3/4.

    Residuals 3 - 3 x 3/4 and 0 - 3/4, squares 2 x 9/16; as independent 4 x 3/4 x 1/4 = 3/4: effect 1.5.
    """
    version = given(tmp_path, Settings(minimum_n=2), orders=ANN_STAYS)
    age_one = compute(RETENTION_CURVE, version, ALL, Options(mode="recurring")).rows[1].estimate
    assert (age_one.value, age_one.n) == (0.75, 4)
    assert age_one.method == "Wilson score, design effect 1.5 for repeated customers"
    assert (age_one.low, age_one.high) == pytest.approx(wilson_interval(3, 4, design_effect=1.5))
    # Revenue 30 of 30 and 0 of 10: residuals 7.5 and -7.5; error sqrt(2/1 x 112.5) / 40; t(1) = 12.7062.
    money = compute(RETENTION_CURVE, version, ALL, Options(mode="recurring", measure="revenue")).rows[1].estimate
    assert (money.value, money.low) == (0.75, 0.0)
    assert money.high == pytest.approx(0.75 + 12.7062 * 225**0.5 / 40, abs=1e-4)


def test_recurring_cells_of_one_cohort_know_every_customer_once(tmp_path: Path) -> None:
    version = given(tmp_path, Settings(minimum_n=2), orders=ANN_STAYS)
    cell = table(compute(RETENTION, version, ALL, Options(mode="recurring")).rows)["2026-01-01", 1].estimate
    assert (cell.method, cell.n) == ("Wilson score", 2)
    assert (cell.low, cell.high) == wilson_interval(1, 2)


@pytest.mark.parametrize("every", [None, "quarter"])
@pytest.mark.parametrize("measure", ["customers", "orders"])
def test_recurring_intervals_are_those_of_the_customers_added_up_one_by_one(
    tmp_path: Path, every: str | None, measure: str
) -> None:
    """Months 1 to 11 are complete; cohorts of a customer are his months, by the quarter they lie in if asked."""
    draw = random.Random(5)
    months = {f"c{n}": Counter(draw.choices(range(1, 13), k=draw.randint(1, 9))) for n in range(30)}
    orders = [
        {"order_id": f"{who}-{month}-{n}", "customer_id": who, "ordered_at": f"2026-{month:02}-{10 + n}", "amount": 1}
        for who, of in months.items()
        for month, times in of.items()
        for n in range(times)
    ]
    version = given(tmp_path, Settings(minimum_n=2), orders=orders)
    result = compute(RETENTION_CURVE, version, View("all", every=every), Options(mode="recurring", measure=measure))
    later = [row for row in result.rows if row.age and row.estimate.known]
    assert len(later) > 9
    for row in later:
        expected = one_by_one(months, row.period, row.age or 0, measure)
        assert (row.estimate.low, row.estimate.high) == pytest.approx((expected.low, expected.high))


def one_by_one(months: dict[str, Counter[int]], quarter: date | None, age: int, measure: str) -> Estimate:
    """The estimate from every customer's own totals."""
    cohorts = [month for month in range(1, 12 - age) if quarter is None or 0 <= month - quarter.month < 3]
    pairs = []
    for of in months.values():
        starts = [month for month in cohorts if of[month]]
        if starts and measure == "customers":
            pairs.append((sum(of[month + age] > 0 for month in starts), len(starts)))
        elif starts:
            pairs.append((sum(of[month + age] for month in starts), sum(of[month] for month in starts)))
    y, x = (sum(pair[i] for pair in pairs) for i in (0, 1))
    products = [sum(pair[i] * pair[j] for pair in pairs) for i, j in ((0, 0), (0, 1), (1, 1))]
    sums = ClusterSums(y, x, *products, len(pairs))
    if measure == "customers":
        return wilson(y, x, design_effect=design_effect(sums, y))
    return ratio(*sums, n=x, unit="share", low_bound=0.0)


def test_curve_of_revenue_adds_before_it_divides(tmp_path: Path) -> None:
    """10 of 550 in the first period came again."""
    version = given(tmp_path, orders=big_and_small_cohort())
    rows = compute(RETENTION_CURVE, version, ALL, Options(measure="revenue")).rows
    assert (rows[1].estimate.value, rows[1].total) == (pytest.approx(10 / 550), 10.0)
