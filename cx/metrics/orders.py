"""How many orders were placed?

Formula: sum of orders whose status counts, credit notes excluded; Garwood's exact Poisson interval.
Unit: count, 0 and up.
Inputs: orders, dated by the day of the order.
Fields: one row per period and split value.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Garwood (1936), Biometrika 28:437-442.
"""

from __future__ import annotations

import pandas as pd

from cx.metrics.base import Metric, Row
from cx.metrics.rows import rows_of_sums
from cx.queries import Scope
from cx.stats.counts import poisson_count


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    return rows_of_sums(frame, scope, lambda s: poisson_count(int(s["orders"])), "orders")


METRIC = Metric(
    name="orders",
    title="Orders",
    question="How many orders were placed?",
    unit="count",
    better="higher",
    definition=(
        "Orders placed in the period whose status counts, guest orders included. Credit notes "
        "(negative amounts) are not orders."
    ),
    formula="number of orders",
    source="Garwood (1936), Biometrika 28:437-442: exact Poisson interval.",
    inputs=("orders",),
    scopes={"orders": "dated"},
    estimate=estimate,
)
