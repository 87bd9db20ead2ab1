"""Do customers with a better experience spend more afterwards?"""

from cx.charts.bands import bands
from cx.charts.correlation import forest
from cx.language import _
from cx.ui import cards, claims, findings, receipts, twin
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
days = page.version.settings.forward_days
result = page.result(AFTER)
by_score = {score: [r for r in reversed(result.rows) if r.score == score] for score in SCORES}
what = _("Net revenue per customer in the {n} days after an answer").format(n=days)
sentences = {score: findings.best_and_worst(rows, "money", what) for score, rows in by_score.items() if rows}
lead(
    _("ROI of CX"),
    next(iter(sentences.values()), _("No answers yet that can be followed for {n} days.").format(n=days)),
)

cards.row(page, figures)

with page.side_by_side(len(sentences)):
    for score in sentences:
        twin.show(
            bands(by_score[score], page.look(result)),
            result,
            by_score[score],
            title=_("By {score}: {finding}").format(
                score=SCORES[score], finding=findings.step(by_score[score], "money")
            ),
            subtitle=_("mean net revenue in the {n} days after the first answer, 95% interval").format(n=days),
            key=f"roi_{score}",
        )

links = page.result("correlation")
twin.show(
    forest(links.rows, page.look(links)),
    links,
    links.rows,
    title=findings.associations(links),
    subtitle=_("rank correlation with the {n} days after; filled: stands after correcting for the looks taken").format(
        n=days
    ),
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
