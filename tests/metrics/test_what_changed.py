"""What changed and why: parts by hand from rows of data, their sums, and the reasons when there is nothing to say."""

from __future__ import annotations

import math
import random
from datetime import date
from pathlib import Path

import pytest

from cx.metrics.base import Options, Result, Row
from cx.metrics.compute import compute
from cx.settings import Settings
from cx.store.reading import Version
from cx.view import Dates, Filter, View
from tests.given import given

FIGURES = ("nps", "csat", "aov", "retention", "revenue")
FEBRUARY = View(period="custom", first=date(2026, 2, 1), last=date(2026, 2, 28), split="region")


def answers(month: int, region: str, promoters: int, passives: int, detractors: int) -> list[dict[str, object]]:
    scores = [10] * promoters + [8] * passives + [3] * detractors
    return [
        {
            "response_id": f"{month}-{region}-{i}",
            "responded_at": f"2026-{month:02d}-{1 + i % 28:02d}",
            "nps": score,
            "csat": 5 if score == 10 else 2,
            "csat_scale": "1-5",
            "region": region,
        }
        for i, score in enumerate(scores)
    ]


def purchase(number: int, customer: str | None, month: int, amount: float, **more: object) -> dict[str, object]:
    day = f"2026-{month:02d}-{1 + number % 28:02d}"
    return {"order_id": f"o{number}-{month}", "customer_id": customer, "ordered_at": day, "amount": amount, **more}


def ask(version: Version, of: str, view: View = FEBRUARY) -> Result:
    return compute("what_changed", version, view, Options(of=of))


def part(result: Result, name: str, split: str | None = None, item: str | None = None) -> Row:
    (row,) = [r for r in result.rows if (r.part, r.split, r.item) == (name, split, item)]
    return row


def test_mix_rate_and_interaction_of_nps_by_hand(tmp_path: Path) -> None:
    """North 50 of +60 and South 50 of 0, NPS 30; then North 60 of +20 and South 40 of 0: NPS 12.

    North: mix 0.1 x (60 - 30) = 3, rate 0.5 x -40 = -20, interaction 0.1 x -40 = -4; South: mix -0.1 x (0 - 30) = 3.
    """
    version = given(
        tmp_path,
        surveys=[
            *answers(1, "North", 35, 10, 5),
            *answers(1, "South", 20, 10, 20),
            *answers(2, "North", 30, 12, 18),
            *answers(2, "South", 16, 8, 16),
        ],
    )
    result = ask(version, "nps")
    assert [round(part(result, kind, "North").total or 0, 9) for kind in ("mix", "rate", "interaction")] == [3, -20, -4]
    assert [round(part(result, kind, "South").total or 0, 9) for kind in ("mix", "rate", "interaction")] == [3, 0, 0]
    assert round(part(result, "contribution", "North").total or 0, 9) == -21
    assert (part(result, "then").estimate.value, part(result, "now").estimate.value) == (30, 12)
    assert part(result, "total").total == pytest.approx(-18)
    assert part(result, "total").estimate.n == 200
    assert part(result, "rate", "North").estimate.n == 110
    assert result.metric.unit == "points"


def test_a_fall_in_one_segment_is_real_there_and_only_there(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        surveys=[
            *answers(1, "North", 150, 30, 20),
            *answers(1, "South", 150, 30, 20),
            *answers(2, "North", 60, 40, 100),
            *answers(2, "South", 149, 31, 20),
        ],
    )
    result = ask(version, "nps")
    verdicts = {row.split: row.verdict for row in result.rows if row.part == "contribution"}
    assert verdicts == {"North": "real", "South": "within noise"}
    assert part(result, "total").verdict == "real"
    assert part(result, "mix").verdict == "within noise"


def test_the_levels_are_those_of_the_metric_itself(tmp_path: Path) -> None:
    version = given(tmp_path, **both_months())
    for of, name in (("nps", "nps"), ("csat", "csat"), ("aov", "aov"), ("revenue", "net_revenue")):
        alone = View(period="custom", first=FEBRUARY.first, last=FEBRUARY.last)
        level, known = part(ask(version, of), "now").estimate, compute(name, version, alone).only().estimate
        assert (level.value, level.low, level.high) == pytest.approx((known.value, known.low, known.high)), of
        assert (level.n, level.method) == (known.n, known.method)


