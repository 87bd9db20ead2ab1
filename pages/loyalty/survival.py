"""How long do customers stay, and how many will come back?"""

import streamlit as st

from cx.charts.survival import projection, steps
from cx.language import _
from cx.metrics.survival import CONTRACT_ENDED, CURVE, NO_ORDER
from cx.stats.lifetime import DAYS_PER_MONTH
from cx.ui import cards, projected, receipts, shown, staying, twin
from cx.ui.page import lead, open_page

page = open_page("survival")
churn_days = page.version.settings.churn_days
KINDS = {
    NO_ORDER: _("Time to a {n}-day gap").format(n=churn_days),
    CONTRACT_ENDED: _("Contract length"),
}
WAYS = {"orders": _("Ordered in the month"), "subscriptions": _("Contract running")}

page.judged(staying.CARDS[:1])
whole, ahead = page.result(staying.STAY), page.result(staying.AHEAD, staying.from_the_start(page))
lead(_("How long customers stay"), staying.sentence(whole), _("How long do they stay, and who stays longer?"))
st.caption(staying.population(page))
cards.row(page, staying.judged(staying.CARDS, (whole, ahead), page.version), columns=3)

split = next(iter(page.dimensions("customers", "segment")), "")
result = page.by(staying.STAY, split) if split else whole
kinds = staying.by_outcome(result, KINDS)
with page.side_by_side(len(kinds)):
    for kind, rows in kinds.items():
        curves = [r for r in rows if r.part == CURVE]
        remarks = (shown.of_curves(curves), "" if split else shown.not_split(page, result))
        blind = churn_days / DAYS_PER_MONTH if kind == NO_ORDER else 0.0
        twin.show(
            steps(curves, page.look(result), blind_months=blind),
            staying.alone(result, rows),
            rows,
            title=staying.title(
                KINDS[kind], rows, split, filtered=any(f.dimension == split for f in page.view.filters)
            ),
            subtitle=shown.subtitle(staying.defined(kind, churn_days), *remarks),
            key=f"survival_{kind.replace(' ', '_')}",
        )

definition = _("by month since the start; dashed: projected, with its 95% band")
together = _("over all of them, whatever they are split by") if page.view.split else ""
ways = staying.by_outcome(ahead, WAYS)
with page.side_by_side(len(ways)):
    for way, rows in ways.items():
        twin.show(
            projection(rows, page.look(ahead)),
            staying.alone(ahead, rows),
            rows,
            title=projected.title(WAYS[way], rows),
            subtitle=shown.subtitle(definition, together, projected.why_not(rows)),
            key=f"projection_{way}",
        )
st.caption(projected.sorting(ahead.rows))
with st.expander(_("How sure is this?"), icon=":material/rule:"):
    st.markdown("\n".join(f"- {text}" for text in staying.doubts((result, ahead))))
receipts.show(page)
