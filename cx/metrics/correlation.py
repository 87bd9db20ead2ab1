"""Correlation of experience scores with what customers do afterwards, by ranks."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cx.language import _
from cx.metrics import amounts
from cx.metrics.base import Metric, Row
from cx.metrics.cells import Record, day, number, records, text, whole
from cx.queries import Scope
from cx.stats.correlation import coefficient, spearman, spearman_p_value
from cx.stats.estimate import Estimate, too_few, withheld
from cx.stats.multiple import benjamini_hochberg

UNIT = "correlation"
SUMS = ("sum_x", "sum_y", "sum_xx", "sum_yy", "sum_xy")


@dataclass(frozen=True, slots=True)
class Tested:
    """An estimate and the p value of no association; None when nothing was tested."""

    estimate: Estimate
    p: float | None = None


def correlation(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """Do customers with a higher score spend, order and return more afterwards?

    Formula: product-moment coefficient of mid-ranks (Spearman), Bonett-Wright interval. Unit: correlation, -1..1.
    rows: per period, split, score and outcome the sums over ranks of correlation.sql. Returns a Row for each of them;
    n: customers; adjusted_p: Benjamini-Hochberg over all rows of the answer. Withheld when n is below the minimum or
    when a score or an outcome is the same for everybody.
    """
    found = list(records(rows))
    tested = [_tested(record, scope.settings.minimum_n) for record in found]
    adjusted = benjamini_hochberg([one.p for one in tested])
    return [
        Row(
            one.estimate,
            period=day(record["period"]),
            split=text(record["split"]),
            score=str(record["score"]),
            outcome=str(record["outcome"]),
            adjusted_p=p,
        )
        for record, one, p in zip(found, tested, adjusted, strict=True)
    ]


def _tested(record: Record, minimum: int) -> Tested:
    n = whole(record["customers"])
    if refusal := too_few(n, minimum, unit=UNIT):
        return Tested(refusal)
    if record["outcome"] == "forward_revenue" and (reason := amounts.refusal(record)):
        return Tested(withheld(reason, n=n, unit=UNIT))
    sum_x, sum_y, sum_xx, sum_yy, sum_xy = (number(record[name]) for name in SUMS)
    rho = coefficient(n, sum_x, sum_y, sum_xx, sum_yy, sum_xy)
    if rho is None:
        return Tested(withheld(_("all values are equal"), n=n, unit=UNIT))
    estimate = spearman(rho, n, minimum=minimum)
    return Tested(estimate, spearman_p_value(rho, n) if estimate.known else None)


METRIC = Metric(
    name="correlation",
    title="Experience and later behaviour",
    question="Do customers with a higher score spend, order and return more afterwards?",
    unit=UNIT,
    better="higher",
    definition=(
        "Spearman's rank correlation, customer by customer, between a score (NPS, CSAT, or effort turned so that "
        "higher is easier) and what the customer did in the forward_days after the day of the answer: net revenue, "
        "number of orders, and whether there was any order. The outcome always lies after the answer. One answer per "
        "customer and score: the first in the view (with a grain: in the period), with the full number of days of "
        "orders after it; no order counts as 0. A correlation says that a score is associated with the outcome, not "
        "that it causes it. p values are adjusted for the number of correlations shown (false-discovery rate, "
        "Benjamini-Hochberg), which assumes tests that are independent or positively dependent. The Bonett-Wright "
        "interval is approximate, the more so with heavy ties: few steps of a score, many customers without an order."
    ),
    formula="Pearson's r of mid-ranks; tanh(atanh r +- 1.96 sqrt((1 + r^2/2) / (n - 3))); p by t on ranks, then BH",
    source="Bonett & Wright (2000), Psychometrika 65:23-28; Benjamini & Hochberg (1995), JRSS B 57:289-300",
    inputs=("surveys", "orders"),
    scopes={"responses": "dated"},
    estimate=correlation,
)
