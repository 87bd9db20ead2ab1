"""Figures with their intervals one under the other, to be held against each other and against zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import plotly.graph_objects as go

from cx.charts.axes import bounds, described, lying, value_axis
from cx.charts.kept import kept
from cx.charts.theme import Look, blank, label
from cx.language import numbers
from cx.metrics.base import Row

ROW_HEIGHT = 46
TEXT_SPACE = 0.24
"""Part of the width that is kept free for the figures at the right end of the lines."""
NAME_WIDTH, NAME_LINES = 24, 2


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the chart. main: the one that is looked at; the others are shown for comparison. filled: whether
    its dot is; hollow says "within noise". As main unless told.
    """

    name: str
    row: Row
    main: bool = False
    filled: bool | None = None


@kept
def intervals(lines: Sequence[Line], look: Look) -> go.Figure:
    """A dot with its interval per line, the main ones in colour, zero as a line, the figures at the end."""
    figure = blank(look.mode, height=50 + ROW_HEIGHT * max(1, len(lines)))
    names = [f"{_wrapped(line.name)}<br>n = {numbers.count(line.row.estimate.n)}" for line in lines]
    for line, name in zip(lines, names, strict=True):
        _dot(figure, line, name, look)
        figure.add_annotation(
            x=1.0, xref="paper", xanchor="right", y=name, text=_figure(line.row, look), showarrow=False
        )
    axis = lying(value_axis(bounds([line.row for line in lines]), look, from_zero=True), TEXT_SPACE)
    figure.add_vline(x=0, line={"color": look.tokens.context, "width": 1.5})
    figure.update_layout(
        xaxis=axis,
        yaxis={"type": "category", "categoryarray": names[::-1], "categoryorder": "array", "showgrid": False},
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
    )
    return figure


def _wrapped(name: str) -> str:
    """A name on two lines at most, so that a phone can show it."""
    parts = wrap(name, NAME_WIDTH, max_lines=NAME_LINES, placeholder="…")
    return "<br>".join(label(part, NAME_WIDTH) for part in parts)


def _dot(figure: go.Figure, line: Line, name: str, look: Look) -> None:
    e = line.row.estimate
    colour = look.tokens.accent if line.main else look.tokens.context
    value = e.value or 0.0
    filled = line.main if line.filled is None else line.filled
    figure.add_scatter(
        x=[e.value],
        y=[name],
        mode="markers",
        marker={"size": 12, "color": colour, "symbol": "circle" if filled else "circle-open", "line": {"width": 2}},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [(value if e.high is None else e.high) - value],
            "arrayminus": [value - (value if e.low is None else e.low)],
            "color": colour,
            "thickness": 2.4 if line.main else 1.6,
            "width": 5,
        },
        customdata=[[label(line.name, 60), described(line.row, look)]],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )


def _figure(row: Row, look: Look) -> str:
    e = row.estimate
    return numbers.figure_of(e.value, e.low, e.high, look.unit, row.currency or look.currency)
