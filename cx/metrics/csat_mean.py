"""How satisfied are customers on average?

Formula: mean answer, high being good; Student's t, clipped to the scale.
Unit: score on the scale of the survey.
Inputs: surveys with a satisfaction answer, dated by the answer.
Fields: one row per period and split value. n: answers. Withheld where answers are on several scales.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Student (1908), Biometrika 6:1-25.
"""

from __future__ import annotations

import pandas as pd

from cx.metrics.base import Metric, Row
from cx.metrics.rows import rows_of_groups
from cx.queries import Scope
from cx.stats.estimate import Estimate, withheld
from cx.stats.means import mean


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    return rows_of_groups(frame, scope, lambda part: _mean(part, scope.settings.minimum_n), "total")


def _mean(part: pd.DataFrame, minimum: int) -> Estimate:
    n = int(part["answers"].sum())
    if len(part) > 1:
        return withheld("the answers are on several scales, which have no common mean", n=n, unit="score")
    scale = part[["scale_low", "scale_high"]].astype(float).dropna()
    low, high = scale.iloc[0] if len(scale) else (None, None)
    total, squares = float(part["total"].sum()), float(part["squares"].sum())
    return mean(n, total, squares, low_bound=low, high_bound=high, minimum=minimum)


METRIC = Metric(
    name="csat_mean",
    title="Mean satisfaction",
    question="How satisfied are customers on average?",
    unit="score",
    better="higher",
    definition=(
        "Mean of the satisfaction answers on their own scale, turned so that high is good. "
        "Answers on different scales are not averaged."
    ),
    formula="sum of answers ÷ answers",
    source="Student (1908), Biometrika 6:1–25: t interval, clipped to the scale.",
    inputs=("surveys",),
    scopes={"responses": "dated"},
    estimate=estimate,
)
