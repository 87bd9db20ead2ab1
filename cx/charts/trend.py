"""A figure over time: line, interval band, the periods still running as hollow points, the comparison as context."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from cx.charts.axes import bounds, described, value_axis
from cx.charts.date_axis import date_axis
from cx.charts.kept import kept
from cx.charts.marks import EventLine, TargetLine, draw_events, draw_targets, drawable
from cx.charts.series import Style, style
from cx.charts.theme import Look, blank, interval_band, label
from cx.language import _, numbers
from cx.metrics.base import Row
from cx.model import MISSING

HEIGHT = 270
LINES = 6
"""More lines than this cannot be told apart; the table shows the rest."""
BANDED_LINES = 3
NAMED_TICKS = 3
"""Up to so many periods each gets its own tick with the name of the whole period."""
AMOUNTS = frozenset({"money", "count"})


@kept
def trend(
    rows: Sequence[Row],
    look: Look,
    *,
    incomplete: Collection[date] = (),
    compared: Sequence[Row] = (),
    compared_name: str = "",
    targets: Sequence[TargetLine] = (),
    events: Sequence[EventLine] = (),
) -> go.Figure:
    """A line per split value (the largest by n first), with the band of its interval.

    rows: with a period each. incomplete: first days of periods that are still running or cut by the view's dates; drawn
    as hollow points beside the line, because their figure will still change. compared: the same metric in the
    comparison period, drawn under the line period by period. targets, events: what is drawn across, see `marks`.
    """
    figure = blank(look.mode, height=HEIGHT)
    lines, now_name = largest(rows), _("this period") if compared else ""
    named: dict[str, tuple[str, list[float]]] = {}
    for number, (name, points) in enumerate(lines):
        drawn_as = style(number, look)
        whole = [r for r in points if r.period not in incomplete]
        named[name] = drawn_as.colour, [r.estimate.value for r in points if r.estimate.value is not None]
        if len(lines) <= BANDED_LINES:
            _band(figure, whole, drawn_as.colour)
        _line(figure, whole, name or now_name, drawn_as, look, number)
        _hollow(figure, [r for r in points if r.period in incomplete], name, drawn_as, look, number)
    drawn = [r for _name, points in lines for r in points]
    _context(figure, drawn, compared, compared_name, look)
    near, starts = drawable(targets, bounds(drawn)), sorted({r.period for r in rows if r.period})
    values = [*bounds(drawn), *bounds(compared), *(target.value for target in near)]
    figure.update_layout(
        showlegend=len(lines) > 1 or bool(compared),
        xaxis=_date_axis(starts, look),
        yaxis=value_axis(values, look, from_zero=look.unit in AMOUNTS),
    )
    draw_targets(figure, near, named, look)
    if starts:
        draw_events(figure, events, starts[0], starts[-1], look)
    return figure


def largest(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The lines that are drawn: split value and its points in order of time, the largest by n, `(missing)` last."""
    by_split: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda r: r.period or date.min):
        by_split.setdefault(row.split or "", []).append(row)
    found = sorted(by_split.items(), key=lambda item: (item[0] == MISSING, -sum(r.estimate.n for r in item[1])))
    missing = [item for item in found if item[0] == MISSING]
    return [*[item for item in found if item[0] != MISSING][: LINES - len(missing)], *missing]


def _date_axis(starts: Sequence[date], look: Look) -> dict[str, Any]:
    """The axis of periods; a day or two stand in its middle under their names."""
    axis = date_axis(starts)
    if not starts or len(starts) > NAMED_TICKS:
        return axis
    room = max(timedelta(days=1), (starts[-1] - starts[0]) / 4)
    return axis | {
        "range": [starts[0] - room, starts[-1] + room],
        "tickvals": list(starts),
        "ticktext": [numbers.period(start, look.every) for start in starts],
    }


