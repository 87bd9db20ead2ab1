"""Do customers come back after an interaction that was hard?"""

from cx.charts.bands import bands
from cx.language import _
from cx.ui import cards, claims, findings, receipts, twin
from cx.ui.changes import Card
from cx.ui.page import lead, open_page

CARDS = (
    Card("ces", _("Ease (CES, 1–7)")),
    Card("effort_loyalty", _("Reorder, low effort"), where={"outcome": "repurchase", "band": "low effort"}),
    Card("effort_loyalty", _("Reorder, high effort"), where={"outcome": "repurchase", "band": "high effort"}),
    Card("contacts_per_customer", _("Contacts/customer")),
    Card("resolution_time", _("Time to resolve")),
)

page = open_page("effort")
figures = page.judged(CARDS)
settings = page.version.settings
result = page.result("effort_loyalty")
by_outcome = {name: [r for r in reversed(result.rows) if r.outcome == name] for name in ("repurchase", "churn")}
again = _("Ordered again within {n} days").format(n=settings.forward_days)
lost = _("No order within {n} days").format(n=settings.churn_days)
finding = findings.best_and_worst(by_outcome["repurchase"], "share", again)
lead(_("Effort and loyalty"), finding, _("Do customers come back after an interaction that was hard?"))
cards.row(page, figures, columns=5)

with page.side_by_side(2):
    for outcome, name in (("repurchase", again), ("churn", lost)):
        twin.show(
            bands(by_outcome[outcome], page.look(result)),
            result,
            by_outcome[outcome],
            title=f"{name}: {findings.step(by_outcome[outcome], 'share')}",
            subtitle=_("share of customers followed that long, by the effort they reported, 95% interval"),
            key=f"effort_{outcome}",
        )
claims.show(
    [
        (claims.EFFORT_LOYALTY, findings.best_and_worst(by_outcome["churn"], "share", lost)),
        (claims.EFFORT_COST, claims.cannot(_("cost to serve is not yet compared by effort"))),
    ]
)
receipts.show(page)
