"""By how much the models of a prediction missed days they had not seen, and intervals that hold this, too."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from cx.language import _, numbers
from cx.metrics.base import Result, Row
from cx.metrics.clv_backtest import ERROR, ORDERS, REVENUE
from cx.metrics.holdout import MODEL
from cx.stats.estimate import Estimate
from cx.stats.lifetime import UNBOUNDED, WithInterval


@dataclass(frozen=True, slots=True)
class Misfit:
    """The back-test's error of one split value: of orders and of revenue, None where there is none; reason: why."""

    orders: Estimate | None = None
    revenue: Estimate | None = None
    reason: str = ""

    @property
    def of_orders(self) -> float | None:
        """How far orders may be off, on the log scale; None when it is not known."""
        return None if self.orders is None else off(self.orders)

    @property
    def of_money(self) -> float | None:
        """The same of revenue; that of orders where no revenue could be compared."""
        return self.of_orders if self.revenue is None else off(self.revenue)

    def remark(self, split: str | None) -> str:
        """What the intervals hold, in a sentence."""
        group = f"{split}: " if split else ""
        if self.orders is None:
            said = _("{group}The intervals hold only how well the parameters are known: {reason}.")
            why = f" ({self.reason})" if self.reason else ""
            return said.format(group=group, reason=_("no back-test was possible") + why)
        known = ((_("orders"), self.orders), (_("revenue"), self.revenue))
        told = _(" and ").join(f"{name} {_told(error)}" for name, error in known if error is not None)
        said = _(
            "{group}The intervals hold how well the parameters are known and how far the back-test was off: {errors}."
        )
        return said.format(group=group, errors=told)


def misfits(answer: Result) -> Mapping[str | None, Misfit]:
    """The back-test's errors by split value."""
    found: dict[str | None, Misfit] = {}
    for row in answer.rows:
        if row.part == ERROR and row.item == MODEL:
            found[row.split] = _with(found.get(row.split, Misfit()), row)
        elif row.part is None and row.estimate.reason:
            found[row.split] = Misfit(reason=row.estimate.reason)
    return found


def _with(known: Misfit, row: Row) -> Misfit:
    error = row.estimate
    if error.value is None or error.value <= -1.0:
        return replace(known, reason=known.reason or error.reason or "")
    if row.outcome == REVENUE:
        return replace(known, revenue=error)
    return replace(known, orders=error) if row.outcome == ORDERS else known


def off(error: Estimate) -> float:
    """How far a prediction may be off, as a logarithm: the error itself or half its interval, whichever is larger.

    error: predicted / actual - 1 with an interval that is even on the log scale. A model that missed by less than
    chance could have hidden is not trusted further than that.
    """
    if error.value is None or error.high is None:
        raise ValueError("a back-test without an error cannot widen an interval")
    centre = math.log1p(error.value)
    return min(max(abs(centre), math.log1p(error.high) - centre), UNBOUNDED)


def widened(estimate: Estimate, error: float | None) -> Estimate:
    """The estimate with an interval that holds the error of the back-test beside what it held already.

    Formula: on the log scale, half-width = sqrt(half-width^2 + error^2), to each side. An estimate that is withheld or
    not above zero, and an unknown error, leave it as it is.
    """
    value, low, high = estimate.value, estimate.low, estimate.high
    if error is None or not value or not low or high is None:
        return estimate
    down, up = (min(math.hypot(math.log(part), error), UNBOUNDED) for part in (value / low, high / value))
    low, high = value * math.exp(-down), value * math.exp(up)
    return replace(estimate, low=low, high=high, method=method(estimate.method, error))


def method(named: str, error: float | None) -> str:
    """The name of an interval, with the error that widened it."""
    if error is None:
        return named
    return _("{method}; widened by the back-test’s error").format(method=named)


def widened_rows(found: WithInterval, error: float | None) -> WithInterval:
    """`widened` for one figure per customer."""
    if error is None:
        return found
    value = found.value
    sound = (value > 0.0) & (found.low > 0.0) & np.isfinite(found.high)
    safe = np.where(sound, value, 1.0)
    down = np.hypot(np.log(safe / np.where(sound, found.low, 1.0)), error)
    up = np.hypot(np.log(np.where(sound, found.high, 1.0) / safe), error)
    low = np.where(sound, value * np.exp(-np.minimum(down, UNBOUNDED)), found.low)
    return WithInterval(value, low, np.where(sound, value * np.exp(np.minimum(up, UNBOUNDED)), found.high))


def _told(error: Estimate) -> str:
    return _("{error} ({low} to {high})").format(
        error=numbers.relative_change(error.value),
        low=numbers.relative_change(error.low),
        high=numbers.relative_change(error.high),
    )
