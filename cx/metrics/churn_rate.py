"""Churn without a contract: customers active before a snapshot day who did not order in the window after it."""

from __future__ import annotations

from datetime import date

import pandas as pd

from cx.language import _
from cx.metrics.base import Metric, Row
from cx.metrics.cells import Record, day, records, text, whole
from cx.metrics.cohorts import incomplete
from cx.queries import Scope
from cx.stats.estimate import Estimate, withheld
from cx.stats.proportions import wilson

UNIT = "share"


def churn_rate(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """Which share of the active customers stopped ordering?

    Formula: of the customers with an order in the churn_days before the snapshot, those with none in the churn_days
    from it / all of them. Unit: share, 0..1.
    rows: per snapshot and split the counts of churn_rate.sql. Returns a Row per period (or one) and split; total:
    churned customers; matures: the day the window closes, while it is open.
    """
    return [_row(record, scope) for record in records(rows)]


def _row(record: Record, scope: Scope) -> Row:
    closes = day(record["follow_up_last"])
    is_open = closes is None or scope.orders_to is None or closes > scope.orders_to
    return Row(
        _share(record, closes if is_open else None, scope),
        period=day(record["period"]),
        split=text(record["split"]),
        total=None if is_open else float(whole(record["churned"])),
        matures=closes if is_open else None,
    )


def _share(record: Record, open_until: date | None, scope: Scope) -> Estimate:
    customers = whole(record["customers"])
    if scope.orders_to is None:
        return withheld(_("no orders are loaded"), n=0, unit=UNIT)
    if open_until:
        return withheld(incomplete(open_until), n=customers, unit=UNIT)
    return wilson(whole(record["churned"]), customers, minimum=scope.settings.minimum_n)


METRIC = Metric(
    name="churn_rate",
    title="Churn rate",
    question="Which share of the active customers stopped ordering?",
    unit=UNIT,
    better="lower",
    definition=(
        "For customers without a contract: of those with at least one order in the churn window before a snapshot "
        "day, the share without any order in an equally long window from that day on. The window is the setting "
        "churn_days. With a grain, every period's first day is a snapshot; without one, the snapshot is the latest "
        "day of the view that has a full window of orders after it. A snapshot whose window has not closed is left "
        "blank and dated: the end of the data is not churn. A customer who returns after the window counts as "
        "churned. A snapshot less than churn_days after the first order in the data knows only part of "
        "its customers. Guest orders count nowhere; filters and splits on orders mean those of the customer's first "
        "order."
    ),
    formula="churned / active before the snapshot, 95 % Wilson interval",
    source="Wilson (1927), JASA 22:209-212; window definition: Buckinx & Van den Poel (2005), EJOR 164:252-268",
    inputs=("orders", "customers"),
    scopes={"customers": "filtered"},
    estimate=churn_rate,
)
