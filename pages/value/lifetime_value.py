"""What is a customer worth, and are newer customers worth more?"""

from dataclasses import replace

from cx.charts.curve import curve
from cx.language import _
from cx.metrics.base import Row
from cx.ui import cards, findings, receipts, twin
from cx.ui.changes import Card
from cx.ui.page import lead, open_page

CARDS = (
    Card("ltv_curve", _("LTV, month"), age=12),
    Card("ltv_curve", _("LTV, month"), age=1),
    Card("aov", _("Average order value")),
    Card("orders_per_customer", _("Orders per customer")),
)


def by_year(row: Row) -> str:
    """The year in which the customers of a curve started."""
    return str(row.period.year) if row.period else ""


page = open_page("lifetime_value")
figures = page.judged(CARDS)
lead(_("Lifetime value"), findings.main(figures), _("What is a customer worth, and are newer customers worth more?"))
cards.row(page, figures)

result = page.split("ltv_curve")
twin.show(
    curve(result.rows, page.look(result, every="month")),
    result,
    result.rows,
    title=findings.curve(result, "month"),
    subtitle=_(
        "cumulative net revenue per customer, over all cohorts that have completed the age, with its 95% interval"
    ),
    key="ltv_pooled",
)
result = page.result("ltv_curve", replace(page.view, period="all", every="year", split=None))
twin.show(
    curve(result.rows, page.look(result, every="month"), named=by_year),
    result,
    result.rows,
    title=findings.years(result),
    subtitle=_(
        "by the year of the first order, whatever the period chosen; a curve ends where its youngest cohorts do"
    ),
    key="ltv_years",
)
receipts.show(page)
