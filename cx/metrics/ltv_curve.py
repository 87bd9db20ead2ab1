"""Lifetime value curve: what the average customer has brought by each age, over the cohorts old enough to tell."""

from __future__ import annotations

import pandas as pd

from cx.language import N_
from cx.metrics.base import Metric, Row
from cx.metrics.cohorts import SPENT, pooled_by_age, read_cohorts
from cx.metrics.observed_ltv import UNIT, pooled, spent_by_age, value_per_customer
from cx.metrics.quicker import LIFETIME
from cx.metrics.retention import currency
from cx.queries import Scope


def ltv_curve(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """What has the average customer brought by each age?

    Formula: sum over mature cohorts of the cumulative amount up to age k / sum of their sizes. Unit: money.
    rows: as for observed_ltv. Returns a Row per split and age; n: customers of the cohorts that have completed it;
    total: their cumulative amount. Ages with n below the minimum are withheld.
    """
    cohorts = read_cohorts(rows, scope)
    spent = {(cohort.split, cohort.start): spent_by_age(cohort, scope) for cohort in cohorts}
    found = []
    for split, period, age, mature in pooled_by_age(cohorts, scope):
        together = pooled([spent[split, cohort.start][age] for cohort in mature])
        estimate = value_per_customer(mature, together, scope, minimum=scope.settings.minimum_n)
        code = currency(mature)
        found.append(Row(estimate, period=period, split=split, age=age, total=together.total, currency=code))
    return found


METRIC = Metric(
    name="ltv_curve",
    title=N_("Lifetime value by age"),
    question=N_("What has the average customer brought by each age?"),
    unit=UNIT,
    better="higher",
    definition=N_(
        "Cumulative net revenue (or margin) per customer at each age, over all cohorts that have completed that age, "
        "weighted by cohort size. Because younger cohorts drop out, the curve can fall from one age to the next "
        "although no customer's value does; n says how many customers remain. With a grain, cohorts are pooled by "
        "the period in which they started. An age with fewer customers than the minimum is not shown. A cohort starts "
        "with the first order in the data, or with signing up. In no cohort, and given in a note: credit notes from a "
        "period before that of the first order, those of persons without any order and, by sign-up, orders from a "
        "period before it."
    ),
    formula=N_("sum of cumulative net revenue(c, k) / sum of size(c) over cohorts c mature at k, 95 % t interval"),
    source="Student (1908), Biometrika 6:1-25",
    inputs=("orders", "customers"),
    scopes={"customers": "filtered"},
    estimate=ltv_curve,
    options=("cohort", "measure", "basis"),
    steps=SPENT,
    quicker=LIFETIME,
    sql_name="observed_ltv",
)
