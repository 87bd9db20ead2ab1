"""Back-test of the predicted lifetime value: fitted up to a cut, held against what then happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from cx.language import N_, _, numbers
from cx.metrics import buying, holdout
from cx.metrics.base import Metric, Row
from cx.metrics.buying import Buyers
from cx.metrics.cells import day, records
from cx.metrics.holdout import ACTUAL, MODEL, PREDICTED, RIVALS, Told
from cx.metrics.tracking import cumulative
from cx.queries import Scope
from cx.stats.arrays import Floats
from cx.stats.estimate import Estimate, too_few, withheld
from cx.stats.fitting import Fitted, NotFitted
from cx.stats.lifetime import purchases_by_group
from cx.stats.means import mean

UNIT = "share"
ERROR, PER_CUSTOMER, BY_FREQUENCY = "error", "error per customer", "by frequency"
ORDERS, REVENUE = "orders", "revenue"
MOST_ORDERS = 7
"""Customers with so many order days after the first, or more, are one band."""


@dataclass(frozen=True, slots=True)
class Days:
    """The first day of all, the last day the model sees, the last day it is held against."""

    first: date
    cut: date
    last: date

    @property
    def ahead(self) -> int:
        """Days that are predicted."""
        return (self.last - self.cut).days


def clv_backtest(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """Had the model been asked earlier: what would it have said of the days that have passed since?

    Formula: see METRIC. rows: those of clv_backtest.sql. Returns per split value
    - part "error": predicted / actual - 1 (share) for outcome "orders" and "revenue", with the model and two simple
      rules as item; total: what was predicted;
    - part "error per customer": mean of |predicted - actual|, as count or money;
    - part "by frequency": mean order days after the cut, by band of order days before it, actual and predicted;
    - part "cumulative": repeat order days of all of them since the first day, by week, actual and predicted.
    Withheld with the reason when the model cannot be fitted.
    """
    days = _days(rows)
    if days is None:
        return []
    return [row for buyers in buying.groups(rows) for row in _of(buyers, rows, days, scope)]


def _days(rows: pd.DataFrame) -> Days | None:
    record = next(records(rows[rows["cut_day"].notna()]), None)
    if record is None:
        return None
    first, cut, last = day(record["first_day"]), day(record["cut_day"]), day(record["last_day"])
    return Days(first, cut, last) if first and cut and last else None


def _of(buyers: Buyers, rows: pd.DataFrame, days: Days, scope: Scope) -> Iterator[Row]:
    """All rows of one split value."""
    try:
        model = buying.fitted(buyers, scope)
    except NotFitted as reason:
        said = _("up to the cut on {day}: {reason}").format(day=numbers.day(days.cut), reason=reason)
        yield _error(buyers, withheld(said, n=buyers.n, unit=UNIT), ORDERS)
        return
    told = holdout.orders(buyers, model, days.ahead)
    yield from _errors(buyers, told, ORDERS, "count", remark=_remark(buyers, told, days))
    yield from _revenue(buyers, rows, told, model, days, scope)
    yield from _by_frequency(buyers, model, told, days, scope)
    weeks = rows[rows["week"].notna()]
    weeks = weeks if buyers.split is None else weeks[weeks["split"] == buyers.split]
    yield from cumulative(buyers, model, weeks, days.first, days.cut, days.last, told)


def _error(buyers: Buyers, estimate: Estimate, outcome: str, item: str = MODEL, **more: Any) -> Row:
    return Row(estimate, split=buyers.split, part=ERROR, outcome=outcome, item=item, **more)


def _errors(
    buyers: Buyers, told: Told, outcome: str, unit: str, *, currency: str | None = None, remark: str | None = None
) -> Iterator[Row]:
    """The error in total and per customer, of the model and of the two simple rules."""
    for item in (MODEL, *RIVALS):
        said = remark if item == MODEL else None
        error = told.total_error(item)
        yield _error(buyers, error, outcome, item, total=told.total(item), currency=currency, remark=said)
    for item in (MODEL, *RIVALS):
        error = told.error_per_customer(item, unit)
        yield Row(error, split=buyers.split, part=PER_CUSTOMER, outcome=outcome, item=item, currency=currency)


def _revenue(buyers: Buyers, rows: pd.DataFrame, told: Told, model: Fitted, days: Days, scope: Scope) -> Iterator[Row]:
    currency, refused = buying.money(rows)
    try:
        if refused:
            raise NotFitted(refused)
        spent = holdout.revenue(buyers, told, model, buying.spending(buyers, scope), days.ahead)
    except NotFitted as reason:
        yield _error(buyers, withheld(str(reason), n=buyers.n, unit=UNIT), REVENUE)
        return
    yield from _errors(buyers, spent, REVENUE, "money", currency=currency)


def _by_frequency(buyers: Buyers, model: Fitted, told: Told, days: Days, scope: Scope) -> Iterator[Row]:
    """Mean order days after the cut by order days before it, actual beside predicted."""
    minimum, weight = scope.settings.minimum_n, buyers.weight
    group = np.minimum(buyers.column("x"), MOST_ORDERS)
    found: dict[str, tuple[Estimate, Estimate]] = {}
    for number in range(MOST_ORDERS + 1):
        inside = group == number
        own, happened = weight[inside], told.actual[inside]
        if not own.size:
            continue
        n = round(float(own.sum()))
        actual = mean(n, float(own @ happened), float(own @ happened**2), low_bound=0.0, unit="count", minimum=minimum)
        said = _expected(
            Buyers(buyers.split, buyers.lines[inside]), model, told.predicted[MODEL][inside], days, minimum
        )
        found[f"{number}+" if number == MOST_ORDERS else str(number)] = actual, said
    worst, remark = holdout.worst_band(found)
    remark = f"{buyers.split}: {remark}" if buyers.split and remark else remark
    for band, (actual, said) in found.items():
        place: dict[str, Any] = {"split": buyers.split, "part": BY_FREQUENCY, "band": band}
        yield Row(actual, outcome=ACTUAL, **place)
        yield Row(said, outcome=PREDICTED, remark=remark if band == worst else None, **place)


def _expected(band: Buyers, model: Fitted, predicted: Floats, days: Days, minimum: int) -> Estimate:
    ahead = float(days.ahead)
    return too_few(band.n, minimum, unit="count") or buying.of_all(
        band, lambda some: purchases_by_group(model, some.histories, ahead, some.together)[0], lambda: predicted
    )


def _remark(buyers: Buyers, told: Told, days: Days) -> str:
    said, happened = told.total(MODEL), told.happened
    found = _(
        "{group}Fitted to {customers} customers up to {cut} and held against the {n} days to {last}: predicted "
        "{predicted} repeat order days, happened {actual}{error}."
    ).format(
        group=f"{buyers.split}: " if buyers.split else "",
        customers=numbers.count(buyers.n),
        cut=numbers.day(days.cut),
        n=days.ahead,
        last=numbers.day(days.last),
        predicted=numbers.count(round(said)),
        actual=numbers.count(round(happened)),
        error=f": {holdout.in_words(said / happened - 1.0)}" if happened > 0.0 else "",
    )
    return f"{found} {told.against_rivals()}"


METRIC = Metric(
    name="clv_backtest",
    title=N_("Back-test of the predicted lifetime value"),
    question=N_("Had the model been asked earlier, how well would it have foreseen what customers then did?"),
    unit=UNIT,
    better="neither",
    definition=N_(
        "The model of predicted lifetime value, fitted only to orders up to a cut and then held against the days "
        "after it. The cut lies half of the order history before the last day shown, at most 365 days; the first day "
        "shown does not matter. Customers who started after the cut take no part. Orders are repeat order days: "
        "orders of one day are one, a customer’s first day is none. Error: predicted / actual - 1 of the total; its "
        "interval holds the customers’ own variation and the uncertainty of the model’s parameters. Beside the model "
        "stand two simple rules: everybody goes on at his own past rate (and mean value), and everybody at the "
        "average rate. By frequency: order days after the cut per customer, by order days after the first before the "
        "cut. Cumulative: order days after the first of all these customers, to the end of each week; up to the cut "
        "what the model makes of the days it was fitted to, then its forecast. Revenue is not discounted. With a "
        "split, each value has a model of its own."
    ),
    formula=N_(
        "predicted / actual - 1, with predicted = sum over customers of E[X(cut, last day) | x, t_x, T] (x E[M | x, m] "
        "for revenue); 95 % interval on the log ratio"
    ),
    source="Fader, Hardie & Lee (2005), Marketing Science 24:275-284; hold-out by Schmittlein & Peterson (1994)",
    inputs=("orders",),
    scopes={"customers": "filtered"},
    sampled="together",
    estimate=clv_backtest,
    trended=False,
    by_period=False,
)
