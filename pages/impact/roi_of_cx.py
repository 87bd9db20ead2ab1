"""Do customers with a better experience spend more afterwards, and does it hold against what else differs?"""

from cx.language import _
from cx.metrics.base import Options
from cx.metrics.forward_revenue import BANDS
from cx.ui import after_score, cards, claims, evidence, receipts
from cx.ui.changes import Card
from cx.ui.choice import choose, chosen
from cx.ui.page import lead, open_page
from cx.ui.words import SCORES

EFFECT, AFTER = "adjusted_effect", "forward_revenue"

page = open_page("roi_of_cx")
score = chosen("score", SCORES)
options = Options(score=score)
figures = page.judged(
    (
        Card(AFTER, _("Spend, best band"), where={"score": score, "band": BANDS[score][0]}),
        Card(AFTER, _("Spend, worst band"), where={"score": score, "band": BANDS[score][-1]}),
        Card(EFFECT, _("Raw gap"), where={"part": "raw", "outcome": AFTER}, options=options),
        Card(EFFECT, _("Adjusted gap"), where={"part": "adjusted", "outcome": AFTER}, options=options),
    )
)
effect = page.result(EFFECT, options=options)
too_young = after_score.not_followed(page, page.result(AFTER))
finding = (
    _("No later spend to show yet.")
    if too_young
    else evidence.finding(effect, score, page.version.settings.forward_days)
)
lead(_("ROI of CX"), finding, _("Is a better experience worth money?"))
if too_young:
    after_score.offer_longer(page, too_young)
else:
    choose("score", _("Experience told by"), SCORES)
    cards.row(page, evidence.judged(figures))
    evidence.show(page, effect, score)
    after_score.show_bands(page, score)
    after_score.show_dose(page, score)
    after_score.show_links(page)
    nps = page.result(EFFECT, options=Options(score="nps"))
    claims.show(
        [
            (claims.BEST_PAST_EXPERIENCE, claims.best_past(page.result(AFTER), nps)),
            (claims.RETENTION_PROFIT, claims.retention_profit(page.result("what_if", options=Options(lift=5.0)))),
            (claims.ACQUISITION_COST, claims.acquisition(page.result("acquisition_ratio"))),
        ]
    )
receipts.show(page)
