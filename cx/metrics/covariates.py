"""What was known of customers before their answer, as columns that a comparison holds fixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cx.stats.arrays import Mask, Matrix, Vector
from cx.stats.design import Design, standardised

NAMES = {
    "segment": "segment",
    "spend": "earlier spend",
    "tenure": "tenure",
    "never": "no earlier order",
    "orders": "earlier orders",
    "recency": "days since the last order",
    "contacts": "earlier contacts",
    "plan": "plan",
    "season": "season",
    "day": "day of the answer",
    "region": "region",
    "acquisition_channel": "acquisition channel",
}
"""Covariate -> its name for people."""

ROWS_PER_COLUMN = 10
"""Customers of the smaller group that a column needs. Source: Peduzzi et al. (1996), J. Clin. Epidemiol. 49:1373."""


@dataclass(frozen=True, slots=True)
class Column:
    """One numeric column. covariate: the one of NAMES it belongs to; shown: whether its balance is shown; a square or
    a product only bends the lines of the regression.
    """

    covariate: str
    values: Vector
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Covariates:
    """All columns, the most important first. values: (n, k)."""

    columns: tuple[Column, ...]

    def matrix(self, *, shown: bool = False) -> Matrix:
        """All columns side by side, or only those whose balance is shown."""
        return np.column_stack([c.values for c in self.columns if c.shown or not shown])

    def within(self, customers: int) -> tuple[tuple[Column, ...], tuple[str, ...]]:
        """As many varying columns as so many customers can bear, and the names of covariates there was no room for."""
        room = customers // ROWS_PER_COLUMN
        varying = [c for c in self.columns if c.values.min() < c.values.max()]
        held = {c.covariate for c in varying[:room]}
        left = dict.fromkeys(c.covariate for c in varying[room:] if c.covariate not in held)
        return tuple(varying[:room]), tuple(NAMES[name] for name in left)

    def design(self, customers: int) -> tuple[Design, tuple[str, ...]]:
        """The columns within so many customers, standardised, and what there was no room for."""
        kept, left = self.within(customers)
        held = [c.values for c in kept] or [np.zeros(len(self.columns[0].values))]
        return standardised(held, [f"{at}" for at in range(len(held))]), left

    def by_covariate(self, figures: Vector) -> dict[str, float]:
        """Name for people -> the largest of the figures of the covariate's shown columns, in absolute value."""
        found: dict[str, float] = {}
        for column, figure in zip((c for c in self.columns if c.shown), figures, strict=True):
            name = NAMES[column.covariate]
            found[name] = max(found.get(name, 0.0), abs(float(figure)))
        return found


def covariates(rows: pd.DataFrame, kept: Mask, when: str, *, money: bool) -> Covariates:
    """The columns of the kept customers.

    rows: of adjusted_effect.sql. when: "earlier" for what was known on the day of the answer, "long" for what was known
    forward_days before. money: whether amounts may be added up; without, spend is left out. Amounts and counts enter as
    log(1 + x), negative amounts as 0 there, and the most telling ones also as they are and squared; who has no order
    yet is a group of his own, with 0 in the columns about orders.
    """
    everybody = bool(kept.all())

    def of(name: str) -> Vector:
        values: Vector = rows[name].to_numpy(dtype=np.float64, na_value=np.nan)
        return values if everybody else values[kept]

    recency = of(f"{when}_recency")
    never = np.isnan(recency)
    spend, orders = of(f"{when}_revenue") if money else np.zeros(len(never)), of(f"{when}_orders")
    log_spend, log_tenure = np.log1p(np.maximum(spend, 0.0)), np.log1p(of(f"{when}_tenure"))
    segment = list(_levels("segment", of("segment")))
    return Covariates(
        (
            Column("spend", log_spend),
            *segment,
            Column("tenure", log_tenure),
            Column("never", never.astype(float)),
            Column("orders", np.log1p(np.maximum(orders, 0.0))),
            Column("spend", spend),
            Column("recency", np.log1p(np.where(never, 0.0, recency))),
            Column("contacts", np.log1p(of(f"{when}_contacts"))),
            *_levels("plan", of("plan")),
            *_levels("season", of("season")),
            Column("day", of("day_number")),
            Column("spend", _squared(log_spend), shown=False),
            Column("tenure", _squared(log_tenure), shown=False),
            Column("orders", np.maximum(orders, 0.0), shown=False),
            *(Column("spend", log_spend * level.values, shown=False) for level in segment[:3]),
            *_levels("region", of("region")),
            *_levels("acquisition_channel", of("acquisition_channel")),
        )
    )


def _levels(name: str, numbers: Vector) -> Iterator[Column]:
    """A column of 0 and 1 for every level but the most frequent one, whose members are the rest."""
    found, counts = np.unique(numbers, return_counts=True)
    base = found[counts.argmax()]
    for level in sorted(found[found != base], key=lambda v: -int(counts[found == v][0])):
        yield Column(name, (numbers == level).astype(float))


def _squared(values: Vector) -> Vector:
    centred: Vector = values - values.mean()
    return centred * centred
