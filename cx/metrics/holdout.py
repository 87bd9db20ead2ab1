"""What was predicted for the days after a cut beside what happened in them, for the model and for two simple rules."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cx.language import _, numbers
from cx.metrics import buying
from cx.metrics.buying import Buyers
from cx.stats import bgnbd, gamma_gamma
from cx.stats.arrays import Floats
from cx.stats.comparison import Verdict, p_value, verdicts
from cx.stats.critical_values import critical_z
from cx.stats.estimate import Estimate, bounded, withheld
from cx.stats.fitting import Fitted
from cx.stats.lifetime import spread
from cx.stats.means import mean

ACTUAL, PREDICTED = "actual", "predicted"
MODEL, OWN_RATE, AVERAGE_RATE = "model", "own past rate", "average rate"
RIVALS = (OWN_RATE, AVERAGE_RATE)
"""Rules that need no model: everybody goes on as he did himself, or as all did on average."""


@dataclass(frozen=True, slots=True)
class Told:
    """Orders or revenue after the cut, one number per line of the histories.

    predicted: by the model and by the simple rules. error: standard error of the logarithm of the model's total, from
    how well its parameters are known.
    """

    actual: Floats
    predicted: Mapping[str, Floats]
    weight: Floats
    error: float

    @property
    def happened(self) -> float:
        """The actual total."""
        return float(self.weight @ self.actual)

    def total(self, item: str) -> float:
        """The total that one of them predicted."""
        return float(self.weight @ self.predicted[item])

    def total_error(self, item: str) -> Estimate:
        """Predicted / actual - 1 (share).

        Interval on the logarithm: the parameters' uncertainty (of the model) and the customers' own variation, from
        the squares of actual - predicted. n: customers.
        """
        n, said, happened = round(float(self.weight.sum())), self.total(item), self.happened
        if happened <= 0.0 or said <= 0.0:
            reason = _("nothing came in after the cut") if happened <= 0.0 else _("nothing was predicted")
            return withheld(reason, n=n, unit="share")
        own_variation = float(self.weight @ (self.actual - self.predicted[item]) ** 2) / happened**2
        half_width = critical_z() * math.hypot(math.sqrt(own_variation), self.error if item == MODEL else 0.0)
        low, high = (said / happened * math.exp(sign * min(half_width, 50.0)) - 1.0 for sign in (-1.0, 1.0))
        method = "log ratio; variance from customers’ errors and, of the model, its parameters"
        return bounded(said / happened - 1.0, low, high, n=n, unit="share", method=method, low_bound=-1.0)

    def error_per_customer(self, item: str, unit: str) -> Estimate:
        """Mean of |predicted - actual| over customers, in `unit`; t interval."""
        off = np.abs(self.predicted[item] - self.actual)
        n = round(float(self.weight.sum()))
        return mean(n, float(self.weight @ off), float(self.weight @ off**2), low_bound=0.0, unit=unit)

    def against_rivals(self) -> str:
        """Whether the model is closer to what happened than the simple rules, per customer and in total."""
        off = {item: float(self.weight @ np.abs(told - self.actual)) for item, told in self.predicted.items()}
        customers = max(1.0, float(self.weight.sum()))
        closer = [item for item in RIVALS if off[MODEL] < off[item]]
        found = _("Per customer the model is off by {model}, the own past rate by {own}, the average rate by {average}")
        return (found + ": {verdict}.").format(
            model=numbers.figure(off[MODEL] / customers, "score"),
            own=numbers.figure(off[OWN_RATE] / customers, "score"),
            average=numbers.figure(off[AVERAGE_RATE] / customers, "score"),
            verdict=_("the model is closer than both")
            if len(closer) == len(RIVALS)
            else _("the model is not closer than a simple rule, so trust it less"),
        )


def in_words(error: float, *, many: str = "", few: str = "") -> str:
    """An error of a total as people say it: `1.6% too many`. many, few: other words for what is not counted."""
    words = many or _("{size} too many"), few or _("{size} too few")
    return words[error < 0.0].format(size=numbers.percent(abs(error)))


def worst_band(found: Mapping[str, tuple[Estimate, Estimate]]) -> tuple[str | None, str | None]:
    """The band by frequency whose mean was missed most for its size, beyond chance, and a sentence about it.

    found: band -> actual and predicted mean of order days (count). Without one: the first band, and that there is none.
    """
    known = {band: pair for band, pair in found.items() if pair[0].value and pair[1].value}
    verdict = dict(zip(known, verdicts([p_value(said, actual) for actual, said in known.values()]), strict=True))
    missed = {
        band: said.value / actual.value - 1.0
        for band, (actual, said) in known.items()
        if actual.value and said.value and verdict[band] is Verdict.REAL
    }
    if not missed:
        said_of_none = _("No group by frequency was missed by more than chance.")
        return next(iter(known), None), said_of_none if known else None
    worst = max(missed, key=lambda band: abs(missed[band]))
    actual, said = known[worst]
    return worst, _(
        "Missed most: customers with {band} repeat order days up to the cut, predicted {said}, happened {actual} each: "
        "{error}."
    ).format(
        band=_("no") if worst == "0" else worst,
        said=numbers.figure(said.value, "score"),
        actual=numbers.figure(actual.value, "score"),
        error=in_words(missed[worst]),
    )


def orders(buyers: Buyers, model: Fitted, days: int) -> Told:
    """Repeat order days in the days after the cut. buyers: with the column later_days."""
    x, t_x, age, weight = buyers.histories
    some = buying.sampled(buyers, buying.SLOPES_ON)

    def total(parameters: Floats) -> Floats:
        expected = bgnbd.conditional_expected_purchases(parameters, *some.histories[:3], float(days))
        return np.array([some.weight @ expected])

    _value, error = spread(total, [model])
    predicted = {
        MODEL: bgnbd.conditional_expected_purchases(model.parameters, x, t_x, age, float(days)),
        OWN_RATE: days * x / np.maximum(age, 1.0),
        AVERAGE_RATE: np.full(x.size, days * float(weight @ x) / max(1.0, float(weight @ age))),
    }
    return Told(buyers.column("later_days"), predicted, weight, float(error[0]))


def revenue(buyers: Buyers, orders_told: Told, model: Fitted, spent: Fitted, days: int) -> Told:
    """Net revenue in the days after the cut, not discounted. buyers: with the column later_revenue."""
    x, weight = buyers.column("x"), buyers.weight
    some, size = buying.sampled(buyers, buying.SLOPES_ON), len(model.parameters)
    few, some_values = some.histories, some.values(spent)

    @lru_cache(maxsize=1)  # the slopes of the spending model leave the purchases as they are
    def expected(parameters: tuple[float, ...]) -> Floats:
        return bgnbd.conditional_expected_purchases(parameters, *few[:3], float(days))

    def total(parameters: Floats) -> Floats:
        value = gamma_gamma.expected_value(parameters[size:], few.x, some_values)
        return np.array([few.weight @ (expected(tuple(parameters[:size].tolist())) * value)])

    _value, error = spread(total, [model, spent])
    own_value = np.where(x > 0.0, np.nan_to_num(buyers.column("mean_value")), 0.0)
    bought = float(weight @ x)
    predicted = {
        MODEL: orders_told.predicted[MODEL] * gamma_gamma.expected_value(spent.parameters, x, buyers.values(spent)),
        OWN_RATE: orders_told.predicted[OWN_RATE] * own_value,
        AVERAGE_RATE: orders_told.predicted[AVERAGE_RATE] * (float(weight @ (x * own_value)) / max(1.0, bought)),
    }
    return Told(buyers.column("later_revenue"), predicted, weight, float(error[0]))
