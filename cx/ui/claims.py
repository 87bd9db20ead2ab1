"""The industry's famous claims: theirs with source and kind of evidence, beside the reader's own figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from cx.language import N_, _, numbers
from cx.metrics.base import Result, Row
from cx.metrics.cost_to_serve import COST, MINUTES
from cx.metrics.programme_base import MARGIN
from cx.stats.comparison import relative_change
from cx.ui.plain import plain


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody else's figure, marked. kind: what the evidence is, so that nobody takes an intention for behaviour."""

    says: str
    source: str
    kind: str


EFFORT_LOYALTY = Claim(
    N_("96% of customers with a high-effort interaction become more disloyal, against 9% with low effort."),
    N_("Gartner (2019), after CEB"),
    N_("stated intentions in a survey, not purchases"),
)
EFFORT_COST = Claim(
    N_("Low-effort interactions cost 37% less to serve than high-effort ones."),
    N_("Gartner (2019), after CEB"),
    N_("vendor study of service costs"),
)
BEST_PAST_EXPERIENCE = Claim(
    N_("Customers with the best past experiences spend 140% more than those with the poorest."),
    N_("Kriss, Harvard Business Review (2014)"),
    N_("association within two companies"),
)
RETENTION_PROFIT = Claim(
    N_("5% more retention brings 25–95% more profit."),
    N_("Reichheld, Bain & Company"),
    N_("model calculation by industry"),
)
ACQUISITION_COST = Claim(
    N_("Winning a customer costs 5–25 times as much as keeping one."),
    N_("Gallo, Harvard Business Review (2014)"),
    N_("round-up of other studies"),
)


def show(pairs: Sequence[tuple[Claim, str]]) -> None:
    """Each claim beside what the reader's data say, or why they cannot say it yet (Markdown, already safe)."""
    st.header(_("Famous claims beside your data"), anchor=False)
    for claim, yours in pairs:
        with st.container(border=True):
            theirs, own = st.columns(2, gap="medium")
            theirs.caption(_("Their claim"))
            theirs.markdown(_(claim.says))
            theirs.caption(f"{_(claim.source)} · {_(claim.kind)}")
            own.caption(_("Your data"))
            own.markdown(yours)


def disloyal(result: Result, score: str) -> str:
    """Own answer to EFFORT_LOYALTY from risk_ratio: who would not recommend, after high and after low effort."""
    found = {(r.part, r.band): r for r in result.rows if r.outcome == "disloyal" and r.score == score}
    high, low = found.get(("share", "high effort")), found.get(("share", "low effort"))
    unknown = next((r for r in (high, low) if r is None or not r.estimate.known), None)
    if high is None or low is None or unknown is not None:
        return cannot(_why_not(unknown or result.rows[0]))
    return _(
        "**{high}** of customers answered NPS 0–6 after high effort, against **{low}** after low effort. Like theirs "
        "this is what customers say; theirs counts who became more disloyal, yours who would not recommend then."
    ).format(high=_with_n(high), low=_with_n(low))


def cheaper(result: Result) -> str:
    """Own answer to EFFORT_COST from cost_to_serve: by how much low effort costs less, else takes less work."""
    gaps = {r.item: r for r in result.rows if r.part == "difference"}
    cost, minutes = gaps.get(COST), gaps.get(MINUTES)
    if cost is not None and cost.estimate.known:
        return _("Low effort: {gap}, by the cost of each contact.").format(gap=_less(cost))
    why = _why_not(next((r for r in result.rows if r.item == COST and not r.estimate.known), result.rows[0]))
    if minutes is None or not minutes.estimate.known:
        return cannot(why)
    return _("{cannot} In minutes of work, low effort: {gap}.").format(cannot=cannot(why), gap=_less(minutes))


def best_past(result: Result, effect: Result) -> str:
    """Own answer to BEST_PAST_EXPERIENCE: promoters' later spend against detractors', raw from forward_revenue and
    adjusted from adjusted_effect by NPS.
    """
    found = {r.band: r for r in result.rows if r.score == "nps"}
    best, worst = found.get("promoter"), found.get("detractor")
    if best is None or worst is None:
        return cannot(_("no NPS answers can be followed"))
    gap = relative_change(best.estimate, worst.estimate)
    if not gap.known:
        return cannot(plain((gap.reason or "").rstrip(".")))
    return _(
        "Promoters’ later spend against that of detractors: raw **{gap}** (n = {n}){adjusted}. Theirs is raw and holds "
        "the best score against the poorest; yours are bands of NPS."
    ).format(gap=plain(_range(Row(gap))), n=numbers.count(gap.n), adjusted=_adjusted(effect))


