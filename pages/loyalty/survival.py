"""How long do customers stay, and how many will come back?"""

import streamlit as st

from cx.charts.survival import projection, steps
from cx.language import _, numbers
from cx.metrics.survival import CONTRACT_ENDED, CURVE, MEDIAN, NO_ORDER
from cx.ui import cards, receipts, shown, staying, twin
from cx.ui.changes import Card
from cx.ui.page import lead, open_page

STAY, AHEAD = "survival", "retention_projection"
CARDS = (
    Card(STAY, _("Median time to lapse"), where={"outcome": NO_ORDER, "part": MEDIAN}),
    Card(STAY, _("Stayed, month"), age=12, where={"outcome": NO_ORDER, "part": CURVE}),
    Card(AHEAD, _("Active, month"), age=12, where={"outcome": "orders"}),
    Card(AHEAD, _("Active, month"), age=24, where={"outcome": "orders"}),
    Card(STAY, _("Contract, month"), age=12, where={"outcome": CONTRACT_ENDED, "part": CURVE}),
    Card(AHEAD, _("Value to come"), where={"outcome": "subscriptions", "part": "residual value"}),
)
KINDS = {NO_ORDER: _("Time to lapse"), CONTRACT_ENDED: _("Contract length")}
WAYS = {"orders": _("Order again"), "subscriptions": _("Still subscribed")}

page = open_page("survival")
figures = page.judged(CARDS)
whole, ahead = page.result(STAY), page.result(AHEAD)
lead(_("How long customers stay"), staying.sentence(whole), _("How long do they stay, and who stays longer?"))
cards.row(page, staying.told(figures, (whole, ahead), page.version), columns=3)

split = next(iter(page.dimensions("customers", "segment")), "")
result = page.by(STAY, split) if split else whole
kinds = staying.by_outcome(result, KINDS)
with page.side_by_side(len(kinds)):
    for kind, rows in kinds.items():
        curves = [r for r in rows if r.part == CURVE]
        remarks = (staying.tested(rows), shown.of_curves(curves), "" if split else shown.not_split(page, result))
        twin.show(
            steps(curves, page.look(result)),
            result,
            rows,
            title=staying.title(KINDS[kind], rows, split),
            subtitle=shown.subtitle(staying.defined(kind, page.version.settings.churn_days), *remarks),
            key=f"survival_{kind.replace(' ', '_')}",
        )

definition = _("who started in {days}, by month since; dashed: projected with its 95% band").format(
    days=numbers.days(page.dates.first, page.dates.last)
)
together = _("over all of them, whatever they are split by") if page.view.split else ""
ways = staying.by_outcome(ahead, WAYS)
with page.side_by_side(len(ways)):
    for way, rows in ways.items():
        twin.show(
            projection(rows, page.look(ahead)),
            ahead,
            rows,
            title=staying.projected_title(WAYS[way], rows),
            subtitle=shown.subtitle(definition, together, staying.remark(rows)),
            key=f"projection_{way}",
        )
st.caption(staying.sorting(ahead.rows))
receipts.show(page)
