"""What the models of buying expect of every customer behind their figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from cx.errors import UsageError
from cx.language import _
from cx.metrics import buying, p_alive
from cx.metrics.base import Metric
from cx.metrics.behind.cell import Cell
from cx.metrics.buying import Buyers
from cx.metrics.compute import answered
from cx.queries import Scope, Table
from cx.stats import bgnbd
from cx.stats.arrays import Floats, Mask
from cx.stats.fitting import NotFitted
from cx.stats.lifetime import lifetime_value
from cx.store.reading import Version

NOBODY = pd.DataFrame({"person": pd.Series(dtype=str), "adds": pd.Series(dtype=float)})


def values(metric: Metric, version: Version, scope: Scope, cell: Cell) -> pd.DataFrame:
    """Person and adds: what the model expects of each customer of the figure, the most first.

    UsageError where the model cannot be fitted and it is the model that says who counts.
    """
    single = replace(scope, options=replace(scope.options, per="customer"))
    rows = answered(metric, version, single).rows
    within = cell.value if cell.group.part else None
    buyers = next((found for found in buying.groups(rows) if found.split == within), None)
    if buyers is None:
        return NOBODY
    counted, expected = EXPECTED[metric.name](buyers, rows, scope, cell)
    found = pd.DataFrame({"person": buyers.lines["person"].astype(str).to_numpy(), "adds": expected})[counted]
    return found.sort_values(["adds", "person"], ascending=[False, True])


def as_table(found: pd.DataFrame) -> Table:
    """The same as the rows that SQL reads."""
    adds = [None if np.isnan(value) else value for value in found["adds"].tolist()]
    return {"person": (found["person"].tolist(), "VARCHAR"), "adds": (adds, "DOUBLE")}


def _value(buyers: Buyers, rows: pd.DataFrame, scope: Scope, cell: Cell) -> tuple[Mask, Floats]:
    """Everybody, with the discounted value of the months ahead; without one where the figure is not given either."""
    everybody = np.ones(len(buyers.lines), dtype=np.bool_)
    discount = scope.settings.discount_percent / 100.0
    try:
        if buying.money(rows)[1]:
            return everybody, np.full(len(everybody), np.nan)
        model, spent = buying.fitted(buyers, scope), buying.spending(buyers, scope)
    except NotFitted:
        return everybody, np.full(len(everybody), np.nan)
    values = buyers.values(spent)
    return everybody, lifetime_value(model, spent, buyers.histories, values, cell.age or 0, discount, 1.0)


def _alive(buyers: Buyers, rows: pd.DataFrame, scope: Scope, cell: Cell) -> tuple[Mask, Floats]:
    """Whom the part or its band counts, and the probability that each is still a customer."""
    x, t_x, age, _weight = buyers.histories
    try:
        alive = bgnbd.p_alive(buying.fitted(buyers, scope).parameters, x, t_x, age)
    except NotFitted as reason:
        raise UsageError(_("no customers can be listed: {reason}.").format(reason=reason)) from reason
    if cell.group.part == p_alive.BAND:
        return np.asarray(p_alive.BAND_NAMES)[p_alive.band_of(x, alive)] == cell.group.band, alive
    return (x > 0.0) | (cell.group.part == p_alive.EVERYBODY), alive


EXPECTED: Mapping[str, Callable[[Buyers, pd.DataFrame, Scope, Cell], tuple[Mask, Floats]]] = {
    "predicted_clv": _value,
    "p_alive": _alive,
}
"""Metric -> which lines of its customers count, and what it expects of each."""
