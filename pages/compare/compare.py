"""How do two segments, or two views, differ, and by more than noise?"""

from dataclasses import replace

import streamlit as st

from cx.charts.trend import trend
from cx.language import _
from cx.metrics.base import Result
from cx.ui import receipts, shown, side_choice, twin, versus
from cx.ui.choice import choose
from cx.ui.headline import CARDS
from cx.ui.page import lead, open_page
from cx.ui.shown import NO_PROOF
from cx.ui.sides import Side
from cx.ui.what_changed import FIGURES, ON_CARDS

QUESTION = _("How do two segments, or two views, differ, and by more than noise?")


def over_time(sides: tuple[Side, Side], metric: str) -> Result:
    """A figure of both sides over time: one result, each side under its name."""
    found = [side.page.trend(metric) for side in sides]
    rows = [
        replace(row, split=" · ".join(part for part in (side.name, row.currency) if part))
        for side, result in zip(sides, found, strict=True)
        for row in result.rows
    ]
    return replace(found[0], rows=tuple(rows))


page = open_page("compare")
page.judged(CARDS)  # says so, and stops, when the filters of the bar leave nothing to compare
lead(_("Compare"), "", QUESTION)
finding = st.empty()
sides = side_choice.draw(page)
if sides:
    first, second = sides
    pairs = versus.pairs(first, second)
    finding.markdown(versus.finding(pairs, first.name, second.name))
    versus.show(pairs, first.name, second.name)
    names = {of: FIGURES[of] for of in ON_CARDS}
    of = choose("of", _("Over time"), names)
    result = over_time(sides, ON_CARDS[of])
    twin.show(
        trend(result.rows, first.page.look(result), incomplete=first.page.incomplete | second.page.incomplete),
        result,
        result.rows,
        title=_("{figure} of both sides over time").format(figure=names[of]),
        subtitle=shown.subtitle(_("with their 95% intervals; hollow points are periods not complete"), _(NO_PROOF)),
        key="compare_trend",
    )
    versus.draw_table(pairs, first, second)
    page.used += [*first.page.used, *second.page.used]
    receipts.show(page)
