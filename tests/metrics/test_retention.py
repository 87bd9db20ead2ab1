"""Retention tables and curves on histories small enough to count by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cx.errors import UsageError
from cx.metrics.base import Options
from cx.metrics.compute import compute
from cx.metrics.retention import METRIC as RETENTION
from cx.metrics.retention_curve import METRIC as RETENTION_CURVE
from cx.queries import period_start
from cx.settings import Settings
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
    assert april.estimate.reason == "incomplete until 2026-04-30"
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
    rows = compute(RETENTION_CURVE, given(tmp_path, Settings(minimum_n=1), orders=SHOP), ALL).rows
    assert [(row.age, row.estimate.n, row.total) for row in rows] == [(0, 5, 5), (1, 5, 2), (2, 4, 0)]


def test_curve_by_the_period_of_the_start(tmp_path: Path) -> None:
    version = given(tmp_path, Settings(minimum_n=1), orders=big_and_small_cohort())
    rows = compute(RETENTION_CURVE, version, View(period="all", every="month")).rows
    found = {(f"{row.period}", row.age): row.estimate.value for row in rows}
    assert (found["2026-01-01", 1], found["2026-02-01", 1]) == (0.2, 0.0)


def test_curve_of_revenue_adds_before_it_divides(tmp_path: Path) -> None:
    """10 of 550 in the first period came again."""
    version = given(tmp_path, orders=big_and_small_cohort())
    rows = compute(RETENTION_CURVE, version, ALL, Options(measure="revenue")).rows
    assert (rows[1].estimate.value, rows[1].total) == (pytest.approx(10 / 550), 10.0)
