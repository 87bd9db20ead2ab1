"""How many customers were won?

Formula: persons whose first order in the data lies in the period; Garwood's exact Poisson interval.
Unit: count, 0 and up.
Inputs: customers, dated by their first order.
Fields: one row per period and split value. Additive: everybody is new once.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Garwood (1936), Biometrika 28:437-442.
"""

from __future__ import annotations

import pandas as pd

from cx.language import N_
from cx.metrics.base import Metric, Row
from cx.metrics.rows import rows_of_sums
from cx.queries import Scope
from cx.stats.counts import poisson_count


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    return rows_of_sums(frame, scope, lambda s: poisson_count(int(s["customers"])), "customers")


METRIC = Metric(
    name="new_customers",
    title=N_("New customers"),
    question=N_("How many customers were won?"),
    unit="count",
    better="higher",
    definition=N_(
        "Persons whose first order in the data lies in the period: who ordered before the data begin counts as new "
        "with the first order in them. Dimensions of orders are those of that first order."
    ),
    formula=N_("persons with their first order in the period"),
    source="Garwood (1936), Biometrika 28:437-442: exact Poisson interval.",
    inputs=("orders",),
    scopes={"customers": "first_order_date"},
    estimate=estimate,
)
