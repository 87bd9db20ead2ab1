"""The view bar: one set of controls on every page. The address holds the view; a control changes the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from cx.language import N_, Words, _
from cx.model import TABLES, called
from cx.page_keys import PAGE_KEYS
from cx.store.reading import Dimension, Version
from cx.ui import links
from cx.ui.plain import plain
from cx.ui.shortened import shortened
from cx.view import COMPARE, PERIODS, Dates, Filter, View
from cx.view_query import read_query

FEWEST_VALUES, MOST_VALUES = 2, 50
SHOWN_FILTERS = 6
"""So many filters stand open; the others are one click away."""
BAR, FILTER = "bar.", "bar.f."
DAYS_SHOWN = "bar_days_shown"
MORE = "bar_more"
CONTROLS = frozenset({"period", "dates", "compare", "compare_with", "split", "split_by", "data"})
"""What the bar's own controls and keys are called."""
DIMENSIONS = Words(
    {
        "segment": N_("Segment"),
        "region": N_("Region"),
        "plan": N_("Plan"),
        "acquisition_channel": N_("Acquisition channel"),
        "currency": N_("Currency"),
        "status": N_("Status"),
        "channel": N_("Channel"),
        "product": N_("Product"),
        "category": N_("Category"),
        "touchpoint": N_("Touchpoint"),
        "reason": N_("Reason"),
        "stage": N_("Stage"),
        "trigger": N_("Trigger"),
    }
)
"""Canonical column -> its title; a file's own columns are called as the file calls them."""


def period_names() -> dict[str, str]:
    """Period -> what people call it."""
    names = (
        _("Last 12 months"),
        _("Last 6 months"),
        _("Last 3 months"),
        _("Last month"),
        _("This year"),
        _("All data"),
        _("Own dates"),
    )
    return dict(zip(PERIODS, names, strict=True))


def compare_names() -> dict[str, str]:
    """Comparison -> what people call it."""
    return dict(zip(COMPARE, (_("The period before"), _("A year earlier"), _("Nothing")), strict=True))


def dimension_title(name: str, version: Version | None = None) -> str:
    """A dimension as a label: `orders.channel` -> `Channel (orders)`.

    A file's own column that is called like a control of the bar says its table too, where a version knows it.
    """
    table, dot, column = name.rpartition(".")
    if table not in TABLES:
        table, dot, column = "", "", name
    if not dot and version and column.strip("_") in CONTROLS and (found := version.dimension(name)):
        table = found.source
    words = shortened(column.replace("_", " ").strip())
    title = DIMENSIONS.get(column, words[:1].upper() + words[1:])
    return f"{title} ({called(table)})" if table else title


def draw(view: View, version: Version) -> None:
    """Draw the controls so that they show the view."""
    _draw_period(view, version.dates)
    names = compare_names()
    _place("compare", view.compare)
    st.selectbox(_("Compare with"), COMPARE, format_func=names.__getitem__, key=f"{BAR}compare", on_change=changed)
    offered = offered_dimensions(version)
    _draw_split(view, offered, version)
    asked_for = [part.dimension for part in view.filters]
    _draw_filters(view, version, list(dict.fromkeys([*offered, *asked_for])))


def offered_dimensions(version: Version) -> list[str]:
    """Dimensions with few enough values to choose from: those of customers first, known columns before others."""
    few = [d for d in version.dimensions if FEWEST_VALUES <= d.distinct_values <= MOST_VALUES]
    tables = list(TABLES)
    few.sort(key=lambda d: (tables.index(d.source), _position(d), d.name))
    return [d.name for d in few]


def _place(name: str, value: object) -> None:
    # Assigned in every run: a control that the browser draws later (a sidebar opened on a phone, a window made wider)
    # would otherwise start at its default, and the next run would take that for a choice of the reader.
    st.session_state[BAR + name] = value


