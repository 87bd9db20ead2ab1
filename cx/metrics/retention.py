"""Retention: how many of a cohort's customers come back, period by period after the start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import pandas as pd

from cx.errors import UsageError
from cx.language import N_, _
from cx.metrics import amounts
from cx.metrics.base import Metric, Row
from cx.metrics.cells import text
from cx.metrics.cohorts import MEMBERS, Cohort, ages, first_day, incomplete, read_cohorts
from cx.metrics.quicker import RETENTION
from cx.queries import Scope
from cx.stats.clusters import ClusterSums, design_effect
from cx.stats.estimate import Estimate, too_few, withheld
from cx.stats.proportions import wilson, wilson_interval
from cx.stats.ratios import ratio

UNIT = "share"
MEASURES = ("customers", "revenue", "orders")


def retention(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """Which share of each cohort was active (or spent, or ordered) at each age?

    Formula: measure at age k / measure at age 0. Unit: share, 0..1 for customers, 0 or more otherwise.
    rows: per cohort, split and age the sums of retention.sql. Returns a Row for every cohort and age up to the period
    in which the orders end: cohort (its first day), age, split, total (customers, revenue or orders of that period).
    Cells of an incomplete period are withheld and carry the day they mature.
    Raises UsageError for a measure that retention does not have.
    """
    check_measure(scope)
    return [
        _cell(cohort, age, matures, scope)
        for cohort in read_cohorts(rows, scope)
        for age, matures in ages(cohort, scope)
    ]


def check_measure(scope: Scope) -> None:
    """UsageError unless retention can be measured like that."""
    if scope.options.measure not in MEASURES:
        raise UsageError(
            _("retention cannot be measured in {measure}.").format(measure=scope.options.measure),
            mend=_("Choose one of: {listed}.").format(listed=", ".join(MEASURES)),
        )


def _cell(cohort: Cohort, age: int, matures: date | None, scope: Scope) -> Row:
    if matures:
        estimate = withheld(incomplete(matures), n=cohort.size, unit=UNIT)
    else:
        estimate = share_kept([cohort], age, scope, minimum=1)
    return Row(
        estimate,
        cohort=first_day(cohort.start, scope.options.cohort),
        age=age,
        split=cohort.split,
        total=total_kept([cohort], age, scope),
        currency=currency([cohort]) if scope.options.measure == "revenue" else None,
        matures=matures,
    )


def share_kept(cohorts: Sequence[Cohort], age: int, scope: Scope, *, minimum: int) -> Estimate:
    """The share of one or several cohorts' first measure that is left at an age, weighted by their sizes.

    Customers: Wilson. Revenue and orders: ratio of sums, delta method over the cohorts' customers. Recurring cohorts
    share customers: pooled, all of them are clustered by customer.
    """
    size = sum(cohort.size for cohort in cohorts)
    if refusal := too_few(size, minimum, unit=UNIT):
        return refusal
    if scope.options.measure == "customers":
        return _by_definition(size) if age == 0 else _share_of_customers(cohorts, age, scope, size)
    if scope.options.measure == "revenue" and (reason := refused([cohort for cohort in cohorts if cohort.size])):
        return withheld(reason, n=size, unit=UNIT)
    return _ratio(cohorts, age, scope, size)


def total_kept(cohorts: Sequence[Cohort], age: int, scope: Scope) -> float:
    """Customers active, orders or revenue of the cohorts at an age; at age 0 every customer counts as active."""
    if scope.options.measure == "customers":
        if age == 0:
            return float(sum(cohort.size for cohort in cohorts))
        return sum(cohort.sum_at(age, "active") for cohort in cohorts)
    return sum(cohort.sum_at(age, scope.options.measure) for cohort in cohorts)


def _share_of_customers(cohorts: Sequence[Cohort], age: int, scope: Scope, size: int) -> Estimate:
    kept = int(total_kept(cohorts, age, scope))
    if not _share_customers(cohorts, scope):
        return _wilson(kept, size)
    effect = design_effect(_pooled_sums(cohorts, age, "customers", kept, size), kept)
    return wilson(kept, size, design_effect=effect, repeated="customers")


def _share_customers(cohorts: Sequence[Cohort], scope: Scope) -> bool:
    """Whether a customer can be in several of the cohorts."""
    return scope.options.mode == "recurring" and len(cohorts) > 1


def _pooled_sums(cohorts: Sequence[Cohort], age: int, measure: str, kept: float, at_start: float) -> ClusterSums:
    """Sums over the customers of all cohorts that have completed an age, each customer taken as a whole."""

    def summed(at: int, column: str) -> float:
        return sum(cohort.sum_at(at, column) for cohort in cohorts)

    return ClusterSums(
        kept,
        at_start,
        summed(age, f"pooled_{measure}_squares"),
        summed(age, f"pooled_{measure}_products"),
        summed(0, f"pooled_{measure}_starts"),
        int(summed(0, "newcomers")),
    )


@lru_cache(maxsize=4096)
def _wilson(kept: int, size: int) -> Estimate:
    # A table by day has half a million cells, most of them 0 of the same few sizes.
    return wilson(kept, size)


def _ratio(cohorts: Sequence[Cohort], age: int, scope: Scope, size: int) -> Estimate:
    measure = scope.options.measure
    sums = _customer_sums(cohorts, age, scope, size)
    if age == 0 and sums.x > 0.0:
        return _by_definition(size)
    if sums.x > 0.0 and sums.yy == 0.0:
        # Nobody spent: the spread is zero and says nothing, but some of the customers could have come back.
        high = wilson_interval(0, sums.clusters)[1]
        return Estimate(0.0, 0.0, high, size, UNIT, "Wilson score, nobody active")
    negative = measure == "revenue" and min(summed_lowest(cohorts, 0), summed_lowest(cohorts, age)) < 0.0
    return ratio(*sums, n=size, unit=UNIT, low_bound=None if negative else 0.0)


def _customer_sums(cohorts: Sequence[Cohort], age: int, scope: Scope, size: int) -> ClusterSums:
    """Amounts at an age (y) and at the start (x), with squares and products over customers."""

    def summed(at: int, column: str) -> float:
        return sum(cohort.sum_at(at, column) for cohort in cohorts)

    measure = scope.options.measure
    kept, at_start = summed(age, measure), summed(0, measure)
    if _share_customers(cohorts, scope):
        return _pooled_sums(cohorts, age, measure, kept, at_start)
    squares, products = summed(age, f"{measure}_squares"), summed(age, f"{measure}_products")
    return ClusterSums(kept, at_start, squares, products, summed(0, f"{measure}_squares"), size)


def summed_lowest(cohorts: Sequence[Cohort], age: int, column: str = "lowest_revenue") -> float:
    """The lowest amount of one customer in any of the cohorts at an age; below 0 only after refunds."""
    return min(cohort.sum_at(age, column) for cohort in cohorts)


def refused(cohorts: Sequence[Cohort]) -> str | None:
    """Why the cohorts' amounts cannot become one figure; None when they can."""
    return next((reason for cohort in cohorts if (reason := amounts.refusal(cohort.cells[0]))), None)


