"""The small line on a card: where a figure has been, without axes; its last point is marked."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.charts.kept import kept
from cx.charts.theme import Look, blank
from cx.language import numbers

HEIGHT = 44
EDGE = 5
"""Pixels around the line."""
BESIDE = 0.04
"""Share of the width left beside the line, so that the mark of its last point is not cut."""


@kept
def sparkline(values: Sequence[float], look: Look) -> go.Figure:
    """A line through the figures of whole periods, the oldest first; the tooltip writes each in its unit."""
    figure = blank(look.mode, height=HEIGHT)
    figure.add_scatter(
        y=list(values),
        mode="lines+markers",
        line={"color": look.tokens.context, "width": 2},
        marker={"color": look.tokens.context, "size": [*[0] * (len(values) - 1), 7], "opacity": 1},
        cliponaxis=False,
        customdata=[numbers.figure(value, look.unit, look.currency) for value in values],
        hovertemplate="%{customdata}<extra></extra>",
    )
    # Set one by one: it takes half the time of `update_layout`, and there is a line on every card.
    layout = figure.layout
    layout.margin = dict.fromkeys("lrtb", EDGE)
    layout.xaxis.visible = layout.yaxis.visible = False
    layout.xaxis.range = [-BESIDE * (len(values) - 1), (1 + BESIDE) * (len(values) - 1)]
    layout.hovermode = "x"
    return figure
