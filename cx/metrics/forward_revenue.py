"""Forward revenue: what customers spend after they told how it went, by the band of their answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from cx.language import _
from cx.metrics import amounts
from cx.metrics.base import Metric, Row
from cx.metrics.cells import Record, day, number, records, text, whole
from cx.queries import Scope
from cx.stats.estimate import Estimate, withheld
from cx.stats.means import mean

UNIT = "money"
BANDS = {
    "nps": ("promoter", "passive", "detractor"),
    "csat": ("satisfied", "neutral", "dissatisfied"),
    "ces": ("low effort", "medium effort", "high effort"),
}
"""Score -> its bands, best first."""


def forward_revenue(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """How much do customers spend in the days after a good, a middling and a bad experience?

    Formula: mean over customers of the net revenue in the forward_days after their first answer. Unit: money.
    rows: per period, split, score and band the sums of forward_revenue.sql. Returns a Row for each band of each score
    that was answered; n: customers; total: their revenue. Bands below the minimum are withheld.
    """
    groups: dict[tuple[date | None, str | None, str], dict[str, Record]] = {}
    for record in records(rows):
        key = (day(record["period"]), text(record["split"]), str(record["score"]))
        groups.setdefault(key, {})[str(record["band"])] = record
    return [row for key, by_band in groups.items() for row in _bands(key, by_band, scope)]


def _bands(key: tuple[date | None, str | None, str], by_band: dict[str, Record], scope: Scope) -> Iterator[Row]:
    period, split, score = key
    for band in BANDS[score]:
        record = by_band.get(band)
        yield Row(
            _mean(record, scope),
            period=period,
            split=split,
            score=score,
            band=band,
            total=0.0 if record is None else number(record["revenue"]),
            currency=None if record is None or amounts.refusal(record) else text(record["currency"]),
        )


def _mean(record: Record | None, scope: Scope) -> Estimate:
    if record is None:
        return withheld(_("no data: n = 0"), n=0, unit=UNIT)
    customers = whole(record["customers"])
    if reason := amounts.refusal(record):
        return withheld(reason, n=customers, unit=UNIT)
    return mean(
        customers,
        number(record["revenue"]),
        number(record["revenue_squares"]),
        low_bound=0.0 if number(record["lowest_revenue"]) >= 0.0 else None,
        unit=UNIT,
        minimum=scope.settings.minimum_n,
    )


METRIC = Metric(
    name="forward_revenue",
    title="Forward revenue by experience",
    question="How much do customers spend after a good, a middling and a bad experience?",
    unit=UNIT,
    better="higher",
    definition=(
        "Net revenue per customer in the forward_days after the day of the answer (a setting), never before it: past "
        "money must not explain the score. One answer per customer and score: the first in the view (with a grain: in "
        "the period). Only answers with the full number of days of orders after them; customers who did not order "
        "count with 0. NPS bands: promoter 9-10, passive 7-8, detractor 0-6. CSAT bands: satisfied = top two boxes, "
        "dissatisfied = bottom two, neutral = between. Effort bands, rescaled to 1-7 with 7 easiest: low effort from "
        "5, high effort up to 3, medium between. Differences between bands are associated with the experience; they "
        "do not show that it is the cause. The t interval is approximate: amounts are skewed."
    ),
    formula="sum of net revenue in (day of answer, + forward_days] / customers, 95 % t interval",
    source="Student (1908), Biometrika 6:1-25; bands: Reichheld (2003), HBR 81(12); Dixon et al. (2013)",
    inputs=("surveys", "orders"),
    scopes={"responses": "dated"},
    estimate=forward_revenue,
)
