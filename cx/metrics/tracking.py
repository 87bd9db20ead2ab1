"""Repeat orders week by week since the first order of all: what happened beside what the model says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator

from cx.metrics.base import Row
from cx.metrics.buying import Buyers
from cx.metrics.holdout import ACTUAL, PREDICTED, Told
from cx.stats import bgnbd
from cx.stats.arrays import Floats
from cx.stats.critical_values import critical_z
from cx.stats.estimate import Estimate
from cx.stats.fitting import Fitted

PART = "cumulative"
FITTED, FORECAST = "fitted", "forecast"
WEEK = 7
PLACES = 13
"""The forecast is smooth: so many points of it say all."""


def cumulative(
    buyers: Buyers, model: Fitted, weeks: pd.DataFrame, first: date, cut: date, last: date, told: Told
) -> Iterator[Row]:
    """Order days after the first of all customers known at the cut, summed up to the end of each week (count).

    weeks: order days by week number. Up to the cut the model's line is what it makes of the days it was fitted to
    (item "fitted"); after it, what was known at the cut and what it then expected (item "forecast"), its interval in
    proportion to that of the whole forecast. age: the week's number, 0 the first; period: its first day.
    """
    whole, known = (last - first).days, (cut - first).days
    ends = np.minimum(np.arange(whole // WEEK + 1) * WEEK + WEEK - 1, whole)
    happened = _counted(weeks, ends.size)
    fitted = _fitted(buyers, model, known)
    forecast = _forecast(buyers, model, (ends - known).tolist())
    at_cut = float(buyers.weight @ buyers.column("x"))
    n = buyers.n
    for week, end in enumerate(ends.tolist()):
        place: dict[str, Any] = {"split": buyers.split, "part": PART, "age": week}
        place["period"] = first + timedelta(days=week * WEEK)
        yield Row(Estimate(float(happened[week]), None, None, n, "count", "counted"), outcome=ACTUAL, **place)
        if end <= known:
            said = Estimate(float(fitted[end]), None, None, n, "count", "expected at the fitted parameters")
            yield Row(said, outcome=PREDICTED, item=FITTED, **place)
        else:
            said = _expected(at_cut, float(forecast[week]), told.error, n)
            yield Row(said, outcome=PREDICTED, item=FORECAST, **place)


def _counted(weeks: pd.DataFrame, size: int) -> Floats:
    number = weeks["week"].to_numpy(dtype=np.intp)
    return np.cumsum(np.bincount(number, weights=weeks["order_days"].to_numpy(dtype=float), minlength=size))


def _fitted(buyers: Buyers, model: Fitted, known: int) -> Floats:
    """By day since the first: the order days that customers with these first days are expected to have had."""
    started = known - buyers.column("age_days").astype(np.intp)
    arrivals = np.bincount(started, weights=buyers.weight, minlength=known + 1)
    by_age = bgnbd.expected_purchases(model.parameters, np.arange(known + 1.0))
    return np.asarray(np.convolve(arrivals, by_age)[: known + 1])


def _forecast(buyers: Buyers, model: Fitted, ahead: Sequence[int]) -> Floats:
    """Expected order days so many days after the cut, 0 up to it.

    Customers of the same x and age differ only in how likely they are still customers: they are summed up first.
    """
    x, t_x, age, weight = buyers.histories
    alive = weight * bgnbd.p_alive(model.parameters, x, t_x, age)
    cells, where = np.unique(x * (age.max() + 1.0) + age, return_inverse=True)
    alive = np.asarray(np.bincount(where, weights=alive), dtype=np.float64)
    x, age = np.divmod(cells, age.max() + 1.0)
    places = np.linspace(0.0, max(1.0, float(max(ahead))), PLACES)
    ends = places[1:].tolist()
    told = bgnbd.purchases_if_alive(model.parameters, x, age, ends, np.tri(len(ends))) @ alive
    return np.asarray(PchipInterpolator(places, [0.0, *told])(np.maximum(ahead, 0)))


def _expected(at_cut: float, more: float, error: float, n: int) -> Estimate:
    factor = float(np.exp(min(critical_z() * error, 50.0)))
    method = "delta method, of the expected value given the model"
    return Estimate(at_cut + more, at_cut + more / factor, at_cut + more * factor, n, "count", method)
