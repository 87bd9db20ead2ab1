"""Odds ratios one under the other, on a scale where twice and half lie equally far from one."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from cx.charts.axes import described
from cx.charts.kept import kept
from cx.charts.theme import Look, blank, label
from cx.language import _, numbers
from cx.metrics import row_words
from cx.metrics.base import Row

ROW_HEIGHT = 46
NEAR, FAR = (0.5, 1.0, 2.0, 5.0), (0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0)
"""Ticks of a short and of a long axis: as many as fit a phone."""
LONG = 1.2
"""Powers of ten from which an axis is long."""
WIDEST = 1_000.0
"""Beyond a thousand times, up or down, an interval says only that nothing is known: it is cut there."""
TEXT_SPACE = 0.22
"""Part of the width that is kept free for the figures at the right end of the rows."""


@kept
def odds(rows: Sequence[Row], look: Look) -> go.Figure:
    """A dot and interval per row, named by its item, no association as the line at one; filled where it leaves one."""
    figure = blank(look.mode, height=60 + ROW_HEIGHT * max(1, len(rows)))
    names = [f"{label(row_words.item(r.item), 26)}<br>n = {numbers.count(r.estimate.n)}" for r in rows]
    figure.add_scatter(
        x=[_held(r.estimate.value) for r in rows],
        y=names,
        mode="markers",
        marker={
            "size": 11,
            "color": look.tokens.accent,
            "symbol": ["circle" if stands(r) else "circle-open" for r in rows],
            "line": {"width": 2, "color": look.tokens.accent},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [_gap(r.estimate.high, r.estimate.value) for r in rows],
            "arrayminus": [_gap(r.estimate.value, r.estimate.low) for r in rows],
            "color": look.tokens.accent,
            "thickness": 2,
            "width": 5,
        },
        customdata=[[label(row_words.item(r.item), 60), described(r, look)] for r in rows],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )
    low, high = _reach(rows)
    room = (high - low) * TEXT_SPACE / (1 - TEXT_SPACE)
    ticks = [t for t in (FAR if high - low > LONG else NEAR) if low <= math.log10(t) <= high]
    figure.add_vline(x=1.0, line={"color": look.tokens.context, "width": 1.5})
    figure.update_layout(
        xaxis={
            "type": "log",
            "range": [low, high + room],
            "tickvals": ticks,
            "ticktext": [f"{numbers.plain(t)}×" for t in ticks],
            "title": {"text": _("odds with it against without")},
        },
        yaxis={"type": "category", "categoryorder": "array", "categoryarray": names[::-1], "showgrid": False},
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
    )
    for row, name in zip(rows, names, strict=True):
        text = numbers.figure(row.estimate.value, "ratio") if row.estimate.known else _("not shown")
        figure.add_annotation(x=1.0, xref="paper", xanchor="right", y=name, text=text, showarrow=False)
    return figure


def stands(row: Row) -> bool:
    """Whether the interval leaves out one, at which nothing would differ."""
    low, high = row.estimate.low, row.estimate.high
    return low is not None and high is not None and not low <= 1.0 <= high


def _reach(rows: Sequence[Row]) -> tuple[float, float]:
    """The exponents of ten between which everything lies, with some room and at least from a half to double."""
    ends = [_held(e) for r in rows for e in (r.estimate.low, r.estimate.high) if e is not None]
    logs = [math.log10(e) for e in ends if e]
    return min([math.log10(0.5), *logs]) - 0.08, max([math.log10(2.0), *logs]) + 0.08


def _held(value: float | None) -> float | None:
    return None if value is None else min(max(value, 1.0 / WIDEST), WIDEST)


def _gap(high: float | None, low: float | None) -> float:
    top, bottom = _held(high), _held(low)
    return 0.0 if top is None or bottom is None else top - bottom
