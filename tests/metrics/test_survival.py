"""Time to lapse on histories small enough to count by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from cx.metrics.base import Row
from cx.metrics.compute import compute
from cx.settings import Settings
from cx.stats.lifetime import DAYS_PER_MONTH
from cx.view import Dates, Filter, View
from tests.given import given
from tests.metrics.histories import guest_order, histories
from tests.metrics.test_mrr_movements import contracts

WINDOW = Settings(churn_days=60, minimum_n=1)
ALL = View(period="all")
PEOPLE = [{"customer_id": name, "plan": plan} for name, plan in (("ann", "pro"), ("bob", "free"), ("cid", "free"))]


def part(rows: tuple[Row, ...], name: str, outcome: str = "no order") -> list[Row]:
    return [row for row in rows if row.part == name and row.outcome == outcome]


def test_a_lapse_counts_from_the_day_it_is_certain(tmp_path: Path) -> None:
    """Orders go on to 10 July, day 190 of Ann's, Bob's and Cid's; 60 days without an order are a lapse.

    Ann's order of day 40 is her last: lapsed on day 100. Bob pauses from day 0 to day 61: lapsed on day 60, although he
    returns. Cid orders every 60 days, the last time on day 180: watched for 190 days.
    """
    orders = histories(
        ann="2026-01-01 1, 2026-02-10 1",
        bob="2026-01-01 1, 2026-03-03 1",
        cid="2026-01-01 1, 2026-03-02 1, 2026-05-01 1, 2026-06-30 1",
    ) + guest_order("2026-07-10")
    rows = compute("survival", given(tmp_path, WINDOW, orders=orders), ALL).rows
    (half,) = part(rows, "median")
    assert (half.estimate.value, half.estimate.n, half.estimate.unit) == (100, 3, "days")
    curve = {row.age: row.estimate for row in part(rows, "curve")}
    assert list(curve) == list(range(7))  # 190 days are 6.2 months of 30.4375 days
    assert [round(curve[age].value or 0, 4) for age in curve] == [1, 1, 0.6667, 0.6667, 0.3333, 0.3333, 0.3333]
    assert [curve[age].n for age in curve] == [3, 3, 2, 2, 1, 1, 1]


def test_a_pause_of_exactly_the_window_is_no_lapse_and_one_day_more_is(tmp_path: Path) -> None:
    orders = histories(ann="2026-01-01 1, 2026-03-02 1", bob="2026-01-01 1, 2026-03-03 1")
    rows = compute("survival", given(tmp_path, WINDOW, orders=orders), ALL).rows
    assert [row.estimate.value for row in part(rows, "curve")] == [1.0, 1.0, 0.5]


def test_days_after_the_last_one_shown_are_not_known_yet(tmp_path: Path) -> None:
    """Up to 20 February nobody can have lapsed: 50 days have been seen. Up to 2 March one of two has, on day 60."""
    orders = histories(ann="2026-01-01 1", bob="2026-01-01 1, 2026-02-15 1, 2026-06-01 1")
    version = given(tmp_path, WINDOW, orders=orders)

    def up_to(day: date) -> tuple[Row, ...]:
        return compute("survival", version, View().at(Dates(date(2026, 2, 1), day))).rows

    early = up_to(date(2026, 2, 20))[0].estimate
    assert early.reason == "nobody has been watched for 60 days yet, the days without an order that make a lapse"
    assert early.n == 2
    assert [row.estimate.value for row in part(up_to(date(2026, 3, 2)), "median")] == [60]


def test_who_comes_late_is_watched_for_less_and_not_lost(tmp_path: Path) -> None:
    """Of ten who ordered once half a year ago all have lapsed; ten of last month are still watched: n at risk falls."""
    old = {f"old{n}": "2026-01-01 1" for n in range(10)}
    new = {f"new{n}": "2026-06-01 1" for n in range(10)}
    rows = compute("survival", given(tmp_path, WINDOW, orders=histories(**old, **new)), ALL).rows
    curve = {row.age: row.estimate for row in part(rows, "curve")}
    assert (curve[0].n, curve[1].n, curve[1].value, curve[2].value) == (20, 10, 1.0, 0.0)


def test_contracts_end_where_no_other_begins_by_the_day_after(tmp_path: Path) -> None:
    """Known to 30 June (day 180): Ann's end is followed on the next day, Bob's two days later, Cid's end lies ahead."""
    rows = compute(
        "survival",
        given(
            tmp_path,
            WINDOW,
            subscriptions=contracts(
                ann="2026-01-01 2026-02-01 9, 2026-02-02 - 9",
                bob="2026-01-01 2026-02-01 9, 2026-02-03 - 9",
                cid="2026-01-01 2026-12-31 9",
                dee="2026-01-01 2026-05-01 9, 2026-02-01 2026-03-01 5",
                eve="2026-06-30 - 9",
            ),
        ),
        ALL,
    ).rows
    curve = {row.age: row.estimate for row in part(rows, "curve", "subscription ended")}
    assert [curve[age].value for age in (1, 2, 3, 4, 5)] == [1.0, 0.75, 0.75, 0.5, 0.5]
    assert (curve[0].n, curve[5].n) == (5, 2)
    assert part(rows, "curve") == []


