"""The ways from a figure to its customers: a link on a card, a click on a chart, a choice below its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from cx.charts import bands, bars
from cx.charts.theme import Figure as Drawing
from cx.charts.trend import largest
from cx.language import _, numbers
from cx.language.direction import undirected
from cx.metrics import row_words
from cx.metrics.base import Options, Result, Row
from cx.metrics.behind import BEHIND, Cell
from cx.metrics.behind.cell import has_points
from cx.metrics.behind.groups import GROUPED
from cx.periods import periods
from cx.ui import at_stake
from cx.ui.changes import Judged
from cx.ui.drill_link import Figure, currency_of, of_group, of_row
from cx.ui.links import coloured
from cx.ui.page import Page
from cx.ui.page_table import BEHIND as CUSTOMERS
from cx.view import GRAINS, Dates, View

TIMES = "drilled"
"""How often somebody went from a chart to customers: part of the chart's key, so that it comes back unclicked."""


@dataclass(frozen=True, slots=True)
class Drill:
    """The figures of a chart whose customers can be listed. figures: by what the reader chooses from; point: of a point
    that was clicked.
    """

    view: View
    figures: Mapping[str, Figure]
    point: Callable[[Mapping[str, Any]], Figure | None]


def card_link(page: Page, card: Judged) -> None:
    """The link from a card to the customers behind its figure, where they can be listed."""
    figure = of_card(page, card)
    if figure:
        st.page_link(CUSTOMERS.file, label=coloured(_("See who")), query_params=figure.params(page.view))


def of_card(page: Page, card: Judged) -> Figure | None:
    """The figure of a card whose customers can be listed; None when nobody stands behind it alone."""
    metric, options = card.card.metric, card.card.options
    if card.card.where and metric not in GROUPED:
        return None
    row = at_stake.counted(page.result(metric), card.now) if metric == at_stake.METRIC else card.now
    return of_row(metric, row, options, page.name)


def of_bars(page: Page, result: Result, by: str) -> Drill | None:
    """From the bars of a metric by a dimension; result: as it is drawn."""
    if result.metric.name not in BEHIND:
        return None

    def figure(row: Row) -> Figure:
        cell = Cell(by=by, value=_value(row), currency=currency_of(row))
        return Figure(result.metric.name, cell=cell, back=page.name)

    drawn = bars.shown(result.rows)
    figures = {_told(row, row.split): figure(row) for row in drawn if row.estimate.n and row.split is not None}

    def clicked(point: Mapping[str, Any]) -> Figure | None:
        place = point.get("point_index")
        if not isinstance(place, int) or place >= len(drawn) or drawn[place].split is None:
            return None
        return figure(drawn[place])

    return Drill(page.view, figures, clicked)


def of_groups(page: Page, result: Result, drawn: Sequence[Row], names: Mapping[int, str]) -> Drill:
    """From the bars of an answer with several figures; drawn: in their order. names: place -> what a reader chooses."""
    split = result.view.split

    def figure(row: Row) -> Figure | None:
        found = of_group(result.metric.name, row, back=page.name)
        if not found or not split:
            return found
        return replace(found, cell=replace(found.cell, by=split, value=_value(row)))

    figures = {
        _told(row, names[place]): found for place, row in enumerate(drawn) if place in names and (found := figure(row))
    }

    def clicked(point: Mapping[str, Any]) -> Figure | None:
        place = point.get("point_index")
        return figure(drawn[place]) if isinstance(place, int) and place < len(drawn) else None

    return Drill(page.view, figures, clicked)


def of_trend(page: Page, result: Result) -> Drill | None:
    """From the points of a metric over time, each over the days of its period that are shown; result: as drawn."""
    metric, every = result.metric, result.view.every
    if metric.name not in BEHIND or not every or not has_points(metric):
        return None
    shown = page.dates
    days = {start: Dates(max(start, shown.first), min(end, shown.last)) for start, end in periods(shown, every)}

    def figure(row: Row) -> Figure | None:
        if row.period not in days or not row.estimate.n:
            return None
        value = _value(row) or None
        by = result.view.split if value else None
        cell = Cell(by=by, value=value if by else None, currency=currency_of(row), days=days[row.period])
        return Figure(metric.name, cell=cell, back=page.name)

    lines = largest(result.rows)
    told = {
        _told(row, " · ".join(part for part in (line, numbers.period(row.period, every)) if part)): found
        for line, points in lines
        for row in reversed(points)
        if (found := figure(row))
    }
    points = {(number, str(row.period)): row for number, (_line, drawn) in enumerate(lines) for row in drawn}

    def clicked(point: Mapping[str, Any]) -> Figure | None:
        told = list(point.get("customdata") or [])
        row = points.get((told[4], told[3])) if len(told) > 4 else None
        return figure(row) if row else None

    return Drill(page.view, told, clicked)


