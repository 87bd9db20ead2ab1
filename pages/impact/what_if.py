"""What would it bring to make contacts easier, or to keep more customers?"""

from cx.language import _
from cx.metrics.base import Options
from cx.ui import cards, claims, programme, receipts
from cx.ui.choice import given, number
from cx.ui.page import lead, open_page

METRIC = "what_if"
DEFAULTS = Options()
QUESTION = _("What would a better experience bring, and what may it cost?")

page = open_page(METRIC)
options = Options(
    move=given("move", DEFAULTS.move), lift=given("lift", DEFAULTS.lift), programme_cost=given("cost", 0.0)
)
result = page.result(METRIC, options=options)
figures = page.judged(programme.cards(result, options))
lead(_("What if"), programme.finding(result, options), QUESTION)
cost = _("Cost of the programme in a year, {currency}").format(currency=programme.currency(result)).rstrip(" ,")
with page.side_by_side(3):
    number("move", _("High-effort contacts made easy, %"), DEFAULTS.move, step=5.0)
    number("lift", _("Points of retention won"), DEFAULTS.lift, step=0.5)
    number("cost", cost, 0.0, step=1000.0)
cards.row(page, figures)
programme.show(page, result, options)
five = page.result(METRIC, options=Options(lift=5.0))
claims.show([(claims.RETENTION_PROFIT, claims.retention_profit(five))])
receipts.show(page)
