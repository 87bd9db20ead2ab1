"""A forest of correlations: a row per pair of score and outcome, its interval, no association as the line at zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import plotly.graph_objects as go

from cx.charts.axes import described, nice_ticks
from cx.charts.kept import kept
from cx.charts.series import Style, style
from cx.charts.theme import Look, blank, label
from cx.language import N_, _, numbers
from cx.metrics.base import Row

ROW_HEIGHT = 46
BESIDE = 0.36
"""How far apart, in lines, the two correlations of a pair are drawn."""
PARTIAL = "partial"
GIVEN = N_("given segment, tenure and earlier spend")
FALSE_DISCOVERY_RATE = 0.05


@kept
def forest(rows: Sequence[Row], look: Look, words: Mapping[str, str] | None = None) -> go.Figure:
    """A line per pair of score and outcome: the correlation as it is, under it what is left given what else differs.

    Filled when it stands after adjusting for the number of looks, hollow when not. words: what people call the codes
    of scores and outcomes, which are shown where there is no word.
    """
    named = words or {}
    names = list(dict.fromkeys(pair(r, named) for r in rows))
    figure = blank(look.mode, height=100 + ROW_HEIGHT * max(1, len(names)))
    looks = [
        (None, _("as it is"), style(0, look)),
        (PARTIAL, _(GIVEN), replace(style(1, look), colour=look.tokens.context)),
    ]
    shown = [(name, drawn_as, [r for r in rows if r.part == part]) for part, name, drawn_as in looks]
    drawn = [(name, drawn_as, points) for name, drawn_as, points in shown if points]
    for number, (name, drawn_as, points) in enumerate(drawn):
        offset = BESIDE * (number - (len(drawn) - 1) / 2)
        places = [(names[at], at + offset) for at in (names.index(pair(r, named)) for r in points)]
        _dots(figure, name, points, places, (drawn_as, look))
    reach = max((abs(e) for r in rows for e in (r.estimate.low, r.estimate.high) if e is not None), default=1.0)
    reach = min(1.0, max(0.1, reach * 1.15))
    ticks = [t for t in nice_ticks(-reach, reach) if abs(t) <= reach]
    figure.add_vline(x=0, line={"color": look.tokens.context, "width": 1.5})
    figure.update_layout(
        showlegend=len(drawn) > 1,
        xaxis={
            "range": [-reach, reach],
            "tickvals": ticks,
            "ticktext": [("+" if t > 0 else "") + numbers.plain(t) for t in ticks],
            "title": {"text": _("Spearman rank correlation")},
        },
        yaxis={
            "range": [len(names) - 0.5, -0.5],
            "tickvals": list(range(len(names))),
            "ticktext": names,
            "showgrid": False,
        },
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
    )
    return figure


def _dots(
    figure: go.Figure,
    name: str,
    points: Sequence[Row],
    places: Sequence[tuple[str, float]],
    drawn_in: tuple[Style, Look],
) -> None:
    drawn_as, look = drawn_in
    figure.add_scatter(
        x=[r.estimate.value for r in points],
        y=[place for _pair, place in places],
        name=name,
        mode="markers",
        marker={
            "size": 10,
            "color": drawn_as.colour,
            "symbol": [drawn_as.symbol if stands(r) else drawn_as.hollow for r in points],
            "line": {"width": 2, "color": drawn_as.colour},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [(r.estimate.high or 0.0) - (r.estimate.value or 0.0) for r in points],
            "arrayminus": [(r.estimate.value or 0.0) - (r.estimate.low or 0.0) for r in points],
            "color": drawn_as.colour,
            "thickness": 2,
            "width": 4,
        },
        customdata=[
            [told, name, described(r, look), _standing(r)] for r, (told, _place) in zip(points, places, strict=True)
        ],
        hovertemplate=(
            "<b>%{customdata[0]}</b><br>%{customdata[1]}<br>%{customdata[2]}<br>%{customdata[3]}<extra></extra>"
        ),
    )


def pair(row: Row, words: Mapping[str, str]) -> str:
    """The name of a row: score and outcome, on two lines so that it fits a phone."""
    score, outcome = row.score or "", row.outcome or ""
    return f"{label(words.get(score, score), 20)}<br>{label(words.get(outcome, outcome), 22)}"


def stands(row: Row) -> bool:
    """Whether the association stands after adjusting for the number of looks."""
    return row.adjusted_p is not None and row.adjusted_p <= FALSE_DISCOVERY_RATE


def _standing(row: Row) -> str:
    if row.adjusted_p is None:
        return _("not tested")
    return (
        _("adjusted p = {p}").format(p=numbers.figure(row.adjusted_p, "score"))
        if row.adjusted_p >= 0.01
        else _("adjusted p < 0.01")
    )
