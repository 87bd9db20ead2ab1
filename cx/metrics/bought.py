"""What customers order and bring in a period: one reading for all the figures that are made of it."""

from __future__ import annotations

import pandas as pd

from cx.metrics.base import Quicker
from cx.metrics.spans import months_counted, of_one_currency, quicker_spans

SPANS = "bought_spans"
"""SQL whose rows have the sums of both, of orders and of money."""
OF_MONEY = (
    Quicker(of_one_currency(months_counted), "money_counted", {"month_money": "filtered"}),
    *quicker_spans(SPANS, guests=True, money=True),
)
"""The quicker ways of a metric whose own SQL is `money`."""
OF_ORDERS = quicker_spans(SPANS, guests=True)
"""The quicker ways of a metric whose own SQL is `ordering`."""
BY_MONTH = Quicker(months_counted, "ordering_counted", {"cohorts": "filtered", "orders": "dated"})
"""One more, quicker than those, for a metric of customers that asks for no repeaters."""


def money(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with an amount, by currency."""
    return frame[frame["amounts"] > 0]


def ordering(frame: pd.DataFrame, counted: str = "") -> pd.DataFrame:
    """The rows whatever the currency; counted: the column that says in which of them there is anything to count."""
    return (frame[frame[counted] > 0] if counted else frame).drop(columns="currency", errors="ignore")
