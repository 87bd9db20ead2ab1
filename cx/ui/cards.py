"""The KPI card: figure, change with arrow and word, verdict, interval and n, sparkline, and the way to its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from cx.language import _, numbers
from cx.stats.comparison import Verdict
from cx.ui import definitions, drill, links, sparkline, targets
from cx.ui.card_width import narrowest
from cx.ui.changes import Judged, direction_text, verdict_text
from cx.ui.page import Page
from cx.ui.plain import plain


def row(page: Page, cards: Sequence[Judged], columns: int = 4) -> None:
    """The cards side by side, as many as fit."""
    changes = [card.change_text() + direction_text(card) for card in cards if card.change_text()]
    width = narrowest([card.title for card in cards], changes)
    grid = st.grid(min(columns, len(cards)), min_column_width=width, gap="xsmall")
    for card in cards:
        with grid.container(border=True, height="stretch", gap="xsmall"):
            _draw(page, card)


def _draw(page: Page, card: Judged) -> None:
    compared = bool(card.change_text())
    st.metric(
        card.title,
        card.value_text(),
        card.change_text() if compared else None,
        delta_color=colour(card),
        delta_arrow="off" if card.up is None else "up" if card.up else "down",
        delta_description=direction_text(card) if compared else None,
        help=plain(_(card.card.help) or card.metric.said.definition),
    )
    sparkline.show(card, page.mode)
    st.caption(basis(page, card))
    with st.container(horizontal=True, gap="xsmall"):
        if card.card.page:
            st.page_link(card.card.page, label=links.coloured(_("Details")), query_params=links.query_params(page.view))
        drill.card_link(page, card)
        definitions.link(page, card.metric)


def colour(card: Judged) -> Literal["gray", "blue", "orange"]:
    """Blue for a real change for the better, orange for the worse, grey for everything that may be noise."""
    if card.verdict is not Verdict.REAL or card.good is None:
        return "gray"
    return "blue" if card.good else "orange"


def basis(page: Page, card: Judged) -> str:
    """The small print: verdict, what it is compared with, target, interval, n; the reason when there is no figure."""
    e = card.now.estimate
    if not e.known:
        return plain(e.reason or numbers.DASH)
    then = page.compared_dates
    against = _("vs {days}").format(days=numbers.days(then.first, then.last)) if then and card.then else ""
    change = verdict_text(card)
    verdict = " ".join(part for part in (change and f"**{change}**", against) if part)
    judged = targets.judged_by(page, card)
    sample = _("{interval}, n\u00a0=\u00a0{n}").format(
        interval=targets.interval_text(judged, card), n=numbers.count(e.n)
    )
    return "  \n".join(part for part in (verdict, targets.line(judged, card), sample, plain(card.note)) if part)
