"""Do customers come back after a contact that was hard, what makes it hard, and what does it cost?"""

from cx.language import _
from cx.metrics.base import Options
from cx.ui import cards, claims, effort, effort_charts, receipts
from cx.ui.choice import choose, chosen
from cx.ui.page import lead, open_page

page = open_page("effort")
score = chosen("score", effort.SCORES)
options = Options(score=score)
figures = page.judged(effort.cards(page, score))
ratios, costs = page.result("risk_ratio", options=options), page.result("cost_to_serve", options=options)
lead(
    _("Effort and loyalty"),
    effort.finding(page, ratios, costs, score),
    _("Do customers come back after an interaction that was hard?"),
)
choose("score", _("Effort told by"), effort.SCORES)
cards.row(page, figures, columns=5)
effort_charts.show(page, ratios, costs, score)
effort_charts.show_signs(page)
claims.show(
    [
        (claims.EFFORT_LOYALTY, claims.disloyal(ratios, score)),
        (claims.EFFORT_COST, claims.cheaper(costs)),
    ]
)
receipts.show(page)
