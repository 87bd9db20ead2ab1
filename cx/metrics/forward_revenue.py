"""Forward revenue: what customers spend after they told how it went, by the band of their answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd

from cx.language import N_, _
from cx.metrics import amounts
from cx.metrics.base import Metric, Row
from cx.metrics.cells import Record, day, number, records, text, whole
from cx.metrics.experiences import SCOPES, STEPS, quicker_experiences
from cx.queries import Scope
from cx.stats.bootstrap import bca_mean
from cx.stats.estimate import Estimate, withheld
from cx.stats.means import mean

UNIT = "money"
BANDS = {
    "nps": ("promoter", "passive", "detractor"),
    "csat": ("satisfied", "neutral", "dissatisfied"),
    "ces": ("low effort", "medium effort", "high effort"),
    "effort": ("low effort", "medium effort", "high effort"),
}
"""Score -> its bands, best first."""


def forward_revenue(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """How much do customers spend in the days after a good, a middling and a bad experience?

    Formula: mean over customers of the net revenue in the forward_days after their first answer (score effort: their
    first contact). Unit: money. rows: of forward_revenue.sql, per period, split, score and band a line of sums, or one
    for each amount where there are few customers: then BCa bootstrap, else t. Returns a Row for each band of each score
    there is; n: customers; total: their revenue. Bands below the minimum are withheld.
    """
    groups: dict[tuple[date | None, str | None, str], dict[str, list[Record]]] = {}
    for record in records(rows):
        key = (day(record["period"]), text(record["split"]), str(record["score"]))
        groups.setdefault(key, {}).setdefault(str(record["band"]), []).append(record)
    return [row for key, by_band in groups.items() for row in _bands(key, by_band, scope)]


def _bands(key: tuple[date | None, str | None, str], by_band: dict[str, list[Record]], scope: Scope) -> Iterator[Row]:
    period, split, score = key
    for band in BANDS[score]:
        lines = by_band.get(band, [])
        yield Row(
            _mean(lines, scope),
            period=period,
            split=split,
            score=score,
            band=band,
            total=sum(number(line["revenue"]) for line in lines),
            currency=None if not lines or amounts.refusal(lines[0]) else text(lines[0]["currency"]),
        )


def _mean(lines: Sequence[Record], scope: Scope) -> Estimate:
    if not lines:
        return withheld(_("no data: n = 0"), n=0, unit=UNIT)
    customers = [whole(line["customers"]) for line in lines]
    if reason := amounts.refusal(lines[0]):
        return withheld(reason, n=sum(customers), unit=UNIT)
    low_bound = 0.0 if min(number(line["lowest_revenue"]) for line in lines) >= 0.0 else None
    minimum = scope.settings.minimum_n
    spent = [line["amount"] for line in lines]
    if not pd.isna(spent).any():
        return bca_mean(spent, weights=customers, low_bound=low_bound, unit=UNIT, minimum=minimum)
    revenue, squares = (sum(number(line[name]) for line in lines) for name in ("revenue", "revenue_squares"))
    return mean(sum(customers), revenue, squares, low_bound=low_bound, unit=UNIT, minimum=minimum)


METRIC = Metric(
    name="forward_revenue",
    title=N_("Forward revenue by experience"),
    question=N_("How much do customers spend after a good, a middling and a bad experience?"),
    unit=UNIT,
    better="higher",
    definition=N_(
        "Net revenue per customer in the forward_days after the day of the answer (a setting), never before it: past "
        "money must not explain the score. One answer per customer and score: the first in the view (with a grain: in "
        "the period). Only answers with the full number of days of orders after them; customers who did not order "
        "count with 0. NPS bands: promoter 9-10, passive 7-8, detractor 0-6. CSAT bands: satisfied = top two boxes, "
        "dissatisfied = bottom two, neutral = between. Effort bands, rescaled to 1-7 with 7 easiest: low effort from "
        "5, high effort up to 3, medium between. Score effort: the band of the first contact in the view by its "
        "behaviour, also of customers who never answered (see effort_index). Differences between bands are associated "
        "with the experience; they do not show that it is the cause. Amounts are skewed: with up to 500 customers the "
        "interval is resampled, with more the t interval is near enough."
    ),
    formula=N_(
        "sum of net revenue in (day of answer, + forward_days] / customers, 95 % interval by BCa bootstrap or t"
    ),
    source=(
        "Efron (1987), JASA 82:171-185; Student (1908), Biometrika 6:1-25; bands: Reichheld (2003), HBR 81(12); "
        "Dixon et al. (2013)"
    ),
    inputs=("orders",),
    inputs_any=("surveys", "contacts"),
    scopes=SCOPES,
    steps=STEPS,
    quicker=quicker_experiences("forward_revenue"),
    optional=("contacts",),
    options=("score",),
    estimate=forward_revenue,
)
