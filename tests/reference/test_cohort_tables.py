"""Published cohort tables, reproduced cell by cell."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from cx.metrics.base import Options, Row
from cx.metrics.compute import compute
from cx.metrics.observed_ltv import METRIC as OBSERVED_LTV
from cx.metrics.retention import METRIC as RETENTION
from cx.store.reading import Version
from cx.view import Dates, View
from tests.given import given

SHARED = Path(__file__).parents[2].parent / "shared"


def totals(rows: tuple[Row, ...]) -> list[list[int]]:
    """Complete cells as a triangle: one list of totals per cohort, by age."""
    triangle: dict[date, list[int]] = {}
    for row in rows:
        assert row.cohort is not None
        cells = triangle.setdefault(row.cohort, [])
        if row.matures is None:
            cells.append(int(row.total or 0))
    return list(triangle.values())


def orders_on(days: list[tuple[str, str]]) -> list[dict[str, object]]:
    return [
        {"order_id": f"o{number}", "customer_id": who, "ordered_at": day, "amount": 10}
        for number, (who, day) in enumerate(days)
    ]


def posthog_recurring(tmp_path: Path, guest_order: str | None = None) -> Version:
    """Events of test_day_interval; person1 and alias1 are one person. guest_order: a day with an order of nobody."""
    first, second = ("person1", "2020-06-10"), ("person2", "2020-06-11")
    events = [first, ("person1", "2020-06-11"), ("alias1", "2020-06-12"), ("person1", "2020-06-15")]
    events += [("alias1", "2020-06-15"), ("person1", "2020-06-16")]
    events += [second, ("person2", "2020-06-12"), ("person2", "2020-06-13"), ("person2", "2020-06-16")]
    people = [
        {"customer_id": "person1", "person_id": "1"},
        {"customer_id": "alias1", "person_id": "1"},
        {"customer_id": "person2", "person_id": "2"},
    ]
    guests: list[dict[str, object]] = [{"order_id": "guest", "ordered_at": guest_order, "amount": 10}]
    return given(tmp_path, customers=people, orders=orders_on(events) + (guests if guest_order else []))


# PostHog, posthog/hogql_queries/insights/test/test_retention_query_runner.py, test_day_interval (MIT).
POSTHOG_DAY_INTERVAL = [
    [1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0],
    [2, 2, 1, 0, 1, 2, 0, 0, 0, 0],
    [2, 1, 0, 1, 2, 0, 0, 0, 0],
    [1, 0, 0, 1, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0],
    [1, 1, 0, 0, 0, 0],
    [2, 0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0],
    [0, 0],
    [0],
]
RECURRING_DAYS = Options(cohort="day", mode="recurring")


def test_posthog_recurring_daily_retention(tmp_path: Path) -> None:
    """A guest's order on 06-20 shows that the data go on to the window's end: all 66 published cells."""
    version = posthog_recurring(tmp_path, guest_order="2020-06-20")
    assert totals(compute(RETENTION, version, View(period="all"), RECURRING_DAYS).rows) == POSTHOG_DAY_INTERVAL


def test_posthog_days_after_the_last_event_are_not_zero(tmp_path: Path) -> None:
    """Without it the data end on 06-16: the published zeros of later days would be a claim nobody can make."""
    result = compute(RETENTION, posthog_recurring(tmp_path), View(period="all"), RECURRING_DAYS)
    assert totals(result.rows) == [cells[: 7 - start] for start, cells in enumerate(POSTHOG_DAY_INTERVAL[:7])]


# PostHog, same file, test_first_time_retention: sign-up, then pageviews.
POSTHOG_FIRST_TIME = [
    [2, 1, 2, 2, 1, 0, 1],
    [1, 1, 0, 1, 1, 1],
    [0, 0, 0, 0, 0],
    [1, 1, 0, 1],
    [0, 0, 0],
    [0, 0],
    [0],
]


def test_posthog_first_time_retention(tmp_path: Path) -> None:
    """User x signed up on 06-05, before the window, and again on 06-09: he is in no cohort shown."""
    signed_up = [("x", "2020-06-05"), ("x", "2020-06-09"), ("p1", "2020-06-09"), ("p1", "2020-06-11")]
    signed_up += [("p1", "2020-06-12"), ("p1", "2020-06-13"), ("p1", "2020-06-14")]
    signed_up += [("p2", "2020-06-09"), ("p3", "2020-06-10"), ("p4", "2020-06-12")]
    viewed = [("p1", day) for day in (10, 11, 12, 15, 15, 16)] + [("p2", day) for day in (11, 12, 13, 16)]
    viewed += [("p3", day) for day in (11, 13, 14, 15)] + [("p4", day) for day in (13, 15)]
    version = given(
        tmp_path,
        customers=[
            {"customer_id": f"{who}-{number}", "person_id": who, "signed_up_at": day}
            for number, (who, day) in enumerate(signed_up)
        ]
        + [{"customer_id": who, "person_id": who} for who in ("p1", "p2", "p3", "p4")],
        orders=orders_on([(who, f"2020-06-{day}") for who, day in viewed]),
    )
    window = View().at(Dates(date(2020, 6, 9), date(2020, 6, 15)))
    result = compute(RETENTION, version, window, Options(cohort="day", basis="signed_up"))
    # The source stops at 06-15; our data go one day further.
    assert [cells[: 7 - start] for start, cells in enumerate(totals(result.rows))] == POSTHOG_FIRST_TIME


# Greg Reda, gregreda.com, cohort-analysis.ipynb: customers per cohort (Relay Foods).
RELAY_SIZES = [22, 15, 13, 39, 50, 32, 50, 31, 37, 54, 130, 65, 95, 100, 24]


@pytest.fixture(scope="module")
def relay_foods(tmp_path_factory: pytest.TempPathFactory) -> Version:
    path = SHARED / "data" / "relay-foods" / "relay_foods_orders.csv"
    if not path.exists():
        pytest.skip("the Relay Foods orders are not on this machine")
    with path.open(encoding="utf-8", newline="") as file:
        orders = [
            {
                "order_id": row["OrderId"],
                "customer_id": row["UserId"],
                "ordered_at": row["OrderDate"],
                "amount": row["TotalCharges"],
            }
            for row in csv.DictReader(file)
        ]
    return given(tmp_path_factory.mktemp("relay"), orders=orders)


def test_relay_foods_customers(relay_foods: Version) -> None:
    rows = compute(RETENTION, relay_foods, View(period="all")).rows
    assert [row.estimate.n for row in rows if row.age == 0] == RELAY_SIZES
    published = read_grid("relay_foods_cohort_counts.csv")
    for row in rows:
        assert row.cohort is not None
        assert row.age is not None
        expected = published.get((f"{row.cohort:%Y-%m}", row.age), 0.0)
        assert row.total == expected, row
        if row.estimate.value is not None:
            assert row.estimate.value == pytest.approx(expected / row.estimate.n)


def test_relay_foods_partial_month_is_blank(relay_foods: Version) -> None:
    """The orders end on 2010-03-09: March 2010 is blank for every cohort and dated."""
    rows = compute(RETENTION, relay_foods, View(period="all")).rows
    open_cells = [row for row in rows if row.matures]
    assert len(open_cells) == 15
    assert {row.estimate.reason for row in open_cells} == {"incomplete until 31 Mar 2010"}
    assert {row.estimate.value for row in open_cells} == {None}


def test_relay_foods_orders_and_charges(relay_foods: Version) -> None:
    published = read_rollup()
    orders = compute(RETENTION, relay_foods, View(period="all"), Options(measure="orders")).rows
    revenue = compute(RETENTION, relay_foods, View(period="all"), Options(measure="revenue")).rows
    for measured, column in ((orders, "TotalOrders"), (revenue, "TotalCharges")):
        for row in measured:
            expected = published.get((row.cohort, row.age), {}).get(column, 0.0)
            assert row.total == pytest.approx(expected, abs=0.01), row


def test_relay_foods_cumulative_value(relay_foods: Version) -> None:
    """January 2009: (1850.255 + 1351.065 + 1357.36) / 22 after two months."""
    rows = compute(OBSERVED_LTV, relay_foods, View(period="all")).rows
    cell = next(row for row in rows if row.cohort == date(2009, 1, 1) and row.age == 2)
    assert cell.estimate.value == pytest.approx((1850.255 + 1351.065 + 1357.36) / 22, abs=1e-3)


def read_grid(name: str) -> dict[tuple[str, int], float]:
    with (SHARED / "groundtruth" / name).open(encoding="utf-8", newline="") as file:
        return {
            (row["C"], int(age)): float(value)
            for row in csv.DictReader(file)
            for age, value in row.items()
            if age != "C" and value
        }


def read_rollup() -> dict[tuple[date | None, int | None], dict[str, float]]:
    def month(text: str) -> date:
        return date(int(text[:4]), int(text[5:]), 1)

    with (SHARED / "groundtruth" / "relay_foods_rollup.csv").open(encoding="utf-8", newline="") as file:
        found = {}
        for row in csv.DictReader(file):
            start, then = month(row["C"]), month(row["P"])
            age = (then.year - start.year) * 12 + then.month - start.month
            found[start, age] = {key: float(row[key]) for key in ("TotalOrders", "TotalUsers", "TotalCharges")}
        return found
