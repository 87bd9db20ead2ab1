"""What share of the customers ordered more than once in the period?

Formula: customers with two orders or more / customers with an order; Wilson's score interval.
Unit: share, 0..1.
Inputs: orders with a customer, dated by the day of the order.
Fields: one row per period and split value. n: customers. total: customers with two orders or more.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Wilson (1927), JASA 22:209-212.
"""

from __future__ import annotations

import pandas as pd

from cx.language import N_
from cx.metrics import bought
from cx.metrics.base import Metric, Row
from cx.metrics.rows import rows_of_sums
from cx.queries import Scope
from cx.stats.proportions import wilson


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    minimum = scope.settings.minimum_n
    return rows_of_sums(
        bought.ordering(frame, "customers"),
        scope,
        lambda s: wilson(int(s["repeaters"]), int(s["customers"]), minimum=minimum),
        "repeaters",
    )


METRIC = Metric(
    name="repeat_rate",
    title=N_("Repeat rate"),
    question=N_("What share of the customers ordered more than once in the period?"),
    unit="share",
    better="higher",
    definition=N_(
        "Persons with at least two orders in the period, divided by persons with at least one. "
        "Two orders on one day are two orders; guest orders have no person and are left out."
    ),
    formula=N_("customers with ≥ 2 orders ÷ customers"),
    source="Wilson (1927), JASA 22:209-212.",
    inputs=("orders",),
    scopes={"orders": "dated"},
    estimate=estimate,
    sql_name="ordering",
    quicker=bought.OF_ORDERS,
    shared=True,
)
