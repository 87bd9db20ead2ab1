"""How much money came in, after refunds and credit notes?

Formula: sum of (amount - refunded amount) over orders and credit notes; compound Poisson interval over customers,
total +- z times the root of the sum over customers of their total squared (a guest order is its own customer).
Unit: money, one row per currency.
Inputs: orders, dated by the day of the order.
Fields: one row per period and split value. n: orders and credit notes with an amount.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: variance of a compound Poisson sum; Mikosch (2009), Non-Life Insurance Mathematics, ch. 3.
"""

from __future__ import annotations

import pandas as pd

from cx.language import N_
from cx.metrics import bought
from cx.metrics.base import Metric, Row
from cx.metrics.rows import Sums, rows_of_sums
from cx.queries import Scope
from cx.stats.counts import BY_CUSTOMER, compound_sum
from cx.stats.estimate import Estimate


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    return rows_of_sums(bought.money(frame), scope, _total, "net_revenue")


def _total(s: Sums) -> Estimate:
    return compound_sum(s["net_revenue"], s["revenue_squares"], int(s["amounts"]), method=BY_CUSTOMER)


METRIC = Metric(
    name="net_revenue",
    title=N_("Net revenue"),
    question=N_("How much money came in, after refunds and credit notes?"),
    unit="money",
    better="higher",
    definition=N_(
        "Amounts of orders whose status counts, less what was refunded, less credit notes; "
        "guest orders included. Currencies are never added up. The sum itself is exact; the interval says how "
        "far it could have come out differently, customers arriving and ordering by chance, as if another such "
        "period were drawn."
    ),
    formula=N_(
        "sum of (amount − refunded amount); 95 % compound Poisson interval, variance = sum over customers of (their "
        "net revenue)², guests order by order"
    ),
    source=("Variance of a compound Poisson sum: Mikosch (2009), Non-Life Insurance Mathematics, ch. 3."),
    inputs=("orders",),
    scopes={"orders": "dated"},
    estimate=estimate,
    sql_name="money",
    quicker=bought.OF_MONEY,
    shared=True,
)
