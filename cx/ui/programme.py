"""What a programme would bring, in sentences, cards and a chart of low, mid and high."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cx.charts.intervals import Line, intervals
from cx.language import N_, Words, _, numbers
from cx.metrics.base import Options, Result, Row
from cx.metrics.programme_base import MARGIN
from cx.stats.estimate import Estimate, withheld
from cx.stats.programme import DAYS_A_YEAR
from cx.ui import twin
from cx.ui.changes import Card
from cx.ui.page import Page
from cx.ui.plain import plain

STEPS = Words({"effort": N_("Easier contacts"), "retention": N_("Customers kept")})
"""Item of the answer -> the step that it is about."""
NOTHING = N_("**Nothing is chosen**: set a step above zero.")


def chosen(options: Options) -> list[str]:
    """The items of the steps that are larger than none."""
    return [item for item, step in (("effort", options.move), ("retention", options.lift)) if step]


def row(result: Result, part: str, item: str) -> Row:
    """One row of the answer; a withheld one when the metric did not give it."""
    found = next((r for r in result.rows if (r.part, r.item) == (part, item)), None)
    reason = result.rows[0].estimate.reason or _("not asked")
    return found or Row(withheld(reason, n=0, unit=result.metric.unit), part=part, item=item)


def currency(result: Result) -> str:
    """The currency of the gain, empty when it has none."""
    return row(result, "gain", "both").currency or ""


def measure(result: Result) -> str:
    """What money the gain is told in."""
    in_margin = row(result, "gain", "both").outcome == MARGIN
    return _("margin, after cost of goods") if in_margin else _("revenue, before cost of goods")


def cards(result: Result, options: Options) -> list[Card]:
    """Four figures: the gain where there is one, after the cost where one is named, and what they rest on."""
    in_margin, money = row(result, "gain", "both").outcome == MARGIN, measure(result)
    gain = _("Gain in margin") if in_margin else _("Gain in revenue")
    net = _("Margin after cost") if in_margin else _("Revenue after cost")
    worth = _("Margin per customer") if in_margin else _("Revenue per customer")
    wanted = [
        (gain, "gain", "both", _("What the chosen steps would bring in a year, in {money}.")),
        (net, "net gain", "both", _("The gain of a year in {money}, less the cost of the programme.")),
        (_("With hard contacts"), "base", "high-effort customers",
         _("Customers with at least one high-effort contact in the year up to the last day shown.")),
        (_("Customers retained"), "base", "retention",
         _("Of the customers who ordered in the year before, how many ordered in the last one too.")),
        (worth, "base", "worth of a customer who came back",
         _("What a customer who came back brought in the last year on average, in {money}.")),
        (_("Customers of the year"), "base", "customers",
         _("Customers with an order in the year up to the last day shown.")),
    ]  # fmt: skip
    if not row(result, "gain", "both").estimate.known:
        wanted = wanted[2:]
    else:
        wanted = wanted[:4] if options.programme_cost else [wanted[0], *wanted[2:5]]
    return [
        Card(
            result.metric.name,
            title,
            where={"part": part, "item": item},
            options=options,
            help=told.format(money=money),
        )
        for title, part, item, told in wanted
    ]


def finding(result: Result, options: Options) -> str:
    """What each chosen step would bring in a year, or that it cannot be told, and when the cost is paid."""
    if not options.move and not options.lift:
        return _(NOTHING)
    effort, retention = row(result, "gain", "effort"), row(result, "gain", "retention")
    both = row(result, "gain", "both")
    gains = [gain for step, gain in ((options.lift, retention), (options.move, effort)) if step]
    if len({gain.estimate.reason for gain in gains}) == 1 and not both.estimate.known and effort.grade is None:
        return _("No gain can be shown: {reason}.").format(reason=_why(gains[0]))
    said = [_won(result, retention, options.lift)] if options.lift else []
    said += [_eased(result, effort, options.move)] if options.move else []
    if len(gains) == 2 and all(gain.estimate.known for gain in gains):
        said.append(_("Together **{gain}**.").format(gain=_figure(both)))
    if both.estimate.known:
        said.append(_paid(result, options.programme_cost))
    return " ".join(said)


def _won(result: Result, gain: Row, lift: float) -> str:
    if not gain.estimate.known:
        return _("{step}: no gain can be shown ({reason}).").format(step=STEPS["retention"], reason=_why(gain))
    return _(
        "If **{points}** more customers came back and spent like those who did, that would be **{gain}** of {money}, "
        "in a year (assumption)."
    ).format(points=numbers.points(lift / 100), gain=_figure(gain), money=measure(result))


def _eased(result: Result, gain: Row, move: float) -> str:
    if not gain.estimate.known:
        why = _("evidence grade {grade}").format(grade=gain.grade) if gain.grade else _why(gain)
        return _("{step}: no gain can be shown ({reason}).").format(step=STEPS["effort"], reason=why)
    return _(
        "Making **{move}%** of the high-effort contacts easy is associated with **{gain}** of {money}, in a year "
        "(evidence grade {grade})."
    ).format(move=numbers.plain(move), gain=_figure(gain), money=measure(result), grade=gain.grade)


def _paid(result: Result, cost: float) -> str:
    if not cost:
        return _("Name the cost to see when it pays back.")
    e = row(result, "payback", "both").estimate
    if not e.known:
        return _("The programme **does not pay back within the year**.")
    never = e.high is None or e.high > DAYS_A_YEAR
    ends = _("at the low end not within the year") if never else numbers.interval(e.low, e.high, "days")
    return _("The programme pays back after **{days}** ({ends}).").format(
        days=numbers.figure(e.value, "days"), ends=ends
    )


def show(page: Page, result: Result, options: Options) -> None:
    """The chart of the gains where there are any, the break-even, and why something is left out, to be opened."""
    rows = [r for r in result.rows if r.part != "base"]
    lines = _lines(result, options)
    if lines:
        twin.show(
            intervals(lines, page.look(result)),
            result,
            rows,
            title=_("What it would bring in a year, low to high: {money}").format(money=measure(result)),
            subtitle=_subtitle(result, options),
            key="what_if_gains",
        )
    for told in [*in_customers(result, options), *break_even(result)]:
        st.markdown(told)
    reasons = why(result, options)
    if reasons:
        with st.expander(_("Why?"), icon=":material/help:"):
            for reason in reasons:
                st.markdown(plain(reason))
    if not lines:
        twin.twin(result, rows, title=_("What it would bring in a year"), key="what_if_gains")


def _lines(result: Result, options: Options) -> list[Line]:
    """The known gains of the chosen steps, their sum where there are two, and what is left after a cost."""
    lines = [Line(STEPS[item], row(result, "gain", item)) for item in chosen(options)]
    lines = [line for line in lines if line.row.estimate.known]
    if len(lines) == 2:
        lines.append(Line(_("Both together"), row(result, "gain", "both"), main=True))
    elif lines:
        lines = [Line(lines[0].name, lines[0].row, main=True)]
    net = row(result, "net gain", "both")
    if lines and options.programme_cost:
        in_margin = net.outcome == MARGIN
        lines.append(Line(_("After the cost") if in_margin else _("Revenue after cost"), net, main=True))
    return lines


def _subtitle(result: Result, options: Options) -> str:
    eased = options.move and row(result, "gain", "effort").estimate.known
    won = options.lift and row(result, "gain", "retention").estimate.known
    parts = [_("95% intervals")]
    parts += [_("easier contacts: of the adjusted effect, associated with, not proven to follow from")] if eased else []
    parts += [
        _("customers kept: only how well the mean of those who came back is known, not whether the assumption holds")
    ] if won else []  # fmt: skip
    return "; ".join(parts)


def in_customers(result: Result, options: Options) -> list[str]:
    """How many customers fewer would leave with easier contacts; nothing when that is not known or not chosen."""
    e = row(result, "kept", "effort").estimate
    if not options.move or not e.known:
        return []
    told = (
        _("Easier contacts, in customers: {figure} fewer leave")
        if row(result, "gain", "effort").estimate.known
        else _("Easier contacts: no gain in money can be shown; in customers: {figure} fewer leave")
    )
    figure = plain(numbers.with_interval(e.value, e.low, e.high, "count"))
    text = _("{told}, if they stay like comparable customers with an easy contact (not graded).")
    return [text.format(told=told.format(figure=figure))]


def why(result: Result, options: Options) -> list[str]:
    """What the chosen steps assume or what their evidence lacks, beyond the reason that the finding gives."""
    asked = [(STEPS[item], row(result, "gain", item)) for item in chosen(options)]
    told = [f"{name}: {r.remark}" for name, r in asked if r.remark]
    if options.programme_cost:
        told += [
            _("{step}, break-even: {reason}.").format(step=name, reason=e.reason)
            for name, r in asked
            for e in [row(result, "break-even", r.item or "").estimate]
            if r.estimate.known and not e.known
        ]
    return told


def break_even(result: Result) -> list[str]:
    """How large each step must be to pay for the cost, in sentences; empty without a cost."""
    eased, won = (row(result, "break-even", item).estimate for item in ("effort", "retention"))
    came_back = row(result, "base", "retention").estimate.value or 0.0
    told = []
    if eased.known:
        words = _("Break-even when {figure} of the customers with high-effort contacts get an easy one.")
        told.append(words.format(figure=_step(numbers.percent, eased, 1.0)))
    if won.known:
        words = _("Break-even when {figure} more customers come back.")
        told.append(words.format(figure=_step(numbers.points, won, 1.0 - came_back)))
    return told


def _step(write: Callable[[float], str], e: Estimate, most: float) -> str:
    """A step with its ends; one that is more than can be done is never."""
    figure, low = write(e.value or 0.0), write(e.low or 0.0)
    if e.high is None or e.high > most:
        return _("**{figure}** (at best {low}, at the low end never)").format(figure=figure, low=low)
    return _("**{figure}** ({low} to {high})").format(figure=figure, low=low, high=write(e.high))


def _why(found: Row) -> str:
    return plain((found.estimate.reason or _("there are no figures")).rstrip("."))


def _figure(found: Row) -> str:
    e = found.estimate
    return plain(numbers.with_interval(e.value, e.low, e.high, e.unit, found.currency))
