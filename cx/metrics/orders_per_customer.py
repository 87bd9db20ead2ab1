"""How often does a customer order in the period?

Formula: orders / customers who ordered; Student's t over customers.
Unit: count per customer, 1 and up.
Inputs: orders with a customer, dated by the day of the order.
Fields: one row per period and split value. n: customers.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Student (1908), Biometrika 6:1-25.
"""

from __future__ import annotations

import pandas as pd

from cx.language import N_
from cx.metrics import bought
from cx.metrics.base import Metric, Row
from cx.metrics.rows import rows_of_sums
from cx.queries import Scope
from cx.stats.means import mean


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    minimum = scope.settings.minimum_n
    return rows_of_sums(
        bought.ordering(frame, "customers"),
        scope,
        lambda s: mean(
            int(s["customers"]),
            s["known_orders"],
            s["known_orders_squares"],
            low_bound=1.0,
            unit="count",
            minimum=minimum,
        ),
        "known_orders",
    )


METRIC = Metric(
    name="orders_per_customer",
    title=N_("Orders per customer"),
    question=N_("How often does a customer order in the period?"),
    unit="count",
    better="higher",
    definition=N_(
        "Orders divided by the persons who placed them, among persons with at least one order "
        "in the period. Guest orders have no person and are left out."
    ),
    formula=N_("orders ÷ customers with an order"),
    source="Student (1908), Biometrika 6:1-25: t interval over customers.",
    inputs=("orders",),
    scopes={"orders": "dated"},
    estimate=estimate,
    sql_name="ordering",
    quicker=(bought.BY_MONTH, *bought.OF_ORDERS),
    shared=True,
)
