"""Turns the grouped frame of a metric's SQL into rows: one estimate per split value, period and currency."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from cx.metrics.base import Row
from cx.periods import periods
from cx.queries import Scope
from cx.stats.clusters import ClusterSums, design_effect
from cx.stats.estimate import Estimate

COORDINATES = ("period", "split", "currency")
FILLED_AT_MOST = 5_000
"""Beyond so many rows the periods without data are not written out: nobody could look at them."""

Place = tuple[date | None, str | None, str | None]
"""Period, split value and currency."""
T = TypeVar("T")

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
    names = [name for name in frame.columns if name not in COORDINATES]
    lines = frame[names].to_numpy(dtype=float, na_value=np.nan)
    added: dict[Place, np.ndarray] = {}
    for place, line in zip(_places(frame), np.where(np.isnan(lines), 0.0, lines), strict=True):
        added[place] = added[place] + line if place in added else line
    sums = {place: dict(zip(names, map(float, line), strict=True)) for place, line in added.items()}
    return _rows(sums, dict.fromkeys(names, 0.0), scope, estimate, lambda s: s[total] if total else None)


def rows_of_groups(
    frame: pd.DataFrame, scope: Scope, estimate: Callable[[pd.DataFrame], Estimate], total: str | None = None
) -> list[Row]:
    """One row per group; `estimate` is given the group's lines, none for a period in which nothing happened.

    A withheld figure has no total either: with its n it would give the figure away.
    """
    groups = (
        {_place(*key): part for key, part in frame.groupby(list(COORDINATES), dropna=False, sort=False)}
        if len(frame := _complete(frame))
        else {}
    )
    return _rows(groups, frame.iloc[:0], scope, estimate, lambda part: float(part[total].sum()) if total else None)


def _rows(
    groups: Mapping[Place, T],
    nothing: T,
    scope: Scope,
    estimate: Callable[[T], Estimate],
    total: Callable[[T], float | None],
) -> list[Row]:
    result = []
    for place in _in_order(groups, scope):
        group = groups.get(place, nothing)
        found = estimate(group)
        period, split, currency = place
        kept = total(group) if found.known else None
        result.append(Row(found, period=period, split=split, currency=currency, total=kept))
    return result


def _complete(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with all coordinates, None where the SQL gives none."""
    return frame.assign(**{name: None for name in COORDINATES if name not in frame.columns})


def _places(frame: pd.DataFrame) -> Iterator[Place]:
    missing = [None] * len(frame)
    return map(_place, *(frame[name].tolist() if name in frame.columns else missing for name in COORDINATES))


def _place(period: Any, split: Any, currency: Any) -> Place:
    period, split, currency = (None if pd.isna(part) else part for part in (period, split, currency))
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
