"""The list of customers behind a figure: its sentence, its sides, its table and its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from cx.errors import UsageError
from cx.language import N_, Words, _, ngettext, numbers
from cx.metrics import row_words
from cx.metrics.base import Options, Result, Row
from cx.metrics.behind import MOST_EXPORTED, MOST_SHOWN, Cell, Members, behind
from cx.metrics.behind.account import account, agreement, figure_n
from cx.metrics.behind.cell import SIDES
from cx.metrics.behind.groups import WHOLE, bands_of
from cx.metrics.cost_to_serve import MINUTES
from cx.stats.estimate import withheld
from cx.store.reading import Version
from cx.ui import exports
from cx.ui.choice import choose
from cx.ui.drill_link import BACK, Figure
from cx.ui.page import Page
from cx.ui.plain import plain
from cx.ui.shortened import shortened, shortened_quotes
from cx.ui.view_bar import dimension_title
from cx.ui.words import OUTCOMES, SCORES
from cx.view import GRAINS, View

CACHED_LISTS = 64
AMOUNTS = ("revenue", "margin")
"""Measures in which a customer adds money, whatever the unit of the figure."""
MONEY = "%,.2f"
DATES = ("first_order", "last_order")
PARTS_SAID = Words(
    {
        "forward revenue": N_("what they will spend"),
        "all customers": N_("all customers"),
        "repeat buyers": N_("repeat buyers"),
        "raw": N_("raw gap"),
        "adjusted": N_("adjusted gap"),
        "risk ratio": N_("how many times as likely"),
        "risk difference": N_("difference of the shares"),
    }
)
"""Part of an answer -> what the title of its metric leaves open."""


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
    return _listed(
        page.version.id, page.view.query(), figure.metric, figure.options, figure.cell, page.version, page.view
    )


def row_of(page: Page, members: Members) -> Row:
    """The figure itself: of the list's cell, and of its currency."""
    result = _answer(page, members)
    fitting = [r for r in result.rows if members.cell.about(r)]
    same = [r for r in fitting if (r.currency or "") == members.currency] or fitting
    return same[0] if same else Row(withheld(_("no data: n = 0"), n=0, unit=result.metric.unit))


def _answer(page: Page, members: Members) -> Result:
    return page.result(members.metric.name, members.view, members.options)


def finding(members: Members, row: Row, version: Version) -> str:
    """How many customers are behind which figure."""
    e = row.estimate
    told = numbers.with_interval(e.value, e.low, e.high, e.unit, row.currency)
    if not e.known:
        told = _("which is not given: {reason}").format(reason=e.reason)
    where = "".join(f", {plain(part)}" for part in _place(members, version))
    text = ngettext(
        "**{n} customer** is behind {title}{where}: **{figure}**.",
        "**{n} customers** are behind {title}{where}: **{figure}**.",
        members.customers,
    )
    return text.format(
        n=numbers.count(members.customers),
        title=plain(members.metric.said.title),
        where=where,
        figure=plain(told),
    )


def _place(members: Members, version: Version) -> list[str]:
    """Which cell it is, in words."""
    asked, grain = members.cell, members.options.cohort
    said = [f"{dimension_title(asked.by, version)} {shortened(asked.value or '')}"] if asked.by else []
    if asked.cohort:
        said.append(_("cohort {cohort}").format(cohort=numbers.period(asked.cohort, grain)))
    if asked.age is not None:
        said.append(_age(members, asked.age))
    said += _place_in_answer(members)
    if asked.days:
        said.append(numbers.days(asked.days.first, asked.days.last))
    return said


def _age(members: Members, age: int) -> str:
    """An age of cohorts, or how many months a model looks ahead."""
    if members.kind.modelled:
        return _("the next {n} months").format(n=numbers.count(age))
    return f"{GRAINS[members.options.cohort]} {numbers.count(age)}"


def _place_in_answer(members: Members) -> list[str]:
    """Which figure it is of an answer that has several: score, bands, outcome and item."""
    group, score = members.cell.group, members.options.score
    band, other = bands_of(group, score) if group.two_sided else (group.band, None)
    told = row_words.chance(band) if group.is_count else row_words.band(band)
    if other:
        told = _("{best} against {worst}").format(best=told, worst=row_words.band(other))
    part = PARTS_SAID.get(group.part or "", "")
    words = (SCORES.get(score, ""), told, OUTCOMES.get(group.outcome or "", ""), row_words.item(group.item), part)
    return [word for word in words if word]


