"""Projected retention: observed as the retention curve has it, projected where a model can be fitted, else a reason."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cx.metrics.base import Row
from cx.metrics.compute import compute
from cx.metrics.retention_models import fit_orders, share_active
from cx.settings import Settings
from cx.stats import bgnbd, sbg
from cx.stats.fitting import Fitted
from cx.store.reading import Version
from cx.view import Dates, View
from tests.given import given
from tests.metrics.histories import histories
from tests.metrics.test_mrr_movements import contracts

ALL = View(period="all")
FIRST = date(2024, 1, 1)
DAYS = 730
PLANTED = (0.6, 1.5, 0.8, 3.0)
"""r, alpha (months), a, b of the planted customers."""


def day(at: float) -> str:
    return str(FIRST + timedelta(days=int(at)))


def shoppers(customers: int, seed: int) -> list[dict[str, object]]:
    """Orders of BG/NBD customers who start over 700 days, watched to the 730th."""
    rng = np.random.default_rng(seed)
    r, alpha, a, b = PLANTED
    rows: list[dict[str, object]] = []
    for n in range(customers):
        rate, leave, at = rng.gamma(r, 1 / alpha) / 30.4375, rng.beta(a, b), float(rng.integers(0, 700))
        while at < DAYS:
            row = {"order_id": f"{n}-{at}", "customer_id": f"c{n}", "ordered_at": day(at), "amount": 10}
            rows.append({**row, "channel": "web" if n % 3 else "store"})
            if len(rows) > 1 and rows[-2]["customer_id"] == f"c{n}" and rng.random() < leave:
                break
            at += rng.exponential(1 / rate)
    return rows


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Version:
    return given(tmp_path_factory.mktemp("shop"), Settings(minimum_n=30), orders=shoppers(1500, 7))


def rows_of(rows: tuple[Row, ...], part: str, outcome: str = "orders") -> dict[int | None, Row]:
    return {row.age: row for row in rows if row.part == part and row.outcome == outcome}


@pytest.mark.parametrize(
    "view",
    [
        ALL,
        View(),
        View(period="all", split="orders.channel"),
        View().at(Dates(date(2024, 3, 15), date(2025, 2, 3))),
        View(every="month").at(Dates(date(2024, 3, 1), date(2025, 2, 28))),
    ],
    ids=["all", "default", "split", "days", "grain"],
)
def test_observed_is_the_retention_curve(shop: Version, view: View) -> None:
    """Every age, with n, interval and total, in the same view; a projection is not cut by the view's grain."""
    curve = compute("retention_curve", shop, View(view.period, view.first, view.last, split=view.split)).rows
    found = [row for row in compute("retention_projection", shop, view).rows if row.part == "observed"]
    assert len(found) > 5
    assert [(r.split, r.age, r.estimate, r.total) for r in found] == [
        (r.split, r.age, r.estimate, r.total) for r in curve
    ]


def test_survival_observed_below_the_model_goes_on_below_it(tmp_path: Path) -> None:
    """An eighth leaves after just a year, which no curve of the model has: from there on nothing rises."""
    rows = subscribers(2400, 3)
    for n, line in enumerate(rows):
        year, months = int(str(line["started_at"])[:4]) + 1, str(line["started_at"])[4:]
        if n // 24 % 8 == 0 and year < 2026:
            line["ended_at"] = min(str(line["ended_at"] or "9"), f"{year}{months}")
    found = compute("retention_projection", given(tmp_path, subscriptions=rows), ALL).rows
    observed, ahead = (rows_of(found, part, "subscriptions") for part in ("observed", "projected"))
    known = [row.estimate for _age, row in sorted(observed.items()) if row.estimate.known]
    further = [row.estimate for _age, row in sorted(ahead.items())]
    assert (further[0].value or 1.0) <= (known[-1].value or 0.0)
    assert (further[0].high or 1.0) <= (known[-1].high or 0.0) + 0.01
    assert all((b.value or 1.0) <= (a.value or 0.0) for a, b in pairwise(further))


def test_planted_retention_is_projected_within_its_band(shop: Version) -> None:
    rows = compute("retention_projection", shop, ALL).rows
    ahead = rows_of(rows, "projected")
    assert min(age or 0 for age in ahead) == max(age or 0 for age in rows_of(rows, "observed") if age is not None) + 1
    assert len(ahead) <= 36
    truth = share_active(PLANTED, np.array([float(age or 0) for age in ahead]))
    for (age, row), true in zip(ahead.items(), truth, strict=True):
        e = row.estimate
        assert e.low is not None
        assert e.high is not None
        assert e.low <= true <= e.high, age
    hidden = rows_of(rows, "hold-out")
    assert 5 <= len(hidden) <= 9  # a third of 23 months
    (said,) = {row.remark for row in rows if row.remark}
    held = int(str(said).split("held ")[1].split(" of")[0])
    assert held >= 0.8 * len(hidden)


def test_the_model_of_a_calendar_month_is_the_mean_over_the_day_of_the_first_order() -> None:
    fine = np.mean([bgnbd.active_share(PLANTED, 5 - u, 1.0) for u in (np.arange(200) + 0.5) / 200])
    assert share_active(PLANTED, np.array([0.0, 5.0])) == pytest.approx([1.0, fine], rel=1e-4)


