"""Would customers recommend us?

Formula: 100 x (promoters - detractors) / answers; adjusted Wald interval.
Unit: points, -100..100.
Inputs: surveys with an NPS answer, dated by the answer.
Fields: one row per period and split value. n and total: answers.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Reichheld (2003), HBR 81(12):46-54; Rocks (2016), The American Statistician 70:365-372.
"""

from __future__ import annotations

import pandas as pd

from cx.metrics.base import Metric, Row
from cx.metrics.rows import rows_of_sums
from cx.queries import Scope
from cx.stats.nps import nps


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    minimum = scope.settings.minimum_n
    return rows_of_sums(
        frame,
        scope,
        lambda s: nps(int(s["promoters"]), int(s["passives"]), int(s["detractors"]), minimum=minimum),
        "answers",
    )


METRIC = Metric(
    name="nps",
    title="Net Promoter Score",
    question="Would customers recommend us?",
    unit="points",
    better="higher",
    definition=(
        "Share of 9–10 answers minus share of 0–6 answers to the question how likely one is to recommend, times 100."
    ),
    formula="100 × (promoters − detractors) ÷ answers",
    source=(
        "Reichheld (2003), Harvard Business Review 81(12):46–54; interval: Rocks (2016), The "
        "American Statistician 70:365–372."
    ),
    inputs=("surveys",),
    scopes={"responses": "dated"},
    estimate=estimate,
)
