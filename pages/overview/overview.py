"""How are we doing, what changed, and is it real?"""

from cx.language import _
from cx.ui import cards, findings, over_time, receipts, what_changed
from cx.ui.headline import CARDS
from cx.ui.page import lead, open_page

page = open_page("overview")
figures = page.judged(CARDS)
lead(_("Overview"), findings.biggest(figures), _("How are we doing, what changed, and is it real?"))
cards.row(page, figures)
what_changed.section(page)

charts = page.side_by_side(2)
for name, definition in (
    ("nps", _("% of 9–10 minus % of 0–6, with its 95% interval; hollow points are periods not complete")),
    ("net_revenue", _("order amounts less refunds, with their 95% interval; hollow points are periods not complete")),
):
    card = next(f for f in figures if f.card.metric == name)
    with charts:
        over_time.show(page, card, definition, compared=True)
receipts.show(page)
