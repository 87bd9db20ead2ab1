"""Predicted lifetime value: what the customers of today are expected to bring, without a contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from cx.language import N_, _, numbers
from cx.metrics import buying, single
from cx.metrics.base import Asked, Metric, Result, Row
from cx.metrics.buying import CHECKED_ON, SLOPES_ON, Buyers
from cx.metrics.buying_histories import SCOPES, STEPS, quicker_histories
from cx.metrics.misfit import Misfit, misfits, widened
from cx.metrics.single import EXPECTED, HORIZONS, STEP
from cx.queries import Scope
from cx.stats import gamma_gamma, pnbd
from cx.stats.estimate import Estimate, withheld
from cx.stats.fitting import Fitted, NotFitted
from cx.stats.horizons import Ahead, Horizons
from cx.stats.lifetime import DAYS_PER_MONTH, purchases_by_group

UNIT = "money"
CROSS_CHECK, INDEPENDENCE = "pareto/nbd", "independence"
BACKTEST = "clv_backtest"
DEPENDENT = 0.1
"""A correlation of frequency and value that is weaker than this does no harm worth telling."""


def predicted_clv(rows: pd.DataFrame, scope: Scope, answers: Mapping[str, Result]) -> list[Row]:
    """What will a customer bring in the next 12, 24 and 36 months?

    Formula: see METRIC. rows: those of predicted_clv.sql. answers: clv_backtest in the same view. Returns per split
    value the mean discounted value per customer by age 12, 24, 36 (money; total: of all customers); part "expected
    purchases": order days in these months (count); without a split, part "pareto/nbd": order days in 12 months by that
    model (count); part "independence": correlation of frequency and value. Intervals of value and of purchases hold
    the error of the back-test. Per customer: see cx.metrics.single. Withheld with the reason where a model cannot be
    fitted.
    """
    missed = misfits(answers[BACKTEST])
    if scope.options.per == "customer":
        return _remarked(single.valued(rows, scope, missed), missed)
    found = [_widened(row, missed) for buyers in buying.groups(rows) for row in _of(buyers, rows, scope)]
    found = _remarked(found, missed)
    return [replace(found[0], remark=_joined(_as_of(scope), found[0].remark)), *found[1:]] if found else []


def _widened(row: Row, missed: Mapping[str | None, Misfit]) -> Row:
    """The row with the back-test's error in its interval: that of revenue for money, that of orders for orders."""
    misfit = missed.get(row.split, Misfit())
    error = {None: misfit.of_money, EXPECTED: misfit.of_orders}.get(row.part)
    return replace(row, estimate=widened(row.estimate, error))


def _remarked(rows: list[Row], missed: Mapping[str | None, Misfit]) -> list[Row]:
    """The rows, of which the first says what the intervals hold; of a split, only where it is less than it should."""
    known = {row.split: place for place, row in reversed(list(enumerate(rows))) if row.estimate.known}
    said = {
        place: missed.get(split, Misfit()).remark(split)
        for split, place in known.items()
        if split is None or missed.get(split, Misfit()).orders is None
    }
    return [
        replace(row, remark=_joined(row.remark, said[place])) if place in said else row
        for place, row in enumerate(rows)
    ]


def _as_of(scope: Scope) -> str:
    return _("As of {day}, the last day shown with orders; later money is discounted at {n}% a year.").format(
        day=numbers.day(buying.looked_from(scope)), n=scope.settings.discount_percent
    )


def _of(buyers: Buyers, rows: pd.DataFrame, scope: Scope) -> Iterator[Row]:
    """All rows of one split value."""
    currency, _refused = buying.money(rows)
    try:
        model = buying.fitted(buyers, scope)
    except NotFitted as reason:
        for age in HORIZONS:
            yield Row(withheld(str(reason), n=buyers.n, unit=UNIT), split=buyers.split, age=age, currency=currency)
        return
    spent, refused = _spending(buyers, rows, scope)
    ahead = _ahead(buyers, model, spent, scope)
    yield from _values(buyers, ahead.values, refused, currency)
    if spent:
        related = gamma_gamma.independence(buyers.column("x"), buyers.column("mean_value"), buyers.weight)
        yield Row(related, split=buyers.split, part=INDEPENDENCE, remark=_dependence(related, buyers.split))
    for age, estimate in zip(HORIZONS, ahead.purchases, strict=True):
        yield Row(estimate, split=buyers.split, age=age, part=EXPECTED, total=_total(estimate))
    if buyers.split is None:
        yield _checked(buyers, ahead.purchases[0], model)


