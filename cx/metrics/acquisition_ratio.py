"""How many times as much does winning a customer cost as serving one for a year?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from cx.language import N_, _, numbers
from cx.metrics.base import Metric, Row
from cx.metrics.cells import Record, number, records, text, whole
from cx.queries import Scope
from cx.stats.comparison import relative_change
from cx.stats.estimate import Estimate, withheld
from cx.stats.means import mean
from cx.stats.ratios import ratio


def acquisition_ratio(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """What does a customer cost to win, to serve for a year, and how do the two compare?

    rows: per split value the sums of acquisition_ratio.sql. Returns by split value: part "winning" (money, mean of the
    customers won who carry a cost), part "serving" (money per customer and year), part "ratio" (winning / serving, n
    both). Withheld, with the reason, without either cost or below the minimum n.
    """
    return [row for record in records(rows) for row in _rows(record, scope)]


def _rows(record: Record, scope: Scope) -> Iterator[Row]:
    currency, split = scope.settings.currency or None, text(record["split"])
    winning, serving = _winning(record, scope.settings.minimum_n), _serving(record, scope.settings.minimum_n)
    yield Row(winning, split=split, part="winning", currency=currency, remark=_uncosted(record))
    yield Row(serving, split=split, part="serving", currency=currency)
    yield Row(_times(winning, serving), split=split, part="ratio")


def _winning(record: Record, minimum: int) -> Estimate:
    won, priced = whole(record["won"]), whole(record["priced"])
    if won and not priced:
        return withheld(_("the customers carry no acquisition cost"), n=won, unit="money")
    low_bound = 0.0 if number(record["won_lowest"]) >= 0.0 else None
    cost, squares = number(record["won_cost"]), number(record["won_squares"])
    return mean(priced, cost, squares, low_bound=low_bound, unit="money", minimum=minimum)


def _serving(record: Record, minimum: int) -> Estimate:
    customers = whole(record["customers"])
    if whole(record["contacts"]) and not whole(record["costed"]):
        return withheld(_("the contacts carry no cost"), n=customers, unit="money")
    return ratio(
        number(record["cost"]),
        number(record["years"]),
        number(record["cost_yy"]),
        number(record["cost_xy"]),
        number(record["cost_xx"]),
        customers,
        n=customers,
        unit="money",
        minimum=minimum,
        low_bound=0.0 if number(record["lowest"]) >= 0.0 else None,
    )


def _times(winning: Estimate, serving: Estimate) -> Estimate:
    """The ratio from the relative change, one higher."""
    more = relative_change(winning, serving)
    if more.value is None or more.low is None or more.high is None:
        return withheld(more.reason or "", n=more.n, unit="ratio")
    return replace(more, value=more.value + 1.0, low=more.low + 1.0, high=more.high + 1.0, unit="ratio")


def _uncosted(record: Record) -> str | None:
    without = whole(record["contacts"]) - whole(record["costed"])
    if not without or not whole(record["costed"]):
        return None
    return _("{n} contacts carry no cost and count as if they had cost nothing.").format(n=numbers.count(without))


METRIC = Metric(
    name="acquisition_ratio",
    title=N_("Winning against serving a customer"),
    question=N_("How many times as much does winning a customer cost as serving one for a year?"),
    unit="ratio",
    better="neither",
    definition=N_(
        "Winning: mean acquisition cost of the customers whose first order lies in the view and who carry one. "
        "Serving: cost of the contacts in the view of everybody who had ordered by then, for each year that they were "
        "customers within the view. Discounts, loyalty programmes and staff that keep customers are not in the data, "
        "so keeping costs more than this. Both costs name no currency of their own: they are taken to be in the "
        "setting currency."
    ),
    formula=N_("mean acquisition cost / (cost of contacts / customer-years), 95 % MOVER on logs"),
    source="Zou & Donner (2008), Statistics in Medicine 27:1693-1702; Cochran (1977), Sampling Techniques, ch. 6",
    inputs=("customers", "orders", "contacts"),
    scopes={"customers": "filtered", "contacts": "filtered"},
    trended=False,
    estimate=acquisition_ratio,
    by_period=False,
)
