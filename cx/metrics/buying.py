"""Buying histories as the SQL gives them and the models of buying fitted to them, for the metrics that look ahead."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from cx.language import _, numbers
from cx.metrics import amounts
from cx.metrics.cells import records, text
from cx.queries import Scope
from cx.stats import bgnbd, gamma_gamma
from cx.stats.arrays import Floats
from cx.stats.estimate import Estimate, bounded
from cx.stats.fitting import Fitted, NotFitted
from cx.stats.histories import Histories

SLOPES_ON = 20_000
CHECKED_ON = 8_000
"""Pareto/NBD is a check and slower: so many histories say enough."""


@dataclass(frozen=True, slots=True)
class Buyers:
    """The customers of one split value, a line for each history. lines: all the columns of the SQL."""

    split: str | None
    lines: pd.DataFrame

    def column(self, name: str) -> Floats:
        """A column as numbers, nan where it is empty."""
        return np.asarray(self.lines[name].to_numpy(dtype=np.float64, na_value=np.nan))

    @property
    def weight(self) -> Floats:
        """Customers per line."""
        return self.column("customers")

    @property
    def n(self) -> int:
        """All customers."""
        return round(float(self.weight.sum()))

    @property
    def repeaters(self) -> int:
        """Customers with at least two order days."""
        return round(float(self.weight[self.column("x") > 0.0].sum()))

    def values(self, spent: Fitted) -> Floats:
        """Mean value of repeat order days; the population's where the spending model cannot use the customer's own."""
        x, own = self.column("x"), self.column("mean_value")
        outside = (x > 0.0) & ~gamma_gamma.usable(x, own)
        return np.where(outside, gamma_gamma.population_mean(spent.parameters), own)

    def paid(self, spent: Fitted | None) -> Floats:
        """The same, nothing where there is no spending model."""
        return self.column("x") * 0.0 if spent is None else self.values(spent)

    @property
    def together(self) -> npt.NDArray[np.intp]:
        """All lines as one group."""
        return np.zeros(len(self.lines), dtype=np.intp)

    @property
    def histories(self) -> Histories:
        """Repeat order days, recency and time observed, both in days."""
        return Histories(self.column("x"), self.column("t_x"), self.column("age_days"), self.weight)


def groups(rows: pd.DataFrame) -> Iterator[Buyers]:
    """The customers by split value."""
    lines = rows[rows["x"].notna()]
    if len(lines) and lines["split"].isna().all():
        yield Buyers(None, lines)
        return
    for split, part in lines.groupby("split", sort=True):
        yield Buyers(str(split), part)


def money(rows: pd.DataFrame) -> tuple[str | None, str | None]:
    """The currency of the amounts, and why they cannot be added up; None where there is none."""
    last = rows[rows["amounts_missing"].notna()]
    record = next(records(last), None)
    if record is None:
        return None, _("no data: n = 0")
    reason = amounts.refusal(record)
    return (None if reason else text(record["currency"])), reason


def fitted(buyers: Buyers, scope: Scope) -> Fitted:
    """BG/NBD on the histories. Raises NotFitted with the reason, also when too few customers came back."""
    minimum = scope.settings.minimum_n
    if buyers.repeaters < minimum:
        raise NotFitted(
            _("too few customers who ordered again: n = {n}, at least {minimum} needed").format(
                n=numbers.count(buyers.repeaters), minimum=minimum
            )
        )
    return _fitted(lambda: bgnbd.fit(buyers.histories))


def spending(buyers: Buyers, scope: Scope) -> Fitted:
    """Gamma-Gamma on the mean values of repeat order days. Raises NotFitted with the reason."""
    x, value = buyers.column("x"), buyers.column("mean_value")
    usable = round(float(buyers.weight[gamma_gamma.usable(x, value)].sum()))
    minimum = scope.settings.minimum_n
    if usable < minimum:
        raise NotFitted(
            _("too few repeat buyers with amounts above 0: n = {n}, at least {minimum} needed").format(
                n=numbers.count(usable), minimum=minimum
            )
        )
    found = _fitted(lambda: gamma_gamma.fit(x, value, buyers.weight))
    if not math.isfinite(gamma_gamma.population_mean(found.parameters)):
        raise NotFitted(_("spend differs so much between customers that the model gives no mean"))
    return found


def _fitted(fit: Callable[[], Fitted]) -> Fitted:
    """The fit; that parameters run away is told by what it means of the customers, without their letters."""
    try:
        return fit()
    except NotFitted as reason:
        if str(reason) not in (*bgnbd.EDGES.values(), *gamma_gamma.EDGES.values(), _(bgnbd.SAME_CHANCE)):
            raise
        raise NotFitted(_("no prediction: {reason}").format(reason=str(reason).partition(": ")[0])) from reason


def outside_spending(buyers: Buyers) -> int:
    """Repeat buyers whose mean value is missing, zero or negative: the spending model knows none of the three."""
    x, value = buyers.column("x"), buyers.column("mean_value")
    return round(float(buyers.weight[(x > 0.0) & ~gamma_gamma.usable(x, value)].sum()))


def looked_from(scope: Scope) -> date:
    """The day up to which histories are known: the last day shown, or the last day with orders when that is earlier."""
    return min(scope.dates.last, scope.orders_to) if scope.orders_to else scope.dates.last


def of_all(buyers: Buyers, estimated: Callable[[Buyers], Estimate], row_values: Callable[[], Floats]) -> Estimate:
    """A mean over all customers with its interval, the interval's width from a sample where there are many histories.

    estimated: customers -> the mean with its interval. row_values: the figure of each line of all of them. How the mean
    answers to the parameters is the same in a sample to a per cent or so, and takes some twenty evaluations.
    """
    found = estimated(sampled(buyers, SLOPES_ON))
    if not found.value:
        return found
    return moved(found, float(np.average(row_values(), weights=buyers.weight)), buyers.n)


def moved(found: Estimate, value: float, n: int) -> Estimate:
    """The estimate of a sample moved to the value of all n, its interval in proportion."""
    if not found.value:
        return found
    low, high = ((end or 0.0) * value / found.value for end in (found.low, found.high))
    high_bound = 1.0 if found.unit == "share" else None
    return bounded(value, low, high, n=n, unit=found.unit, method=found.method, high_bound=high_bound)


def sampled(buyers: Buyers, most: int) -> Buyers:
    """About so many of the lines, the same ones every time, for a model that would take long on all of them."""
    every = len(buyers.lines) // most
    if every < 2:
        return buyers
    x, t_x, age, _weight = buyers.histories
    # A fixed scramble of the history: the order in which the engine gives its rows may change from run to run.
    scrambled = (x * 7919.0 + t_x * 104_729.0 + age * 1_299_709.0) % 1_000_003.0 % every
    return Buyers(buyers.split, buyers.lines[scrambled < 1.0])
