"""What customers are expected to buy and to be worth within several spans of months, each history gone through once.

All spans end within the longest, and purchases within a span do not depend on what they are worth: one walk through the
months gives the figures of every span. Definitions and intervals are those of cx.stats.lifetime.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cx.stats import gamma_gamma
from cx.stats.arrays import Floats, Matrix
from cx.stats.estimate import Estimate, too_few
from cx.stats.fitting import Fitted
from cx.stats.histories import Histories
from cx.stats.lifetime import BUYING, DAYS_PER_MONTH, Rows, estimated, joined_parameters, plan, spread


class Ahead(NamedTuple):
    """Means per customer, by span: of the discounted value, and of the purchases."""

    values: list[Estimate]
    purchases: list[Estimate]


class Means(NamedTuple):
    """The same as plain numbers."""

    values: Floats
    purchases: Floats


@dataclass(frozen=True, slots=True)
class Horizons:
    """What is asked: customers, the models fitted to them, and spans in months. mean_value, days_per_unit: as of
    `lifetime_value`. Without a spending model there are no values.
    """

    buying: Fitted
    spending: Fitted | None
    histories: Histories
    mean_value: npt.ArrayLike
    spans: Sequence[int]
    yearly_discount: float
    days_per_unit: float

    def means(self, *, step: int = 1) -> Means:
        """Mean per customer of `lifetime_value` and of the purchases expected within each span.

        step: so many months are discounted as one; each span is a multiple of it.
        """
        found = self._of_parameters(step)(joined_parameters(*self._fits()))
        return Means(found[: -len(self.spans)], found[-len(self.spans) :])

    def estimates(self, *, step: int = 1) -> Ahead:
        """`means` with their intervals, see `spread`."""
        n = round(float(np.sum(self.histories.weight)))

        def one(pair: tuple[float, float], unit: str) -> Estimate:
            value, error = pair
            return too_few(n, 1, unit=unit) or estimated(value, error, n, unit)

        found = spread(self._of_parameters(step), self._fits())
        pairs = list(zip(*(column.tolist() for column in found), strict=True))
        values, purchases = pairs[: -len(self.spans)], pairs[-len(self.spans) :]
        return Ahead([one(pair, "money") for pair in values], [one(pair, "count") for pair in purchases])

    def _fits(self) -> list[Fitted]:
        return [self.buying] if self.spending is None else [self.buying, self.spending]

    def _of_parameters(self, step: int) -> Rows:
        """Parameters of the models -> the means of value by span, then those of purchases."""
        x, t_x, total, weight = (np.asarray(column, dtype=float) for column in self.histories)
        value, spans = np.asarray(self.mean_value, dtype=float), len(self.spans)
        model, size = BUYING[self.buying.names], len(self.buying.parameters)
        of = _stretches(self.spans, step, self.yearly_discount, self.days_per_unit)
        factors = of.plain if self.spending is None else np.concatenate([of.discounted, of.plain])

        @lru_cache(maxsize=1)  # the slopes of the spending model leave the purchases as they are
        def expected(parameters: tuple[float, ...]) -> Floats:
            own = np.asarray(parameters)
            alive = weight * model.p_alive(own, x, t_x, total)
            return np.asarray(alive * model.purchases_if_alive(own, x, total, of.ends, factors) / weight.sum())

        def at(parameters: Floats) -> Floats:
            purchases = expected(tuple(parameters[:size].tolist()))
            bought = purchases[-spans:].sum(axis=1)
            if self.spending is None:
                return np.asarray(bought)
            worth = purchases[:spans] @ gamma_gamma.expected_value(parameters[size:], x, value)
            return np.concatenate([worth, bought])

        return at


class _Stretches(NamedTuple):
    """Ends of stretches of time, in units of the histories; by span, what a purchase within each counts."""

    ends: tuple[float, ...]
    discounted: Matrix
    plain: Matrix


def _stretches(spans: Sequence[int], step: int, yearly_discount: float, days_per_unit: float) -> _Stretches:
    if any(span % step for span in spans):
        raise ValueError(f"spans == {spans}, must be multiples of step == {step}")
    coarse = (1.0 + yearly_discount) ** step - 1.0
    ends, factors = plan(max(spans) // step, coarse, days_per_unit, DAYS_PER_MONTH * step)
    within = np.arange(1, len(ends) + 1) * step <= np.asarray(spans)[:, None]
    return _Stretches(ends, within * np.asarray(factors), within.astype(float))
