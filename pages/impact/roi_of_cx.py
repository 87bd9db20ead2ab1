"""Do customers with a better experience spend more afterwards?"""

from cx.charts.bands import bands
from cx.charts.correlation import forest
from cx.language import _
from cx.ui import banded, cards, claims, findings, receipts, shown, twin
from cx.ui.changes import Card
from cx.ui.page import lead, open_page

AFTER = "forward_revenue"
CARDS = (
    Card(AFTER, _("Promoters’ spend"), where={"score": "nps", "band": "promoter"}),
    Card(AFTER, _("Detractors’ spend"), where={"score": "nps", "band": "detractor"}),
    Card(AFTER, _("Low-effort spend"), where={"score": "ces", "band": "low effort"}),
    Card(AFTER, _("High-effort spend"), where={"score": "ces", "band": "high effort"}),
)
SCORES = {"nps": _("NPS"), "csat": _("CSAT"), "ces": _("ease")}

page = open_page("roi_of_cx")
figures = page.judged(CARDS)
settings = page.version.settings
days = settings.forward_days
result = page.split(AFTER)
rows = {score: [r for r in reversed(result.rows) if r.score == score] for score in SCORES}
by_score = {score: points for score, points in rows.items() if points}
steps = banded.steps(by_score, settings.minimum_n)
what = _("Net revenue per customer in the {n} days after an answer").format(n=days)
sentences = {score: banded.sentence(what, found, result.view.split) for score, found in steps.items()}
lead(
    _("ROI of CX"),
    next(iter(sentences.values()), _("No answers yet that can be followed for {n} days.").format(n=days)),
)

cards.row(page, figures)

definition = _("mean net revenue in the {n} days after the first answer, 95% interval").format(n=days)
with page.side_by_side(len(steps)):
    for score, found in steps.items():
        points = by_score[score]
        twin.show(
            bands(points, page.look(result)),
            result,
            points,
            title=banded.title(_("By {score}").format(score=SCORES[score]), found, result.view.split),
            subtitle=shown.subtitle(definition, shown.of_bands(points), shown.not_split(page, result)),
            key=f"roi_{score}",
        )

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
        (claims.BEST_PAST_EXPERIENCE, sentences.get("nps") or claims.cannot(_("no NPS answers can be followed"))),
        (claims.RETENTION_PROFIT, claims.cannot(_("it takes the profit before and after a change in retention"))),
        (claims.ACQUISITION_COST, claims.cannot(_("the cost of keeping a customer is not in the data"))),
    ]
)
receipts.show(page)
