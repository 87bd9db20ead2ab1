"""Would customers recommend us?

Formula: 100 x (promoters - detractors) / answers; adjusted Wald interval, n divided by the design effect of customers
who answered repeatedly, and then t with customers - 1 degrees of freedom in place of z.
Unit: points, -100..100.
Inputs: surveys with an NPS answer, dated by the answer.
Fields: one row per period and split value. n and total: answers.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Reichheld (2003), HBR 81(12):46-54; Rocks (2016), The American Statistician 70:365-372;
Kish (1965), Survey Sampling, ch. 8.
"""

from __future__ import annotations

import pandas as pd

from cx.language import N_
from cx.metrics.base import Metric, Row
from cx.metrics.respondents import BY_CUSTOMER, SCOPES, quicker_scores
from cx.metrics.rows import Sums, repeat_effect, rows_of_sums
from cx.queries import Scope
from cx.stats.estimate import Estimate
from cx.stats.nps import nps


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    minimum = scope.settings.minimum_n
    return rows_of_sums(frame, scope, lambda s: _score(s, minimum), "answers")


def _score(s: Sums, minimum: int) -> Estimate:
    promoters, passives, detractors = int(s["promoters"]), int(s["passives"]), int(s["detractors"])
    effect = repeat_effect(s, promoters - detractors, s["answers"], promoters + detractors)
    customers = int(s["clusters"])
    return nps(promoters, passives, detractors, minimum=minimum, design_effect=effect, customers=customers)


METRIC = Metric(
    name="nps",
    title=N_("Net Promoter Score"),
    question=N_("Would customers recommend us?"),
    unit="points",
    better="higher",
    definition=N_(
        "Share of 9–10 answers minus share of 0–6 answers to the question how likely one is to recommend, times 100. "
        "Every answer counts; customers who answered repeatedly are alike in their answers, which widens the interval."
    ),
    formula=N_(
        "100 × (promoters − detractors) ÷ answers; 95 % adjusted Wald interval of answers ÷ design effect, the effect "
        "being the variance over customers ÷ that of independent answers, at least 1"
    ),
    source=(
        "Reichheld (2003), Harvard Business Review 81(12):46–54; interval: Rocks (2016), The "
        "American Statistician 70:365–372; repeated answers: Kish (1965), Survey Sampling, ch. 8."
    ),
    inputs=("surveys",),
    scopes=SCOPES,
    steps=BY_CUSTOMER,
    estimate=estimate,
    quicker=quicker_scores("nps"),
)
