"""How much money came in, after refunds and credit notes?

Formula: sum of (amount - refunded amount) over orders and credit notes; compound Poisson interval, total +- z times
the root of the sum of squares.
Unit: money, one row per currency.
Inputs: orders, dated by the day of the order.
Fields: one row per period and split value. n: orders and credit notes with an amount.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: variance of a compound Poisson sum; Mikosch (2009), Non-Life Insurance Mathematics, ch. 3.
"""

from __future__ import annotations

import pandas as pd

from cx.metrics.base import Metric, Row
from cx.metrics.rows import rows_of_sums
from cx.queries import Scope
from cx.stats.counts import compound_sum


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    return rows_of_sums(
        frame, scope, lambda s: compound_sum(s["net_revenue"], s["squares"], int(s["amounts"])), "net_revenue"
    )


METRIC = Metric(
    name="net_revenue",
    title="Net revenue",
    question="How much money came in, after refunds and credit notes?",
    unit="money",
    better="higher",
    definition=(
        "Amounts of orders whose status counts, less what was refunded, less credit notes; "
        "guest orders included. Currencies are never added up."
    ),
    formula="sum of (amount − refunded amount)",
    source=("Variance of a compound Poisson sum: Mikosch (2009), Non-Life Insurance Mathematics, ch. 3."),
    inputs=("orders",),
    scopes={"orders": "dated"},
    estimate=estimate,
)
