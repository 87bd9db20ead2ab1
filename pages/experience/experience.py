"""What do customers say, where do they say it, and is it changing?"""

from cx.language import _
from cx.ui import by_segment, cards, findings, over_time, receipts, silent_majority
from cx.ui.changes import Card
from cx.ui.page import lead, open_page

CARDS = (
    Card("nps", _("NPS")),
    Card("csat", _("CSAT, top two boxes")),
    Card("ces", _("Ease (CES, 1–7)")),
    Card("response_rate", _("Response rate")),
)
TRENDS = {
    "nps": _("% of 9–10 minus % of 0–6, in points, with its 95% interval"),
    "csat": _("share of answers in the top two boxes, with its 95% interval"),
    "ces": _("mean ease on 1–7, 7 is easiest, with its 95% interval"),
}

page = open_page("experience")
figures = page.judged(CARDS)
lead(_("NPS, CSAT and CES"), findings.main(figures), _("What do customers say, and is it changing?"))
cards.row(page, figures)

charts = page.side_by_side(3)
for card in figures[:3]:
    with charts:
        over_time.show(page, card, TRENDS[card.card.metric])

dimensions = page.dimensions("responses", "touchpoint", "segment")
charts = page.side_by_side(len(dimensions))
for dimension in dimensions:
    with charts:
        by_segment.show(page, "nps", dimension, _("NPS with its 95% interval; what carries no value is last"))
silent_majority.show(page)
receipts.show(page)
