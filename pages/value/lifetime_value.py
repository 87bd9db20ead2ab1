"""What is a customer worth, and are newer customers worth more?"""

from dataclasses import replace

from cx.charts.curve import by_year, curve, drawn
from cx.language import _
from cx.ui import backtest, cards, findings, most_valuable, predicted, receipts, shown, twin
from cx.ui.changes import Card
from cx.ui.page import lead, open_page
from cx.ui.picking import by_currency

CARDS = (
    Card("ltv_curve", _("LTV, month"), age=12),
    Card("ltv_curve", _("LTV, month"), age=1),
    Card("aov", _("Average order value")),
    Card("predicted_clv", _("Next {age} months"), age=12, where={"part": "value"}),
    Card("predicted_clv", _("Next {age} months"), age=36, where={"part": "value"}),
    Card("p_alive", _("Still active"), where={"part": "repeat buyers"}),
)
SAID = {
    "ltv_curve": _("since the first order"),
    "predicted_clv": _("still to come"),
    "p_alive": _("of those who ordered on two days or more"),
}
"""Metric -> what its figure is, below it: the two are easily taken for each other."""


page = open_page("lifetime_value")
figures = page.judged(CARDS)
finding = f"{findings.main(figures)} {predicted.sentence(page.result('predicted_clv'))}".strip()
lead(_("Lifetime value"), finding, _("What is a customer worth, and are newer customers worth more?"))
noted = [replace(f, note="; ".join(t for t in (SAID.get(f.card.metric, ""), f.note) if t)) for f in figures]
cards.row(page, noted, columns=3)

result = page.split("ltv_curve")
pooled = _("cumulative net revenue per customer, over all cohorts that have completed the age, with its 95% interval")
curves = [row for _name, points in drawn(result.rows) for row in points]
twin.show(
    curve(result.rows, page.look(result, every="month")),
    result,
    result.rows,
    title=findings.curve(result, "month", shown=curves, minimum=page.version.settings.minimum_n),
    subtitle=shown.subtitle(pooled, shown.of_curves(result.rows), shown.not_split(page, result)),
    key="ltv_pooled",
    empty=page.no_age("month"),
)
result = by_currency(page.result("ltv_curve", replace(page.view, period="all", every="year", split=None)))
years = _("by the year of the first order, whatever the period chosen; a curve ends where its youngest cohorts do")
twin.show(
    curve(result.rows, page.look(result, every="month"), named=by_year),
    result,
    result.rows,
    title=findings.years(result),
    subtitle=shown.subtitle(years, shown.of_curves(result.rows, by_year)),
    key="ltv_years",
)
predicted.show(page)
backtest.show(page)
most_valuable.show(page)
receipts.show(page)
