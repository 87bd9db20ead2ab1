"""Pages without figures: no data yet, a filter that matches nothing, too few, or a problem to mend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from cx.errors import CxError
from cx.ingest.templates import template
from cx.language import _
from cx.metrics.base import Row
from cx.model import TABLES, Table, called
from cx.ui.links import put
from cx.ui.page_table import DATA
from cx.ui.plain import plain
from cx.ui.watching import demo_button
from cx.view import View

NEEDED = ("orders", "customers", "surveys", "contacts")


def empty_store() -> None:
    """Nothing is loaded: which files supply it, their templates, and the demo data."""
    st.title(_("No data yet"), anchor=False)
    st.markdown(_("Load a CSV file as your tools export it, or look at the demo data first."))
    demo_button()
    st.page_link(DATA.file, label=_("Load files"), icon=":material/upload_file:")
    for name in NEEDED:
        with st.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain(called(name))}** – {plain(_(TABLES[name].about))}", width=420)
            template_button(TABLES[name])
    st.code("cx load orders.csv customers.csv surveys.csv contacts.csv", language="bash", wrap_lines=True)


def template_button(table: Table) -> None:
    """A button that downloads the template of a table: all its columns and two example rows."""
    st.download_button(
        _("{table} template").format(table=called(table.name)),
        template(table.name),
        f"{table.name}.csv",
        "text/csv",
        key=f"template_{table.name}",
        icon=":material/download:",
        on_click="ignore",
    )


def nothing_matches(view: View, reason: str, has_rows: Callable[[View], bool]) -> None:
    """The filters leave no figure: why, and which one to remove, with a button for each that helps by itself."""
    st.title(_("Nothing matches these filters"), anchor=False)
    st.markdown(plain(reason))
    helping = [f for f in view.filters if has_rows(view.without(f.dimension))]
    sentence = (
        _("Without this filter there are figures again:")
        if helping
        else _("No single filter is to blame: remove them one by one, or all.")
    )
    st.markdown(sentence)
    for part in helping or view.filters:
        st.button(
            _("Remove {filter}").format(filter=plain(part.sentence())),
            key=f"remove_{part.dimension}",
            icon=":material/filter_alt_off:",
            on_click=put,
            args=(view.without(part.dimension),),
        )
    st.button(_("Remove all filters"), key="remove_all", on_click=put, args=(replace(view, filters=()),))


def too_few(rows: Sequence[Row], reason: str = "") -> None:
    """Why there is no chart: the reason told, else that of the row that comes nearest, with its n."""
    largest = max((r for r in rows if not r.estimate.known), key=lambda r: r.estimate.n, default=None)
    reason = reason or (largest.estimate.reason if largest else None) or _("no data: n = 0")
    st.info(_("Not shown: {reason}").format(reason=plain(reason)), icon=":material/hourglass_empty:")


def problem(error: CxError) -> None:
    """A problem in words: what, where, and how to mend it."""
    st.error(plain(error.sentence()), icon=":material/report:")
