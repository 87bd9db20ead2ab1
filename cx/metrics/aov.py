"""What is an order worth?

Formula: net revenue / orders; the variance by the delta method, clustered by customer (a guest order is its own).
Unit: money per order, one row per currency.
Inputs: orders with an amount, dated by the day of the order.
Fields: one row per period and split value. n: orders. total: net revenue.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Deng, Knoblich & Lu (2018), KDD; Cochran (1977), ch. 6.
"""

from __future__ import annotations

import pandas as pd

from cx.language import N_
from cx.metrics import bought
from cx.metrics.base import Metric, Row
from cx.metrics.rows import Sums, rows_of_sums
from cx.queries import Scope
from cx.stats.estimate import Estimate
from cx.stats.ratios import ratio


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    return rows_of_sums(
        bought.money(frame), scope, lambda s: _revenue_per_order(s, scope.settings.minimum_n), "net_revenue"
    )


def _revenue_per_order(s: Sums, minimum: int) -> Estimate:
    return ratio(
        sum_y=s["net_revenue"],
        sum_x=s["amount_orders"],
        sum_yy=s["revenue_squares"],
        sum_xy=s["cross_products"],
        sum_xx=s["amount_orders_squares"],
        clusters=int(s["clusters"]),
        n=int(s["amount_orders"]),
        unit="money",
        minimum=minimum,
    )


METRIC = Metric(
    name="aov",
    title=N_("Average order value"),
    question=N_("What is an order worth?"),
    unit="money",
    better="higher",
    definition=N_(
        "Net revenue divided by the number of orders that have an amount. Refunds lower it on the day of their order, "
        "credit notes on their own day, in whatever period their order lies; guest orders count. One figure per "
        "currency."
    ),
    formula=N_("net revenue ÷ orders"),
    source=(
        "Deng, Knoblich & Lu (2018), KDD: delta method, clustered by customer; Cochran (1977), "
        "Sampling Techniques, ch. 6."
    ),
    inputs=("orders",),
    scopes={"orders": "dated"},
    estimate=estimate,
    sql_name="money",
    quicker=bought.OF_MONEY,
    shared=True,
)
