"""MRR movements: how monthly recurring revenue came to be what it is, and how much of it stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd

from cx.language import N_, _
from cx.metrics.base import Metric, Row
from cx.metrics.cells import number, records, text, whole
from cx.metrics.cohorts import first_day, incomplete, last_day, period_number
from cx.queries import Scope
from cx.stats.counts import BY_CUSTOMER, compound_sum
from cx.stats.estimate import Estimate, withheld
from cx.stats.subscriptions import (
    Month,
    Moved,
    gross_churn_estimate,
    net_churn_estimate,
    quick_ratio_estimate,
    retention_estimate,
    subscriber_churn_rate,
)

UNIT = "money"
GAINS, LOSSES = ("new", "reactivation", "upgrade"), ("downgrade", "churn")
RATES = ("nrr", "gross churn", "net churn", "quick ratio", "subscriber churn")
Movements = dict[tuple[int, str], Moved]


def mrr_movements(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """What was gained and lost of the monthly recurring revenue, month by month?

    Formula: ending = starting + new + reactivation + upgrade - downgrade - churn, every month. Unit: money for these
    parts (losses as positive amounts), share for nrr, gross churn, net churn and subscriber churn, ratio for quick
    ratio. rows: movements by split and month of mrr_movements.sql, of all months. Returns a Row per split, month
    shown (period: its first day) and part. n: customers who moved; of starting, ending and the rates: subscribers
    (for the quick ratio who moved). total: the exact amount. A month that is not over is withheld and carries the day
    it matures.
    """
    if rows.empty:
        return [Row(withheld(_("no subscription of these customers has an MRR"), n=0, unit=UNIT))]
    found: dict[str | None, Movements] = {}
    for record in records(rows):
        sums = [number(record[name]) for name in ("amount", "squares", "products")]
        key = whole(record["month"]), str(record["movement"])
        found.setdefault(text(record["split"]), {})[key] = Moved(whole(record["customers"]), *sums)
    return [row for split, movements in found.items() for row in _rows(split, movements, scope)]


def _rows(split: str | None, movements: Movements, scope: Scope) -> Iterator[Row]:
    """All months from the first movement, so that levels add up; only those of the view are given."""
    shown = range(period_number(scope.dates.first, "month"), period_number(scope.dates.last, "month") + 1)
    first = min(month for month, _kind in movements)
    month = Month(0, 0.0, 0.0, Moved(), Moved(), Moved(), Moved(), Moved())
    for at in range(first, min(shown[-1], period_number(scope.data.last, "month")) + 1):
        moved = (movements.get((at, kind), Moved()) for kind in (*GAINS, *LOSSES))
        month = Month(month.subscribers, month.start, month.start_squares, *moved)
        after = _after(month)
        if at in shown:
            yield from _month(split, at, month, after, scope)
        month = after


def _after(month: Month) -> Month:
    """What the next month starts from."""
    gained = (month.new, month.reactivation, month.upgrade)
    lost = (month.downgrade, month.churn)
    squares = sum(m.squares + 2.0 * m.products for m in gained) + sum(m.squares - 2.0 * m.products for m in lost)
    people = month.new.customers + month.reactivation.customers - month.churn.customers
    nobody = month.subscribers + people == 0
    return replace(
        month,
        subscribers=month.subscribers + people,
        # What is left of a sum of cents when everybody has gone is rounding.
        start=0.0 if nobody else month.ending,
        start_squares=0.0 if nobody else max(0.0, month.start_squares + squares),
    )


def _month(split: str | None, at: int, month: Month, after: Month, scope: Scope) -> Iterator[Row]:
    closes = last_day(at, "month")
    matures = closes if closes > scope.data.last else None
    levels = {"starting": month, "ending": after}
    parts = {name: _level(level) for name, level in levels.items()}
    parts |= {name: _moved(getattr(month, name)) for name in (*GAINS, *LOSSES)}
    parts |= _rates(month, scope.settings.minimum_n)
    totals = {name: level.start for name, level in levels.items()}
    totals |= {name: getattr(month, name).amount for name in (*GAINS, *LOSSES)}
    for name in ("starting", *GAINS, *LOSSES, "ending", *RATES):
        yield Row(
            parts[name] if matures is None else _open(parts[name], matures),
            period=first_day(at, "month"),
            split=split,
            part=name,
            total=totals.get(name) if matures is None else None,
            currency=(scope.settings.currency or None) if parts[name].unit == UNIT else None,
            matures=matures,
        )


def _open(estimate: Estimate, matures: date) -> Estimate:
    return withheld(incomplete(matures), n=estimate.n, unit=estimate.unit)


def _level(month: Month) -> Estimate:
    """MRR at a month end; 0 of nobody is an answer."""
    if month.subscribers == 0:
        return Estimate(0.0, 0.0, 0.0, 0, UNIT, "nobody subscribes")
    return compound_sum(month.start, month.start_squares, month.subscribers, low_bound=0.0, method=BY_CUSTOMER)


def _moved(moved: Moved) -> Estimate:
    if moved.customers == 0:
        return Estimate(0.0, 0.0, 0.0, 0, UNIT, "nobody moved")
    return compound_sum(moved.amount, moved.squares, moved.customers, low_bound=0.0, method=BY_CUSTOMER)


def _rates(month: Month, minimum: int) -> dict[str, Estimate]:
    won = month.new.customers + month.reactivation.customers
    return {
        "nrr": retention_estimate(month, minimum=minimum),
        "gross churn": gross_churn_estimate(month, minimum=minimum),
        "net churn": net_churn_estimate(month, minimum=minimum),
        "quick ratio": quick_ratio_estimate(month, minimum=minimum),
        "subscriber churn": subscriber_churn_rate(month.subscribers, won, month.churn.customers, minimum=minimum),
    }


METRIC = Metric(
    name="mrr_movements",
    title=N_("MRR movements"),
    question=N_("What was gained and lost of the monthly recurring revenue, and how much of it stays?"),
    unit=UNIT,
    better="higher",
    definition=N_(
        "A customer’s MRR in a month is what all subscriptions running at the end of its last day bring (started by "
        "then, not ended by then); a subscription that begins and ends within one month never shows. Against the "
        "month before: new = paying for the first time ever; reactivation = paying again after none; upgrade and "
        "downgrade = paying more or less (expansion and contraction); churn = paying no more. MRR is taken as "
        "stored, so that a yearly price must be loaded as a twelfth. nrr = (starting + upgrade − downgrade − churn) "
        "÷ starting, of the customers of the start; gross churn = (churn + downgrade) ÷ starting; net churn also "
        "takes off upgrade and reactivation (ChartMogul’s); quick ratio = (new + reactivation + upgrade) ÷ (churn + "
        "downgrade), not defined when nothing was lost; subscriber churn = churned ÷ (active at the start + new and "
        "reactivated), Stripe’s formula, lower than churned ÷ active. The sums are exact; intervals say how far "
        "chance could have moved them. A month that is not over is left blank. Filters and splits are those of the "
        "customer."
    ),
    formula=N_(
        "ending = starting + new + reactivation + upgrade − downgrade − churn; sums: compound Poisson interval over "
        "customers; nrr, gross and net churn: ratio over customers, delta method; subscriber churn: Wilson"
    ),
    source=(
        "Definitions: the MRR playbook of dbt Labs, ChartMogul’s gross and net MRR churn, Stripe’s subscriber churn; "
        "Cochran (1977), Sampling Techniques, ch. 6; Wilson (1927), JASA 22:209–212."
    ),
    inputs=("subscriptions", "customers"),
    scopes={"customers": "filtered"},
    estimate=mrr_movements,
    by_period=False,
)
