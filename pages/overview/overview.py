"""How are we doing, what changed and is it real, and what is at stake?"""

import streamlit as st

from cx.language import _
from cx.ui import cards, over_time, receipts, stake, story, what_changed
from cx.ui.headline import CARDS
from cx.ui.page import lead, open_page

page = open_page("overview")
figures = page.judged(CARDS)
question = _("How are we doing, what changed and is it real, and what is at stake?")
lead(_("Overview"), f"{story.doing(page, figures)}\n\n{story.changed(page, figures)}", question)
rest = st.empty()
cards.row(page, figures)
reasons = what_changed.section(page, figures)
at_stake = st.container()

charts = page.side_by_side(2)
for name, definition in (
    ("nps", _("% of 9–10 minus % of 0–6, with its 95% interval; hollow points are periods not complete")),
    ("net_revenue", _("order amounts less refunds, with their 95% interval; hollow points are periods not complete")),
):
    card = next(f for f in figures if f.card.metric == name)
    with charts:
        over_time.show(page, card, definition, compared=True)
# Last, because it fits two models: nobody waits for it to see the rest.
with at_stake:
    answer = stake.section(page)
rest.markdown("\n\n".join(part for part in (reasons, story.at_stake(page, answer)) if part))
receipts.show(page)
