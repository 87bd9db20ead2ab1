"""A forest of correlations: a row per pair of score and outcome, its interval, no association as the line at zero."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.charts.axes import described, nice_ticks
from cx.charts.theme import Look, blank, label
from cx.language import _, numbers
from cx.metrics.base import Row

ROW_HEIGHT = 44
FALSE_DISCOVERY_RATE = 0.05


def forest(rows: Sequence[Row], look: Look) -> go.Figure:
    """A dot and interval per row; filled when it stands after adjusting for the number of looks, hollow when not."""
    names = [pair(r) for r in rows]
    figure = blank(look.mode, height=70 + ROW_HEIGHT * max(1, len(rows)))
    figure.add_scatter(
        x=[r.estimate.value for r in rows],
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
            "array": [(r.estimate.high or 0.0) - (r.estimate.value or 0.0) for r in rows],
            "arrayminus": [(r.estimate.value or 0.0) - (r.estimate.low or 0.0) for r in rows],
            "color": look.tokens.accent,
            "thickness": 2,
            "width": 5,
        },
        customdata=[[name, described(r, look), _standing(r)] for name, r in zip(names, rows, strict=True)],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )
    reach = max((abs(e) for r in rows for e in (r.estimate.low, r.estimate.high) if e is not None), default=1.0)
    reach = min(1.0, max(0.1, reach * 1.15))
    ticks = [t for t in nice_ticks(-reach, reach) if abs(t) <= reach]
    figure.add_vline(x=0, line={"color": look.tokens.context, "width": 1.5})
    figure.update_layout(
        xaxis={
            "range": [-reach, reach],
            "tickvals": ticks,
            "ticktext": [f"{t:+.2g}".replace("-", numbers.MINUS) if t else "0" for t in ticks],
            "title": {"text": _("Spearman rank correlation")},
        },
        yaxis={
            "autorange": "reversed",
            "type": "category",
            "showgrid": False,
        },
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
    )
    return figure


def pair(row: Row) -> str:
    """The name of a row: score and outcome, on two lines so that it fits a phone."""
    return f"{label((row.score or '').upper(), 20)}<br>{label((row.outcome or '').replace('_', ' '), 22)}"


def stands(row: Row) -> bool:
    """Whether the association stands after adjusting for the number of looks."""
    return row.adjusted_p is not None and row.adjusted_p <= FALSE_DISCOVERY_RATE


def _standing(row: Row) -> str:
    if row.adjusted_p is None:
        return _("not tested")
    return (
        _("adjusted p = {p}").format(p=numbers.figure(row.adjusted_p, "score"))
        if row.adjusted_p >= 0.01
        else _("adjusted p < 0.01")
    )
