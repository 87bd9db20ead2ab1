"""What is at stake: the money that goes with bad experiences, as cards, with what it rests on."""

from __future__ import annotations

import streamlit as st

from cx.language import N_, _, numbers
from cx.metrics.base import Result, Row
from cx.metrics.revenue_at_risk import AT_RISK, BOTH, CUSTOMERS, DETRACTORS, HIGH_EFFORT, LATER
from cx.stats.estimate import withheld
from cx.ui import cards, twin
from cx.ui.changes import Card
from cx.ui.page import Page
from cx.ui.page_table import EFFORT, ROI
from cx.ui.plain import plain

METRIC = "revenue_at_risk"
CARDS = (
    Card(METRIC, N_("Revenue at risk"), ROI.file, where={"part": AT_RISK, "item": BOTH}),
    Card(METRIC, N_("Detractors will spend"), ROI.file, where={"part": LATER, "item": DETRACTORS}),
    Card(METRIC, N_("After high effort"), EFFORT.file, where={"part": LATER, "item": HIGH_EFFORT}),
)
__all__ = ["BOTH", "CARDS", "METRIC", "customers", "row", "section"]


def row(result: Result, item: str, part: str = AT_RISK) -> Row:
    """One row of the answer; a withheld one when the metric did not give it."""
    found = next((r for r in result.rows if (r.part, r.item) == (part, item)), None)
    reason = result.rows[0].estimate.reason or _("no figures")
    return found or Row(withheld(reason, n=0, unit=result.metric.unit), part=part, item=item)


def customers(result: Result, item: str) -> int:
    """How many customers had the bad experience."""
    return int(row(result, item, CUSTOMERS).estimate.value or 0)


def section(page: Page) -> Result:
    """The cards, and in words what they rest on. Returns the answer behind them."""
    st.header(_("What is at stake"), anchor=False)
    result = page.result(METRIC)
    days = page.version.settings.forward_days
    st.caption(
        _(
            "Customers with a bad experience, times what customers like them spent more in the {n} days after a good "
            "one; associated, no proof of a cause."
        ).format(n=days)
    )
    cards.row(page, page.beside(CARDS), columns=3)
    if remark := row(result, BOTH).remark:
        st.caption(plain(remark))
    twin.tell_sample(result)
    st.caption(
        _("{detractors} detractors, {hard} customers after a high-effort contact; {both} together, each once").format(
            detractors=numbers.count(customers(result, DETRACTORS)),
            hard=numbers.count(customers(result, HIGH_EFFORT)),
            both=numbers.count(customers(result, BOTH)),
        )
    )
    return result
