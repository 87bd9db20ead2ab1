"""How long does it take to solve a contact?

Formula: median of (closed - opened); interval from binomial order statistics.
Unit: days (a fraction of a day counts), 0 and up.
Inputs: contacts opened in the period and closed since.
Fields: one row per period and split value. n and total: closed contacts.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: David & Nagaraja (2003), Order Statistics, sec. 7.1.
"""

from __future__ import annotations

import pandas as pd

from cx.language import N_
from cx.metrics.base import Metric, Row
from cx.metrics.rows import rows_of_groups
from cx.queries import Scope
from cx.stats.medians import SMALLEST_N, weighted_median


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    minimum = max(scope.settings.minimum_n, SMALLEST_N)
    return rows_of_groups(
        frame, scope, lambda part: weighted_median(part["days"], part["contacts"], minimum=minimum), "contacts"
    )


METRIC = Metric(
    name="resolution_time",
    title=N_("Resolution time"),
    question=N_("How long does it take to solve a contact?"),
    unit="days",
    better="lower",
    definition=N_(
        "Median time from opening to closing of contacts opened in the period that are closed "
        "by now. Contacts still open are left out, so the last weeks look faster than they "
        "are."
    ),
    formula=N_("median of (closed − opened)"),
    source="David & Nagaraja (2003), Order Statistics, sec. 7.1.",
    inputs=("contacts",),
    scopes={"contacts": "dated"},
    estimate=estimate,
)
