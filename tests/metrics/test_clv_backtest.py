"""The back-test: its cut, its errors, its simple rules, and CDNOW's published hold-out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cx.metrics.base import Result, Row
from cx.metrics.clv_backtest import METRIC
from cx.metrics.compute import compute
from cx.metrics.holdout import AVERAGE_RATE, MODEL, OWN_RATE, Told, in_words, worst_band
from cx.stats.estimate import Estimate, withheld
from cx.store.reading import Version
from cx.view import View
from tests.given import given
from tests.metrics.buyers import cdnow, needs_cdnow, read, simulated
from tests.metrics.histories import guest_order, histories
from tests.metrics.test_predicted_clv import expected_orders

ALL = View(period="all")
PUBLISHED = np.array([0.2426, 4.4136, 0.7929, 2.4259])
"""BG/NBD on CDNOW, in weeks: Fader, Hardie & Lee (2005), table 2."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return compute("clv_backtest", given(tmp_path_factory.mktemp("shop"), orders=simulated(400, seed=5)), ALL)


def of(result: Result, part: str, **where: str) -> list[Row]:
    return [r for r in result.rows if r.part == part and all(getattr(r, k) == v for k, v in where.items())]


def test_the_cut_lies_half_of_the_history_back_and_what_follows_is_counted(tmp_path: Path) -> None:
    """Ten days from the first order to the last: the cut is on 6 January, and the 5 days after it are held out."""
    orders = histories(
        a="2026-01-01 10, 2026-01-04 20, 2026-01-07 30, 2026-01-07 5, 2026-01-10 -4",
        b="2026-01-05 10",
        c="2026-01-08 7",
    )
    rows = read(given(tmp_path, orders=orders + guest_order("2026-01-11")), METRIC)
    assert str(rows["cut_day"].dropna().iloc[0])[:10] == "2026-01-06"
    lines = rows[rows["x"].notna()].sort_values("x")
    columns = ["x", "t_x", "age_days", "later_days", "later_revenue", "customers"]
    found = lines[columns].astype(float).itertuples(index=False, name=None)
    assert list(found) == [(0, 0, 1, 0, 0, 1), (1, 3, 5, 1, 31, 1)]
    assert lines["mean_value"].tolist()[1] == 20
    weeks = rows[rows["week"].notna()]
    assert dict(zip(weeks["week"], weeks["order_days"], strict=True)) == {0: 2}


def test_no_more_than_a_year_is_held_out(tmp_path: Path) -> None:
    orders = histories(a="2022-01-01 10, 2025-12-31 10")
    assert str(read(given(tmp_path, orders=orders), METRIC)["cut_day"].dropna().iloc[0])[:10] == "2024-12-31"


def test_errors_by_hand() -> None:
    """Two customers, one of them standing for three: 2 + 3 x 1 = 5 orders happened, 1 + 3 x 2 = 7 were predicted."""
    predicted = {MODEL: np.array([1.0, 2.0]), OWN_RATE: np.array([4.0, 0.0]), AVERAGE_RATE: np.array([1.0, 1.0])}
    told = Told(np.array([2.0, 1.0]), predicted, np.array([1.0, 3.0]), 0.1)
    assert told.total_error(MODEL).value == pytest.approx(7 / 5 - 1)
    assert told.error_per_customer(MODEL, "count").value == pytest.approx((1 + 3 * 1) / 4)
    assert told.error_per_customer(OWN_RATE, "count").value == pytest.approx((2 + 3 * 1) / 4)
    # log(7/5) +- 1.96 sqrt(0.1^2 + (1 + 3) / 5^2)
    half = 1.959964 * (0.01 + 4 / 25) ** 0.5
    assert told.total_error(MODEL).low == pytest.approx(7 / 5 * np.exp(-half) - 1, rel=1e-5)
    assert "not closer than a simple rule" in told.against_rivals()
    assert (in_words(0.016), in_words(-0.121)) == ("1.6% too many", "12.1% too few")


def test_nothing_after_the_cut_has_no_error() -> None:
    told = Told(np.zeros(2), dict.fromkeys((MODEL, OWN_RATE, AVERAGE_RATE), np.ones(2)), np.ones(2), 0.1)
    assert told.total_error(MODEL).reason == "nothing came in after the cut"


def orders_each(value: float, half: float) -> Estimate:
    return Estimate(value, value - half, value + half, 50, "count", "by hand")


