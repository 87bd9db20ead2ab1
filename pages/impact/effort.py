"""Do customers come back after an interaction that was hard?"""

from cx.charts.bands import bands
from cx.language import _
from cx.ui import banded, cards, claims, receipts, shown, twin
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
result = page.split("effort_loyalty")
by_outcome = {name: [r for r in reversed(result.rows) if r.outcome == name] for name in ("repurchase", "churn")}
steps = banded.steps(by_outcome, settings.minimum_n)
names = {
    "repurchase": _("Ordered again within {n} days").format(n=settings.forward_days),
    "churn": _("No order within {n} days").format(n=settings.churn_days),
}
told = {outcome: banded.sentence(names[outcome], found, result.view.split) for outcome, found in steps.items()}
lead(_("Effort and loyalty"), told["repurchase"], _("Do customers come back after an interaction that was hard?"))
cards.row(page, figures, columns=5)

definition = _("share of customers followed that long, by the effort they reported, 95% interval")
with page.side_by_side(2):
    for outcome, name in names.items():
        points = by_outcome[outcome]
        twin.show(
            bands(points, page.look(result)),
            result,
            points,
            title=banded.title(name, steps[outcome], result.view.split),
            subtitle=shown.subtitle(definition, shown.of_bands(points), shown.not_split(page, result)),
            key=f"effort_{outcome}",
        )
claims.show(
    [
        (claims.EFFORT_LOYALTY, told["churn"]),
        (claims.EFFORT_COST, claims.cannot(_("cost to serve is not yet compared by effort"))),
    ]
)
receipts.show(page)
