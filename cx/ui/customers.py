"""The list of customers behind a figure: its sentence, its sides, its table and its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from cx.errors import UsageError
from cx.language import _, ngettext, numbers
from cx.language.spreadsheet import cell
from cx.metrics.base import Row
from cx.metrics.behind import MOST_EXPORTED, MOST_SHOWN, Members, behind
from cx.metrics.behind.account import account, agreement
from cx.metrics.behind.cell import SIDES
from cx.stats.estimate import withheld
from cx.store.reading import Version
from cx.ui import exports
from cx.ui.choice import choose
from cx.ui.drill_link import BACK, Figure
from cx.ui.page import Page
from cx.ui.plain import plain
from cx.ui.shortened import shortened, shortened_quotes
from cx.ui.view_bar import dimension_title
from cx.view import View

CACHED_LISTS = 64
AMOUNTS = ("revenue", "margin")
"""Measures in which a customer adds money, whatever the unit of the figure."""
DATES = ("first_order", "last_order")


def back_link(figure: Figure, view: View) -> None:
    """The link to the page that shows the figure, in the same view."""
    script = BACK.get(figure.back)
    if script:
        label, icon = _("Back to the figure"), ":material/arrow_back:"
        st.page_link(script, label=label, icon=icon, query_params=figure.back_params(view))


def refused(error: UsageError) -> None:
    """Why there is no list."""
    st.error(plain(shortened_quotes(error.sentence())), icon=":material/report:")
    st.markdown(_("Nothing is listed, because it would be other customers than the link asks for."))


def listed(page: Page, figure: Figure) -> Members:
    """The customers, looked up once per figure, view and data version; UsageError when there is no such list."""
    return _listed(page.version.id, page.view.query(), figure, page.version, page.view)


def row_of(page: Page, members: Members) -> Row:
    """The figure itself: of the list's cell, and of its currency."""
    result = page.result(members.metric.name, members.view, members.options)
    fitting = [r for r in result.rows if members.cell.about(r)]
    same = [r for r in fitting if (r.currency or "") == members.currency] or fitting
    return same[0] if same else Row(withheld(_("no data: n = 0"), n=0, unit=result.metric.unit))


def finding(members: Members, row: Row, version: Version) -> str:
    """How many customers are behind which figure."""
    e = row.estimate
    told = numbers.with_interval(e.value, e.low, e.high, e.unit, row.currency)
    if not e.known:
        told = _("which is not given: {reason}").format(reason=e.reason)
    where = "".join(f", {part}" for part in _place(members, version))
    text = ngettext(
        "**{n} customer** is behind {title}{where}: **{figure}**.",
        "**{n} customers** are behind {title}{where}: **{figure}**.",
        members.customers,
    )
    return text.format(
        n=numbers.count(members.customers),
        title=plain(members.metric.said.title),
        where=plain(where),
        figure=plain(told),
    ).replace(" \\,", ",")


def _place(members: Members, version: Version) -> list[str]:
    """Which cell it is, in words."""
    asked, grain = members.cell, members.options.cohort
    said = [f"{dimension_title(asked.by, version)} {shortened(asked.value or '')}"] if asked.by else []
    if asked.cohort:
        said.append(_("cohort {cohort}").format(cohort=numbers.period(asked.cohort, grain)))
    if asked.age is not None:
        said.append(f"{grain} {asked.age}")
    return said


def told(members: Members, row: Row) -> str:
    """That the list and the figure count the same: what is listed, and what is not and why."""
    return plain(" ".join((*account(members), agreement(members, row.estimate.n))))


def choose_side(members: Members) -> None:
    """The choice of a part of the customers, with how many there are of each, where the figure has parts."""
    if not members.kind.sides or members.options.measure != "customers":
        return
    names = {"all": _("All {n}").format(n=numbers.count(members.customers))}
    for key, side in SIDES.items():
        if side in members.kind.sides:
            names[key] = f"{_(members.kind.sides[side])} {numbers.count(members.by_side.get(side, 0))}"
    choose("side", _("Which of them"), names)


