"""How many orders were placed?

Formula: sum of orders whose status counts, credit notes excluded; compound Poisson interval over customers, the
variance being the sum over customers of their orders squared (a guest order is its own customer).
Unit: count, 0 and up.
Inputs: orders, dated by the day of the order.
Fields: one row per period and split value.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Fay & Feuer (1997), Statistics in Medicine 16:791-801; Garwood (1936), Biometrika 28:437-442.
"""

from __future__ import annotations

import pandas as pd

from cx.language import N_
from cx.metrics import bought
from cx.metrics.base import Metric, Quicker, Row
from cx.metrics.rows import rows_of_sums
from cx.metrics.spans import months_counted
from cx.queries import Scope
from cx.stats.counts import compound_count


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    return rows_of_sums(
        bought.ordering(frame), scope, lambda s: compound_count(int(s["orders"]), s["orders_squares"]), "orders"
    )


METRIC = Metric(
    name="orders",
    title=N_("Orders"),
    question=N_("How many orders were placed?"),
    unit="count",
    better="higher",
    definition=N_(
        "Orders placed in the period whose status counts, guest orders included. Credit notes "
        "(negative amounts) are not orders. The count itself is exact; the interval says how far it could have come "
        "out differently, customers arriving and ordering by chance, as if another such period were drawn."
    ),
    formula=N_(
        "number of orders; 95 % compound Poisson interval, variance = sum over customers of (their orders)², guests "
        "one by one"
    ),
    source=(
        "Fay & Feuer (1997), Statistics in Medicine 16:791–801: gamma interval; where nobody orders twice it is "
        "Garwood’s (1936), Biometrika 28:437–442."
    ),
    inputs=("orders",),
    scopes={"orders": "dated"},
    estimate=estimate,
    sql_name="ordering",
    quicker=(Quicker(months_counted, "orders_counted", {"month_money": "filtered"}), *bought.OF_ORDERS),
    shared=True,
)
