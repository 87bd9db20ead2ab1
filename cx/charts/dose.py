"""Dose and response point by point: an outcome at every level of a score, with intervals and the n of each level."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.charts.axes import bounds, described, value_axis
from cx.charts.theme import Look, blank, interval_band, label
from cx.language import _, numbers
from cx.metrics.base import Row

HEIGHT = 300
LARGEST_DOT, SMALLEST_DOT = 18.0, 6.0


def dose(rows: Sequence[Row], look: Look, axis: str) -> go.Figure:
    """A dot per level in the order of the rows, its area by n, whiskers for the interval. axis: what the levels are."""
    known = [r for r in rows if r.estimate.known]
    figure = blank(look.mode, height=HEIGHT)
    names = [label(r.band or "", 14) for r in rows]
    most = max((r.estimate.n for r in known), default=1)
    levels = [label(r.band or "", 14) for r in known]
    interval_band(figure, levels, [r.estimate.low for r in known], [r.estimate.high for r in known], look.tokens.accent)
    figure.add_scatter(
        x=levels,
        y=[r.estimate.value for r in known],
        mode="lines+markers",
        line={"color": look.tokens.accent, "width": 1.5},
        marker={
            "color": look.tokens.accent,
            "size": [max(SMALLEST_DOT, LARGEST_DOT * (r.estimate.n / most) ** 0.5) for r in known],
        },
        customdata=[[label(r.band or "", 60), described(r, look)] for r in known],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )
    figure.update_layout(
        xaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": names,
            "range": [-0.5, len(names) - 0.5],
            "showgrid": False,
            "tickangle": 0,
            "title": {"text": axis},
        },
        yaxis=value_axis(bounds(known), look, from_zero=True),
        margin={"l": 8, "r": 8, "t": 12, "b": 8},
    )
    few = [r for r in rows if not r.estimate.known]
    if few:
        text = _("too few: {levels}").format(levels=", ".join(label(r.band or numbers.DASH, 14) for r in few))
        figure.add_annotation(x=0, xref="paper", xanchor="left", y=1, yref="paper", text=text, showarrow=False)
    return figure
