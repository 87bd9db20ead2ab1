"""How many there are in each band: upright bars in the order of the bands."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import plotly.graph_objects as go

from cx.charts.axes import bounds, value_axis
from cx.charts.kept import kept
from cx.charts.theme import Look, blank, label
from cx.language import _, numbers
from cx.metrics import row_words
from cx.metrics.base import Row

HEIGHT = 300


@kept
def histogram(rows: Sequence[Row], look: Look, *, apart: Collection[str] = (), title: str = "") -> go.Figure:
    """A bar per band with its count. apart: bands that are no part of the scale, in the colour of what is compared.

    title: what the bands are of. Rows keep their order.
    """
    figure = blank(look.mode, height=HEIGHT)
    names = [label(row_words.band(r.band), 16).replace(" ", "<br>") for r in rows]
    scale = [name for row, name in zip(rows, names, strict=True) if row.band not in apart]
    # Every second band is named: there is no room for more on a phone.
    named = [*scale[::2], *(name for row, name in zip(rows, names, strict=True) if row.band in apart)]
    whole = sum(r.estimate.value or 0.0 for r in rows) or 1.0
    figure.add_bar(
        x=names,
        y=[r.estimate.value for r in rows],
        marker={
            "color": [look.tokens.context if r.band in apart else look.tokens.accent for r in rows],
            "opacity": 0.75,
            "line": {"width": 0},
        },
        customdata=[[label(row_words.band(r.band), 60), _described(r, whole)] for r in rows],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )
    figure.update_layout(
        bargap=0.12,
        xaxis={"type": "category", "showgrid": False, "tickangle": 0, "tickvals": named, "title": {"text": title}},
        yaxis=value_axis(bounds(rows), look, from_zero=True),
        margin={"l": 8, "r": 8, "t": 12, "b": 8},
    )
    return figure


def _described(row: Row, whole: float) -> str:
    value = row.estimate.value or 0.0
    return _("{n} ({share} of all)").format(n=numbers.full(value, "count"), share=numbers.percent(value / whole))
