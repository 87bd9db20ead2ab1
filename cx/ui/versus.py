"""Two sides held against each other, figure by figure: both values, the difference, its interval and its verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from cx.language import N_, _, numbers
from cx.metrics.base import Row
from cx.metrics.registry import METRICS
from cx.stats.comparison import Verdict
from cx.stats.estimate import EXACT, Estimate
from cx.ui import comparable, exports, picking
from cx.ui.changes import Card, Judged, judge, p_of
from cx.ui.headline import CARDS
from cx.ui.page import Page
from cx.ui.plain import plain
from cx.ui.sides import Side, shared_rows

FIGURES = (
    *CARDS,
    Card("orders", N_("Orders")),
    Card("customers", N_("Customers")),
    Card("orders_per_customer", N_("Orders per customer")),
    Card("contacts_per_customer", N_("Contacts per customer")),
)
SIZES = frozenset({"net_revenue", "orders", "customers"})
"""Figures that say how large a side is; that one is larger than the other is no finding."""
NARROWEST, NARROWEST_SIDE = 300, 110
NAMED = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of both sides: `judged` holds the first as now and the second as then. unjudged: why no verdict."""

    judged: Judged
    second: Estimate
    unjudged: str = ""

    @property
    def real(self) -> bool:
        """Whether the two differ beyond noise."""
        return not self.unjudged and self.judged.verdict is Verdict.REAL


def pairs(first: Side, second: Side) -> list[Pair]:
    """All figures of both sides, judged together."""
    found = [_pair(card, first.page, second.page) for card in FIGURES]
    whole = judge([pair.judged for pair in found])
    return [replace(pair, judged=judged) for pair, judged in zip(found, whole, strict=True)]


def _pair(card: Card, one: Page, other: Page) -> Pair:
    """A figure of both sides, of a curve at the oldest age that both have reached."""
    row, beside = _picked(one, card), _picked(other, card)
    if None not in (row.age, beside.age) and row.age != beside.age:
        aged = replace(card, age=min(row.age or 0, beside.age or 0))
        row, beside = _picked(one, aged), _picked(other, aged)
    settings = (one.version.settings, other.version.settings)
    judged = Judged(
        card,
        METRICS[card.metric],
        row,
        beside if beside.age == row.age and beside.currency in (None, row.currency) else None,
        note=picking.note(one.result(card.metric, options=card.options), row, card),
        minimum=max(s.minimum_n for s in settings),
    )
    return Pair(judged, beside.estimate, _unjudged(card, one, other))


def _picked(page: Page, card: Card) -> Row:
    return picking.pick(
        page.result(card.metric, options=card.options), card, max(page.dates.first, page.version.dates.first)
    )


def _unjudged(card: Card, one: Page, other: Page) -> str:
    """Why the two may not be judged: they hold the same rows, or the same customers."""
    if shared_rows(one.view, other.view, (one.dates, other.dates)):
        return _("both sides may hold the same rows")
    metric, settings = METRICS[card.metric], one.version.settings
    if one.dates == other.dates:
        return ""
    later, earlier = sorted((one.dates, other.dates), key=lambda d: d.last, reverse=True)
    return (
        comparable.shared(metric, card.options, later, earlier, settings.churn_days)
        or comparable.stopped(metric, one.dates, one.version)
        or comparable.stopped(metric, other.dates, other.version)
    )


def finding(found: Sequence[Pair], first: str, second: str) -> str:
    """In which figures the two sides differ beyond noise, the most certain first (Markdown, safe)."""
    known = [p for p in found if p.judged.now.estimate.known and p.second.known]
    if not known:
        return _("There is too little on one of the sides to compare them.")
    if all(p.unjudged for p in known):
        return _("The two sides may hold the same rows: their differences are shown and not judged.")
    real = sorted((p for p in known if p.real and p.judged.metric.name not in SIZES), key=lambda p: p_of(p.judged))
    names = {"first": plain(first), "second": plain(second)}
    if not real:
        return _("{first} and {second}: no rate and no mean differs beyond noise.").format(**names)
    told = ", ".join(f"{p.judged.title} **{plain(p.judged.change_text())}**" for p in real[:NAMED])
    more = len(real) - NAMED
    rest = _(" and {n} more").format(n=more) if more > 0 else ""
    return _("{first} against {second}, beyond noise: {told}{rest}.").format(**names, told=told, rest=rest)


def show(found: Sequence[Pair], first: str, second: str) -> None:
    """A card for each figure."""
    grid = st.grid(3, min_column_width=NARROWEST)
    for pair in found:
        with grid.container(border=True, height="stretch", gap="xsmall"):
            _draw(pair, first, second)