def both_months(seed: int = 4) -> dict[str, list[dict[str, object]]]:
    """Three months of customers who answer and order repeatedly, some of them guests, in three regions and channels."""
    draw = random.Random(seed)
    orders, surveys = [], []
    for number in range(900):
        month, who = draw.choice([1, 2]), draw.choice([None, *(f"c{n}" for n in range(120))])
        channel, amount = draw.choice(["Web", "App", None]), round(draw.uniform(-5, 90), 2)
        orders.append(purchase(number, who, month, amount, channel=channel))
        orders[-1]["ordered_at"] = f"2026-{draw.choice([1, 2]):02d}-{draw.randint(1, 28):02d}"
        surveys.append(
            {
                "response_id": f"r{number}",
                "customer_id": who,
                "responded_at": f"2026-{draw.choice([1, 2]):02d}-{draw.randint(1, 28):02d}",
                "nps": draw.randint(0, 10),
                "csat": draw.randint(1, 5),
                "csat_scale": "1-5",
            }
        )
    orders += [purchase(5000 + n, f"c{n}", 12, 10) | {"ordered_at": f"2025-{10 + n % 3}-11"} for n in range(120)]
    customers = [{"customer_id": f"c{n}", "region": draw.choice(["North", "South", "West"])} for n in range(120)]
    return {"orders": orders, "surveys": surveys, "customers": customers}


@pytest.mark.parametrize("of", FIGURES)
def test_parts_sum_to_the_change_to_the_last_digit(tmp_path: Path, of: str) -> None:
    """Also where a part is withheld, and in whatever order they are added."""
    version = given(tmp_path, **both_months())
    result = ask(version, of)
    total = part(result, "total").total
    assert total is not None
    kinds = ("mix", "rate", "interaction", "guests")
    by_segment = [row.total or 0.0 for row in result.rows if row.part in kinds and row.split]
    over_all = [row.total or 0.0 for row in result.rows if row.part in kinds and row.split is None]
    contributions = [row.total or 0.0 for row in result.rows if row.part == "contribution"]
    assert math.fsum(by_segment) == sum(by_segment) == sum(reversed(by_segment)) == total
    assert sum(over_all) == sum(contributions) == total
    level = (part(result, "now").total or 0) - (part(result, "then").total or 0)
    assert total == pytest.approx(level, rel=1e-9, abs=1e-12)
    assert all(row.verdict in ("real", "within noise", None) for row in result.rows if row.part in kinds)


def test_the_factors_of_revenue_are_money_and_sum_exactly(tmp_path: Path) -> None:
    """40 customers, one order of 10 each, become 50 with two of 10 each; guests 30 orders of 1 become 40.

    400 to 1000: customers 10 x (2 x 10 + 20 + 10 + 2 x 20) / 6 = 150, orders each 1 x (2 x 40 + 50 + 40 + 2 x 50) x 10
    / 6 = 450, order value 0, guests 10.
    """
    orders = [purchase(i, f"c{i}", 1, 10) for i in range(40)]
    orders += [purchase(100 + i, f"c{i % 50}", 2, 10) for i in range(100)]
    orders += [purchase(300 + i, None, 1, 1) for i in range(30)] + [purchase(400 + i, None, 2, 1) for i in range(40)]
    whole = View(period="custom", first=FEBRUARY.first, last=FEBRUARY.last)
    result = ask(given(tmp_path, orders=orders), "revenue", whole)
    found = {row.item: row.total for row in result.rows if row.part == "factor"}
    assert found == pytest.approx(
        {"customers": 150, "orders per customer": 450, "average order value": 0, "guest orders": 10}
    )
    assert sum(value or 0 for value in found.values()) == part(result, "total").total
    verdicts = {row.item: row.verdict for row in result.rows if row.part == "factor"}
    # 40 customers stayed and 10 came, none left: by chance alone, of ten that differ, all would seldom be newcomers.
    assert (verdicts["customers"], verdicts["average order value"]) == ("real", "within noise")


def test_without_a_split_only_the_whole_is_told(tmp_path: Path) -> None:
    version = given(tmp_path, **both_months())
    whole = View(period="custom", first=FEBRUARY.first, last=FEBRUARY.last)
    assert {row.part for row in ask(version, "nps", whole).rows} == {"then", "now", "total"}


def test_retention_is_of_those_who_ordered_in_as_many_days_before(tmp_path: Path) -> None:
    """60 ordered in December, 45 of them in January; 50 in January, 20 of them in February: 75 to 40 %."""
    orders = [purchase(i, f"a{i}", 12, 5) | {"ordered_at": "2025-12-20"} for i in range(60)]
    orders += [purchase(i, f"a{i}", 1, 5) | {"ordered_at": "2026-01-20"} for i in range(45)]
    orders += [purchase(100 + i, f"b{i}", 1, 5) | {"ordered_at": "2026-01-21"} for i in range(5)]
    orders += [purchase(i, f"a{i}", 2, 5) | {"ordered_at": "2026-02-10"} for i in range(20)]
    orders += [purchase(0, None, 11, 1) | {"ordered_at": "2025-11-30"}]
    view = View(period="custom", first=date(2026, 2, 1), last=date(2026, 2, 28))
    assert view.compared(Dates(date(2025, 11, 1), date(2026, 3, 1))) == Dates(date(2026, 1, 1), date(2026, 1, 31))
    result = ask(given(tmp_path, orders=[*orders, purchase(9, "zz", 3, 1)]), "retention", view)
    then, now = part(result, "then").estimate, part(result, "now").estimate
    assert (then.value, then.n) == (0.75, 60)
    assert (now.value, now.n) == (0.4, 50)
    assert part(result, "total").verdict == "real"