def test_the_group_missed_most_is_named_and_noise_is_not() -> None:
    pairs = {
        "0": (orders_each(0.544, 0.05), orders_each(0.728, 0.02)),
        "1": (orders_each(1.5, 0.1), orders_each(1.2, 0.02)),
        "2": (orders_each(1.0, 0.9), orders_each(1.8, 0.2)),
        "3": (withheld("too few", n=3, unit="count"), withheld("too few", n=3, unit="count")),
    }
    band, said = worst_band(pairs)
    assert band == "0"
    assert said == (
        "Missed most: customers with no repeat order days up to the cut, predicted 0.73, happened 0.54 each: "
        "33.8% too many."
    )
    assert worst_band({"2": pairs["2"]}) == ("2", "No group by frequency was missed by more than chance.")
    assert worst_band({"3": pairs["3"]}) == (None, None)


def test_the_forecast_ends_where_the_error_is_measured(shop: Result) -> None:
    (error,) = of(shop, "error", outcome="orders", item="model")
    happened = of(shop, "cumulative", outcome="actual")
    foretold = of(shop, "cumulative", item="forecast")
    known = [r for r in happened if r.period < foretold[0].period][-1].estimate.value
    end = happened[-1].estimate.value
    fitted = of(shop, "cumulative", item="fitted")
    assert [r.age for r in happened] == list(range(len(happened)))
    assert len(fitted) + len(foretold) == len(happened)
    # Of the week in which the cut lies, some days are known: the forecast starts from all that was known at the cut.
    at_cut = foretold[-1].estimate.value - error.total
    assert known <= at_cut <= end
    assert (end - at_cut) * (1 + error.estimate.value) == pytest.approx(error.total)
    assert foretold[-1].estimate.low < foretold[-1].estimate.value < foretold[-1].estimate.high


def test_what_is_fitted_is_near_what_happened(shop: Result) -> None:
    fitted = of(shop, "cumulative", item="fitted")
    actual = {r.age: r.estimate.value for r in of(shop, "cumulative", outcome="actual")}
    assert fitted[-1].estimate.value == pytest.approx(actual[fitted[-1].age], rel=0.1)


def test_means_by_frequency_add_up_to_the_totals(shop: Result) -> None:
    (error,) = of(shop, "error", outcome="orders", item="model")
    told = of(shop, "by frequency", outcome="predicted")
    assert next(r.band for r in told) == "0"
    assert {r.estimate.n for r in told if not r.estimate.known} <= set(range(30))
    if all(r.estimate.known for r in told):
        assert sum(r.estimate.value * r.estimate.n for r in told) == pytest.approx(error.total)


def test_on_data_of_its_own_kind_the_model_is_right_and_beats_the_rules(shop: Result) -> None:
    (error,) = of(shop, "error", outcome="orders", item="model")
    off = {r.item: r.estimate.value for r in of(shop, "error per customer", outcome="orders")}
    assert error.estimate.low < 0 < error.estimate.high
    assert off[MODEL] < min(off[OWN_RATE], off[AVERAGE_RATE])
    assert any("the model is closer than both" in note for note in shop.notes)


def test_each_value_of_a_split_has_its_own_model(tmp_path: Path) -> None:
    orders = simulated(300, seed=4)
    for order in orders[:-1]:
        order["region"] = "North" if int(str(order["customer_id"])[1:]) % 2 else "South"
    result = compute("clv_backtest", given(tmp_path, orders=orders), View(period="all", split="region"))
    totals = {r.split: r.total for r in of(result, "error", outcome="orders", item="model")}
    assert set(totals) == {"North", "South"}
    counts = {r.split: r.estimate.value for r in of(result, "cumulative", outcome="actual")}
    both = compute("clv_backtest", given(tmp_path, orders=orders), ALL)
    assert sum(counts.values()) == of(both, "cumulative", outcome="actual")[-1].estimate.value


@needs_cdnow
def test_cdnow_is_forecast_as_the_published_parameters_do(tmp_path: Path) -> None:
    """39 weeks after 30 September 1997: 1,882 repeat transactions (BTYD's cdnowSummary)."""
    version: Version = given(tmp_path, orders=cdnow())
    result = compute("clv_backtest", version, ALL)
    lines = read(version, METRIC)
    lines = lines[lines["x"].notna()].astype(dict.fromkeys(("x", "t_x", "age_days", "customers"), float))
    x, t_x, age, n = (lines[name].to_numpy() for name in ("x", "t_x", "age_days", "customers"))
    foretold = float(n @ expected_orders(PUBLISHED, x, t_x / 7, age / 7, 39.0))
    (error,) = of(result, "error", outcome="orders", item="model")
    assert error.total == pytest.approx(foretold, rel=2e-3)
    assert error.estimate.value == pytest.approx(foretold / 1882 - 1, abs=2e-3)
    assert of(result, "cumulative", outcome="actual")[-1].estimate.value == 2457 + 1882
