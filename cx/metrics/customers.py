"""How many customers ordered?

Formula: distinct persons with an order; Garwood's exact Poisson interval.
Unit: count, 0 and up.
Inputs: orders, dated by the day of the order.
Fields: one row per period and split value. Not additive over a split of orders, nor over periods.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Garwood (1936), Biometrika 28:437-442.
"""

from __future__ import annotations

import pandas as pd

from cx.language import N_
from cx.metrics import bought
from cx.metrics.base import Metric, Row
from cx.metrics.rows import rows_of_sums
from cx.queries import Scope
from cx.stats.counts import poisson_count


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    ordered = bought.ordering(frame, "orders")
    return rows_of_sums(ordered, scope, lambda s: poisson_count(int(s["customers"])), "customers")


METRIC = Metric(
    name="customers",
    title=N_("Customers"),
    question=N_("How many customers ordered?"),
    unit="count",
    better="higher",
    definition=N_(
        "Distinct persons with at least one order in the period; guest orders have no person. "
        "Who orders in two channels counts in each of them, and who orders in two months in "
        "each month: such parts do not add up to the whole."
    ),
    formula=N_("distinct persons with an order"),
    source="Garwood (1936), Biometrika 28:437-442: exact Poisson interval.",
    inputs=("orders",),
    scopes={"orders": "dated"},
    estimate=estimate,
    sql_name="ordering",
    quicker=(bought.BY_MONTH, *bought.OF_ORDERS),
    shared=True,
)
