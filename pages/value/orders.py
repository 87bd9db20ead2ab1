"""How much do customers order, and which part of revenue moved?"""

from cx.charts.bars import bars
from cx.charts.trend import trend
from cx.language import _, numbers
from cx.ui import cards, decomposition, findings, receipts, twin
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
decomposition.show(figures)

then, charts = page.compared_dates, page.side_by_side(2)
for name, definition in TRENDS.items():
    result = page.trend(name)
    figure = trend(
        result.rows,
        page.look(result),
        incomplete=page.incomplete,
        compared=page.compared_trend(name),
        compared_name=numbers.days(then.first, then.last) if then else "",
    )
    card = next(f for f in figures if f.card.metric == name)
    with charts:
        twin.show(figure, result, result.rows, title=findings.main([card]), subtitle=definition, key=f"orders_{name}")

for dimension in page.dimensions("orders", "segment"):
    result = page.by("aov", dimension)
    twin.show(
        bars(result.rows, page.look(result)),
        result,
        result.rows,
        title=findings.ends(result, dimension),
        subtitle=_("average order value with its 95% interval"),
        key=f"orders_by_{dimension}",
    )
receipts.show(page)
