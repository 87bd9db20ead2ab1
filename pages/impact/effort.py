"""Do customers come back after a contact that was hard, what makes it hard, and what does it cost?"""

from cx.language import _
from cx.metrics.base import Options
from cx.metrics.cost_to_serve import COST
from cx.ui import cards, claims, effort, receipts
from cx.ui.changes import Card
from cx.ui.choice import choose, chosen
from cx.ui.page import lead, open_page

page = open_page("effort")
score = chosen("score", effort.SCORES)
options = Options(score=score)
figures = page.judged(
    (
        Card("ces", _("Ease (CES, 1–7)")),
        Card("effort_index", _("High-effort contacts"), where={"part": "band", "band": "high effort"}),
        Card(
            "risk_ratio",
            _("Leaving, high against low"),
            where={"part": "risk ratio", "outcome": "churn"},
            options=options,
        ),
        Card("cost_to_serve", _("Cost, low against high"), where={"part": "difference", "item": COST}, options=options),
        Card("resolution_time", _("Time to resolve")),
    )
)
ratios = effort.ratios(page, score)
lead(
    _("Effort and loyalty"),
    effort.ratio_sentence(page, ratios, score, "churn"),
    _("Do customers come back after an interaction that was hard?"),
)
choose("score", _("Effort told by"), effort.SCORES)
cards.row(page, figures, columns=5)
effort.show_outcomes(page, score)
effort.show_signs(page)
effort.show_cost(page, score)
claims.show(
    [
        (
            claims.EFFORT_LOYALTY,
            f"{claims.disloyal(ratios, score)} {effort.ratio_sentence(page, ratios, score, 'churn')}",
        ),
        (claims.EFFORT_COST, claims.cheaper(page.result("cost_to_serve", options=options))),
    ]
)
receipts.show(page)