def _spending(buyers: Buyers, rows: pd.DataFrame, scope: Scope) -> tuple[Fitted | None, str]:
    """The spending model, or why there is none."""
    _currency, refused = buying.money(rows)
    try:
        return (None, refused) if refused else (buying.spending(buyers, scope), "")
    except NotFitted as reason:
        return None, str(reason)


def _values(buyers: Buyers, values: Sequence[Estimate], refused: str, currency: str | None) -> Iterator[Row]:
    """The discounted values, or why there are none."""
    if refused:
        for age in HORIZONS:
            yield Row(withheld(refused, n=buyers.n, unit=UNIT), split=buyers.split, age=age, currency=currency)
    for age, mean in zip(HORIZONS, values, strict=False):
        remark = _outside(buyers) if age == HORIZONS[0] else None
        yield Row(mean, split=buyers.split, age=age, currency=currency, total=_total(mean), remark=remark)


def _ahead(buyers: Buyers, model: Fitted, spent: Fitted | None, scope: Scope) -> Ahead:
    """Values and purchases by horizon, the width of their intervals from a sample where there are many histories."""
    discount = scope.settings.discount_percent / 100.0
    some = buying.sampled(buyers, SLOPES_ON)
    # The interval's width hardly depends on how finely time is discounted: half-years say it as well as months.
    near = Horizons(model, spent, some.histories, some.paid(spent), HORIZONS, discount, 1.0).estimates(step=STEP)
    exact = Horizons(model, spent, buyers.histories, buyers.paid(spent), HORIZONS, discount, 1.0).means()
    return Ahead(
        [buying.moved(found, float(value), buyers.n) for found, value in zip(near.values, exact.values, strict=True)],
        [buying.moved(found, float(n), buyers.n) for found, n in zip(near.purchases, exact.purchases, strict=True)],
    )


def _checked(buyers: Buyers, expected: Estimate, model: Fitted) -> Row:
    """Order days in 12 months by Pareto/NBD, and how far BG/NBD is from it on the same customers."""
    sample, age = buying.sampled(buyers, CHECKED_ON), HORIZONS[0]
    try:
        other = _purchases(pnbd.fit(sample.histories), sample, age)
    except NotFitted as reason:
        said = _("The cross-check by Pareto/NBD could not be made: {reason}.").format(reason=reason)
        return Row(withheld(str(reason), n=sample.n, unit="count"), age=age, part=CROSS_CHECK, remark=said)
    same = expected if sample is buyers else _purchases(model, sample, age)
    return Row(other, age=age, part=CROSS_CHECK, total=_total(other), remark=_apart(same, other))


def _purchases(model: Fitted, buyers: Buyers, months: int) -> Estimate:
    return purchases_by_group(model, buyers.histories, months * DAYS_PER_MONTH, buyers.together)[0]


def _apart(ours: Estimate, other: Estimate) -> str | None:
    if not ours.value or not other.value:
        return None
    return _(
        "Cross-check: over 12 months Pareto/NBD expects {other} orders per customer where BG/NBD expects {ours}: "
        "{apart} apart, on {n} customers."
    ).format(
        other=numbers.figure(other.value, "score"),
        ours=numbers.figure(ours.value, "score"),
        apart=numbers.percent(abs(other.value / ours.value - 1.0)),
        n=numbers.count(other.n),
    )


