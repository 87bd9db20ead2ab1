"""Turns the grouped frame of a metric's SQL into rows: one estimate per split value, period and currency."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from cx.metrics.base import Row
from cx.queries import Scope, periods
from cx.stats.clusters import ClusterSums, design_effect
from cx.stats.estimate import Estimate

COORDINATES = ("period", "split", "currency")
FILLED_AT_MOST = 5_000
"""Beyond so many rows the periods without data are not written out: nobody could look at them."""

Sums = Mapping[str, float]
"""The sufficient statistics of one group; a statistic of a group without rows is 0."""


def repeat_effect(s: Sums, y: float, x: float, row_squares: float) -> float:
    """The design effect of customers who bring several rows, from the columns clusters, sum_yy, sum_xy, sum_xx.

    y, x: the totals whose ratio is shown; row_squares: sum of y^2 over the rows. 1 where there are no rows.
    """
    if x <= 0.0:
        return 1.0
    return design_effect(ClusterSums(y, x, s["sum_yy"], s["sum_xy"], s["sum_xx"], int(s["clusters"])), row_squares)


def rows_of_sums(
    frame: pd.DataFrame, scope: Scope, estimate: Callable[[Sums], Estimate], total: str | None = None
) -> list[Row]:
    """One row per group of additive statistics.

    frame: columns of COORDINATES as far as they apply, the rest numbers that add up. total: the statistic kept as
    Row.total, for checks that parts sum to the whole.
    """
    numbers = [name for name in frame.columns if name not in COORDINATES]

    def one(part: pd.DataFrame) -> Estimate:
        return estimate({name: float(part[name].sum()) for name in numbers})

    return rows_of_groups(frame, scope, one, total)


def rows_of_groups(
    frame: pd.DataFrame, scope: Scope, estimate: Callable[[pd.DataFrame], Estimate], total: str | None = None
) -> list[Row]:
    """One row per group; `estimate` is given the group's lines, none for a period in which nothing happened.

    A withheld figure has no total either: with its n it would give the figure away.
    """
    groups = (
        {_coordinates(key): part for key, part in frame.groupby(list(COORDINATES), dropna=False, sort=False)}
        if len(frame := _complete(frame))
        else {}
    )
    nothing = frame.iloc[:0]
    result = []
    for period, split, currency in _in_order(groups, scope):
        part = groups.get((period, split, currency), nothing)
        found = estimate(part)
        kept = float(part[total].sum()) if total and found.known else None
        result.append(Row(found, period=period, split=split, currency=currency, total=kept))
    return result


Place = tuple[date | None, str | None, str | None]


def _complete(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with all coordinates, None where the SQL gives none."""
    return frame.assign(**{name: None for name in COORDINATES if name not in frame.columns})


def _coordinates(key: Any) -> Place:
    period, split, currency = (None if pd.isna(part) else part for part in key)
    return None if period is None else pd.Timestamp(period).date(), split, currency


def _in_order(groups: Mapping[Place, object], scope: Scope) -> Iterator[Place]:
    """The coordinates to show, by period, split and currency; with a trend, periods without rows too."""
    every = scope.view.every
    found = set(groups)
    if every and found:
        others = {place[1:] for place in found}
        days = [
            start for start, end in periods(scope.dates, every) if start <= scope.data.last and end >= scope.data.first
        ]
        if len(days) * len(others) <= FILLED_AT_MOST:
            found |= {(day, *other) for day, other in itertools.product(days, others)}
    yield from sorted(found, key=lambda place: tuple((part is not None, str(part)) for part in place))
