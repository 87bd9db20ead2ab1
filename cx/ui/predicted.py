"""What customers are expected to bring: predicted value by segment, how likely they are to return, and the caveats."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from cx.charts.bars import bars
from cx.charts.bars import shown as drawn_bars
from cx.charts.histogram import histogram
from cx.charts.theme import Look
from cx.language import _, numbers
from cx.metrics import row_words
from cx.metrics.base import Result, Row
from cx.metrics.clv_backtest import ERROR
from cx.metrics.p_alive import BAND, CROSS_CHECK, ONCE
from cx.metrics.single import EXPECTED
from cx.ui import drill, findings, shown, twin
from cx.ui.page import Page
from cx.ui.plain import plain

MONTHS = 12


def show(page: Page) -> None:
    """The section: two charts side by side, how far to trust them in a line, and the rest when asked."""
    st.header(_("What customers are expected to bring"), anchor=False)
    with page.side_by_side(2):
        _by_segment(page)
        _alive(page)
    value, tested = page.result("predicted_clv"), page.result("clv_backtest")
    st.markdown(how_sure(value, tested))
    with st.expander(_("How sure is this?"), icon=":material/balance:"):
        for caveat in [*caveats(value, page.result("p_alive")), *fitted_to(tested)]:
            st.caption(plain(caveat))


def caveats(value: Result, alive: Result) -> list[str]:
    """What the rows of both answers remark; from which day they look is said once."""
    rows = [*value.rows, *(row for row in alive.rows if row.part == CROSS_CHECK)]
    return [row.remark for row in rows if row.remark]


def how_sure(value: Result, tested: Result) -> str:
    """How far the model missed what it had not seen, and how near another model is; empty without a prediction."""
    if not any(row.estimate.known for row in value.rows):
        return ""
    error = next((r.estimate.value for r in tested.rows if r.part == ERROR and r.estimate.known), None)
    if error is None:
        said = [_("The model could not be tested on months it had not seen.")]
    else:
        high = _("The model was {size} too high on the months it had not seen")
        low = _("The model was {size} too low on the months it had not seen")
        said = [plain((low if error < 0.0 else high).format(size=numbers.percent(abs(error))))]
    ours, other = (_orders(value, part) for part in (EXPECTED, CROSS_CHECK))
    if ours and other:
        apart = numbers.percent(abs(other / ours - 1.0))
        said.append(plain(_("its cross-check is {apart} away").format(apart=apart)))
    return f"{'; '.join(part.rstrip('.') for part in said)}."


def _orders(value: Result, part: str) -> float | None:
    return next((r.estimate.value for r in value.rows if r.part == part and r.age == MONTHS and not r.split), None)


def fitted_to(tested: Result) -> list[str]:
    """What the back-test was made on, in full."""
    return [row.remark for row in tested.rows if row.remark and row.part == ERROR]


def sentence(result: Result) -> str:
    """What a customer is expected to bring, as the page's second finding; empty when nothing can be predicted."""
    row = next((r for r in values(result) if r.age == MONTHS and r.estimate.known), None)
    if row is None:
        return ""
    e = row.estimate
    return _("A customer of today is expected to bring **{value}** more in the next {n} months.").format(
        value=plain(numbers.with_interval(e.value, e.low, e.high, e.unit, row.currency)), n=MONTHS
    )


def values(result: Result) -> list[Row]:
    """The rows of the discounted values, without those of other parts."""
    return [row for row in result.rows if row.part is None]


def together(page: Page) -> str:
    """That a chart does not follow the view's split; empty when nothing is split."""
    return _("over all customers, whatever they are split by") if page.view.split else ""


def _by_segment(page: Page) -> None:
    """Predicted value by the view's split or by segment; by how far one looks ahead where there is neither."""
    dimension = next(iter(page.dimensions("customers", "segment", "plan", "region")), None)
    if dimension:
        answer = page.by("predicted_clv", dimension)
        rows = [row for row in values(answer) if row.age == MONTHS]
        title = findings.ends(
            replace(answer, rows=tuple(rows)),
            dimension,
            shown=drawn_bars(rows),
            minimum=page.version.settings.minimum_n,
            age=MONTHS,
        )
    else:
        answer = page.result("predicted_clv")
        rows = [replace(row, split=_("{n} months").format(n=row.age)) for row in values(answer)]
        title = sentence(answer) or _("Predicted value: no figure yet")
    definition = _("expected net revenue per customer in the next {n} months, discounted at {d}% a year, 95% interval")
    ahead = MONTHS if dimension else _("12 to 36")
    drawn = drawn_bars(rows)
    twin.show(
        bars(rows, page.look(answer)),
        answer,
        rows,
        title=title,
        subtitle=shown.subtitle(
            definition.format(n=ahead, d=page.version.settings.discount_percent), shown.of_bars(rows)
        ),
        key="ltv_predicted",
        drill=drill.of_groups(page, answer, drawn, {place: row.split or "" for place, row in enumerate(drawn)}),
    )


def _alive(page: Page) -> None:
    answer = page.result("p_alive")
    rows = [row for row in answer.rows if row.part == BAND]
    look = Look("count", None, page.every, page.mode)
    twin.show(
        histogram(rows, look, apart=(ONCE,), title=_("probability of still being a customer, in %")),
        answer,
        rows or answer.rows,
        title=alive_title(answer),
        subtitle=shown.subtitle(
            _("customers by P(alive) under BG/NBD; who ordered once counts as alive by assumption and stands apart"),
            together(page),
        ),
        key="ltv_alive",
        drill=drill.of_groups(
            page,
            answer,
            rows,
            {place: row_words.chance(row.band) for place, row in enumerate(rows) if row.estimate.value},
        ),
    )


def alive_title(answer: Result) -> str:
    """How many repeat buyers are more likely gone than not."""
    bands = [row for row in answer.rows if row.part == BAND and row.band != ONCE]
    repeat = sum(row.estimate.value or 0.0 for row in bands)
    if not repeat:
        return _("How likely customers are to come back: no figure yet")
    gone = sum(row.estimate.value or 0.0 for row in bands[: len(bands) // 2])
    return _("{n} of {all} repeat buyers ({share}) are more likely gone than not").format(
        n=numbers.count(round(gone)), all=numbers.count(round(repeat)), share=numbers.percent(gone / repeat)
    )