def _dependence(related: Estimate, split: str | None) -> str | None:
    """What it means when frequency and value go together, which the spending model assumes they do not."""
    r, low, high = related.value, related.low, related.high
    if r is None or low is None or high is None or low <= 0.0 <= high or abs(r) <= DEPENDENT:
        return None
    sentence = (
        _("{group}Customers who order more often spend more per order")
        if r > 0.0
        else _("{group}Customers who order more often spend less per order")
    )
    consequence = (
        _("values of customers with few orders are likely too high")
        if r > 0.0
        else _("values of customers with few orders are likely too low")
    )
    told = _(" (correlation {r}, {ends}). The model assumes that the two are unrelated: {consequence}.")
    return sentence.format(group=f"{split}: " if split else "") + told.format(
        r=numbers.figure(r, "correlation"), ends=numbers.interval(low, high, "correlation"), consequence=consequence
    )


def _outside(buyers: Buyers) -> str | None:
    outside = buying.outside_spending(buyers)
    if not outside:
        return None
    return _(
        "{group}{n} repeat buyers whose repeat orders brought nothing, less than nothing or no known amount are "
        "outside the spending model; they are counted at the average value of an order."
    ).format(group=f"{buyers.split}: " if buyers.split else "", n=numbers.count(outside))


def _total(mean: Estimate) -> float | None:
    return None if mean.value is None else mean.value * mean.n


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


METRIC = Metric(
    name="predicted_clv",
    title=N_("Predicted lifetime value"),
    question=N_("What is a customer of today expected to bring in the next 12, 24 and 36 months?"),
    unit=UNIT,
    better="higher",
    definition=N_(
        "Expected future net revenue per customer, discounted by discount_percent a year (a setting), as of the last "
        "day shown, or the last day with orders when that is earlier; the first day shown does not matter, and what "
        "was spent before is not in it. All customers who ordered by that day count, also those who may have left. "
        "How often a customer will order comes from BG/NBD, from his order days after the first (x), the time from "
        "the first to the last (t_x) and to the day looked from (T); orders of one day are one. What an order day "
        "will bring comes from Gamma-Gamma, from the mean net revenue of his repeat order days (the first is left "
        "out; a credit note lowers the order days it follows). Repeat buyers whose mean is not above 0 are outside "
        "that model and count at the average value. Gamma-Gamma assumes that value and frequency are unrelated: the "
        "correlation is part “independence”. Part “expected purchases”: order days in the months ahead, part "
        "“pareto/nbd” the same by another model (on a sample beyond 8,000 histories). With a split, each value has "
        "models of its own, if it has enough repeat buyers. Per customer: the most valuable first, at most 10,000; n "
        "is then the customer’s order days. The interval holds how well the parameters are known and by how much the "
        "same models missed in the back-test (of the same split value; of all customers for one): its error of "
        "revenue for money, of orders for orders, or half that error’s own interval where it is larger; months "
        "further ahead than the back-test are taken to be missed in the same proportion. Without a back-test a remark "
        "says that only the parameters are in it. How far one customer may be from what is expected is not in it. "
        "Guest orders have no customer and take no part."
    ),
    formula=N_(
        "E[M | x, m] x sum over months k of E[order days in month k | x, t_x, T] / (1 + d)^(k/12); month = 30.4375 "
        "days; 95 % interval on the log scale: sqrt((1.96 se)^2 + e^2), se by the delta method from the Hessian, e = "
        "the larger of |log(1 + error)| of the back-test and half its 95 % interval"
    ),
    source=(
        "Fader, Hardie & Lee (2005), Marketing Science 24:275-284 and J. Marketing Research 42:415-430; Fader & Hardie "
        "(2013), note 25; Schmittlein, Morrison & Colombo (1987), Management Science 33:1-24"
    ),
    inputs=("orders",),
    scopes=SCOPES,
    steps=STEPS,
    quicker=quicker_histories("predicted_clv"),
    estimate=predicted_clv,
    combines={BACKTEST: Asked(BACKTEST)},
    combines_split=True,
    options=("per",),
    trended=False,
    by_period=False,
)