def _draw(pair: Pair, first: str, second: str) -> None:
    card = pair.judged
    st.markdown(f"**{card.title}**", help=plain(card.metric.said.definition))
    sides = st.grid(2, min_column_width=NARROWEST_SIDE)
    for name, estimate, value in (
        (first, card.now.estimate, card.value_text()),
        (second, pair.second, written(card, pair.second)),
    ):
        with sides.container(gap="xsmall"):
            st.metric(plain(name), value)
            st.caption(small_print(card, estimate))
    st.markdown(difference(pair))
    if card.note or pair.unjudged:
        st.caption(plain("; ".join(part for part in (pair.unjudged, card.note) if part)))


def written(card: Judged, e: Estimate) -> str:
    """A figure of the second side, as the first one is written."""
    return numbers.figure_of(e.value, e.low, e.high, card.unit, card.currency)


def small_print(card: Judged, e: Estimate) -> str:
    """The interval and n of one side, or why it has no figure."""
    if not e.known:
        return plain(e.reason or numbers.DASH)
    ends = _(e.method) if e.method == EXACT else numbers.interval(e.low, e.high, card.unit, card.currency, of=e.value)
    return _("{interval}, n\u00a0=\u00a0{n}").format(interval=ends, n=numbers.count(e.n))


def difference(pair: Pair) -> str:
    """The difference with its interval, and its verdict in words; a dash without one (Markdown, safe)."""
    card, gap = pair.judged, pair.judged.difference
    if gap is None or not gap.known:
        return _("Difference: {dash}").format(dash=numbers.DASH)
    value, low, high = (plain(numbers.change(end, card.unit, card.currency)) for end in (gap.value, gap.low, gap.high))
    return _("Difference **{figure}** ({low} to {high}): **{verdict}**").format(
        figure=value, low=low, high=high, verdict=verdict(pair)
    )


def verdict(pair: Pair) -> str:
    """Whether the difference is real, in words."""
    if pair.unjudged:
        return _("not judged")
    words = {Verdict.REAL: _("real"), Verdict.NOISE: _("within noise"), Verdict.TOO_FEW: _("too few to compare")}
    return words[pair.judged.verdict]


def readable(found: Sequence[Pair], first: str, second: str) -> pd.DataFrame:
    """A line per figure, as the cards write it."""
    second = second if second != first else f"{second} (2)"
    lines = [
        {
            _("Figure"): pair.judged.title,
            first: _told(pair.judged, pair.judged.now.estimate, pair.judged.value_text()),
            second: _told(pair.judged, pair.second, written(pair.judged, pair.second)),
            _("Difference"): pair.judged.change_text() or numbers.DASH,
            _("Verdict"): verdict(pair),
        }
        for pair in found
    ]
    return pd.DataFrame(lines)


def _told(card: Judged, e: Estimate, value: str) -> str:
    return f"{value} ({small_print(card, e)})" if e.known else e.reason or numbers.DASH


def table(found: Sequence[Pair], first: Side, second: Side) -> pd.DataFrame:
    """A line per figure: both sides with interval and n, the difference with its interval, the verdict, for files."""
    views = {
        f"{place}_{name}": value
        for place, side in (("first", first), ("second", second))
        for name, value in (("view", side.page.view.query()), ("data_version", side.page.version.id))
    }
    return pd.DataFrame([_line(pair, first.name, second.name) for pair in found]).assign(**views)


def _line(pair: Pair, first: str, second: str) -> dict[str, object]:
    card, gap = pair.judged, pair.judged.difference
    line: dict[str, object] = {"figure": card.title, "metric": card.metric.name, "unit": card.unit}
    line["currency"] = card.currency
    for side, name, e in (("first", first, card.now.estimate), ("second", second, pair.second)):
        line |= {side: name, f"{side}_value": e.value, f"{side}_low": e.low, f"{side}_high": e.high, f"{side}_n": e.n}
    line |= {
        "difference": gap.value if gap else None,
        "low": gap.low if gap else None,
        "high": gap.high if gap else None,
    }
    return {**line, "verdict": "not judged" if pair.unjudged else card.verdict.value}


def draw_table(found: Sequence[Pair], first: Side, second: Side) -> None:
    """The table as people read it, made only when it is opened, and as files, which keep codes and plain numbers."""
    box = st.expander(
        _("All figures as a table"), key="compare_table", on_change="rerun", icon=":material/table:", type="compact"
    )
    if not box.open:
        return
    with box:
        frame = table(found, first, second)
        version_id = first.page.version.id
        st.dataframe(
            readable(found, first.name, second.name),
            hide_index=True,
            placeholder=numbers.DASH,
            alt=_("Both sides – as a table"),
        )
        with st.container(horizontal=True, gap="small"):
            exports.of_csv(lambda: exports.csv(frame), f"compare-{version_id}", key="compare")
            facts = [(side.name, f"?{side.page.view.query()} · {side.page.version.id}") for side in (first, second)]
            exports.of_frame(lambda: frame, facts, f"compare-{version_id}", key="compare")