def currency(cohorts: Sequence[Cohort]) -> str | None:
    """The currency of the cohorts' amounts, None when it is not known or not one."""
    codes = {text(cohort.cells[0]["currency"]) for cohort in cohorts if cohort.size and not refused([cohort])}
    return codes.pop() if len(codes) == 1 else None


def _by_definition(size: int) -> Estimate:
    return Estimate(1.0, 1.0, 1.0, size, UNIT, "by definition")


METRIC = Metric(
    name="retention",
    title=N_("Retention by cohort"),
    question=N_("Which share of each cohort comes back, period by period after its start?"),
    unit=UNIT,
    better="higher",
    definition=N_(
        "Customers who start in the same period are a cohort; the cell at age k is the share of them active in the "
        "k-th period after. A cohort starts with its first order, or with signing up (then age 0 is the cohort's "
        "size); in recurring mode the cohort of a period is everyone active in it. Active means at least one order "
        "that counts as revenue. Measured in customers, in net revenue or in orders; the latter two are shares of "
        "the cohort's first period. Cohorts whose first period touches the chosen days are shown whole, with all "
        "orders up to the end of the data. A period that has not ended is left blank and dated, never 0. Cells are "
        "shown from one customer on, with their interval: read it before the value. Guest orders count nowhere. "
        "Filters and splits on orders mean those of the customer's first order."
    ),
    formula=N_(
        "active(cohort, k) / size(cohort), 95 % Wilson interval; revenue or orders: sum at k / sum at 0, 95 % interval "
        "by the delta method over the cohort's customers (Wilson for the customers where nobody came back)"
    ),
    source="Wilson (1927), JASA 22:209-212; Cochran (1977), Sampling Techniques, ch. 6",
    inputs=("orders", "customers"),
    scopes={"customers": "filtered"},
    estimate=retention,
    options=("cohort", "measure", "mode", "basis"),
    steps=MEMBERS,
    quicker=RETENTION,
    by_period=False,
)
