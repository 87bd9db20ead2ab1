"""Reads what the SQL of `what_changed` returns: totals of segments then and now, and their products over customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from cx.language import _
from cx.metrics.cells import Record, day, number, records, text, whole
from cx.stats.arrays import Floats
from cx.stats.decomposition import Guests, Table

SIDES = ("then", "now")
MOST_SEGMENTS = 60
"""Beyond so many values of a dimension the smallest are taken together."""
Place = tuple[str, int]
"""Side and number of the segment."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one side holds of one segment. x: answers, orders or customers; z: orders, where x are customers.

    rows: of the files. y_squares: sum of y^2 over the rows. last: the last day with a row; days: on how many
    days there were any.
    """

    y: float = 0.0
    x: float = 0.0
    z: float = 0.0
    y_squares: float = 0.0
    rows: int = 0
    customers: int = 0
    last: date | None = None
    days: int = 0

    def plus(self, other: Side) -> Side:
        """Both together."""
        days = [day_ for day_ in (self.last, other.last) if day_]
        return Side(
            self.y + other.y,
            self.x + other.x,
            self.z + other.z,
            self.y_squares + other.y_squares,
            self.rows + other.rows,
            self.customers + other.customers,
            max(days, default=None),
            max(self.days, other.days),
        )


@dataclass(frozen=True, slots=True)
class Changed:
    """Segments by name, the largest first, with what each side holds of them. known: of known customers and, where
    guests are apart, without them. products: letters ("yy", "yx", ...) -> (2K, 2K), then before now.
    """

    names: tuple[str | None, ...]
    known: dict[Place, Side]
    guests: dict[Place, Side]
    guest_squares: dict[Place, float]
    products: dict[str, Floats]

    def side(self, name: str, segment: int | None = None) -> Side:
        """A side of a segment, or of all of them, guests included."""
        found = Side()
        for place in ((name, i) for i in ([segment] if segment is not None else range(len(self.names)))):
            found = found.plus(self.known.get(place, Side())).plus(self.guests.get(place, Side()))
        return found

    def total_products(self, letters: str, side: str) -> float:
        """Sum over the customers of one side, guests included: products of two of their totals."""
        k = len(self.names)
        at = slice(0, k) if side == "then" else slice(k, 2 * k)
        own = sum(squares for (name, _i), squares in self.guest_squares.items() if name == side)
        return float(self.products[letters][at, at].sum()) + (own if letters == "yy" else 0.0)

    def table(self) -> Table:
        """The segments for the statistics, guests apart."""
        k = len(self.names)
        sides = [[self.known.get((side, i), Side()) for i in range(k)] for side in SIDES]
        y, x = ([np.array([getattr(cell, f) for cell in side]) for side in sides] for f in ("y", "x"))
        p = {letters: _blocks(values, k) for letters, values in self.products.items()}
        rows = [np.hstack([p[a + b][s][t] for t in (0, 1) for b in "yx"]) for s in (0, 1) for a in "yx"]
        fewer = [min((c.customers for c in pair if c.customers), default=0) for pair in zip(*sides, strict=True)]
        return Table(y[0], x[0], y[1], x[1], np.vstack(rows), np.array(fewer, dtype=float))

    def guest_table(self) -> Guests:
        """What guests brought, for the statistics."""
        k = len(self.names)
        money = [np.array([self.guests.get((side, i), Side()).y for i in range(k)]) for side in SIDES]
        orders = [sum(self.guests.get((side, i), Side()).rows for side in SIDES) for i in range(k)]
        squares = [sum(self.guest_squares.get((side, i), 0.0) for side in SIDES) for i in range(k)]
        return Guests(money[0], money[1], np.array(squares), np.array(orders, dtype=float))

    def factor_products(self) -> Floats:
        """(6, 6): products of revenue, orders and presence then and now, for the one segment of an unsplit figure."""
        return np.vstack(
            [np.hstack([self.products[a + b][s, t] for t in (0, 1) for b in "yzx"]) for s in (0, 1) for a in "yzx"]
        )


def _blocks(values: Floats, k: int) -> list[list[Floats]]:
    return [[values[s * k : (s + 1) * k, t * k : (t + 1) * k] for t in (0, 1)] for s in (0, 1)]


def read(frame: pd.DataFrame, *, guests_apart: bool) -> Changed:
    """The rows of the SQL as one table; lines of customers who are not known are added to those of their segment, or
    kept apart.
    """
    names = _names(frame)
    number_of = {name: i for i, name in enumerate(names)}
    last = len(names) - 1
    letters = [a + b for a in "yxz" for b in "yxz"]
    products = {pair: np.zeros((2 * len(names), 2 * len(names))) for pair in letters}
    known: dict[Place, Side] = {}
    guests: dict[Place, Side] = {}
    squares: dict[Place, float] = {}
    for record in records(frame):
        segment, other = (number_of.get(text(record[key]), last) for key in ("split", "other_split"))
        place, there = (str(record["side"]), segment), (str(record["other_side"]), other)
        if guests_apart and whole(record["guest"]):
            guests[place] = guests.get(place, Side()).plus(_side(record))
            squares[place] = squares.get(place, 0.0) + number(record["yy"])
            continue
        for pair, values in products.items():
            values[_row(place, len(names)), _row(there, len(names))] += number(record[pair])
        if record["side"] == record["other_side"] and text(record["split"]) == text(record["other_split"]):
            known[place] = known.get(place, Side()).plus(_side(record))
    return Changed(tuple(names), known, guests, squares, products)


def _names(frame: pd.DataFrame) -> Sequence[str | None]:
    """The segments, largest first; beyond the most, one for all the others."""
    own = frame[(frame["side"] == frame["other_side"])]
    sizes: dict[str | None, float] = {}
    for record in records(own):
        name = text(record["split"])
        if name == text(record["other_split"]):
            sizes[name] = sizes.get(name, 0.0) + number(record["row_count"])
    names = sorted(sizes, key=lambda name: (-sizes[name], name or ""))
    return names if len(names) <= MOST_SEGMENTS else [*names[: MOST_SEGMENTS - 1], _("(all others)")]


def _row(place: Place, segments: int) -> int:
    return place[1] + segments * SIDES.index(place[0])


def _side(record: Record) -> Side:
    """The totals of a line."""
    return Side(
        number(record["y"]),
        number(record["x"]),
        number(record["z"]),
        number(record["y_squares"]),
        whole(record["row_count"]),
        whole(record["customers"]),
        day(record["last_seen"]),
        whole(record["days_seen"]),
    )
