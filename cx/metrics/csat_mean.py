"""How satisfied are customers on average?

Formula: mean answer, high being good; t interval clustered by customer, clipped to the scale.
Unit: score on the scale of the survey.
Inputs: surveys with a satisfaction answer, dated by the answer.
Fields: one row per period and split value. n: answers. Withheld where answers are on several scales.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Cochran (1977), Sampling Techniques, ch. 6; Deng, Knoblich & Lu (2018), KDD.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cx.language import N_, _
from cx.metrics.base import Metric, Row
from cx.metrics.respondents import BY_CUSTOMER, SCOPES, quicker_answers
from cx.metrics.rows import rows_of_groups
from cx.metrics.scores import mean_score
from cx.queries import Scope
from cx.stats.estimate import Estimate, withheld


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    rows = rows_of_groups(frame, scope, lambda part: _mean(part, scope.settings.minimum_n), "total")
    scales = frame[["scale_low", "scale_high"]].astype(float).drop_duplicates().dropna().to_numpy()
    named = f"{scales[0][0]:g}-{scales[0][1]:g}" if len(scales) == 1 else None
    return [replace(row, scale=named) for row in rows]


def _mean(part: pd.DataFrame, minimum: int) -> Estimate:
    n = int(part["answers"].sum())
    if len(part) > 1:
        return withheld(_("the answers are on several scales, which have no common mean"), n=n, unit="score")
    scale = part[["scale_low", "scale_high"]].astype(float).dropna()
    low, high = scale.iloc[0] if len(scale) else (None, None)
    s = {name: float(part[name].sum()) for name in ("total", "answers", "sum_yy", "sum_xy", "sum_xx", "clusters")}
    return mean_score(s, low, high, minimum)


METRIC = Metric(
    name="csat_mean",
    title=N_("Mean satisfaction"),
    question=N_("How satisfied are customers on average?"),
    unit="score",
    better="higher",
    definition=N_(
        "Mean of the satisfaction answers on their own scale, turned so that high is good. "
        "Answers on different scales are not averaged. Every answer counts; the interval rests on "
        "customers, who may have answered repeatedly."
    ),
    formula=N_("sum of answers ÷ answers; 95 % interval by the delta method, clustered by customer"),
    source="Cochran (1977), Sampling Techniques, ch. 6; Deng, Knoblich & Lu (2018), KDD: delta method",
    inputs=("surveys",),
    scopes=SCOPES,
    steps=BY_CUSTOMER,
    estimate=estimate,
    quicker=quicker_answers("csat_mean"),
)
