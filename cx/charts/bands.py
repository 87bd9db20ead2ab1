"""Dose and response: an outcome by band of experience, in the order of the bands, with whiskers and n."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from cx.charts.axes import bounds, described, value_axis
from cx.charts.kept import kept
from cx.charts.series import Style, style
from cx.charts.theme import Look, blank, label
from cx.language import _, numbers
from cx.metrics import row_words
from cx.metrics.base import Row
from cx.model import MISSING

HEIGHT = 270
LEGEND_HEIGHT = 60
GROUPS = 6
"""More groups than this cannot be told apart; the table shows the rest."""


def largest(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The groups that are drawn: split value and its bands in their order, the largest by n first, `(missing)` last."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.split or "", []).append(row)
    found = sorted(groups.items(), key=lambda item: -sum(r.estimate.n for r in item[1]))
    missing = [item for item in found if item[0] == MISSING]
    return [*[item for item in found if item[0] != MISSING][: GROUPS - len(missing)], *missing]


@kept
def bands(rows: Sequence[Row], look: Look, *, same_people: bool = False, suffix: str = "") -> go.Figure:
    """A dot with its interval per band, side by side in the colours of their split values where there are several.

    The n stands under the band's name, or beside the split value's. Rows keep their order. same_people: the bands do
    not part the customers: all of them are behind each one. suffix: what is counted, after every figure of the axis.
    """
    groups = largest(rows)
    drawn = [row for _name, points in groups for row in points]
    several = len(groups) > 1
    figure = blank(look.mode, height=HEIGHT + (LEGEND_HEIGHT if several else 0))
    for number, (name, points) in enumerate(groups):
        n = (max if same_people else sum)(r.estimate.n for r in points)
        _dots(figure, name if several else "", points, style(number, look), look, n)
    names = list(dict.fromkeys(_band_name(r, several) for r in drawn))
    axis = value_axis(bounds(drawn), look, from_zero=True)
    axis["ticktext"] = [f"{text}{suffix}" for text in axis.get("ticktext", ())]
    figure.update_layout(
        showlegend=several,
        scattermode="group",
        scattergap=0.35,
        xaxis={"type": "category", "showgrid": False, "tickangle": 0, "range": [-0.5, len(names) - 0.4]},
        yaxis=axis,
        margin={"l": 8, "r": 8, "t": 12, "b": 8},
    )
    if not any(r.estimate.known for r in drawn):
        figure.add_annotation(text=_("too few to show"), showarrow=False, xref="paper", yref="paper", x=0.5, y=0.5)
    return figure


def _dots(figure: go.Figure, name: str, points: Sequence[Row], drawn_as: Style, look: Look, n: int) -> None:
    figures = [f"  {numbers.figure(r.estimate.value, look.unit, r.currency or look.currency)}" for r in points]
    figure.add_scatter(
        x=[_band_name(r, bool(name)) for r in points],
        y=[r.estimate.value for r in points],
        name=_("{group}, n = {n}").format(group=label(name, 20), n=numbers.count(n)),
        offsetgroup=name or None,
        mode="markers" if name else "markers+text",
        marker={"size": 8 if name else 11, "color": drawn_as.colour, "symbol": drawn_as.symbol},
        text=None if name else figures,
        textposition="middle right",
        cliponaxis=False,
        error_y=_whiskers(points, drawn_as.colour),
        customdata=[
            [label(" · ".join(p for p in (name, row_words.band(r.band)) if p), 60), described(r, look)] for r in points
        ],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )


def _whiskers(points: Sequence[Row], colour: str) -> dict[str, Any]:
    return {
        "type": "data",
        "symmetric": False,
        "array": [_gap(r.estimate.high, r.estimate.value) for r in points],
        "arrayminus": [_gap(r.estimate.value, r.estimate.low) for r in points],
        "color": colour,
        "thickness": 2,
        "width": 5,
    }


def _band_name(row: Row, several: bool) -> str:
    name = label(row_words.band(row.band), 16)
    return name if several else f"{name}<br>n = {numbers.count(row.estimate.n)}"


def _gap(high: float | None, low: float | None) -> float:
    return 0.0 if high is None or low is None else high - low
