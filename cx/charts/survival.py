"""How long customers stay: step curves of who is still there, and retention so far (solid) and projected (dashed)."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.charts.axes import bounds, described, value_axis
from cx.charts.curve import BANDED_CURVES, drawn
from cx.charts.kept import kept
from cx.charts.series import style
from cx.charts.theme import BAND_OPACITY, Look, blank, faded, interval_band, label
from cx.language import _
from cx.metrics.base import Row
from cx.model import MISSING

HEIGHT = 340
OBSERVED, PROJECTED, HOLD_OUT = "observed", "projected", "hold-out"


@kept
def steps(rows: Sequence[Row], look: Look, *, blind_months: float = 0.0) -> go.Figure:
    """Kaplan-Meier curves by split value over age in months, as steps, with their bands where there are few.

    rows: of part "curve" of one outcome. Ages without a figure end their curve. blind_months: how long nobody can be
    known to have left; they are shaded, so that the flat line is not taken for loyalty.
    """
    curves = drawn(rows)
    figure = blank(look.mode, height=HEIGHT)
    for number, (name, points) in enumerate(sorted(curves, key=lambda item: (item[0] == MISSING, item[0]))):
        _staircase(figure, name, points, look, number, banded=len(curves) <= BANDED_CURVES)
    known = [row for _name, points in curves for row in points]
    if known and blind_months > 0.0:
        _shade(figure, blind_months, look)
    figure.update_layout(showlegend=len(curves) > 1, xaxis=_months(known), yaxis=_shares(known, look))
    return figure


def _shade(figure: go.Figure, months: float, look: Look) -> None:
    context = look.tokens.context
    figure.add_vrect(
        x0=0,
        x1=months,
        fillcolor=faded(context, BAND_OPACITY),
        line_width=0,
        layer="below",
        annotation={
            "text": _("cannot lapse yet"),
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yanchor": "bottom",
            "xshift": 4,
            "font": {"color": context, "size": 12},
        },
    )


def _staircase(figure: go.Figure, name: str, points: Sequence[Row], look: Look, number: int, *, banded: bool) -> None:
    drawn_as = style(number, look)
    ages = _twice([r.age or 0 for r in points])[1:]
    if banded:
        lows = _twice([r.estimate.low for r in points])[:-1]
        highs = _twice([r.estimate.high for r in points])[:-1]
        interval_band(figure, ages, lows, highs, drawn_as.colour)
    heading = "<b>%{customdata[1]}</b> " if name else ""
    figure.add_scatter(
        x=[r.age for r in points],
        y=[r.estimate.value for r in points],
        name=label(name),
        mode="lines",
        line={"color": drawn_as.colour, "width": 2.2, "dash": drawn_as.dash, "shape": "hv"},
        customdata=[[described(r, look), label(name, 60)] for r in points],
        hovertemplate=f"{heading}{_('month')} %{{x}}<br>%{{customdata[0]}}<extra></extra>",
    )


def _twice(values: Sequence[object]) -> list[object]:
    """Every value two times over: the corners of steps, but for the first age and the last height."""
    return [value for value in values for _time in range(2)]


@kept
def projection(rows: Sequence[Row], look: Look, *, first_age: int = 1) -> go.Figure:
    """Observed shares by age as a solid line, the projection as a dashed one, each with its band.

    The projection begins at the last observed point. The dotted line is what an earlier fit forecast for ages that it
    had not seen. rows: parts "observed", "projected" and "hold-out" of one outcome, unsplit.
    """
    colour, context = look.tokens.accent, look.tokens.context
    parts = {name: _known(rows, name, first_age) for name in (OBSERVED, PROJECTED, HOLD_OUT)}
    figure = blank(look.mode, height=HEIGHT)
    words = {OBSERVED: _("observed"), PROJECTED: _("projected"), HOLD_OUT: _("forecast made earlier")}
    dashes = {OBSERVED: "solid", PROJECTED: "dash", HOLD_OUT: "dot"}
    if parts[OBSERVED] and parts[PROJECTED]:
        parts[PROJECTED].insert(0, parts[OBSERVED][-1])
    for name, points in parts.items():
        if not points:
            continue
        drawn_in = context if name == HOLD_OUT else colour
        ages = [r.age for r in points]
        if name != HOLD_OUT:
            interval_band(figure, ages, [r.estimate.low for r in points], [r.estimate.high for r in points], drawn_in)
        figure.add_scatter(
            x=ages,
            y=[r.estimate.value for r in points],
            name=words[name],
            mode="lines",
            line={"color": drawn_in, "width": 2.2 if name != HOLD_OUT else 1.6, "dash": dashes[name]},
            customdata=[described(r, look) for r in points],
            hovertemplate=f"{words[name]}, {_('month')} %{{x}}<br>%{{customdata}}<extra></extra>",
        )
    known = [row for points in parts.values() for row in points]
    figure.update_layout(showlegend=True, xaxis=_months(known), yaxis=_shares(known, look))
    return figure


def _known(rows: Sequence[Row], part: str, first_age: int) -> list[Row]:
    found = [r for r in rows if r.part == part and r.estimate.known and r.age is not None and r.age >= first_age]
    return sorted(found, key=lambda r: r.age or 0)


def _months(rows: Sequence[Row]) -> dict[str, object]:
    oldest = max((r.age or 0 for r in rows), default=0)
    step = next((step for step in (1, 3, 6, 12, 24) if oldest / step <= 13), 60)
    return {"title": {"text": _("months after the start")}, "tick0": 0, "dtick": step}


def _shares(rows: Sequence[Row], look: Look) -> dict[str, object]:
    return value_axis(bounds(rows), look, from_zero=True)