def told(page: Page, members: Members, row: Row) -> str:
    """That the list and the figure count the same: what is listed, and what is not and why."""
    n = figure_n(members, row, _answer(page, members))
    return plain(" ".join((*account(members), agreement(members, n))))


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
    shape = _adds_shape(members)
    told = [name for name in headings if shown[name].notna().any() and (name != "n" or (shown["n"] != 1).any())]
    st.dataframe(
        shown.assign(band=shown["band"].map(_band, na_action="ignore")) if "band" in shown else shown,
        hide_index=True,
        column_order=told,
        column_config={name: _column(name, title, shape) for name, title in headings.items()},
        placeholder=numbers.DASH,
        alt=_("The customers behind the figure"),
    )


def _band(code: str) -> str:
    """A band of the list in words: of what is at stake a customer may be in both."""
    return row_words.band(code) if code in row_words.BANDS else row_words.item(code)


def download(page: Page, figure: Figure, members: Members) -> None:
    """The buttons for the files with all of them, made when they are asked for."""
    name = f"customers-behind-{figure.metric}-{page.version.id}"
    facts = [
        (_("Figure"), members.metric.said.title),
        (_("View"), page.view.sentence(page.version.dates)),
        (_("Data version"), page.version.id),
    ]
    with st.container(horizontal=True, gap="small"):
        exports.of_csv(lambda: csv(_all(figure, page)), name, key="customers")
        exports.of_frame(lambda: _all(figure, page).lines, facts, name, key="customers")


def titles(members: Members) -> Mapping[str, str]:
    """Column -> its heading."""
    adds = members.kind.adds_in(members.cell.group.item or members.options.measure)
    return {
        "customer": _("Customer"),
        **({"band": _("Experience")} if members.cell.group != WHOLE and not members.kind.modelled else {}),
        "n": _(members.kind.heading) if members.kind.heading else _("Counted"),
        **({"adds": _(adds)} if adds else {}),
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
    place |= {"score": members.options.score, **asked.group._asdict()} if asked.group != WHOLE else {}
    place |= {"first_day": asked.days.first, "last_day": asked.days.last} if asked.days else {}
    told: Mapping[str, Any] = {
        "figure": members.metric.name,
        **{name: value for name, value in place.items() if value is not None},
        "view": members.view.query(),
        "data_version": members.data_version,
    }
    dated = {name: pd.to_datetime(members.lines[name]).dt.strftime("%Y-%m-%d") for name in DATES}
    lines = members.lines.assign(**dated)
    # Where the place and the list have a column of one name, such as the band, the list tells more.
    frame = lines.assign(**{name: value for name, value in told.items() if name not in lines})
    return exports.csv(frame)


def _adds_shape(members: Members) -> str:
    """How a table writes what a customer adds."""
    if members.kind.modelled and members.metric.unit == "share":
        return "percent"
    in_money = members.metric.unit == "money" or members.options.measure in AMOUNTS
    return MONEY if in_money and members.cell.group.item != MINUTES else "localized"


def _column(name: str, title: str, adds: str) -> Any:
    if name in DATES:
        return st.column_config.DateColumn(title, format="YYYY-MM-DD")
    if name in ("n", "orders", "contacts"):
        return st.column_config.NumberColumn(title, format="localized")
    if name in ("adds", "net_revenue"):
        return st.column_config.NumberColumn(title, format=adds if name == "adds" else MONEY)
    if name.startswith("last_"):
        return st.column_config.NumberColumn(title, format="%.1f" if name == "last_ces" else "%g")
    return st.column_config.TextColumn(title, pinned=name == "customer")


@st.cache_resource(max_entries=CACHED_LISTS, show_spinner=False)
def _listed(
    version_id: str, query: str, metric: str, options: Options, asked: Cell, _version: Version, _view: View
) -> Members:
    return behind(metric, _version, _view, options, asked, most=MOST_SHOWN)


def _all(figure: Figure, page: Page) -> Members:
    return behind(figure.metric, page.version, page.view, figure.options, figure.cell, most=MOST_EXPORTED)