def _draw_period(view: View, data: Dates) -> None:
    names = period_names()
    _place("period", view.period)
    st.selectbox(_("Period"), PERIODS, format_func=names.__getitem__, key=f"{BAR}period", on_change=changed)
    days = view.dates(data)
    st.session_state[DAYS_SHOWN] = days
    if view.period != "custom":
        return
    half_chosen = st.session_state.get(f"{BAR}dates")
    if not isinstance(half_chosen, tuple) or len(half_chosen) != 1:
        _place("dates", (days.first, days.last))
    st.date_input(
        _("Dates"),
        min_value=min(data.first, days.first),
        max_value=max(data.last, days.last),
        key=f"{BAR}dates",
        format="YYYY-MM-DD",
        on_change=changed,
    )
    if len(st.session_state[f"{BAR}dates"]) == 1:
        st.caption(_("Choose the last day too; until then the dates stay as they were."))


def _draw_split(view: View, offered: Sequence[str], version: Version) -> None:
    options = [None, *dict.fromkeys([*offered, *([view.split] if view.split else [])])]
    _place("split", view.split)
    st.selectbox(
        _("Split by"),
        options,
        format_func=lambda name: dimension_title(name, version) if name else _("Nothing"),
        placeholder=_("Nothing"),
        key=f"{BAR}split",
        on_change=changed,
    )


def _draw_filters(view: View, version: Version, names: Sequence[str]) -> None:
    chosen = {part.dimension: part.values for part in view.filters}
    first = [name for position, name in enumerate(names) if position < SHOWN_FILTERS or name in chosen]
    for name in first:
        _draw_filter(name, chosen.get(name, ()), version)
    rest = [name for name in names if name not in first]
    if rest:
        # Drawn when opened: a browser works on every control of a page at every change, whether it is seen or not.
        more = st.expander(_("More filters"), key=MORE, on_change="rerun")
        if more.open:
            with more:
                for name in rest:
                    _draw_filter(name, (), version)


def _draw_filter(name: str, chosen: Sequence[str], version: Version) -> None:
    # A value of the link that does not occur is an option too: it stays visible and can be taken away.
    options = list(dict.fromkeys([*_values(version, name), *chosen]))
    _place(f"f.{name}", list(chosen))
    st.multiselect(
        plain(dimension_title(name, version)),
        options,
        key=FILTER + name,
        on_change=changed,
        placeholder=_("All"),
    )


def _values(version: Version, name: str) -> list[str]:
    found = [d.values for d in version.meant(name) if d.values]
    return [value for values in found for value in values]


def changed() -> None:
    """Write what the controls show into the address."""
    state = st.session_state
    now = read_query(links.asked(), ignore=tuple(PAGE_KEYS)).view
    period = state.get(f"{BAR}period", now.period)
    first, last = now.first, now.last
    dates = state.get(f"{BAR}dates", ())
    if period != "custom":
        first = last = None
    elif now.period != "custom" and DAYS_SHOWN in state:
        first, last = state[DAYS_SHOWN].first, state[DAYS_SHOWN].last
    elif len(dates) == 2:
        first, last = _in_order(*dates)
    links.put(
        replace(
            now.over(period, first, last),
            compare=state.get(f"{BAR}compare", now.compare),
            split=state.get(f"{BAR}split", now.split),
            filters=_chosen_filters(now),
        )
    )


def _chosen_filters(now: View) -> tuple[Filter, ...]:
    drawn = {
        key.removeprefix(FILTER): st.session_state[key] for key in map(str, st.session_state) if key.startswith(FILTER)
    }
    kept = {part.dimension: part.values for part in now.filters if part.dimension not in drawn}
    chosen = {name: tuple(values) for name, values in drawn.items() if values}
    return tuple(Filter(name, values) for name, values in sorted({**kept, **chosen}.items()))


def _in_order(first: date, last: date) -> tuple[date, date]:
    return (first, last) if first <= last else (last, first)


def _position(dimension: Dimension) -> int:
    """The file's own columns come after those the model knows, which come in the model's order."""
    names = TABLES[dimension.source].names
    return names.index(dimension.column) if dimension.column in names else len(names)
