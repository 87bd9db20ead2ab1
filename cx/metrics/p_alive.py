"""P(alive): how likely customers without a contract still are customers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from cx.language import N_, _, numbers
from cx.metrics import buying, single
from cx.metrics.base import Metric, Row
from cx.metrics.buying import CHECKED_ON, Buyers
from cx.metrics.buying_histories import SCOPES, STEPS, quicker_histories
from cx.queries import Scope
from cx.stats import bgnbd, pnbd
from cx.stats.arrays import Floats
from cx.stats.estimate import Estimate, withheld
from cx.stats.fitting import Fitted, NotFitted
from cx.stats.lifetime import alive_by_group

UNIT = "share"
EVERYBODY, REPEAT, BAND, CROSS_CHECK = "all customers", "repeat buyers", "band", "pareto/nbd"
ONCE = "ordered once"
BINS = 10
BAND_NAMES = (*(f"{100 * i // BINS}–{100 * (i + 1) // BINS}" for i in range(BINS)), ONCE)


def p_alive(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """How many of the customers are still customers?

    Formula: mean over customers of P(alive | x, t_x, T) under BG/NBD (share; total: customers expected to be alive).
    rows: those of p_alive.sql. Returns per split value part "all customers" and part "repeat buyers", those of them
    with two order days or more; part "band": customers by P(alive) (count), who ordered once in a band apart; without
    a split, part "pareto/nbd": the mean under that model. Per customer: see METRIC. Withheld with the reason when the
    model cannot be fitted.
    """
    if scope.options.per == "customer":
        return single.alive(rows, scope)
    return [row for buyers in buying.groups(rows) for row in _of(buyers, scope)]


def _of(buyers: Buyers, scope: Scope) -> Iterator[Row]:
    try:
        model = buying.fitted(buyers, scope)
    except NotFitted as reason:
        yield Row(withheld(str(reason), n=buyers.n, unit=UNIT), split=buyers.split)
        return
    again = Buyers(buyers.split, buyers.lines[buyers.column("x") > 0.0])
    for part, some, remark in ((EVERYBODY, buyers, _as_of(scope)), (REPEAT, again, None)):
        mean = _mean(some, model)
        total = mean.value * mean.n if mean.value is not None else None
        yield Row(mean, split=buyers.split, part=part, total=total, remark=remark)
    yield from _bands(buyers, model)
    if buyers.split is None:
        yield _checked(buyers)


def _mean(buyers: Buyers, model: Fitted) -> Estimate:
    def row_values() -> Floats:
        x, t_x, age, _weight = buyers.histories
        return bgnbd.p_alive(model.parameters, x, t_x, age)

    return buying.of_all(buyers, lambda some: alive_by_group(model, some.histories, some.together)[0], row_values)


def _as_of(scope: Scope) -> str:
    return _("As of {day}: the last day shown with orders; the first day shown does not matter.").format(
        day=numbers.day(buying.looked_from(scope))
    )


def _bands(buyers: Buyers, model: Fitted) -> Iterator[Row]:
    """Customers by tenths of P(alive); who ordered once is alive by the model's assumption and stands apart."""
    x, t_x, age, weight = buyers.histories
    alive = bgnbd.p_alive(model.parameters, x, t_x, age)
    customers = np.bincount(band_of(x, alive), weights=weight, minlength=BINS + 1)
    for name, count in zip(BAND_NAMES, customers, strict=True):
        found = Estimate(float(count), None, None, buyers.n, "count", "counted at the fitted parameters")
        yield Row(found, split=buyers.split, part=BAND, band=name)


def band_of(x: Floats, alive: Floats) -> npt.NDArray[np.intp]:
    """The place in BAND_NAMES of every customer."""
    tenth = np.minimum(np.floor(alive * BINS), BINS - 1.0)
    return np.where(x > 0.0, tenth, float(BINS)).astype(np.intp)


def _checked(buyers: Buyers) -> Row:
    """The mean under Pareto/NBD, where customers may leave at any time, also after their first order."""
    sample = buying.sampled(buyers, CHECKED_ON)
    try:
        model = pnbd.fit(sample.histories)
    except NotFitted as reason:
        return Row(withheld(str(reason), n=sample.n, unit=UNIT), part=CROSS_CHECK)
    (mean,) = alive_by_group(model, sample.histories, sample.together)
    return Row(mean, part=CROSS_CHECK, remark=_compared(buyers, mean))


def _compared(buyers: Buyers, other: Estimate) -> str | None:
    once = buyers.n - buyers.repeaters
    if other.value is None or not once:
        return None
    return _(
        "BG/NBD lets customers leave only after a repeat order, so that the {n} who ordered once all count as alive; "
        "Pareto/NBD, in which they may leave at any time, expects {share} of all customers to be alive."
    ).format(n=numbers.count(once), share=numbers.percent(other.value))


METRIC = Metric(
    name="p_alive",
    title=N_("Customers still alive"),
    question=N_("How likely is it that customers will ever order again, although no contract says so?"),
    unit=UNIT,
    better="higher",
    definition=N_(
        "The probability that a customer has not left for good, from how often (x, order days after the first), how "
        "recently (t_x) and for how long (T) he has ordered, by BG/NBD fitted to all customers of the view who "
        "ordered by its last day, or by the last day with orders; the first day shown does not matter. Shown is the "
        "mean over these customers. The model lets customers leave after a repeat order only: who ordered once counts"
        " as alive with certainty, which is an assumption and no finding; Pareto/NBD (part “pareto/nbd”), in which "
        "anybody may leave at any time, stands beside it, as does the mean over repeat buyers alone. With a split, "
        "each value has a model of its own. Per customer: customers by what they are expected to order in 12 months, "
        "the most first, at most 10,000; n is then the customer’s order days. The interval says how well the model’s "
        "parameters are known. Guest orders have no customer and take no part."
    ),
    formula=N_(
        "1 / (1 + [x > 0] a/(b + x - 1) ((alpha + T)/(alpha + t_x))^(r + x)); 95 % interval by the delta method"
    ),
    source="Fader, Hardie & Lee (2005), Marketing Science 24:275-284; (2008) note on P(alive)",
    inputs=("orders",),
    scopes=SCOPES,
    steps=STEPS,
    quicker=quicker_histories("p_alive"),
    estimate=p_alive,
    options=("per",),
    trended=False,
    by_period=False,
)
