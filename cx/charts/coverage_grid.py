"""Which sources have rows in which months: a row per month, newest first, a column per source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import plotly.graph_objects as go

from cx.charts.cohort_heatmap import cell_colour, text_colour, write_cells
from cx.charts.kept import kept
from cx.charts.theme import Look, blank, label
from cx.language import _, numbers
from cx.model import called
from cx.store.health.months import MonthRows

MOST_MONTHS = 24
ROW_HEIGHT = 34
WELL_MATCHED = 0.95
"""From this share of rows with a known customer on, a cell does not say it."""


def newest(cells: Sequence[MonthRows], most: int = MOST_MONTHS) -> list[MonthRows]:
    """The cells of the months that are drawn."""
    months = sorted({c.month for c in cells})[-most:]
    return [c for c in cells if c.month in months]


@kept
def coverage_grid(cells: Sequence[MonthRows], look: Look, *, most: int = MOST_MONTHS) -> go.Figure:
    """The newest months by source. A cell's colour is its rows against the source's fullest month shown.

    Cells say the number of rows, with the share that has a known customer where that is below 95 %; a month without
    rows between a source's first and last says "none", one before or after them is blank.
    """
    drawn = newest(cells, most)
    tables = list(dict.fromkeys(c.table for c in drawn))
    months = sorted({c.month for c in drawn}, reverse=True)
    place = {(c.month, c.table): c for c in drawn}
    top = {table: max((c.rows for c in drawn if c.table == table), default=0) or 1 for table in tables}
    figure = blank(look.mode, height=56 + ROW_HEIGHT * max(1, len(months)))
    names = [label(called(table).replace("_", " "), 14) for table in tables]
    rows = [numbers.period(month, "month") for month in months]
    figure.add_heatmap(
        x=names,
        y=rows,
        z=[[_filled(place[month, table], top[table]) for table in tables] for month in months],
        zmin=0,
        zmax=1,
        colorscale=[(i / (len(look.tokens.sequential) - 1), c) for i, c in enumerate(look.tokens.sequential)],
        showscale=False,
        xgap=2,
        ygap=1,
        hoverongaps=False,
        customdata=[[_note(place[month, table]) for table in tables] for month in months],
        hovertemplate="%{customdata}<extra></extra>",
    )
    _write(figure, place, dict(zip(tables, names, strict=True)), top, _spans(cells), look)
    figure.update_layout(
        xaxis={"side": "top", "type": "category", "showgrid": False, "range": [-0.5, len(names) - 0.5]},
        yaxis={"type": "category", "showgrid": False, "range": [len(rows) - 0.5, -0.5]},
        margin={"l": 8, "r": 4, "t": 28, "b": 4},
    )
    return figure


def _spans(cells: Sequence[MonthRows]) -> dict[str, tuple[date, date]]:
    """Source -> its first and last month with rows, also of those that are not drawn."""
    spans: dict[str, tuple[date, date]] = {}
    for cell in cells:
        if cell.rows:
            first, last = spans.get(cell.table, (cell.month, cell.month))
            spans[cell.table] = min(first, cell.month), max(last, cell.month)
    return spans


def _filled(cell: MonthRows, top: int) -> float | None:
    return cell.rows / top if cell.rows else None


def _write(
    figure: go.Figure,
    place: Mapping[tuple[date, str], MonthRows],
    names: Mapping[str, str],
    top: Mapping[str, int],
    spans: Mapping[str, tuple[date, date]],
    look: Look,
) -> None:
    """The figures in the cells, in the colour that is legible there; a missing month in the colour of what is bad."""
    layers: dict[str, list[tuple[str, str, str]]] = {}
    for (month, table), cell in place.items():
        if cell.rows:
            colour = text_colour(cell_colour(cell.rows / top[table], 1.0, look))
            layers.setdefault(colour, []).append((names[table], numbers.period(month, "month"), _text(cell)))
        elif table in spans and spans[table][0] < month < spans[table][1]:
            layers.setdefault(look.tokens.bad, []).append((names[table], numbers.period(month, "month"), _("none")))
    write_cells(figure, layers)


def _text(cell: MonthRows) -> str:
    share = cell.share or 0.0
    return numbers.compact(cell.rows) + ("" if share >= WELL_MATCHED else f"<br>{numbers.percent(share, 0)}")


def _note(cell: MonthRows) -> str:
    return _("<b>{table}, {month}</b><br>{rows} rows, {share} with a known customer").format(
        table=label(called(cell.table).replace("_", " ")),
        month=numbers.period(cell.month, "month"),
        rows=numbers.count(cell.rows),
        share=numbers.percent(cell.share) if cell.share is not None else numbers.DASH,
    )
