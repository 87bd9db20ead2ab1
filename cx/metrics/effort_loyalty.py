"""Effort versus loyalty: do customers order again after an easy and after a hard experience?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from cx.language import N_
from cx.metrics.base import Metric, Row
from cx.metrics.cells import Record, day, records, text, whole
from cx.metrics.forward_revenue import BANDS
from cx.queries import Scope
from cx.stats.proportions import wilson

UNIT = "share"
OUTCOMES = {"repurchase": ("repurchased", "forward_customers"), "churn": ("churned", "churn_customers")}
"""Outcome -> the columns with its customers and with those followed for long enough."""


def effort_loyalty(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """Which share of customers orders again, and which share is lost, after low, medium and high effort?

    Formula: repurchase = ordered within forward_days / followed that long; churn = no order within churn_days /
    followed that long. Unit: share, 0..1.
    rows: per period, split and band the counts of effort_loyalty.sql. Returns a Row per band and outcome; n: customers
    followed for long enough; total: those with the outcome. Below the minimum n it is withheld.
    """
    groups: dict[tuple[date | None, str | None], dict[str, Record]] = {}
    for record in records(rows):
        groups.setdefault((day(record["period"]), text(record["split"])), {})[str(record["band"])] = record
    return [row for key, by_band in groups.items() for row in _rows(key, by_band, scope.settings.minimum_n)]


def _rows(key: tuple[date | None, str | None], by_band: dict[str, Record], minimum: int) -> Iterator[Row]:
    for outcome, (with_outcome, followed) in OUTCOMES.items():
        for band in BANDS["ces"]:
            record = by_band.get(band, {})
            count, n = whole(record.get(with_outcome)), whole(record.get(followed))
            yield Row(
                wilson(count, n, minimum=minimum),
                period=key[0],
                split=key[1],
                score="ces",
                band=band,
                outcome=outcome,
                total=float(count),
            )


METRIC = Metric(
    name="effort_loyalty",
    title=N_("Effort versus loyalty"),
    question=N_("Do customers order again after an easy and after a hard experience?"),
    unit=UNIT,
    better="neither",
    definition=N_(
        "Customers by the effort of their first answer in the view (with a grain: in the period), rescaled to 1-7 "
        "with 7 easiest: low effort from 5, high effort up to 3, medium between. Repurchase: at least one order in "
        "the forward_days after the day of the answer. Churn: no order in the churn_days after it. Both are settings, "
        "and each outcome counts only customers whose full number of days lies within the data, so their n differ. "
        "Differences between bands are associated with effort; they do not show that effort is the cause."
    ),
    formula=N_("customers with the outcome / customers followed for long enough, 95 % Wilson interval"),
    source="Wilson (1927), JASA 22:209-212; Dixon, Freeman & Toman (2010), HBR 88(7/8)",
    inputs=("surveys", "orders"),
    scopes={"responses": "dated"},
    estimate=effort_loyalty,
)
