"""Dose and response point by point: an outcome at every level of a score, with intervals and the n of each level."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.charts.axes import described, value_axis
from cx.charts.kept import kept
from cx.charts.theme import Look, blank, interval_band, label
from cx.language import _, numbers
from cx.metrics.base import Row

HEIGHT = 300
LARGEST_DOT, SMALLEST_DOT = 18.0, 6.0
NOTE_HEIGHT = 26
WIDEST = 2.0
"""An interval may reach so many usual widths beyond the values before it is cut, lest it press the others flat."""


@kept
def dose(rows: Sequence[Row], look: Look, axis: str) -> go.Figure:
    """A dot per level in the order of the rows, its area by n, whiskers for the interval. axis: what the levels are.

    Levels with too few at the ends take no room, and an interval much wider than the others is cut; both are told.
    """
    drawn = _inner(rows)
    known = [r for r in drawn if r.estimate.known]
    lowest, highest = reach(known)
    ends = [(max(lowest, r.estimate.low or 0.0), min(highest, r.estimate.high or 0.0)) for r in known]
    figure = blank(look.mode, height=HEIGHT)
    names = [_name(r) for r in drawn]
    most = max((r.estimate.n for r in known), default=1)
    levels = [_name(r) for r in known]
    interval_band(figure, levels, [low for low, _high in ends], [high for _low, high in ends], look.tokens.accent)
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
        yaxis=value_axis([*(r.estimate.value or 0.0 for r in known), *sum(ends, ())], look, from_zero=True),
        margin={"l": 8, "r": 8, "t": NOTE_HEIGHT, "b": 8},
    )
    if said := left_out(rows):
        figure.add_annotation(
            x=0, xref="paper", xanchor="left", y=1, yref="paper", yanchor="bottom", text=said, showarrow=False
        )
    return figure


def reach(known: Sequence[Row]) -> tuple[float, float]:
    """How far the axis goes: every value, and intervals up to some times the usual width beyond the values."""
    spans = sorted((r.estimate.high or 0.0) - (r.estimate.low or 0.0) for r in known)
    if not spans:
        return 0.0, 0.0
    beyond = WIDEST * spans[(len(spans) - 1) // 2]
    values = [r.estimate.value or 0.0 for r in known]
    return min(values) - beyond, max(values) + beyond


def left_out(rows: Sequence[Row]) -> str:
    """What the chart does not show: levels with too few, and the ends of intervals that are cut."""
    known = [r for r in rows if r.estimate.known]
    lowest, highest = reach(known)
    cut = [r for r in known if (r.estimate.low or 0.0) < lowest or (r.estimate.high or 0.0) > highest]
    said = {
        _("too few: {levels}"): [r for r in rows if not r.estimate.known],
        _("interval cut: {levels}"): cut,
    }
    return "; ".join(text.format(levels=", ".join(map(_name, part))) for text, part in said.items() if part)


def _inner(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows from the first to the last that has a figure."""
    places = [at for at, row in enumerate(rows) if row.estimate.known]
    return rows[places[0] : places[-1] + 1] if places else []


def _name(row: Row) -> str:
    return label(row.band or numbers.DASH, 14)