def test_retention_needs_the_days_before_both_periods(tmp_path: Path) -> None:
    result = ask(given(tmp_path, **{**both_months(), "orders": both_months()["orders"][:900]}), "retention")
    assert "before both periods" in str(result.only().estimate.reason)


@pytest.mark.parametrize("of", FIGURES)
def test_nothing_before_to_compare_with_is_a_reason(tmp_path: Path, of: str) -> None:
    version = given(tmp_path, **both_months())
    for view in (View(period="all", split="region"), View(compare="none", split="region")):
        result = ask(version, of, view)
        assert "nothing before to compare with" in str(result.only().estimate.reason)
        assert "WITH params AS" not in result.sql, "nothing is read for it"


def test_too_few_is_withheld_and_still_counted_in_the_sum(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        surveys=[
            *answers(1, "North", 30, 5, 5),
            *answers(1, "South", 5, 0, 4),
            *answers(2, "North", 20, 5, 15),
            *answers(2, "South", 2, 0, 8),
        ],
    )
    result = ask(version, "nps")
    south = part(result, "rate", "South")
    assert south.estimate.reason == "too few: n = 9, at least 30 needed"
    assert (south.estimate.value, south.verdict, south.adjusted_p) == (None, None, None)
    assert south.total
    assert math.fsum(r.total or 0 for r in result.rows if r.part == "contribution") == part(result, "total").total
    nine = answers(1, "A", 9, 0, 0) + answers(2, "A", 9, 0, 0)
    few = ask(given(tmp_path, Settings(minimum_n=500), surveys=nine), "nps")
    assert part(few, "total").verdict is None
    assert {row.part for row in few.rows} <= {"then", "now", "total", "data_change"}


def test_amounts_of_several_currencies_are_never_joined(tmp_path: Path) -> None:
    orders = [purchase(i, f"c{i}", 1 + i % 2, 5, currency=("EUR", "USD")[i // 2 % 2]) for i in range(200)]
    version = given(tmp_path, orders=orders)
    for of in ("aov", "revenue"):
        assert "several currencies (EUR, USD)" in str(ask(version, of, replace_split(None)).only().estimate.reason)
        one = ask(version, of, replace_split(None, Filter("currency", ("EUR",))))
        assert part(one, "total").currency == "EUR"


def replace_split(split: str | None, *filters: Filter) -> View:
    return View(period="custom", first=FEBRUARY.first, last=FEBRUARY.last, split=split, filters=filters)


ODD: dict[str, list[dict[str, object]]] = {
    "constant": [purchase(i, f"c{i}", 1 + i % 2, 5) for i in range(80)],
    "one customer": [purchase(i, "c1", 1 + i % 2, 5) for i in range(80)],
    "only guests": [purchase(i, None, 1 + i % 2, 5) for i in range(80)],
    "credit notes": [purchase(i, f"c{i}", 1 + i % 2, -5) for i in range(80)],
    "no amounts": [{**purchase(i, f"c{i}", 1 + i % 2, 5), "amount": None} for i in range(80)],
    "one period": [*(purchase(i, f"c{i}", 2, 5) for i in range(80)), purchase(99, "c", 1, 5)],
}


@pytest.mark.parametrize("name", ODD)
def test_odd_data_give_reasons_and_never_an_error(tmp_path: Path, name: str) -> None:
    surveys = [
        {
            "response_id": order["order_id"],
            "customer_id": order["customer_id"],
            "responded_at": order["ordered_at"],
            "nps": 10,
            "csat": 5,
            "csat_scale": "1-5",
            "touchpoint": "shop",
        }
        for order in ODD[name]
    ]
    version = given(tmp_path, orders=[{**order, "channel": "Web"} for order in ODD[name]], surveys=surveys)
    for of in FIGURES:
        for split in (None, "touchpoint" if of in ("nps", "csat") else "channel"):
            for row in ask(version, of, replace_split(split)).rows:
                assert row.estimate.known or row.estimate.reason
                assert row.total is None or math.isfinite(row.total)


def test_a_filter_keeps_both_periods_of_its_value(tmp_path: Path) -> None:
    version = given(tmp_path, **both_months())
    north = ask(version, "nps", replace_split("region", Filter("region", ("North",))))
    assert {row.split for row in north.rows if row.part == "contribution"} == {"North"}
    assert part(north, "mix", "North").total == 0.0


def test_a_dimension_that_the_rows_do_not_have_is_a_reason(tmp_path: Path) -> None:
    result = ask(given(tmp_path, **both_months()), "nps", replace_split("orders.channel"))
    assert "surveys have no dimension" in str(result.only().estimate.reason)
