"""Recency, frequency, money: who bought lately, often and much, in five steps each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.language import N_, _, numbers
from cx.metrics import amounts
from cx.metrics.base import Metric, Row
from cx.metrics.cells import day, text
from cx.queries import Scope
from cx.stats.arrays import Floats
from cx.stats.estimate import Estimate, too_few, withheld
from cx.stats.proportions import wilson
from cx.stats.ratios import ratio
from cx.stats.rfm import STEPS, edges, scores

MEASURES = ("recency", "frequency", "monetary")
SHARE, EDGE, REVENUE_SHARE = "share of customers", "begins at", "share of net revenue"
UNITS = {"recency": "days", "frequency": "count", "monetary": "money"}
OBSERVED = "observed, nothing sampled"
MOST_CUSTOMERS = 100_000
"""More rows of single customers than anybody can use; beyond, filter."""

Ints = NDArray[np.int64]


def rfm(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """Who bought lately, often and much, and what part of the revenue do they bring?

    rows: per period, split and customer the columns of rfm.sql. Per group: for each measure (item) and score 1-5 (band)
    Rows of the parts `share of customers`, `share of net revenue` and `begins at` (from score 2: the edge; of recency,
    whose score 5 is the lowest, from score 4 downwards); n: customers. Per customer: a Row with the customer as item,
    the three scores as band ("543"), the net revenue as money and n orders. Withheld below the minimum of customers,
    and where the amounts must not be added up: then recency and frequency only. Unit: per row.
    """
    result: list[Row] = []
    for (period, split), part in rows.groupby(["period", "split"], dropna=False, sort=True):
        minimum = scope.settings.minimum_n
        made: Iterable[Row]
        if refusal := too_few(len(part), minimum, unit="share"):
            made = [Row(refusal)]
        else:
            made = _customers(part) if scope.options.per == "customer" else _groups(part, minimum)
        result += [replace(row, period=day(period), split=text(split)) for row in made]
    return result


def _refusal(part: pd.DataFrame) -> str | None:
    """Why the customers' amounts must not be compared."""
    missing = int(part["monetary"].isna().all())
    lowest, highest = part["currency"].min(), part["other_currency"].max()
    return amounts.refusal({"currency": lowest, "other_currency": highest, "amounts_missing": missing})


def _scored(part: pd.DataFrame, reason: str | None) -> dict[str, tuple[Floats, Floats, Ints]]:
    """Measure -> values, edges and scores, without money where it must not be compared."""
    found = {}
    for name in MEASURES if reason is None else MEASURES[:2]:
        values = part[name].fillna(0.0).to_numpy(dtype=np.float64)
        at = edges(values)
        found[name] = (values, at, scores(values, at, low_is_best=name == "recency"))
    return found


def _groups(part: pd.DataFrame, minimum: int) -> Iterator[Row]:
    reason = _refusal(part)
    currency = None if reason else text(part["currency"].min())
    scored = _scored(part, reason)
    for name, (_values, at, score) in scored.items():
        for step in range(STEPS, 0, -1):
            inside = score == step
            n = int(inside.sum())
            place: dict[str, Any] = {"item": name, "band": str(step)}
            yield Row(wilson(n, len(part), minimum=minimum), part=SHARE, total=float(n), **place)
            if reason is None:
                yield Row(_revenue_share(scored["monetary"][0], inside, minimum), part=REVENUE_SHARE, **place)
            edge = STEPS - step if name == "recency" else step - 1
            if edge:
                yield _edge(float(at[edge - 1]), len(part), name, currency, place)
    if reason:
        yield Row(withheld(reason, n=len(part), unit="money"), item="monetary")


def _revenue_share(revenue: Floats, inside: NDArray[np.bool_], minimum: int) -> Estimate:
    """What part of the net revenue the customers of a score bring, clustered by customer; n: all customers."""
    own = revenue * inside
    negative = bool((revenue < 0.0).any())
    return ratio(
        float(own.sum()),
        float(revenue.sum()),
        float(own @ own),
        float(own @ revenue),
        float(revenue @ revenue),
        len(revenue),
        n=len(revenue),
        unit="share",
        minimum=minimum,
        low_bound=None if negative else 0.0,
        high_bound=None if negative else 1.0,
    )


def _edge(value: float, n: int, name: str, currency: str | None, place: dict[str, Any]) -> Row:
    estimate = Estimate(value, value, value, n, UNITS[name], OBSERVED)
    return Row(estimate, part=EDGE, currency=currency if name == "monetary" else None, **place)


def _customers(part: pd.DataFrame) -> Iterator[Row]:
    reason = _refusal(part)
    currency = None if reason else text(part["currency"].min())
    if len(part) > MOST_CUSTOMERS:
        said = _("{n} customers are too many to list: filter, or shorten the period").format(n=numbers.count(len(part)))
        yield Row(withheld(said, n=len(part), unit="money"))
        return
    scored = _scored(part, reason)
    bands = ["".join(str(step) for step in steps) for steps in zip(*(s for _v, _e, s in scored.values()), strict=True)]
    if reason:
        # A third digit would compare amounts that must not be compared.
        bands = [f"{band}-" for band in bands]
    for person, band, orders, revenue in zip(part["person"], bands, part["frequency"], part["monetary"], strict=True):
        known = reason is None and not pd.isna(revenue)
        said = reason or _("the orders carry no amounts")
        amount = float(revenue) if known else 0.0
        estimate = (
            Estimate(amount, amount, amount, int(orders), "money", OBSERVED)
            if known
            else withheld(said, n=int(orders), unit="money")
        )
        yield Row(estimate, item=str(person), band=band, currency=currency)


METRIC = Metric(
    name="rfm",
    title=N_("Recency, frequency and money"),
    question=N_("Who bought lately, often and much, and what part of the revenue do they bring?"),
    unit="share",
    better="neither",
    definition=N_(
        "Customers with an order in the period, each in five steps of three measures: days from the last order to the "
        "last day of the period (recency; 5 is the most recent), orders (frequency) and net revenue (monetary). The "
        "steps are the customers' own quintiles in this view, so that a score says where a customer stands among these "
        "customers, not how good he is; equal values always have the same score, and the steps then differ in size. "
        "Per customer the three scores stand side by side: 543. Guest orders have no customer. The interval of a share "
        "of net revenue takes the steps as given."
    ),
    formula=N_(
        "edges: type-7 quantiles at 20, 40, 60, 80 %, plus 1; score = 1 + edges reached, 6 − that for recency; shares "
        "of customers: Wilson; of net revenue: ratio of totals, delta method by customer"
    ),
    source=(
        "Hughes (1994), Strategic Database Marketing; scores as in the R package rfm; quantiles: Hyndman & Fan (1996), "
        "The American Statistician 50:361–365"
    ),
    inputs=("orders",),
    scopes={"orders": "dated"},
    estimate=rfm,
    options=("per",),
)