def of_bands(page: Page, result: Result, rows: Sequence[Row], options: Options) -> Drill | None:
    """From the bands of an outcome; rows: as they are drawn. options: what the answer, or its score, is asked with."""
    if result.metric.name not in BEHIND:
        return None

    def figure(row: Row) -> Figure | None:
        found = of_group(result.metric.name, row, options, page.name)
        split = result.view.split
        if not found or not split:
            return found
        return replace(found, cell=replace(found.cell, by=split, value=_value(row)))

    groups = bands.largest(rows)
    figures = {
        _told(row, " · ".join(part for part in (split, row_words.band(row.band)) if part)): found
        for split, points in groups
        for row in points
        if (found := figure(row))
    }

    def clicked(point: Mapping[str, Any]) -> Figure | None:
        line, place = point.get("curve_number"), point.get("point_index")
        if not isinstance(line, int) or not isinstance(place, int) or line >= len(groups):
            return None
        points = groups[line][1]
        return figure(points[place]) if place < len(points) else None

    return Drill(page.view, figures, clicked)


def of_cohorts(page: Page, result: Result, drawn: Sequence[Row], options: Options) -> Drill:
    """From the cells of a cohort table; drawn: the rows of the cohorts that are shown."""

    def figure(start: date, age: int) -> Figure:
        return Figure(result.metric.name, options, Cell(cohort=start, age=age), page.name)

    figures = {
        _told(row, _cell_name(row, options.cohort)): figure(row.cohort, row.age)
        for row in drawn
        if row.cohort and row.age is not None and row.estimate.known and row.estimate.n
    }

    def clicked(point: Mapping[str, Any]) -> Figure | None:
        told = list(point.get("customdata") or [])
        return figure(date.fromisoformat(told[1]), int(told[2])) if len(told) > 2 else None

    return Drill(page.view, figures, clicked)


def chart(figure: Drawing, drill: Drill, *, key: str, config: dict[str, object], alt: str) -> None:
    """The chart; a click on one of its figures opens the customers at once."""
    event = st.plotly_chart(
        figure, key=f"{key}.{_times()}", config=config, alt=alt, on_select="rerun", selection_mode="points"
    )
    points = event.selection.points if event else []
    chosen = drill.point(points[0]) if points else None
    if chosen:
        _go(drill, chosen)


def choice(drill: Drill, *, key: str) -> None:
    """The same without a mouse: the figures to choose from by name."""
    name = st.selectbox(
        _("Show the customers behind"),
        list(drill.figures),
        index=None,
        placeholder=_("Choose a figure"),
        key=f"{key}_customers.{_times()}",
    )
    if name:
        _go(drill, drill.figures[name])


def _go(drill: Drill, figure: Figure) -> None:
    st.session_state[TIMES] = _times() + 1
    st.switch_page(CUSTOMERS.file, query_params=figure.params(drill.view))


def _times() -> int:
    return int(st.session_state.get(TIMES, 0))


def _value(row: Row) -> str:
    """The value of a bar without the currency that stands before it where there are several."""
    return (row.split or "").removeprefix(f"{row.currency or _('no currency')} · ")


def _cell_name(row: Row, grain: str) -> str:
    return _("{cohort}, {grain} {age}").format(
        cohort=numbers.period(row.cohort, grain), grain=GRAINS[grain], age=row.age
    )


def _told(row: Row, name: str) -> str:
    e = row.estimate
    text = _("{name}: {figure} (n = {n})")
    return text.format(
        name=undirected(name), figure=numbers.figure(e.value, e.unit, row.currency), n=numbers.count(e.n)
    )
