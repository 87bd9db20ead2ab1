"""How much do customers order, and which part of revenue moved?"""

from cx.language import _
from cx.ui import by_segment, cards, findings, over_time, receipts, what_changed
from cx.ui.changes import Card
from cx.ui.page import lead, open_page

CARDS = (
    Card("net_revenue", _("Net revenue")),
    Card("customers", _("Customers")),
    Card("new_customers", _("New customers")),
    Card("orders", _("Orders")),
    Card("orders_per_customer", _("Orders per customer")),
    Card("aov", _("Average order value")),
)
TRENDS = {
    "net_revenue": _("order amounts less refunds, with their 95% interval"),
    "aov": _("net revenue / orders, with its 95% interval"),
}

page = open_page("orders")
figures = page.judged(CARDS)
lead(_("Orders"), findings.main(figures), _("How much do customers order, and which part of revenue moved?"))
cards.row(page, figures, columns=3)
what_changed.factors(page)

charts = page.side_by_side(2)
for name, definition in TRENDS.items():
    card = next(f for f in figures if f.card.metric == name)
    with charts:
        over_time.show(page, card, definition, compared=True)

for dimension in page.dimensions("orders", "segment"):
    by_segment.show(page, "aov", dimension, _("average order value with its 95% interval"))
receipts.show(page)
