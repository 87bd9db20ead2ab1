"""Intervals that hold the error of the back-test: by hand, on simulated futures, and on CDNOW's hold-out."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from cx.metrics.base import Result, Row
from cx.metrics.compute import compute
from cx.metrics.misfit import Misfit, misfits, off, widened, widened_rows
from cx.metrics.registry import METRICS
from cx.queries import Options
from cx.stats.estimate import Estimate, withheld
from cx.stats.lifetime import WithInterval
from cx.view import View
from tests.charts.rows import row
from tests.given import given
from tests.metrics.buyers import START, cdnow, needs_cdnow, simulated
from tests.metrics.histories import Orders, guest_order

ALL = View(period="all")
BELOW = row(-0.2, -0.3, -0.085714, part="error", outcome="orders", item="model")
"""Predicted a fifth too few; (1 - 0.085714) / 0.8 = 1.142857 = 0.8 / 0.7: even on the log scale."""


def told(*rows: Row) -> dict[str | None, Misfit]:
    return dict(misfits(Result(METRICS["clv_backtest"], ALL, "1-abcdef", rows, (), "", 0)))


def test_the_larger_of_the_error_and_of_half_its_interval_counts() -> None:
    assert off(BELOW.estimate) == pytest.approx(math.log(1 / 0.8))
    unsure = row(0.02, 1.02 / 1.3 - 1.0, 1.02 * 1.3 - 1.0).estimate
    assert off(unsure) == pytest.approx(math.log(1.3))


def test_an_interval_is_widened_by_hand() -> None:
    """log half-widths 0.3 and 0.4 make 0.5."""
    narrow = Estimate(100.0, 100.0 * math.exp(-0.3), 100.0 * math.exp(0.3), 50, "money", "by hand")
    wide = widened(narrow, 0.4)
    assert (wide.low, wide.value, wide.high) == pytest.approx((100 * math.exp(-0.5), 100.0, 100 * math.exp(0.5)))
    assert wide.method == "by hand; widened by the back-test’s error"
    assert widened(narrow, None) is narrow
    assert widened(withheld("too few", n=3, unit="money"), 0.4).reason == "too few"
    assert widened(Estimate(0.0, 0.0, 0.0, 9, "money", "by hand"), 0.4).high == 0.0


def test_customers_are_widened_as_their_mean_is() -> None:
    found = WithInterval(np.array([100.0, 0.0, 5.0]), np.array([80.0, 0.0, 4.0]), np.array([120.0, 0.0, np.inf]))
    wide = widened_rows(found, 0.4)
    one = widened(Estimate(100.0, 80.0, 120.0, 50, "money", "by hand"), 0.4)
    assert (wide.low[0], wide.high[0]) == pytest.approx((one.low, one.high))
    assert (wide.low[1], wide.high[1], wide.low[2], wide.high[2]) == (0.0, 0.0, 4.0, np.inf)


def test_money_goes_by_revenue_and_by_orders_where_there_is_none() -> None:
    revenue = row(0.5, 0.4, 0.6, part="error", outcome="revenue", item="model")
    assert told(BELOW, revenue)[None].of_money == pytest.approx(math.log(1.5))
    without = told(BELOW, row(None, part="error", outcome="revenue", item="model"))[None]
    assert without.of_money == without.of_orders == pytest.approx(math.log(1.25))
    assert "orders −20.0% (−30.0% to −8.6%)." in without.remark(None)


def test_without_a_back_test_it_is_told_that_only_parameters_are_in_the_interval() -> None:
    misfit = told(row(None, part="error", outcome="orders", item="model", split="South"))["South"]
    assert misfit.of_money is None
    said = misfit.remark("South")
    assert said.startswith(
        "South: The intervals hold only how well the parameters are known: no back-test was possible"
    )


def by_half(orders: Orders) -> Orders:
    return [o | {"region": "North" if int(str(o["customer_id"])[1:]) % 2 else "South"} for o in orders[:-1]] + orders[
        -1:
    ]


def test_each_split_value_and_each_customer_is_widened(tmp_path: Path) -> None:
    version = given(tmp_path, orders=by_half(simulated(300, seed=4)))
    for view in (ALL, View(period="all", split="region")):
        missed = misfits(compute("clv_backtest", version, view))
        for found in compute("predicted_clv", version, view).rows:
            if found.part in (None, "expected purchases"):
                error = missed[found.split].of_money if found.part is None else missed[found.split].of_orders
                assert math.log(found.estimate.high / found.estimate.value) > error
                assert math.log(found.estimate.value / found.estimate.low) > error
    error = misfits(compute("clv_backtest", version, ALL))[None]
    for found in compute("predicted_clv", version, ALL, Options(per="customer")).rows[:50]:
        if found.part is None:
            assert math.log(found.estimate.high / found.estimate.value) > error.of_money


def slowing(customers: int, seed: int) -> Orders:
    """Simulated orders of which each later year keeps fewer, which the model does not know."""
    random = np.random.default_rng(seed)
    orders = simulated(customers, seed, days=1100)
    kept = [o for o in orders[:-1] if random.random() < 0.8 ** (years_since(o) - 1.0)]
    return [*kept, *guest_order(str(START + timedelta(days=1100)))]


def years_since(order: dict[str, object]) -> float:
    return max(1.0, (date.fromisoformat(str(order["ordered_at"])) - START).days / 365.0)


def held(orders: Orders, today: date, folder: Path) -> tuple[bool, bool]:
    """Whether the orders of the twelve months after a day are inside the interval, and inside that of parameters."""
    version = given(folder, orders=orders)
    view = View(period="custom", last=today)
    found = next(r for r in compute("predicted_clv", version, view).rows if r.part == "expected purchases")
    misfit = misfits(compute("clv_backtest", version, view))[None]
    known = {str(o.get("customer_id")) for o in orders[:-1] if str(o["ordered_at"]) <= str(today)}
    until = str(today + timedelta(days=365))
    days = {(o["customer_id"], o["ordered_at"]) for o in orders[:-1] if str(today) < str(o["ordered_at"]) <= until}
    actual = sum(1 for customer, _day in days if customer in known) / len(known)
    own = math.sqrt(math.log(found.estimate.high / found.estimate.value) ** 2 - misfit.of_orders**2)
    away = abs(math.log(actual / found.estimate.value))
    return found.estimate.low <= actual <= found.estimate.high, away <= own


def test_the_interval_holds_what_then_happens(tmp_path: Path) -> None:
    """A world as the model has it and three in which it is wrong; parameters alone would not hold most of it."""
    today = START + timedelta(days=730)
    worlds = [simulated(400, 14, days=1100), *(slowing(400, seed) for seed in (11, 12, 13))]
    found = [held(world, today, tmp_path) for world in worlds]
    assert all(inside for inside, _own in found)
    assert sum(own for _inside, own in found) <= 1


@needs_cdnow
def test_cdnow_as_of_its_cut_holds_the_1882_orders_that_came(tmp_path: Path) -> None:
    """As of 30 September 1997, with the error of the half-year before; 1,882 came in 39 weeks (BTYD, cdnowSummary)."""
    version = given(tmp_path, orders=cdnow())
    view = View(period="custom", last=date(1997, 9, 30))
    foretold = next(r.total for r in compute("clv_backtest", version, ALL).rows if r.part == "error")
    year = next(r for r in compute("predicted_clv", version, view).rows if r.part == "expected purchases").estimate
    misfit = misfits(compute("clv_backtest", version, view))[None]
    assert foretold * year.low / year.value < 1882 < foretold * year.high / year.value
    own = math.sqrt(math.log(year.high / year.value) ** 2 - misfit.of_orders**2)
    assert foretold * math.exp(own) < 1882
    now = misfits(compute("clv_backtest", version, ALL))[None]
    assert math.exp(now.of_orders) == pytest.approx(1882 / foretold)
