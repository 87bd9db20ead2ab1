"""After how many days does a customer come back?

Formula: median of the days between consecutive order days of a person; interval from binomial order statistics.
Unit: days, 1 and up.
Inputs: orders with a customer; the later of the two days is in the period, the earlier may be before it.
Fields: one row per period and split value. n and total: pairs of order days.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: David & Nagaraja (2003), Order Statistics, sec. 7.1.
"""

from __future__ import annotations

import pandas as pd

from cx.language import N_
from cx.metrics.base import Metric, Quicker, Row
from cx.metrics.rows import rows_of_groups
from cx.metrics.spans import of_customers
from cx.queries import Scope
from cx.stats.medians import SMALLEST_N, weighted_median


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    minimum = max(scope.settings.minimum_n, SMALLEST_N)
    return rows_of_groups(
        frame, scope, lambda part: weighted_median(part["days"], part["pairs"], minimum=minimum), "pairs"
    )


METRIC = Metric(
    name="time_between_orders",
    title=N_("Time between orders"),
    question=N_("After how many days does a customer come back?"),
    unit="days",
    better="lower",
    definition=N_(
        "Median number of days between two consecutive order days of a person, when the later "
        "one lies in the period. Orders of one day are one visit. Who has not come back yet is "
        "not in it: it selects on returners and is their pace. Every pair of days counts once, so "
        "frequent buyers weigh more than rare ones."
    ),
    formula=N_("median of (order day − previous order day)"),
    source="David & Nagaraja (2003), Order Statistics, sec. 7.1.",
    inputs=("orders",),
    scopes={"orders": "dated"},
    estimate=estimate,
    quicker=(Quicker(of_customers, "time_between_orders_days", {"activity": "dated"}),),
)