def test_weeks_instead_of_days_change_next_to_nothing() -> None:
    """Histories in steps of a week, as they come for very many customers, give the same curve within half a point."""
    rng = np.random.default_rng(2)
    n, (r, alpha, a, b) = 4000, PLANTED
    watched = rng.integers(30, 700, n)
    x, t_x = np.zeros(n), np.zeros(n)
    for k, (rate, leave) in enumerate(zip(rng.gamma(r, 1 / alpha, n) / 30.4375, rng.beta(a, b, n), strict=True)):
        at = rng.exponential(1 / rate)
        while at < watched[k]:
            x[k], t_x[k] = x[k] + 1, at
            at = np.inf if rng.random() < leave else at + rng.exponential(1 / rate)
    days = pd.DataFrame({"x": x, "t_x": np.floor(t_x), "watched": watched, "step": 1, "customers": 1})
    weeks = days.assign(t_x=days["t_x"] // 7, watched=days["watched"] // 7, step=7)
    fits = [fit_orders(frame) for frame in (days, weeks)]
    assert all(isinstance(fit, Fitted) for fit in fits)
    ages = np.array([1.0, 6.0, 12.0, 24.0])
    one, other = (share_active(fit.parameters, ages) for fit in fits if isinstance(fit, Fitted))
    assert one == pytest.approx(other, abs=0.005)
    assert one == pytest.approx(share_active(PLANTED, ages), abs=0.02)


def subscribers(customers: int, seed: int) -> list[dict[str, object]]:
    """Contracts of 30-day months that end as the shifted-beta-geometric model has it."""
    rng = np.random.default_rng(seed)
    rows: list[dict[str, object]] = []
    for n in range(customers):
        start, months = n % 24, min(120, int(rng.geometric(rng.beta(0.8, 8.0))))
        first = date(2024 + start // 12, start % 12 + 1, 1)
        last = date(first.year + (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1, 1)
        ended = str(last) if last <= date(2026, 1, 1) else None
        rows.append(
            {
                "subscription_id": str(n),
                "customer_id": f"c{n}",
                "started_at": str(first),
                "ended_at": ended,
                "mrr": 50,
            }
        )
    return [*rows, *contracts(late="2026-01-01 - 50")]


def test_contracts_are_projected_by_the_loyal_who_are_left(tmp_path: Path) -> None:
    """The planted survival lies in the bands; today's subscribers are worth 50 x DERL of their months, 0 to 24."""
    version = given(tmp_path, Settings(minimum_n=30, currency="EUR"), subscriptions=subscribers(2400, 3))
    rows = compute("retention_projection", version, ALL).rows
    observed, ahead = rows_of(rows, "observed", "subscriptions"), rows_of(rows, "projected", "subscriptions")
    for age in (1, 6, 12):
        e = observed[age].estimate
        assert e.low is not None
        assert e.high is not None
        assert e.low - 0.02 <= sbg.survival(0.8, 8.0, age) <= e.high + 0.02
    e = ahead[30].estimate
    assert e.low is not None
    assert e.high is not None
    assert e.low <= sbg.survival(0.8, 8.0, 30) <= e.high
    shares = [row.estimate.value or 0.0 for part in (observed, ahead) for _age, row in sorted(part.items()) if row.age]
    assert shares == sorted(shares, reverse=True)  # who has left does not come back
    (value,) = [row for row in rows if row.part == "residual value"]
    assert (value.estimate.unit, value.currency) == ("money", "EUR")
    monthly = 1.1 ** (1 / 12) - 1
    youngest, oldest = (50 * float(sbg.derl(0.8, 8.0, monthly, n)) for n in (1, 25))
    assert youngest < (value.estimate.value or 0) < oldest


def test_what_cannot_be_projected_has_a_reason(tmp_path: Path) -> None:
    def reason(orders: list[dict[str, object]], minimum: int = 1) -> str | None:
        rows = compute("retention_projection", given(tmp_path, Settings(minimum_n=minimum), orders=orders), ALL).rows
        return rows_of(rows, "projected")[None].estimate.reason

    young = histories(ann="2026-01-01 1, 2026-02-03 1", bob="2026-01-05 1, 2026-02-28 1")
    assert reason(young) == "not projected: 1 months after the start are complete, at least 3 needed"
    once = histories(ann="2026-01-01 1", bob="2026-01-05 1", cid="2026-06-30 1")
    assert reason(once) == "not projected: nobody ordered twice, so nothing is known about repeat buying"
    assert reason(once, minimum=30) == "too few: n = 3, at least 30 needed"


def test_a_subscription_without_a_price_has_no_value_and_one_without_a_loss_no_projection(tmp_path: Path) -> None:
    free = [{**row, "mrr": None} for row in subscribers(480, 3)]
    rows = compute("retention_projection", given(tmp_path, subscriptions=free), ALL).rows
    (value,) = [row for row in rows if row.part == "residual value"]
    assert value.estimate.reason == "no subscriber of today has an MRR"
    loyal = [{**row, "ended_at": None} for row in subscribers(480, 3)]
    rows = compute("retention_projection", given(tmp_path, subscriptions=loyal), ALL).rows
    reasons = {row.estimate.reason for row in rows if row.part in ("projected", "residual value")}
    assert reasons == {"not projected: nobody has been lost yet"}
