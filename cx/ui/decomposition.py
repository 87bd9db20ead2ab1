"""The finding and the chart of a change split into parts: segments of a figure, or the factors of revenue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from cx.charts.waterfall import MOST, Step, steps, waterfall
from cx.language import N_, Words, _, numbers
from cx.metrics.base import Result, Row
from cx.metrics.data_change import PART as DATA_CHANGE
from cx.metrics.what_changed import METRIC
from cx.stats.comparison import Verdict
from cx.ui import shown, states, twin
from cx.ui.page import Page
from cx.ui.plain import JOINER, plain

NAMED = 3
"""So many segments a title can carry."""
WORTH_NAMING = 0.2
"""What is within noise is named beside the real parts from this share of the largest part on."""
KINDS = Words({"mix": N_("its weight"), "rate": N_("its own figure")})
REVENUE_KINDS = Words(
    {
        "mix": N_("the number of customers"),
        "rate": N_("revenue per customer"),
        "guests": N_("what guests ordered"),
    }
)
"""Kind of a part -> what it is, for people."""
REAL, NOISE = Verdict.REAL.value, Verdict.NOISE.value


def show(page: Page, result: Result, title: str, dimension: str, definition: str, *, key: str) -> None:
    """Warnings about the data, then the waterfall under its finding, then its table; the reason when there is none.

    title: what people call the figure. dimension: what it is split by, empty for the factors of revenue.
    """
    for row in result.rows:
        if row.part == DATA_CHANGE and row.remark:
            st.warning(plain(row.remark), icon=":material/database_off:")
    rows = [r for r in result.rows if r.part != DATA_CHANGE]
    then, now, found = _one(result, "then"), _one(result, "now"), parts(result)
    days, said = page.compared_dates, finding(result, title, dimension)
    if not (then and now and found and days):
        with st.container(border=True):
            st.markdown(f"**{said}**")
            st.caption(definition)
            total = _one(result, "total")
            if total is None or not total.estimate.known:
                states.too_few([r for r in rows if not r.estimate.known])
            twin.twin(result, rows, title=said, key=key)
        return
    look = replace(page.look(result), unit=result.metric.unit, currency=now.currency)
    names = (numbers.days(days.first, days.last), numbers.days(page.dates.first, page.dates.last))
    cut = _("the largest {n} of {all}").format(n=MOST - 1, all=len(found)) if len(found) > MOST else ""
    twin.show(
        waterfall(found, then, now, look, names=names),
        result,
        rows,
        title=said,
        subtitle=shown.subtitle(definition, _("whiskers are 95% intervals; pale bars are not beyond noise"), cut),
        key=key,
    )


def as_on_cards(result: Result, verdict: Verdict | None) -> Result:
    """The same with the verdict that the cards give the whole change: a figure has one verdict in one view."""
    if verdict is None:
        return result
    rows = (replace(r, verdict=verdict.value) if r.part == "total" and r.verdict else r for r in result.rows)
    return replace(result, rows=tuple(rows))


def parts(result: Result) -> list[Row]:
    """What the waterfall is made of: the segments' contributions, or the factors; empty when neither is known."""
    total = _one(result, "total")
    if total is None or not total.estimate.known:
        return []
    return [r for r in result.rows if r.part in ("contribution", "factor") and r.total is not None]


def real_parts(result: Result) -> list[Step]:
    """The parts that are real as the chart shows them, the largest first: rounded so that all of them add up."""
    drawn = steps(parts(result), result.metric.unit)
    return [step for step in drawn if step.row and step.row.verdict == REAL]


def change_of(step: Step) -> str:
    """What a part adds, as the chart writes it."""
    return _change(step.shown, step.row)


def finding(result: Result, title: str, dimension: str) -> str:
    """What changed and where, in one sentence that says of each part whether it is real (Markdown, safe)."""
    total = _one(result, "total")
    if total is None or total.estimate.value is None:
        return _("{title}: not compared").format(title=title)
    drawn = [step for step in steps(parts(result), result.metric.unit) if step.row]
    real = real_parts(result)
    if total.verdict != REAL and not real:
        return _("{title}: nothing changed beyond noise; the change of {change} is within it").format(
            title=title, change=_change(total.estimate.value, total)
        )
    head = _head(total, title)
    if not drawn:
        return head
    said = [head, _where(real, drawn, total.estimate.value)]
    if dimension:
        said += [_why(result, real[0].row) if real and real[0].row else "", _mix(result, dimension)]
    return "; ".join(part for part in said if part)


def _head(total: Row, title: str) -> str:
    value = total.estimate.value or 0.0
    if total.verdict != REAL:
        change = _change(value, total)
        return _("{title}: the whole change of {change} is within noise").format(title=title, change=change)
    verb = _("rose") if value > 0 else _("fell")
    change = plain(numbers.change(abs(value), total.estimate.unit, total.currency).lstrip("+"))
    return _("{title} {verb} by {change}: more than noise").format(title=title, verb=verb, change=change)


def _where(real: Sequence[Step], drawn: Sequence[Step], whole: float) -> str:
    """The parts that are real, as the chart shows them, and the next large one of the same direction that is not."""
    if not real:
        return _("no single part stands out from noise")
    named = _("real: {parts}").format(parts=", ".join(_named(step) for step in real[:NAMED]))
    more = len(real) - NAMED
    named += _(" and {n} more").format(n=more) if more > 0 else ""
    large = WORTH_NAMING * abs(drawn[0].value)
    noise = [s for s in drawn if s.row and s.row.verdict == NOISE and s.value * whole > 0 and abs(s.value) >= large]
    return "; ".join([named, *(_("{part} is within noise").format(part=_named(step)) for step in noise[:1])])


def _why(result: Result, row: Row) -> str:
    """Which kinds of change of the first real segment are real themselves."""
    words = REVENUE_KINDS if result.metric is METRIC.variants["revenue"] else KINDS
    kinds = [words[r.part or ""] for r in result.rows if r.split == row.split and r.part in words and r.verdict == REAL]
    if not kinds:
        return ""
    return _("in {name} {kinds} changed").format(name=plain(row.split or ""), kinds=_(" and ").join(kinds))


def _mix(result: Result, dimension: str) -> str:
    """Whether who the customers are mattered, over all segments of a mean figure."""
    if result.metric is METRIC.variants["revenue"]:
        return ""
    mix = next((r for r in result.rows if r.part == "mix" and r.split is None), None)
    if mix is None or mix.total is None or mix.verdict not in (REAL, NOISE):
        return ""
    name = plain(dimension)
    if mix.verdict == REAL:
        return _("the mix by {dimension} brought {change}").format(dimension=name, change=_change(mix.total, mix))
    return _("the mix by {dimension} did not matter beyond noise").format(dimension=name)


def _one(result: Result, part: str) -> Row | None:
    return next((r for r in result.rows if r.part == part), None)


def _named(step: Step) -> str:
    return f"{plain(step.name)} {_change(step.shown, step.row)}"


def _change(value: float | None, row: Row | None) -> str:
    """A change in the unit of its row; its sign is not left alone at the end of a line."""
    if row is None:
        return ""
    text = numbers.change(value, row.estimate.unit, row.currency)
    return plain(text).replace(numbers.MINUS, numbers.MINUS + JOINER)
