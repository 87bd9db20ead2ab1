"""A forecast held against what came: the actual line, the foretold one dashed, and the cut between known and not."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.charts.axes import bounds, described, value_axis
from cx.charts.date_axis import date_axis
from cx.charts.kept import kept
from cx.charts.theme import Look, blank, interval_band
from cx.language import _, numbers
from cx.metrics.base import Row

HEIGHT = 320


@kept
def tracking(actual: Sequence[Row], fitted: Sequence[Row], forecast: Sequence[Row], look: Look) -> go.Figure:
    """Three lines over the periods of their rows; the cut stands at the first period of the forecast.

    fitted: what the model makes of the days it has learnt from, dotted; forecast: of those after them, dashed.
    """
    figure = blank(look.mode, height=HEIGHT)
    ends = [r.period for r in forecast]
    lows, highs = [r.estimate.low for r in forecast], [r.estimate.high for r in forecast]
    colours = look.tokens.categorical
    interval_band(figure, ends, lows, highs, colours[1])
    _line(figure, _("actual"), actual, {"color": colours[0], "width": 2.4}, look)
    _line(figure, _("fitted"), fitted, {"color": colours[1], "width": 1.6, "dash": "dot"}, look)
    _line(figure, _("forecast"), forecast, {"color": colours[1], "width": 2.4, "dash": "dash"}, look)
    if ends:
        figure.add_vline(x=ends[0], line={"color": look.tokens.context, "width": 1.5, "dash": "dot"})
        figure.add_annotation(
            x=ends[0], y=0.02, yref="paper", text=_("the cut"), showarrow=False, xanchor="right", xshift=-4
        )
    figure.update_layout(
        showlegend=True,
        xaxis=date_axis([r.period for r in [*actual, *fitted, *forecast] if r.period]) | {"showgrid": False},
        yaxis=value_axis(bounds([*actual, *fitted, *forecast]), look, from_zero=True),
    )
    return figure


def _line(figure: go.Figure, name: str, rows: Sequence[Row], line: dict[str, object], look: Look) -> None:
    figure.add_scatter(
        x=[r.period for r in rows],
        y=[r.estimate.value for r in rows],
        name=name,
        mode="lines",
        line=line,
        customdata=[[numbers.period(r.period, "week"), _figure(r, look)] for r in rows],
        hovertemplate=f"<b>{name}</b>, %{{customdata[0]}}<br>%{{customdata[1]}}<extra></extra>",
    )


def _figure(row: Row, look: Look) -> str:
    known = row.estimate.low is not None
    return described(row, look) if known else numbers.full(row.estimate.value, row.estimate.unit)
