"""Retention curve: the weighted average of the cohorts that are old enough, age by age."""

from __future__ import annotations

import pandas as pd

from cx.language import N_
from cx.metrics.base import Metric, Row
from cx.metrics.cohorts import MEMBERS, pooled_by_age, read_cohorts
from cx.metrics.quicker import RETENTION
from cx.metrics.retention import UNIT, check_measure, currency, share_kept, total_kept
from cx.queries import Scope


def retention_curve(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """Which share of customers comes back at each age, over all cohorts old enough to tell?

    Formula: sum over cohorts of the measure at age k / sum over the same cohorts at age 0. Unit: share.
    rows: as for retention; recurring cohorts share customers, whose sums over all of them come along.
    Returns a Row per split and age (and period of the view's grain, by the cohorts' start);
    n: customers of the cohorts that have completed the age; total: the measure at that age. Ages with n below the
    minimum are withheld. Raises UsageError for a measure that retention does not have.
    """
    check_measure(scope)
    return [
        Row(
            share_kept(cohorts, age, scope, minimum=scope.settings.minimum_n),
            period=period,
            split=split,
            age=age,
            total=total_kept(cohorts, age, scope),
            currency=currency(cohorts) if scope.options.measure == "revenue" else None,
        )
        for split, period, age, cohorts in pooled_by_age(read_cohorts(rows, scope), scope)
    ]


METRIC = Metric(
    name="retention_curve",
    title=N_("Retention curve"),
    question=N_("Which share of customers comes back at each age?"),
    unit=UNIT,
    better="higher",
    definition=N_(
        "The retention table's average over cohorts at each age, weighted by cohort size: customers active in the "
        "k-th period after their start, divided by all customers of the cohorts that have completed that period. "
        "Younger cohorts are left out of an age they have not completed, so n falls with age and cohorts differ "
        "between ages. In recurring mode a customer counts once for every period of activity, and the "
        "interval takes all of one customer’s periods together, as they are alike. With a grain, cohorts "
        "are pooled by the period in which they started. An age with fewer customers than the minimum is not shown."
    ),
    formula=N_(
        "sum of active(c, k) / sum of size(c) over cohorts c mature at k; intervals as for retention; in recurring "
        "mode clustered by customer: Wilson of size / design effect, the effect being the variance over customers / "
        "that of independent cohort members, at least 1"
    ),
    source=(
        "Wilson (1927), JASA 22:209-212; Cochran (1977), Sampling Techniques, ch. 6; recurring: Korn & Graubard "
        "(1998), Survey Methodology 24:193-201"
    ),
    inputs=("orders", "customers"),
    scopes={"customers": "filtered"},
    estimate=retention_curve,
    options=("cohort", "measure", "mode", "basis"),
    steps=MEMBERS,
    quicker=RETENTION,
    sql_name="retention",
)
