"""Which target a figure has, and whether it is reached: by hand."""

import re
from datetime import date

import pytest

from cx.errors import UsageError
from cx.metrics import targets
from cx.metrics.registry import METRICS
from cx.metrics.targets import (
    FIGURES,
    Standing,
    check,
    for_days,
    for_grain,
    in_force,
    of_one_segment,
    segment_of,
    standing,
    whole_periods,
)
from cx.settings import Settings
from cx.stats.estimate import Estimate, withheld
from cx.store.marks import Target
from cx.view import Dates, Filter, View
from tests import given

NORTH = ("region", "North")


def days(first: str, last: str) -> Dates:
    return Dates(date.fromisoformat(first), date.fromisoformat(last))


def test_every_figure_is_in_the_registry_and_has_a_direction():
    assert set(FIGURES) <= set(METRICS)
    assert all(METRICS[name].better != "neither" and METRICS[name].trended for name in FIGURES)


def test_the_target_in_force_is_the_one_that_began_last():
    old = Target("nps", 40)
    new = Target("nps", 45, first=date(2026, 1, 1))
    over = Target("nps", 99, first=date(2026, 2, 1), last=date(2026, 2, 28))
    north = Target("nps", 50, where=NORTH)
    all_of_them = (old, new, over, north, Target("csat", 0.8))
    found = {
        day: in_force(all_of_them, "nps", None, None, date.fromisoformat(day))
        for day in ("2025-12-31", "2026-01-31", "2026-02-28", "2026-03-01")
    }
    assert list(found.values()) == [[old], [new], [over], [new]]
    assert in_force(all_of_them, "nps", None, ("Region", "North"), date(2026, 1, 1)) == [north]
    assert in_force(all_of_them, "nps", None, ("region", "South"), date(2026, 1, 1)) == []
    monthly, yearly = Target("orders", 10, per="month"), Target("orders", 99, first=date(2026, 1, 1), per="year")
    assert in_force([yearly, monthly], "orders", None, None, date(2026, 1, 1)) == [yearly, monthly]
    assert in_force(all_of_them, "nps", 3, None, date(2026, 1, 1)) == []


@pytest.mark.parametrize(
    ("span", "per", "n"),
    [
        (("2026-01-01", "2026-01-31"), "month", 1),
        (("2025-11-01", "2026-10-31"), "month", 12),
        (("2025-11-01", "2026-10-31"), "year", 0),
        (("2026-01-01", "2026-06-30"), "quarter", 2),
        (("2026-01-02", "2026-01-31"), "month", 0),
        (("2026-01-01", "2026-01-30"), "month", 0),
    ],
)
def test_whole_periods_are_counted(span, per, n):
    assert whole_periods(days(*span), per) == n


def test_a_sum_adds_up_and_another_figure_does_not():
    quarter = days("2026-01-01", "2026-03-31")
    assert for_days(Target("net_revenue", 100, per="month"), quarter) == 300
    assert for_days(Target("customers", 100, per="month"), quarter) is None
    assert for_days(Target("customers", 100, per="quarter"), quarter) == 100
    assert for_days(Target("net_revenue", 100, per="month"), days("2026-01-01", "2026-01-15")) is None
    assert for_days(Target("nps", 40), days("2026-01-01", "2026-01-15")) == 40
    grains = ("day", "week", "month", "quarter", "year")
    assert [for_grain(Target("orders", 10, per="month"), g) for g in grains] == [None, None, 10, 30, 120]
    assert [for_grain(Target("orders", 10, per="quarter"), g) for g in grains] == [None, None, None, 10, 40]
    assert [for_grain(Target("customers", 10, per="month"), g) for g in grains] == [None, None, 10, None, None]


@pytest.mark.parametrize(
    ("target", "better", "expected"),
    [
        (45.0, "higher", Standing(45.0, -4.0, reached=False, beyond=True)),
        (43.0, "higher", Standing(43.0, -2.0, reached=False, beyond=False)),
        (41.0, "higher", Standing(41.0, 0.0, reached=True, beyond=False)),
        (30.0, "higher", Standing(30.0, 11.0, reached=True, beyond=True)),
        (45.0, "lower", Standing(45.0, -4.0, reached=True, beyond=True)),
        (30.0, "lower", Standing(30.0, 11.0, reached=False, beyond=True)),
    ],
)
def test_a_target_is_judged_with_the_interval(target, better, expected):
    assert standing(Estimate(41.0, 38.0, 44.0, 480, "points", "m"), target, better) == expected


def test_no_figure_is_held_against_nothing():
    assert standing(withheld("too few", n=3, unit="points"), 45, "higher") is None


def test_a_view_is_of_one_segment_of_all_or_of_neither():
    assert segment_of(View()) is None
    assert segment_of(View(filters=(Filter("region", ("North",)),))) == NORTH
    assert of_one_segment(View())
    assert of_one_segment(View(filters=(Filter("region", ("North",)),)))
    assert not of_one_segment(View(filters=(Filter("region", ("North", "South")),)))
    assert not of_one_segment(View(filters=(Filter("region", ("North",)), Filter("plan", ("A",)))))


def test_ranges_follow_the_unit():
    assert targets.value_range("csat") == (0.0, 1.0)
    assert targets.value_range("nps") == (-100.0, 100.0)
    assert targets.value_range("ces") == (1.0, 7.0)


def order(number: int, region: str, currency: str | None) -> dict[str, object]:
    day = f"2026-01-0{number}"
    return {
        "order_id": str(number),
        "customer_id": f"c{number}",
        "ordered_at": day,
        "amount": "10",
        "currency": currency,
        "region": region,
    }


ORDERS = [order(1, "North", "EUR"), order(2, "North", "EUR"), order(3, "South", "USD"), order(4, "West", None)]


def test_a_target_in_money_takes_the_one_currency_there_is(tmp_path):
    everywhere = given.given(tmp_path, orders=ORDERS[:2])
    assert check(Target("net_revenue", 150_000, per="month"), everywhere).currency == "EUR"
    assert check(Target("aov", 12), everywhere).currency == "EUR"
    assert check(Target("aov", 12, currency="usd"), everywhere).currency == "USD"
    assert check(Target("nps", 12), everywhere).currency is None
    several = given.given(tmp_path, orders=ORDERS)
    assert check(Target("aov", 12, where=NORTH), several).currency == "EUR"
    assert check(Target("aov", 12, where=("region", "South")), several).currency == "USD"
    chosen = given.given(tmp_path, Settings(currency="CHF"), orders=ORDERS[3:])
    assert check(Target("aov", 12), chosen).currency == "CHF"


@pytest.mark.parametrize(
    ("orders", "told"),
    [
        (ORDERS, r"aov is given in several currencies \(EUR, USD, no currency\).*--currency"),
        (ORDERS[:3], r"aov is given in several currencies \(EUR, USD\).*field “Currency”"),
        (ORDERS[3:], r"name no currency.*`cx settings currency=EUR`"),
    ],
)
def test_a_target_in_money_of_no_one_currency_is_refused(tmp_path, orders, told):
    with pytest.raises(UsageError) as refused:
        check(Target("aov", 12), given.given(tmp_path, orders=orders))
    assert re.search(told, refused.value.sentence())
