"""What share of those we ask answers?

Formula: answered invitations / invitations; Wilson's score interval, n divided by the design effect of customers
invited repeatedly.
Unit: share, 0..1.
Inputs: surveys with a sent date; the period is that of the invitation.
Fields: one row per period and split value. n: invitations. total: answers.
Withheld when the store holds answers only.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: AAPOR (2023), Standard Definitions; Wilson (1927), JASA 22:209-212; Korn & Graubard (1998), Survey
Methodology 24:193-201.
"""

from __future__ import annotations

import pandas as pd

from cx.language import N_, _
from cx.metrics.base import Metric, Row
from cx.metrics.rows import Sums, repeat_effect, rows_of_sums
from cx.queries import Scope
from cx.stats.estimate import Estimate, withheld
from cx.stats.proportions import wilson


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    only_answers = bool((frame["unanswered_stored"] == 0).all())
    return rows_of_sums(frame, scope, lambda s: _rate(s, scope.settings.minimum_n, only_answers), "answered")


def _rate(s: Sums, minimum: int, only_answers: bool) -> Estimate:
    if only_answers:
        return withheld(_("the file holds only answers, no unanswered invitations"), n=int(s["invited"]), unit="share")
    answered, invited = int(s["answered"]), int(s["invited"])
    effect = repeat_effect(s, answered, invited, answered)
    return wilson(answered, invited, minimum=minimum, design_effect=effect, repeated="invitations")


METRIC = Metric(
    name="response_rate",
    title=N_("Response rate"),
    question=N_("What share of those we ask answers?"),
    unit="share",
    better="higher",
    definition=N_(
        "Invitations that were answered, whenever that was, divided by invitations sent in the "
        "period. Recent invitations may still be answered. Who was invited repeatedly "
        "tends to do the same each time, which widens the interval."
    ),
    formula=N_(
        "answered ÷ invited; 95 % Wilson interval of invitations ÷ design effect, the effect being the variance over "
        "customers ÷ that of independent invitations, at least 1"
    ),
    source=(
        "AAPOR (2023), Standard Definitions; interval: Wilson (1927), JASA 22:209–212; repeated invitations: Korn & "
        "Graubard (1998), Survey Methodology 24:193–201."
    ),
    inputs=("surveys",),
    scopes={"responses": "sent_date"},
    estimate=estimate,
)
