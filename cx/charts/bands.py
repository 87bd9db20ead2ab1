"""Dose and response: an outcome by band of experience, in the order of the bands, with whiskers and n."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.charts.axes import bounds, described, value_axis
from cx.charts.theme import Look, blank, label
from cx.language import _, numbers
from cx.metrics.base import Row

HEIGHT = 270


def bands(rows: Sequence[Row], look: Look) -> go.Figure:
    """A dot with its interval per band; the band's n stands under its name. Rows keep their order."""
    figure = blank(look.mode, height=HEIGHT)
    names = [f"{label(r.band or '', 16)}<br>n = {numbers.count(r.estimate.n)}" for r in rows]
    figure.add_scatter(
        x=names,
        y=[r.estimate.value for r in rows],
        mode="markers+text",
        marker={"size": 11, "color": look.tokens.accent},
        text=[f"  {numbers.figure(r.estimate.value, look.unit, r.currency or look.currency)}" for r in rows],
        textposition="middle right",
        cliponaxis=False,
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [_gap(r.estimate.high, r.estimate.value) for r in rows],
            "arrayminus": [_gap(r.estimate.value, r.estimate.low) for r in rows],
            "color": look.tokens.accent,
            "thickness": 2,
            "width": 6,
        },
        customdata=[[label(r.band or "", 60), described(r, look)] for r in rows],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )
    figure.update_layout(
        xaxis={"type": "category", "showgrid": False, "tickangle": 0} | {"range": [-0.5, len(rows) - 0.4]},
        yaxis=value_axis(bounds(rows), look, from_zero=True),
        margin={"l": 8, "r": 8, "t": 12, "b": 8},
    )
    if not any(r.estimate.known for r in rows):
        figure.add_annotation(text=_("too few to show"), showarrow=False, xref="paper", yref="paper", x=0.5, y=0.5)
    return figure


def _gap(high: float | None, low: float | None) -> float:
    return 0.0 if high is None or low is None else high - low