def table(members: Members) -> None:
    """The first of them, who adds most first, and the file with all."""
    shown = members.lines
    if len(shown) < members.listed:
        st.caption(
            _("The first {n} of {all}, by what they add; the file has {more}.").format(
                n=numbers.count(len(shown)),
                all=numbers.count(members.listed),
                more=numbers.count(min(members.listed, MOST_EXPORTED)),
            )
        )
    headings = titles(members)
    in_money = members.metric.unit == "money" or members.options.measure in AMOUNTS
    told = [name for name in headings if shown[name].notna().any() and (name != "n" or (shown["n"] != 1).any())]
    st.dataframe(
        shown,
        hide_index=True,
        column_order=told,
        column_config={name: _column(name, title, in_money) for name, title in headings.items()},
        placeholder=numbers.DASH,
        alt=_("The customers behind the figure"),
    )


def download(page: Page, figure: Figure, members: Members) -> None:
    """The buttons for the files with all of them, made when they are asked for."""
    name = f"customers-behind-{figure.metric}-{page.version.id}"
    facts = [
        (_("Figure"), members.metric.said.title),
        (_("View"), page.view.sentence(page.version.dates)),
        (_("Data version"), page.version.id),
    ]
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            _("Download CSV"),
            lambda: csv(_behind(figure, page.version, page.view, MOST_EXPORTED)),
            f"{name}.csv",
            "text/csv",
            key="customers_csv",
            icon=":material/download:",
            on_click="ignore",
        )
        exports.of_frame(
            lambda: _behind(figure, page.version, page.view, MOST_EXPORTED).lines, facts, name, key="customers"
        )


def titles(members: Members) -> Mapping[str, str]:
    """Column -> its heading."""
    return {
        "customer": _("Customer"),
        "n": _(members.kind.heading) or _("Counted"),
        "adds": _(members.kind.adds_in(members.options.measure)),
        "segment": _("Segment"),
        "region": _("Region"),
        "plan": _("Plan"),
        "acquisition_channel": _("Won through"),
        "orders": _("Orders, all days"),
        "net_revenue": _("Net revenue, all days"),
        "currency": _("Currency"),
        "first_order": _("First order"),
        "last_order": _("Last order"),
        "last_nps": _("Last NPS answer"),
        "last_csat": _("Last CSAT answer"),
        "last_ces": _("Last CES answer, 1–7"),
        "contacts": _("Contacts, all days"),
    }


def csv(members: Members) -> bytes:
    """All of them as CSV with the figure, view and data version that made it; no cell is a formula to a spreadsheet."""
    asked = members.cell
    place = {"by": asked.by, "value": asked.value, "cohort": asked.cohort, "age": asked.age}
    told: Mapping[str, Any] = {
        "figure": members.metric.name,
        **{name: value for name, value in place.items() if value is not None},
        "view": members.view.query(),
        "data_version": members.data_version,
    }
    dated = {name: pd.to_datetime(members.lines[name]).dt.strftime("%Y-%m-%d") for name in DATES}
    frame = members.lines.assign(**dated).assign(**told)
    return frame.map(cell).rename(columns=cell).to_csv(index=False).encode("utf-8-sig")


def _column(name: str, title: str, in_money: bool) -> Any:
    if name in DATES:
        return st.column_config.DateColumn(title, format="YYYY-MM-DD")
    if name in ("n", "orders", "contacts"):
        return st.column_config.NumberColumn(title, format="localized")
    if name in ("adds", "net_revenue"):
        amount = in_money or name == "net_revenue"
        return st.column_config.NumberColumn(title, format="%,.2f" if amount else "localized")
    if name.startswith("last_"):
        return st.column_config.NumberColumn(title, format="%.1f" if name == "last_ces" else "%g")
    return st.column_config.TextColumn(title, pinned=name == "customer")


@st.cache_resource(max_entries=CACHED_LISTS, show_spinner=False)
def _listed(version_id: str, query: str, figure: Figure, _version: Version, _view: View) -> Members:
    return _behind(figure, _version, _view, MOST_SHOWN)


def _behind(figure: Figure, version: Version, view: View, most: int) -> Members:
    return behind(figure.metric, version, view, figure.options, figure.cell, most=most)