def _adjusted(effect: Result) -> str:
    """The adjusted gap in per cent of what the worse-off spent, with its grade; empty when it is not known."""
    rows = {r.part: r for r in effect.rows if r.outcome in (None, "forward_revenue")}
    row, base = rows.get("adjusted"), rows.get("mean_bad")
    if row is None or base is None or not base.estimate.value or row.estimate.value is None:
        return _(", adjusted not known: {why}").format(why=_why_not(row or effect.rows[0]))
    e, mean = row.estimate, base.estimate.value
    low, high = (None if end is None else end / mean for end in (e.low, e.high))
    share = replace(row, estimate=replace(e, value=row.estimate.value / mean, low=low, high=high))
    return _(", adjusted for who they are **{gap}** (n = {n}, grade {grade})").format(
        gap=plain(_range(share)), n=numbers.count(e.n), grade=row.grade or numbers.DASH
    )


def retention_profit(result: Result) -> str:
    """Own answer to RETENTION_PROFIT from what_if with a lift of 5 points: profit itself is not in the data."""
    gain = next((r for r in result.rows if (r.part, r.item) == ("gain", "retention")), None)
    no_profit = _("it takes the profit before and after a change in retention")
    if gain is None or not gain.estimate.known:
        return cannot(no_profit)
    told = _("{cannot} What they can say: five points more customers kept would go with **{gain}** of {money}.")
    margin, revenue = _("margin a year, after cost of goods"), _("revenue a year, before cost of goods")
    money = margin if gain.outcome == MARGIN else revenue
    return told.format(cannot=cannot(no_profit), gain=_figure(gain), money=money)


def acquisition(result: Result) -> str:
    """Own answer to ACQUISITION_COST from acquisition_ratio: winning a customer against serving one for a year."""
    row = next((r for r in result.rows if r.part == "ratio"), result.rows[0])
    if not row.estimate.known:
        return cannot(_why_not(row))
    return _(
        "Winning a customer cost **{ratio} times** as much as serving one for a year ({n}). Only contacts count as the "
        "cost of keeping: discounts, programmes and staff are not in the data."
    ).format(ratio=_figure(row), n=_both(result))


def _both(result: Result) -> str:
    """How many customers are behind each side of the ratio."""
    n = {r.part: numbers.count(r.estimate.n) for r in result.rows}
    return _("{won} customers won, {served} served").format(
        won=n.get("winning", numbers.DASH), served=n.get("serving", numbers.DASH)
    )


def cannot(reason: str) -> str:
    """The answer when the data cannot say."""
    return _("Your data cannot answer this yet, because {reason}.").format(reason=reason)


def _why_not(row: Row) -> str:
    return plain((row.estimate.reason or _("there are no figures")).rstrip("."))


def _figure(row: Row) -> str:
    e = row.estimate
    return plain(numbers.with_interval(e.value, e.low, e.high, e.unit, row.currency))


def _with_n(row: Row) -> str:
    return _("{figure}, n = {n}").format(figure=_figure(row), n=numbers.count(row.estimate.n))


def _range(row: Row) -> str:
    """A relative change with its interval, signed."""
    e = row.estimate
    ends = _("{low} to {high}").format(low=numbers.relative_change(e.low), high=numbers.relative_change(e.high))
    return f"{numbers.relative_change(e.value)} ({ends})"


def _less(row: Row) -> str:
    """`51.6% (50.9% to 52.3%) less`, or more; signed with both ends when it can be either."""
    e = row.estimate
    value, low, high = e.value or 0.0, e.low or 0.0, e.high or 0.0
    word = _("less") if value <= 0.0 else _("more")
    near, far = (low, high) if value > 0.0 else (-high, -low)
    ends = _("{low} to {high}").format(low=numbers.percent(near), high=numbers.percent(far))
    doubt = "" if near > 0.0 else _(", within noise")
    return _("**{value} {word}** ({ends}, n = {n}{doubt})").format(
        value=plain(numbers.percent(abs(value))), word=word, ends=plain(ends), n=numbers.count(e.n), doubt=doubt
    )
