"""Do customers with a better experience spend more afterwards, and does it hold against what else differs?"""

from cx.charts.correlation import forest
from cx.language import _
from cx.metrics.base import Options
from cx.metrics.forward_revenue import BANDS
from cx.ui import after_score, cards, claims, evidence, findings, receipts, shown, twin
from cx.ui.changes import Card
from cx.ui.choice import choose, chosen
from cx.ui.page import lead, open_page

SCORES = {"nps": _("NPS"), "csat": _("CSAT"), "ces": _("Ease (CES)"), "effort": _("Effort in contacts")}
EFFECT, AFTER = "adjusted_effect", "forward_revenue"

page = open_page("roi_of_cx")
days = page.version.settings.forward_days
score = chosen("score", SCORES)
options = Options(score=score)
effect = page.result(EFFECT, options=options)
figures = page.judged(
    (
        Card(AFTER, _("Later spend, best band"), where={"score": score, "band": BANDS[score][0]}),
        Card(AFTER, _("Later spend, worst band"), where={"score": score, "band": BANDS[score][-1]}),
        Card(EFFECT, _("Raw gap"), where={"part": "raw", "outcome": AFTER}, options=options),
        Card(EFFECT, _("Adjusted gap"), where={"part": "adjusted", "outcome": AFTER}, options=options),
    )
)
lead(_("ROI of CX"), evidence.finding(effect, score, days), _("Is a better experience worth money?"))
choose("score", _("Experience told by"), SCORES)
cards.row(page, figures)
evidence.show(page, effect, score)
after_score.show_bands(page, score)
after_score.show_dose(page, score)

links = page.result("correlation")
definition = _("rank correlation with the {n} days after; filled: stands after correcting for the looks taken")
together = _("over all customers, whatever they are split by") if page.view.split else ""
twin.show(
    forest(links.rows, page.look(links)),
    links,
    links.rows,
    title=findings.associations(links),
    subtitle=shown.subtitle(definition.format(n=days), together),
    key="roi_correlation",
)
claims.show(
    [
        (claims.BEST_PAST_EXPERIENCE, claims.best_past(page.result(AFTER))),
        (claims.RETENTION_PROFIT, claims.retention_profit(page.result("what_if", options=Options(lift=5.0)))),
        (claims.ACQUISITION_COST, claims.acquisition(page.result("acquisition_ratio"))),
    ]
)
receipts.show(page)
