"""Figures of single customers: what each is expected to order and bring, the most valuable first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cx.language import _, numbers
from cx.metrics import buying
from cx.metrics.base import Row
from cx.metrics.buying import Buyers
from cx.metrics.misfit import Misfit, method, widened_rows
from cx.queries import Scope
from cx.stats import bgnbd
from cx.stats.arrays import Floats
from cx.stats.critical_values import critical_z
from cx.stats.estimate import Estimate, bounded, withheld
from cx.stats.fitting import Fitted, NotFitted
from cx.stats.histories import Histories
from cx.stats.lifetime import DAYS_PER_MONTH, METHOD, WithInterval, lifetime_value, spread, with_interval

MOST = 10_000
HORIZONS = (12, 24, 36)
"""Months to look ahead."""
STEP = 6
"""Months at a time in which the interval of a value is worked out."""
MOST_UNCERTAIN = 1e20
"""An upper end so many times the figure says that nothing is known of it."""
EXPECTED, ALIVE = "expected purchases", "p alive"


@dataclass(frozen=True, slots=True)
class Ranked:
    """Customers of one split value with their models, and the figure they are ranked by."""

    buyers: Buyers
    model: Fitted
    spent: Fitted | None
    worth: Floats

    def only(self, lines: npt.NDArray[np.intp]) -> Ranked:
        """Some of them, by line number."""
        return Ranked(
            Buyers(self.buyers.split, self.buyers.lines.iloc[lines]), self.model, self.spent, self.worth[lines]
        )


def valued(rows: pd.DataFrame, scope: Scope, missed: Mapping[str | None, Misfit]) -> list[Row]:
    """Per customer: discounted value of 12, 24 and 36 months, expected order days in 12 months (part "expected
    purchases") and P(alive) (part "p alive"), the most valuable first; item: the customer's number. missed: the errors
    of the back-test by split value, which widen the intervals of values and orders.
    """
    currency, refused = buying.money(rows)
    if refused:
        return [Row(withheld(refused, n=0, unit="money"))]
    discount = scope.settings.discount_percent / 100.0

    def ranked(buyers: Buyers) -> Ranked:
        model, spent = buying.fitted(buyers, scope), buying.spending(buyers, scope)
        worth = lifetime_value(model, spent, buyers.histories, buyers.values(spent), HORIZONS[0], discount, 1.0)
        return Ranked(buyers, model, spent, worth)

    def shown(part: Ranked) -> Iterator[list[Row]]:
        spent = part.spent
        if spent is None:
            return
        histories, values = part.buyers.histories, part.buyers.values(spent)
        misfit = missed.get(part.buyers.split, Misfit())
        for age in HORIZONS:
            found = widened_rows(_value(part.model, spent, histories, values, age, discount), misfit.of_money)
            yield _rows(part.buyers, found, "money", misfit.of_money, age=age, currency=currency)
        orders = widened_rows(_orders(part.model, histories), misfit.of_orders)
        yield _rows(part.buyers, orders, "count", misfit.of_orders, age=HORIZONS[0], part=EXPECTED)
        yield _rows(part.buyers, _alive(part.model, histories), "share", part=ALIVE)

    return _ranking(rows, ranked, shown, "money")


def alive(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """Per customer: P(alive), those expected to order most in 12 months first; item: the customer's number."""

    def ranked(buyers: Buyers) -> Ranked:
        model = buying.fitted(buyers, scope)
        return Ranked(buyers, model, None, _expected(buyers.histories, HORIZONS[0])(np.asarray(model.parameters)))

    def shown(part: Ranked) -> Iterator[list[Row]]:
        yield _rows(part.buyers, _alive(part.model, part.buyers.histories), "share")

    return _ranking(rows, ranked, shown, "share")


def _ranking(
    rows: pd.DataFrame, ranked: Callable[[Buyers], Ranked], shown: Callable[[Ranked], Iterator[list[Row]]], unit: str
) -> list[Row]:
    """The rows of the customers with the highest figures over all split values, and why others have none."""
    found, withheld_rows = [], []
    for buyers in buying.groups(rows):
        try:
            found.append(ranked(buyers))
        except NotFitted as reason:
            withheld_rows.append(Row(withheld(str(reason), n=buyers.n, unit=unit), split=buyers.split))
    worth = np.concatenate([part.worth for part in found]) if found else np.zeros(0)
    least = np.sort(worth)[-MOST] if worth.size > MOST else -np.inf
    by_customer: list[tuple[float, str, list[Row]]] = []
    for part in found:
        kept = part.only(np.flatnonzero(part.worth >= least))
        people = kept.buyers.lines["person"].astype(str).tolist()
        lines = zip(*shown(kept), strict=True)
        by_customer += [(-w, p, list(line)) for w, p, line in zip(kept.worth.tolist(), people, lines, strict=True)]
    by_customer.sort(key=lambda entry: entry[:2])
    return [*_told(by_customer[:MOST], int(worth.size)), *withheld_rows]


def _told(by_customer: list[tuple[float, str, list[Row]]], customers: int) -> Iterator[Row]:
    """The rows in order; the first one says what is left out."""
    remark = None
    if customers > len(by_customer):
        remark = _("The {n} most valuable of {all} customers are listed.").format(
            n=numbers.count(len(by_customer)), all=numbers.count(customers)
        )
    for _worth, _person, rows in by_customer:
        for row in rows:
            yield row if remark is None else replace(row, remark=remark)
            remark = None


def _rows(buyers: Buyers, found: WithInterval, unit: str, error: float | None = None, **place: Any) -> list[Row]:
    """error: of the back-test, which the intervals hold already."""
    named = method(METHOD, error)
    order_days = (buyers.column("x") + 1.0).astype(int).tolist()
    people = buyers.lines["person"].astype(str).tolist()
    lines = zip(people, order_days, *(column.tolist() for column in found), strict=True)
    return [
        Row(_estimate((value, low, high), n, unit, named), split=buyers.split, item=person, **place)
        for person, n, value, low, high in lines
    ]


def _estimate(found: tuple[float, float, float], n: int, unit: str, named: str) -> Estimate:
    value, low, high = found
    if high > value * MOST_UNCERTAIN:
        return withheld(_("the models' parameters are too uncertain for a figure"), n=n, unit=unit)
    high_bound = 1.0 if unit == "share" else None
    return bounded(value, low, high, n=n, unit=unit, method=named, low_bound=0.0, high_bound=high_bound)


def _expected(histories: Histories, months: int) -> Callable[[Floats], Floats]:
    x, t_x, age, _weight = histories

    def expected(parameters: Floats) -> Floats:
        return bgnbd.conditional_expected_purchases(parameters, x, t_x, age, months * DAYS_PER_MONTH)

    return expected


def _value(
    model: Fitted, spent: Fitted, histories: Histories, values: Floats, months: int, discount: float
) -> WithInterval:
    value = lifetime_value(model, spent, histories, values, months, discount, 1.0)
    # The interval's width hardly depends on how finely time is discounted: half-years say it as well as months.
    coarse, span = (1.0 + discount) ** STEP - 1.0, STEP * DAYS_PER_MONTH
    found = with_interval(model, spent, histories, values, months // STEP, coarse, 1.0, days_per_month=span)
    scale = np.divide(value, found.value, out=np.ones_like(value), where=found.value > 0.0)
    return WithInterval(value, found.low * scale, found.high * scale)


def _orders(model: Fitted, histories: Histories) -> WithInterval:
    return _around(*spread(_expected(histories, HORIZONS[0]), [model]))


def _alive(model: Fitted, histories: Histories) -> WithInterval:
    x, t_x, age, _weight = histories
    return _around(*spread(lambda parameters: bgnbd.p_alive(parameters, x, t_x, age), [model]))


def _around(value: Floats, error: Floats) -> WithInterval:
    factor = np.exp(np.minimum(critical_z() * error, 50.0))
    return WithInterval(value, value / factor, value * factor)
