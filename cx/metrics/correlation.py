"""Correlation of experience scores with what customers do afterwards, by ranks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cx.language import N_, _
from cx.metrics import amounts
from cx.metrics.base import Metric, Row
from cx.metrics.cells import Record, day, number, records, text, whole
from cx.metrics.judging import judged
from cx.queries import Scope
from cx.stats.correlation import (
    coefficient,
    p_value,
    partial_coefficient,
    partial_spearman,
    spearman,
    spearman_p_value,
)
from cx.stats.estimate import Estimate, too_few, withheld
from cx.stats.means import ROUNDING

UNIT = "correlation"
PARTIAL = "partial"
SUMS = ("sum_x", "sum_y", "sum_xx", "sum_yy", "sum_xy")


@dataclass(frozen=True, slots=True)
class Association:
    """An estimate and the p value of no association; None when nothing was tested."""

    estimate: Estimate
    p: float | None = None


def correlation(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """Do customers with a higher score spend, order and return more afterwards?

    Formula: product-moment coefficient of mid-ranks (Spearman), Bonett-Wright interval. Unit: correlation, -1..1.
    rows: per period, split, score and outcome the sums over ranks of correlation.sql. Returns a Row for each of them,
    then one more each with part "partial": segment, tenure and earlier spend held fixed, from products of ranks about
    the means of the segments. n: customers; adjusted_p, verdict: Benjamini-Hochberg over all rows of the answer.
    Withheld when n is below the minimum or when a score or an outcome is the same for everybody.
    """
    found, minimum = list(records(rows)), scope.settings.minimum_n
    whole_ones = [(None, record, _tested(record, minimum)) for record in found]
    partial = [(PARTIAL, record, _partial(record, minimum)) for record in found]
    return judged((_row(part, record, one.estimate), one.p) for part, record, one in (*whole_ones, *partial))


def _row(part: str | None, record: Record, estimate: Estimate) -> Row:
    return Row(
        estimate,
        period=day(record["period"]),
        split=text(record["split"]),
        score=str(record["score"]),
        outcome=str(record["outcome"]),
        part=part,
    )


def _refused(record: Record, minimum: int) -> Estimate | None:
    n = whole(record["customers"])
    if refusal := too_few(n, minimum, unit=UNIT):
        return refusal
    reason = amounts.refusal(record) if record["outcome"] == "forward_revenue" else None
    return withheld(reason, n=n, unit=UNIT) if reason else None


def _tested(record: Record, minimum: int) -> Association:
    if refusal := _refused(record, minimum):
        return Association(refusal)
    n = whole(record["customers"])
    sum_x, sum_y, sum_xx, sum_yy, sum_xy = (number(record[name]) for name in SUMS)
    rho = coefficient(n, sum_x, sum_y, sum_xx, sum_yy, sum_xy)
    if rho is None:
        return Association(withheld(_("all values are equal"), n=n, unit=UNIT))
    estimate = spearman(rho, n, minimum=minimum)
    return Association(estimate, spearman_p_value(rho, n) if estimate.known else None)


def _partial(record: Record, minimum: int) -> Association:
    """The same with segment, tenure and earlier spend held fixed; amounts that cannot be added are not held fixed."""
    if refusal := _refused(record, minimum):
        return Association(refusal)
    n, segments = whole(record["customers"]), whole(record["segments"])
    measures = "xyt" if amounts.refusal(record) else "xyts"
    products = np.array([[number(record[f"within_{_pair(a, b)}"]) for a in measures] for b in measures])
    # A measure that does not vary within segments has no products of its own but for rounding.
    products[np.diag(products) <= ROUNDING * n**3] = 0.0
    found = partial_coefficient(products) if products[0, 0] > 0.0 and products[1, 1] > 0.0 else None
    if found is None:
        return Association(withheld(_("nothing is left to compare when the others are held fixed"), n=n, unit=UNIT))
    controls = found[1] + segments - 1
    if controls == 0:
        same = _("segment, tenure and earlier spend are the same for everybody: nothing to hold fixed")
        return Association(withheld(same, n=n, unit=UNIT))
    estimate = partial_spearman(found[0], n, controls, minimum=minimum)
    return Association(estimate, p_value(found[0], n, controls) if estimate.known else None)


def _pair(a: str, b: str) -> str:
    """The two letters in the order of the columns."""
    return "".join(sorted((a, b), key="xyts".index))


METRIC = Metric(
    name="correlation",
    title=N_("Experience and later behaviour"),
    question=N_("Do customers with a higher score spend, order and return more afterwards?"),
    unit=UNIT,
    better="higher",
    definition=N_(
        "Spearman's rank correlation, customer by customer, between a score (NPS, CSAT, CES turned so that higher is "
        "easier, or effort from the behaviour in contacts, where higher is harder) and what the customer did in the "
        "forward_days after the day of the answer: net revenue, number of orders, and whether there was any order. The "
        "outcome always lies after the answer. One answer per customer and score: the first in the view (with a grain: "
        "in the period), with the full number of days of orders after it; no order counts as 0. partial: the same with "
        "segment, tenure and the net revenue of the 365 days up to the answer held fixed. A correlation says that a "
        "score is associated with the outcome, not that it causes it. p values are adjusted for the number of "
        "correlations shown (false-discovery rate, Benjamini-Hochberg), which assumes tests that are independent or "
        "positively dependent. The Bonett-Wright interval is approximate, the more so with heavy ties: few steps of a "
        "score, many customers without an order."
    ),
    formula=N_("Pearson's r of mid-ranks; tanh(atanh r +- 1.96 sqrt((1 + r^2/2) / (n - 3))); p by t on ranks, then BH"),
    source="Bonett & Wright (2000), Psychometrika 65:23-28; Benjamini & Hochberg (1995), JRSS B 57:289-300",
    inputs=("orders",),
    inputs_any=("surveys", "contacts"),
    scopes={"responses": "dated", "contacts": "dated"},
    optional=("responses", "contacts"),
    sampled="apart",
    estimate=correlation,
)
