"""What share of the customers is satisfied?

Formula: answers in the two best boxes of the scale / answers; Wilson's score interval, n divided by the design
effect of customers who answered repeatedly.
Unit: share, 0..1.
Inputs: surveys with a satisfaction answer and its scale, dated by the answer.
Fields: one row per period and split value. n and total: answers.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Wilson (1927), JASA 22:209-212; Korn & Graubard (1998), Survey Methodology 24:193-201.
"""

from __future__ import annotations

import pandas as pd

from cx.language import N_
from cx.metrics.base import Metric, Row
from cx.metrics.respondents import BY_CUSTOMER, SCOPES, quicker_scores
from cx.metrics.rows import Sums, repeat_effect, rows_of_sums
from cx.queries import Scope
from cx.stats.estimate import Estimate
from cx.stats.proportions import wilson


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    minimum = scope.settings.minimum_n
    return rows_of_sums(frame, scope, lambda s: _share(s, minimum), "answers")


def _share(s: Sums, minimum: int) -> Estimate:
    satisfied, answers = int(s["satisfied"]), int(s["answers"])
    effect = repeat_effect(s, satisfied, answers, satisfied)
    return wilson(satisfied, answers, minimum=minimum, design_effect=effect)


METRIC = Metric(
    name="csat",
    title=N_("CSAT"),
    question=N_("What share of the customers is satisfied?"),
    unit="share",
    better="higher",
    definition=N_(
        "Share of satisfaction answers in the top two boxes of their scale (4–5 of 1–5, 6–7 of "
        "1–7); of a yes/no scale the best one. Sliders with more than eleven steps have no "
        "boxes and are left out. Every answer counts; customers who answered repeatedly are "
        "alike in their answers, which widens the interval."
    ),
    formula=N_(
        "answers in the top two boxes ÷ answers; 95 % Wilson interval of answers ÷ design effect, the effect being the "
        "variance over customers ÷ that of independent answers, at least 1"
    ),
    source=(
        "Interval: Wilson (1927), JASA 22:209–212; repeated answers: Korn & Graubard (1998), Survey Methodology "
        "24:193–201."
    ),
    inputs=("surveys",),
    scopes=SCOPES,
    steps=BY_CUSTOMER,
    estimate=estimate,
    quicker=quicker_scores("csat"),
)
