"""How often does an ordering customer need help?

Formula: contacts opened / persons who ordered, both in the period; Garwood's exact Poisson interval of the contacts.
Unit: count per customer, 0 and up.
Inputs: contacts by the day they were opened, orders by the day of the order.
Fields: one row per period and split value. n: customers. total: contacts.
Raises: ValueError when the statistics contradict each other (never from counts of rows).
Source: Garwood (1936), Biometrika 28:437-442.
"""

from __future__ import annotations

import pandas as pd

from cx.metrics.base import Metric, Row
from cx.metrics.rows import rows_of_sums
from cx.queries import Scope
from cx.stats.counts import poisson_rate


def estimate(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """See the module."""
    minimum = scope.settings.minimum_n
    return rows_of_sums(
        frame,
        scope,
        lambda s: poisson_rate(int(s["contacts"]), s["customers"], n=int(s["customers"]), minimum=minimum),
        "contacts",
    )


METRIC = Metric(
    name="contacts_per_customer",
    title="Contacts per customer",
    question="How often does an ordering customer need help?",
    unit="count",
    better="lower",
    definition=(
        "Contacts opened in the period, whoever opened them, divided by the distinct persons who ordered in it."
    ),
    formula="contacts ÷ customers with an order",
    source="Garwood (1936), Biometrika 28:437–442: exact Poisson interval of the contacts.",
    inputs=("contacts", "orders"),
    scopes={"contacts": "dated", "orders": "dated"},
    estimate=estimate,
)