def _line(figure: go.Figure, points: list[Row], name: str, drawn_as: Style, look: Look, number: int) -> None:
    figure.add_scatter(
        x=[r.period for r in points],
        y=[r.estimate.value for r in points],
        name=label(name),
        mode="lines+markers",
        line={"color": drawn_as.colour, "width": 2.2, "dash": drawn_as.dash},
        marker={"size": 6, "color": drawn_as.colour, "symbol": drawn_as.symbol},
        customdata=_found(points, name, look, number),
        hovertemplate=_hover(name),
    )


def _hollow(figure: go.Figure, points: list[Row], name: str, drawn_as: Style, look: Look, number: int) -> None:
    if not points:
        return
    figure.add_scatter(
        x=[r.period for r in points],
        y=[r.estimate.value for r in points],
        mode="markers",
        showlegend=False,
        marker={"size": 8, "color": drawn_as.colour, "symbol": drawn_as.hollow, "line": {"width": 2}},
        customdata=_found(points, name, look, number),
        hovertemplate=_hover(name, _("not a whole period")),
    )


def _band(figure: go.Figure, points: list[Row], colour: str) -> None:
    for run in _runs(points):
        if len(run) == 1:
            _whisker(figure, run[0], colour)
            continue
        days = [r.period for r in run]
        interval_band(figure, days, [r.estimate.low for r in run], [r.estimate.high for r in run], colour)


def _whisker(figure: go.Figure, row: Row, colour: str) -> None:
    """The interval of a point without neighbours, whose band would have no width."""
    e = row.estimate
    value, low, high = e.value or 0.0, e.low or 0.0, e.high or 0.0
    figure.add_scatter(
        x=[row.period],
        y=[value],
        mode="markers",
        marker={"size": 5, "color": colour},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [high - value],
            "arrayminus": [value - low],
            "color": colour,
            "thickness": 2,
            "width": 5,
        },
        hoverinfo="skip",
        showlegend=False,
    )


def _runs(points: list[Row]) -> list[list[Row]]:
    """Stretches of neighbouring points that have an interval; a gap in the figures is a gap in the band."""
    runs: list[list[Row]] = [[]]
    for row in points:
        if row.estimate.low is None or row.estimate.high is None:
            runs.append([])
        else:
            runs[-1].append(row)
    return [run for run in runs if run]


def _context(figure: go.Figure, rows: Sequence[Row], compared: Sequence[Row], name: str, look: Look) -> None:
    """The comparison, laid under the periods it is compared with, first to first."""
    now = sorted({r.period for r in rows if r.period})
    then = sorted((r for r in compared if r.period), key=lambda r: r.period or date.min)
    pairs = list(zip(now, then, strict=False))
    if not pairs:
        return
    figure.add_scatter(
        x=[period for period, _row in pairs],
        y=[row.estimate.value for _period, row in pairs],
        name=label(name, 60),
        mode="lines" if len(pairs) > 1 else "markers",
        line={"color": look.tokens.context, "width": 1.5, "dash": "dot"},
        marker={"size": 7, "color": look.tokens.context, "symbol": "diamond-open"},
        customdata=_told([row for _period, row in pairs], name, look),
        hovertemplate=_hover(name),
    )


def _told(rows: Sequence[Row], name: str, look: Look) -> list[list[str]]:
    """What a tooltip says of every point; names come from the data, so they are no part of its template."""
    return [[numbers.period(r.period, look.every), described(r, look), label(name, 60)] for r in rows]


def _found(rows: Sequence[Row], name: str, look: Look, number: int) -> list[list[object]]:
    """The same, and by what a click finds the row again: its period, and which of the `largest` lines it is of."""
    told = _told(rows, name, look)
    return [[*said, str(row.period), number] for said, row in zip(told, rows, strict=True)]


def _hover(name: str, remark: str = "") -> str:
    heading = "<b>%{customdata[2]}</b> " if name else ""
    end = f"<br><i>{remark}</i>" if remark else ""
    return f"{heading}%{{customdata[0]}}<br>%{{customdata[1]}}{end}<extra></extra>"
