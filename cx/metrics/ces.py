"""How easy do customers find it?

Formula: mean of the effort answers on 1-7, 7 being very easy; t interval clustered by customer, clipped to 1..7.
Unit: score, 1..7.
Inputs: surveys with an effort answer and its scale, dated by the answer.
Fields: one row per period and split value. n: answers. total: sum of the answers.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Dixon, Freeman & Toman (2010), HBR 88(7/8):116-122 for the idea; CES 2.0 for the wording and scale;
Cochran (1977), Sampling Techniques, ch. 6.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cx.language import N_
from cx.metrics.base import Metric, Row
from cx.metrics.respondents import BY_CUSTOMER, SCOPES, quicker_scores
from cx.metrics.rows import rows_of_sums
from cx.metrics.scores import mean_score
from cx.queries import Scope

LOW, HIGH = 1, 7
"""The scale of CES 2.0; 7 is very easy."""


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    minimum = scope.settings.minimum_n
    rows = rows_of_sums(frame, scope, lambda s: mean_score(s, LOW, HIGH, minimum), "total")
    return [replace(row, scale=f"{LOW}-{HIGH}") for row in rows]


METRIC = Metric(
    name="ces",
    title=N_("Customer Effort Score"),
    question=N_("How easy do customers find it?"),
    unit="score",
    better="higher",
    definition=N_(
        "CES 2.0: mean agreement that the company made it easy, on 1–7 where 7 is very easy. "
        "Other scales are stretched to 1–7, and turned when their low end is the easy one; 1–3 "
        "is high effort. Every answer counts; the interval rests on customers, who may have answered repeatedly."
    ),
    formula=N_("sum of answers ÷ answers, on 1–7; 95 % interval by the delta method, clustered by customer"),
    source=(
        "Dixon, Freeman & Toman (2010), Harvard Business Review 88(7/8):116–122; CES 2.0 (CEB, 2013); "
        "interval: Cochran (1977), Sampling Techniques, ch. 6."
    ),
    inputs=("surveys",),
    scopes=SCOPES,
    steps=BY_CUSTOMER,
    estimate=estimate,
    quicker=quicker_scores("ces"),
)
