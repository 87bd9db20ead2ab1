"""How often does an ordering customer need help?

Formula: contacts opened / persons who ordered, both in the period; delta method, clustered by person (a contact of
an unknown person is a cluster of its own). Where there are no contacts: Garwood's exact Poisson interval of 0.
Unit: count per customer, 0 and up.
Inputs: contacts by the day they were opened, orders by the day of the order.
Fields: one row per period and split value. n: customers. total: contacts.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Cochran (1977), Sampling Techniques, ch. 6; Garwood (1936), Biometrika 28:437-442.
"""

from __future__ import annotations

import pandas as pd

from cx.language import N_
from cx.metrics.base import Metric, Row
from cx.metrics.rows import Sums, rows_of_sums
from cx.metrics.spans import quicker_spans
from cx.queries import Scope
from cx.stats.counts import poisson_rate
from cx.stats.estimate import Estimate
from cx.stats.ratios import ratio


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    minimum = scope.settings.minimum_n
    return rows_of_sums(frame, scope, lambda s: _per_customer(s, minimum), "contacts")


def _per_customer(s: Sums, minimum: int) -> Estimate:
    if s["contacts"] == 0.0:
        # Nobody's contacts differ, so there is no spread to go by; no contacts are as if independent.
        return poisson_rate(0, s["customers"], n=int(s["customers"]), minimum=minimum)
    return ratio(
        s["contacts"],
        s["customers"],
        s["sum_yy"],
        s["sum_xy"],
        s["sum_xx"],
        int(s["clusters"]),
        n=int(s["customers"]),
        unit="count",
        minimum=minimum,
        low_bound=0.0,
    )


METRIC = Metric(
    name="contacts_per_customer",
    title=N_("Contacts per customer"),
    question=N_("How often does an ordering customer need help?"),
    unit="count",
    better="lower",
    definition=N_(
        "Contacts opened in the period, whoever opened them, divided by the distinct persons who ordered in it. "
        "The interval rests on persons: one who needs help often brings many contacts."
    ),
    formula=N_("contacts ÷ customers with an order; 95 % interval by the delta method, clustered by person"),
    source=(
        "Cochran (1977), Sampling Techniques, ch. 6; Deng, Knoblich & Lu (2018), KDD: delta method. Without any "
        "contact: Garwood (1936), Biometrika 28:437–442."
    ),
    inputs=("contacts", "orders"),
    scopes={"contacts": "dated", "orders": "dated"},
    estimate=estimate,
    steps={"buyers": "buyers"},
    quicker=quicker_spans("contacts_per_customer", beside={"contacts": "dated"}, steps={"buyers": "buyers_of_spans"}),
)