def test_both_kinds_stand_side_by_side(tmp_path: Path) -> None:
    orders = histories(ann="2026-01-01 1", bob="2026-06-01 1")
    version = given(tmp_path, WINDOW, orders=orders, subscriptions=contracts(ann="2026-01-01 2026-03-01 9"))
    rows = compute("survival", version, ALL).rows
    assert {row.outcome for row in rows} == {"no order", "subscription ended"}
    assert [row.estimate.value for row in part(rows, "median", "subscription ended")] == [59]


def test_two_tests_are_two_looks(tmp_path: Path) -> None:
    """Both outcomes are tested: the smaller of two p values counts double at most."""
    histories_of = ("2026-01-01 1", "2026-01-01 1, 2026-02-01 1, 2026-04-01 1, 2026-05-15 1")
    who = {f"{plan}{n}": histories_of[n % 2] for plan in "ab" for n in range(20)}
    lengths = {"a": "2026-03-01", "b": "2026-04-01"}
    contract = {name: f"2026-01-01 {lengths[name[0]] if int(name[1:]) > 5 else '-'} 1" for name in who}
    people: list[dict[str, object]] = [{"customer_id": name, "plan": name[0]} for name in who]
    orders = histories(**who) + guest_order("2026-07-01")
    version = given(tmp_path, WINDOW, customers=people, orders=orders, subscriptions=contracts(**contract))
    tests = [r for r in compute("survival", version, View(period="all", split="plan")).rows if r.part == "log-rank"]
    alike, apart = sorted(tests, key=lambda r: -(r.adjusted_p or 0.0))
    assert (alike.verdict, alike.adjusted_p) == ("within noise", 1.0)
    # Alone it would be below 5 %; the remark tells the p value of the test by itself.
    alone = float((apart.remark or "").split("p = ")[1].split(";")[0])
    assert alone < 0.05
    assert (apart.verdict, apart.adjusted_p) == ("within noise", pytest.approx(2 * alone, abs=0.0011))


def test_a_file_of_contracts_that_stops_early_does_not_prolong_them(tmp_path: Path) -> None:
    """The contracts' file ends on 1 March (Bob's end); Ann's runs, and that orders go on to June says nothing of it."""
    books = contracts(ann="2026-01-01 - 9", bob="2026-01-01 2026-03-01 9")
    version = given(tmp_path, WINDOW, orders=histories(eve="2026-06-01 1"), subscriptions=books)
    rows = part(compute("survival", version, ALL).rows, "curve", "subscription ended")
    assert [(row.age, row.estimate.value, row.estimate.n) for row in rows] == [(0, 1.0, 2), (1, 1.0, 2)]


def groups(tmp_path: Path, minimum: int = 5) -> tuple[Row, ...]:
    """Ten of plan pro stay for 150 days, ten of plan free never return, two of plan rare are too few."""
    every = ", ".join(f"2026-{month:02d}-01 1" for month in range(1, 7))
    who = (
        {f"p{n}": every for n in range(10)} | {f"f{n}": "2026-01-01 1" for n in range(10)} | {"r0": every, "r1": every}
    )
    plans = {"p": "pro", "f": "free", "r": "rare"}
    people = [{"customer_id": name, "plan": plans[name[0]]} for name in who]
    version = given(tmp_path, Settings(churn_days=60, minimum_n=minimum), customers=people, orders=histories(**who))
    return compute("survival", version, View(period="all", split="plan")).rows


