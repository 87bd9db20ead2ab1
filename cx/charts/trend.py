"""A figure over time: line, interval band, the periods still running as hollow points, the comparison as context."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import plotly.graph_objects as go

from cx.charts.axes import bounds, described, value_axis
from cx.charts.theme import BAND_OPACITY, Look, blank, faded, label
from cx.language import _, numbers
from cx.metrics.base import Row

HEIGHT = 270
LINES = 6
"""More lines than this cannot be told apart; the table shows the rest."""
BANDED_LINES = 3
AMOUNTS = frozenset({"money", "count"})


def trend(
    rows: Sequence[Row],
    look: Look,
    *,
    incomplete: Collection[date] = (),
    compared: Sequence[Row] = (),
    compared_name: str = "",
) -> go.Figure:
    """A line per split value (the largest by n first), with the band of its interval.

    rows: with a period each. incomplete: first days of periods that are still running or cut by the view's dates; drawn
    as hollow points beside the line, because their figure will still change. compared: the same metric in the
    comparison period, drawn under the line period by period.
    """
    figure = blank(look.mode, height=HEIGHT)
    lines, now_name = _lines(rows), _("this period") if compared else ""
    for number, (name, points) in enumerate(lines):
        colour = look.tokens.categorical[number % len(look.tokens.categorical)]
        whole = [r for r in points if r.period not in incomplete]
        if len(lines) <= BANDED_LINES:
            _band(figure, whole, colour)
        _line(figure, whole, name or now_name, colour, look)
        _hollow(figure, [r for r in points if r.period in incomplete], name, colour, look)
    _context(figure, rows, compared, compared_name, look)
    figure.update_layout(
        showlegend=len(lines) > 1 or bool(compared),
        xaxis={"type": "date"},
        yaxis=value_axis([*bounds(rows), *bounds(compared)], look, from_zero=look.unit in AMOUNTS),
    )
    return figure


def _lines(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    by_split: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda r: r.period or date.min):
        by_split.setdefault(row.split or "", []).append(row)
    largest = sorted(by_split.items(), key=lambda item: -sum(r.estimate.n for r in item[1]))
    return largest[:LINES]


def _line(figure: go.Figure, points: list[Row], name: str, colour: str, look: Look) -> None:
    figure.add_scatter(
        x=[r.period for r in points],
        y=[r.estimate.value for r in points],
        name=label(name),
        mode="lines+markers",
        line={"color": colour, "width": 2.2},
        marker={"size": 5, "color": colour},
        customdata=[[numbers.period(r.period, look.every), described(r, look)] for r in points],
        hovertemplate=_hover(name),
    )


def _hollow(figure: go.Figure, points: list[Row], name: str, colour: str, look: Look) -> None:
    if not points:
        return
    figure.add_scatter(
        x=[r.period for r in points],
        y=[r.estimate.value for r in points],
        mode="markers",
        showlegend=False,
        marker={"size": 8, "color": colour, "symbol": "circle-open", "line": {"width": 2}},
        customdata=[[numbers.period(r.period, look.every), described(r, look)] for r in points],
        hovertemplate=_hover(name, _("not a whole period")),
    )


def _band(figure: go.Figure, points: list[Row], colour: str) -> None:
    for run in _runs(points):
        x = [r.period for r in run]
        figure.add_scatter(
            x=[*x, *reversed(x)],
            y=[*(r.estimate.high for r in run), *(r.estimate.low for r in reversed(run))],
            fill="toself",
            fillcolor=faded(colour, BAND_OPACITY),
            line={"width": 0},
            mode="lines",
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
        name=name,
        mode="lines",
        line={"color": look.tokens.context, "width": 1.5, "dash": "dot"},
        customdata=[[numbers.period(row.period, look.every), described(row, look)] for _period, row in pairs],
        hovertemplate=_hover(name),
    )


def _hover(name: str, remark: str = "") -> str:
    heading = f"<b>{label(name, 60)}</b> " if name else ""
    end = f"<br><i>{remark}</i>" if remark else ""
    return f"{heading}%{{customdata[0]}}<br>%{{customdata[1]}}{end}<extra></extra>"
