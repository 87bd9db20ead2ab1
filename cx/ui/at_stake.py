"""Whose revenue a card of what is at stake is about: the row whose customers are listed."""

from __future__ import annotations

from dataclasses import replace

from cx.metrics.base import Result, Row
from cx.metrics.revenue_at_risk import AT_RISK, BOTH, CUSTOMERS, DETRACTORS, HIGH_EFFORT

METRIC = "revenue_at_risk"


def counted(result: Result, shown: Row) -> Row:
    """The row whose customers are listed for a card's figure: the customers themselves where there is no figure.

    What both are about leaves out those of whom no effect is known: it is then the row of the others, with the same
    figure.
    """
    rows = {(row.part, row.item): row for row in result.rows}
    if not shown.estimate.known:
        return rows.get((CUSTOMERS, shown.item), shown)
    if (shown.part, shown.item) != (AT_RISK, BOTH):
        return shown
    everybody = rows.get((CUSTOMERS, BOTH), shown).estimate.value
    if shown.total == everybody:
        return shown
    alone = (rows[AT_RISK, item] for item in (DETRACTORS, HIGH_EFFORT) if (AT_RISK, item) in rows)
    return next((row for row in alone if row.total == shown.total and row.estimate.known), replace(shown, item=None))
