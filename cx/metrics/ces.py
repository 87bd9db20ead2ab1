"""How easy do customers find it?

Formula: mean of the effort answers on 1-7, 7 being very easy; Student's t, clipped to 1..7.
Unit: score, 1..7.
Inputs: surveys with an effort answer and its scale, dated by the answer.
Fields: one row per period and split value. n: answers. total: sum of the answers.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Dixon, Freeman & Toman (2010), HBR 88(7/8):116-122 for the idea; CES 2.0 for the wording and scale.
"""

from __future__ import annotations

import pandas as pd

from cx.metrics.base import Metric, Row
from cx.metrics.rows import rows_of_sums
from cx.queries import Scope
from cx.stats.means import mean


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    minimum = scope.settings.minimum_n
    return rows_of_sums(
        frame,
        scope,
        lambda s: mean(int(s["answers"]), s["total"], s["squares"], low_bound=1.0, high_bound=7.0, minimum=minimum),
        "total",
    )


METRIC = Metric(
    name="ces",
    title="Customer Effort Score",
    question="How easy do customers find it?",
    unit="score",
    better="higher",
    definition=(
        "CES 2.0: mean agreement that the company made it easy, on 1–7 where 7 is very easy. "
        "Other scales are stretched to 1–7, and turned when their low end is the easy one; 1–3 "
        "is high effort."
    ),
    formula="sum of answers ÷ answers, on 1–7",
    source=("Dixon, Freeman & Toman (2010), Harvard Business Review 88(7/8):116–122; CES 2.0 (CEB, 2013)."),
    inputs=("surveys",),
    scopes={"responses": "dated"},
    estimate=estimate,
)