def test_groups_are_tested_and_those_with_too_few_are_named(tmp_path: Path) -> None:
    """All ten of plan free leave on day 60, when 20 are at risk: O - E = 10 - 5, V = 10 x 1/2 x 1/2 x 10/19; 25/V."""
    rows = groups(tmp_path)
    (test,) = part(rows, "log-rank")
    assert (test.estimate.n, test.verdict) == (20, "real")
    # At month 4, the last one that ten of each plan know, all of plan pro are there and nobody of plan free.
    assert (test.item, test.age, test.estimate.value) == ("pro against free", 4, 1.0)
    assert test.estimate.low is not None and 0.0 < test.estimate.low < 1.0 == test.estimate.high
    assert test.remark is not None
    assert f"chi-square {25 / (10 / 4 * 10 / 19):.2f}, 1 df, p < 0.001" in test.remark
    assert "(left out: 1 with fewer than 5 customers)" in test.remark
    rare = [row for row in rows if row.split == "rare"]
    assert {row.estimate.value for row in rare} == {None}


def test_one_group_cannot_be_compared(tmp_path: Path) -> None:
    (test,) = part(groups(tmp_path, minimum=11), "log-rank")
    assert test.estimate.reason is not None
    assert "0 groups of at least 11 customers" in test.estimate.reason or "no data" in test.estimate.reason


def test_splits_and_filters_are_the_same_customers(tmp_path: Path) -> None:
    orders = histories(ann="2026-01-01 1", bob="2026-01-01 1, 2026-02-01 1", cid="2026-01-01 1, 2026-06-01 1")
    version = given(tmp_path, WINDOW, customers=PEOPLE, orders=orders)
    split = [r for r in compute("survival", version, View(period="all", split="plan")).rows if r.split == "free"]
    only = compute("survival", version, View(period="all", filters=(Filter("plan", ("free",)),))).rows
    assert [r.estimate for r in split] == [r.estimate for r in only]


def test_odd_data_have_reasons(tmp_path: Path) -> None:
    surveys: list[dict[str, object]] = [
        {"response_id": "1", "responded_at": "2026-01-01", "nps": 9, "customer_id": "a"}
    ]
    people: list[dict[str, object]] = [{"customer_id": "a"}]
    neither = compute("survival", given(tmp_path, customers=people, surveys=surveys), ALL).only()
    assert neither.estimate.reason == (
        "no orders are loaded: load an orders file and no subscriptions are loaded: load a subscriptions file"
    )
    one = compute("survival", given(tmp_path, orders=histories(ann="2026-01-01 -5")), ALL).only()
    assert one.estimate.value is None


@pytest.mark.parametrize("seed", range(3))
def test_the_end_of_the_data_does_not_bend_the_curve(tmp_path: Path, seed: int) -> None:
    """Customers who stay for 20 to 400 days, seen in full or only to a day in their midst: the curves agree."""
    rng = np.random.default_rng(seed)
    who = {}
    for n in range(300):
        start, stay = rng.integers(0, 300), rng.integers(20, 400)
        days = [np.datetime64("2024-01-01") + int(d) for d in range(start, start + stay, 25)]
        who[f"c{n}"] = ", ".join(f"{d} 1" for d in days)
    version = given(tmp_path, Settings(churn_days=60, minimum_n=1), orders=histories(**who) + guest_order("2026-12-31"))
    full, cut = (
        {r.age: r.estimate for r in part(compute("survival", version, view).rows, "curve")}
        for view in (ALL, View().at(Dates(date(2024, 1, 1), date(2024, 12, 31))))
    )
    for age in (4, 6, 8):
        assert age * DAYS_PER_MONTH < 365
        low, high, value = cut[age].low, cut[age].high, full[age].value
        assert low is not None
        assert high is not None
        assert value is not None
        assert low - 0.03 <= value <= high + 0.03
