"""Observed lifetime value: what a cohort's customers have brought so far, per customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from cx.errors import UsageError
from cx.language import N_, _
from cx.metrics.base import Metric, Row
from cx.metrics.cohorts import SPENT, Cohort, ages, first_day, incomplete, read_cohorts
from cx.metrics.quicker import LIFETIME
from cx.metrics.retention import currency, refused
from cx.queries import Scope
from cx.stats.estimate import Estimate, withheld
from cx.stats.means import mean

UNIT = "money"
AMOUNTS = {"customers": "revenue", "revenue": "revenue", "margin": "margin"}
"""Measure asked -> the amount summed; customers is what is asked when nothing is."""


@dataclass(frozen=True, slots=True)
class Spent:
    """A cohort's customers up to an age: sum and sum of squares of their amounts, the lowest amount, unknown costs."""

    total: float = 0.0
    squares: float = 0.0
    lowest: float = 0.0
    unknown_costs: float = 0.0


def observed_ltv(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """What has the average customer of each cohort brought by each age?

    Formula: cumulative net revenue (or margin) of the cohort up to age k / its size, t interval. Unit: money.
    rows: per cohort, split and age the sums of observed_ltv.sql. Returns a Row for every cohort that somebody started
    and every age it has begun; total: the cumulative amount. Margin is withheld where a cost is unknown.
    Raises UsageError for a measure that is no amount.
    """
    # A period in which nobody started has no customers to be worth anything: it is no cohort.
    return [row for cohort in read_cohorts(rows, scope) if cohort.size for row in _cells(cohort, scope)]


def _cells(cohort: Cohort, scope: Scope) -> Iterator[Row]:
    by_age = spent_by_age(cohort, scope)
    for age, matures in ages(cohort, scope):
        yield Row(
            _per_customer([cohort], by_age[age], matures, scope),
            cohort=first_day(cohort.start, scope.options.cohort),
            age=age,
            split=cohort.split,
            total=by_age[age].total,
            currency=currency([cohort]),
            matures=matures,
        )


def spent_by_age(cohort: Cohort, scope: Scope) -> Mapping[int, Spent]:
    """The cohort's cumulative sums at every age it has begun; in margin if asked, else in revenue."""
    amount = AMOUNTS.get(scope.options.measure)
    if amount is None:
        raise UsageError(
            _("lifetime value cannot be measured in {measure}.").format(measure=scope.options.measure),
            mend=_("Choose revenue or margin."),
        )
    so_far, by_age = Spent(), {}
    for age, _matures in ages(cohort, scope):
        so_far = Spent(
            so_far.total + cohort.sum_at(age, amount),
            so_far.squares + cohort.sum_at(age, f"{amount}_squares"),
            min(so_far.lowest, cohort.sum_at(age, f"lowest_{amount}")),
            so_far.unknown_costs + cohort.sum_at(age, "unknown_costs"),
        )
        by_age[age] = so_far
    return by_age


def pooled(spent: Sequence[Spent]) -> Spent:
    """The sums of several cohorts together."""
    together = Spent()
    for part in spent:
        together = replace(
            together,
            total=together.total + part.total,
            squares=together.squares + part.squares,
            lowest=min(together.lowest, part.lowest),
            unknown_costs=together.unknown_costs + part.unknown_costs,
        )
    return together


def _per_customer(cohorts: Sequence[Cohort], spent: Spent, matures: date | None, scope: Scope) -> Estimate:
    if matures:
        return withheld(incomplete(matures), n=sum(c.size for c in cohorts), unit=UNIT)
    return value_per_customer(cohorts, spent, scope, minimum=2)


def value_per_customer(cohorts: Sequence[Cohort], spent: Spent, scope: Scope, *, minimum: int) -> Estimate:
    """Mean amount per customer of the cohorts, weighted by their sizes, with its t interval."""
    size = sum(cohort.size for cohort in cohorts)
    if reason := refused([cohort for cohort in cohorts if cohort.size]):
        return withheld(reason, n=size, unit=UNIT)
    if scope.options.measure == "margin" and spent.unknown_costs:
        reason = _("the cost of orders on {days} customer days is not known").format(days=int(spent.unknown_costs))
        return withheld(reason, n=size, unit=UNIT)
    low_bound = 0.0 if spent.lowest >= 0.0 else None
    return mean(size, spent.total, spent.squares, low_bound=low_bound, unit=UNIT, minimum=minimum)


METRIC = Metric(
    name="observed_ltv",
    title=N_("Observed lifetime value by cohort"),
    question=N_("What has the average customer of each cohort brought so far?"),
    unit=UNIT,
    better="higher",
    definition=N_(
        "Cumulative net revenue (amount less refunds) of a cohort from its start to the end of its k-th period, "
        "divided by all its customers, also those who never came back. Margin instead of revenue where the cost of "
        "every order is known. Observed, not predicted: nothing is added for the future. Cohorts whose first period "
        "touches the chosen days are shown whole. A period that has not ended is left blank and dated. Cells are "
        "shown from two customers on, with their interval. Guest orders count nowhere. A cohort starts with the first "
        "order in the data, or with signing up. In no cohort, and given in a note: credit notes from a period before "
        "that of the first order, those of persons without any order and, by sign-up, orders from a period before it."
    ),
    formula=N_("sum of net revenue(cohort, ages 0..k) / size(cohort), 95 % t interval over the cohort's customers"),
    source="Student (1908), Biometrika 6:1-25",
    inputs=("orders", "customers"),
    scopes={"customers": "filtered"},
    estimate=observed_ltv,
    options=("cohort", "measure", "basis"),
    steps=SPENT,
    quicker=LIFETIME,
    by_period=False,
)
