"""A figure by segment: horizontal bars with interval whiskers, largest first, the missing value last."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from cx.charts.axes import described, lying, value_axis
from cx.charts.kept import kept
from cx.charts.theme import Look, blank, label
from cx.language import _, numbers
from cx.metrics.base import Row
from cx.model import MISSING

MOST = 15
ROW_HEIGHT = 38
FROM_ZERO = frozenset({"share", "money", "count", "days", "points", "correlation"})
TEXT_SPACE = 0.20
"""Part of the width that is kept free for the figures at the right end of the rows."""


def ordered(rows: Sequence[Row]) -> list[Row]:
    """Largest first, those without a figure after them, those without a value in the dimension last."""
    return sorted(
        rows,
        key=lambda r: (r.split == MISSING, r.estimate.value is None, -(r.estimate.value or 0.0), r.split or ""),
    )


def shown(rows: Sequence[Row], *, most: int = MOST) -> list[Row]:
    """The rows that get a bar: the largest, and the one without a value in the dimension, which is never cut."""
    found = ordered(rows)
    if len(found) <= most:
        return found
    missing = [r for r in found if r.split == MISSING]
    return [*[r for r in found if r.split != MISSING][: most - len(missing)], *missing]


@kept
def bars(rows: Sequence[Row], look: Look, *, most: int = MOST) -> go.Figure:
    """A bar per split value with its interval; scores, whose zero means nothing, are dots instead of bars."""
    drawn = shown(rows, most=most)
    names = _names(drawn)
    figure = blank(look.mode, height=60 + ROW_HEIGHT * max(1, len(drawn)))
    figure.add_trace(_marks(drawn, names, look))
    span = [e for r in drawn for e in (r.estimate.value, r.estimate.low, r.estimate.high) if e is not None]
    axis = lying(value_axis(span, look, from_zero=look.unit in FROM_ZERO), TEXT_SPACE)
    figure.update_layout(
        xaxis=axis,
        yaxis={
            "autorange": "reversed",
            "type": "category",
            "showgrid": False,
        },
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        bargap=0.45,
    )
    for row, name in zip(drawn, names, strict=True):
        _figure_at_end(figure, row, name, look)
    return figure


def _marks(rows: Sequence[Row], names: list[str], look: Look) -> go.Bar | go.Scatter:
    values = [r.estimate.value for r in rows]
    colours = [look.tokens.context if r.split == MISSING else look.tokens.accent for r in rows]
    common = {
        "x": values,
        "y": names,
        "error_x": _whiskers(rows, look),
        "customdata": [[label(r.split or _("all"), 80), described(r, look)] for r in rows],
        "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    }
    if look.unit in FROM_ZERO:
        return go.Bar(orientation="h", marker={"color": colours, "opacity": 0.75, "line": {"width": 0}}, **common)
    return go.Scatter(mode="markers", marker={"color": colours, "size": 10}, **common)


def _whiskers(rows: Sequence[Row], look: Look) -> dict[str, object]:
    above = [(r.estimate.high or 0) - (r.estimate.value or 0) if r.estimate.high is not None else 0 for r in rows]
    below = [(r.estimate.value or 0) - (r.estimate.low or 0) if r.estimate.low is not None else 0 for r in rows]
    return {
        "type": "data",
        "symmetric": False,
        "array": above,
        "arrayminus": below,
        "color": look.tokens.text,
        "thickness": 1.4,
        "width": 4,
    }


def _figure_at_end(figure: go.Figure, row: Row, name: str, look: Look) -> None:
    text = numbers.figure(row.estimate.value, look.unit, row.currency or look.currency)
    if not row.estimate.known:
        text = _("too few, n = {n}").format(n=numbers.count(row.estimate.n))
    figure.add_annotation(x=1.0, xref="paper", xanchor="right", y=name, text=text, showarrow=False, font={"size": 13})


def _names(rows: Sequence[Row]) -> list[str]:
    """A name per row, short but never the same twice: two rows of one name would lie on each other."""
    short = [label(r.split or _("all"), 18) for r in rows]
    return [s if short.count(s) == 1 else label(r.split or _("all"), 60) for s, r in zip(short, rows, strict=True)]
