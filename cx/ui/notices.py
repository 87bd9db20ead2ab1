"""What the frame tells above every page: active filters, coverage, and what of the link could not be used."""

from __future__ import annotations

import streamlit as st

from cx.errors import UsageError
from cx.language import _, ngettext
from cx.language.numbers import count, day
from cx.metrics.base import Options
from cx.metrics.compute import scope_of
from cx.metrics.coverage import DAY_COLUMN
from cx.metrics.row_counts import rows_under
from cx.store.reading import Version
from cx.store.view_log import SavedView
from cx.ui import copy_link, links
from cx.ui.asked import Asked
from cx.ui.plain import plain
from cx.ui.shortened import shortened
from cx.ui.view_bar import dimension_title, period_names
from cx.view import Filter, View

COUNTED = ("orders", "responses", "contacts")
"""Marts whose rows are told above every page: of responses the answers, as the scores count them."""
"""Mart -> the day its rows are counted by, and how."""
SHOWN_VALUES = 3


def draw_problems(asked: Asked) -> None:
    """Tell what of the link could not be used; it stays until the reader has seen it."""
    if not asked.problems:
        return
    with st.container(border=True, key="link_problems"):
        st.markdown(f":material/link_off: **{_('Some of this link could not be used')}**")
        for problem in asked.problems:
            st.markdown(f"- {plain(problem)}")
        st.button(_("Understood"), key="link_problems_seen", on_click=links.put, args=(asked.view,))


def draw_impossible(asked: Asked) -> None:
    """In place of a page: filters on dimensions that the data do not have."""
    st.title(_("No figure can obey this link"), anchor=False)
    st.markdown(_("The page is not shown, because without the filter it would show other data than the link asks for."))
    for part in asked.impossible:
        _remove_button(asked.view, part, "impossible", _("Remove the filter {filter}"))


def draw_gone(version_id: str, view: View) -> None:
    """Say first of all that what the sender of a link saw cannot be shown any more, and what is shown in its place."""
    told = _(
        "**These are not the numbers that the sender of this link saw.** Their data version {version} is not kept any "
        "more. Below are the figures of the current data, over the same days."
    )
    with st.container(key="gone"):
        st.warning(told.format(version=plain(version_id)), icon=":material/history_toggle_off:")
        st.button(_("Open live"), key="go_live", on_click=links.put, args=(view.unpinned(),))


def draw_chips(view: View, version: Version) -> None:
    """The active filters as chips that can be taken away, Reset, and Copy link."""
    for part in view.filters:
        _remove_button(view, part, "chip", "{filter}", version)
    if view.query() != View(data=view.data, marks=view.marks).query():
        st.button(
            _("Reset"), key="reset", icon=":material/restart_alt:", type="tertiary", on_click=_reset, args=(view,)
        )
    copy_link.place(view, version.dates, version.id)


def _reset(view: View) -> None:
    links.put(View(data=view.data, marks=view.marks))


def chip(part: Filter, version: Version | None = None) -> str:
    """A filter on a chip: its first values, shortened, and how many more there are."""
    shown = ", ".join(shortened(value) for value in part.values[:SHOWN_VALUES])
    more = len(part.values) - SHOWN_VALUES
    rest = " " + _("and {n} more").format(n=more) if more > 0 else ""
    return f"{dimension_title(part.dimension, version)}: {shown}{rest}"


def _remove_button(view: View, part: Filter, where: str, label: str, version: Version | None = None) -> None:
    st.button(
        label.format(filter=plain(chip(part, version))),
        key=f"{where}.{part.dimension}",
        icon=":material/close:",
        help=_("Remove this filter"),
        on_click=_remove,
        args=(view, part.dimension),
    )


def _remove(view: View, dimension: str) -> None:
    links.put(view.without(dimension))


def draw_strip(view: View, version: Version, saved: SavedView | None = None) -> None:
    """One line: the saved view's name, the days shown, up to when there are data, rows matched, data version."""
    days = view.dates(version.dates)
    rows = matched(version, view)
    parts = [
        *([_("saved view “{name}”").format(name=saved.name)] if saved else []),
        f"{period_names()[view.period]}: {day(days.first)} – {day(days.last)}",
        *([_("split by {dimension}").format(dimension=dimension_title(view.split, version))] if view.split else []),
        *(counted(mart, n) for mart, n in rows.items()),
        _("data to {day}").format(day=day(version.dates.last)),
        _("version {version}").format(version=version.id),
    ]
    st.caption(" · ".join(plain(part) for part in parts))


def counted(mart: str, n: int) -> str:
    """How many rows of a mart a view keeps, in words."""
    words = {
        "orders": ngettext("{n} order", "{n} orders", n),
        "responses": ngettext("{n} response", "{n} responses", n),
        "contacts": ngettext("{n} contact", "{n} contacts", n),
    }
    return words[mart].format(n=count(n))


def matched(version: Version, view: View) -> dict[str, int]:
    """Mart -> rows that the view keeps; marts that do not have a filter's dimension are left out."""
    scope = scope_of(version, view, Options())
    found: dict[str, int] = {}
    for mart in COUNTED:
        if mart not in version.counts:
            continue
        try:
            found[mart] = rows_under(version, scope, mart, DAY_COLUMN[mart]).told
        except UsageError:  # this mart does not have the dimension: it has no rows to count under the filter
            continue
    return found
