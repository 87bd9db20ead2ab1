"""What was foretold against what came true: on the diagonal a score keeps its word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from cx.charts.axes import described, value_axis
from cx.charts.kept import kept
from cx.charts.theme import Look, blank
from cx.language import _, numbers
from cx.metrics.base import Row

HEIGHT = 300


@kept
def calibration(rows: Sequence[Row], look: Look) -> go.Figure:
    """A dot with its interval per bin of scores: the foretold share (Row.foretold) across, the observed one upwards."""
    drawn = [r for r in rows if r.estimate.known and r.foretold is not None]
    figure = blank(look.mode, height=HEIGHT)
    ends = [e for r in drawn for e in (r.estimate.low, r.estimate.high, r.foretold) if e is not None]
    axis: dict[str, Any] = value_axis([0.0, *ends], look, from_zero=True) if drawn else {"visible": False}
    if drawn:
        top = axis["range"][1]
        line = {"color": look.tokens.context, "width": 1.5, "dash": "dot"}
        figure.add_scatter(x=[0, top], y=[0, top], mode="lines", line=line, hoverinfo="skip")
    figure.add_scatter(
        x=[r.foretold for r in drawn],
        y=[r.estimate.value for r in drawn],
        mode="markers",
        marker={"size": 10, "color": look.tokens.accent},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [(r.estimate.high or 0.0) - (r.estimate.value or 0.0) for r in drawn],
            "arrayminus": [(r.estimate.value or 0.0) - (r.estimate.low or 0.0) for r in drawn],
            "color": look.tokens.accent,
            "thickness": 2,
            "width": 5,
        },
        customdata=[[numbers.percent(r.foretold), described(r, look)] for r in drawn],
        hovertemplate=_("foretold %{customdata[0]}<br>observed %{customdata[1]}") + "<extra></extra>",
    )
    figure.update_layout(
        xaxis={**axis, "title": {"text": _("foretold")}},
        yaxis={**axis, "title": {"text": _("observed")}},
        margin={"l": 8, "r": 8, "t": 12, "b": 8},
    )
    return figure
