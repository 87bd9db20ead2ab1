"""Importance against performance: what matters and does badly stands in a corner of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

import plotly.graph_objects as go

from cx.charts.axes import described, nice_ticks
from cx.charts.kept import kept
from cx.charts.labels import BREAK, NARROW_HEIGHT, NARROW_WIDTH, Side, corner_box, placed, shift
from cx.charts.theme import Look, blank, faded, label
from cx.language import N_, Words, _, numbers
from cx.metrics.base import Row

Quadrant = Literal["fix", "keep", "watch", "fine"]
QUADRANTS: Words[Quadrant] = Words(
    {
        "fix": N_("Look here first"),
        "keep": N_("Keep up"),
        "watch": N_("Watch"),
        "fine": N_("Fine as is"),
    }
)
"""Matters more and rated lower than the average, more and higher, less and lower, less and higher."""
CORNERS: dict[Quadrant, tuple[float, float]] = {"fix": (0, 1), "keep": (1, 1), "watch": (0, 0), "fine": (1, 0)}

HEIGHT = 430
SHADE = 0.08
ROOM = 0.16
"""Part of each axis kept free at both ends, for the names of the quadrants."""
NAME_WIDTH = 9
"""Letters from which a name is put on two lines."""
WHISKER = 4.0
"""Half the pixels a whisker keeps free of labels: it crosses a name worse than the line of an average does."""

Span = tuple[float, float]
SCALE = re.compile(r"(-?[\d.e+]+)-(-?[\d.e+]+)")
"""A scale as a row writes it, worst-best."""


@dataclass(frozen=True, slots=True)
class Point:
    """One driver: its share of what is explained, and its mean rating on a scale from low to high."""

    name: str
    importance: Row
    performance: Row
    low: float
    high: float

    @property
    def y(self) -> float:
        """The share, 0-1."""
        return self.importance.estimate.value or 0.0

    def on_scale(self, value: float | None) -> float:
        """Where a rating lies on its scale: 0 at the worst end, 1 at the best."""
        return ((value or 0.0) - self.low) / (self.high - self.low)

    @property
    def x(self) -> float:
        """Where the mean rating lies on its scale, 0-1."""
        return self.on_scale(self.performance.estimate.value)


@dataclass(frozen=True, slots=True)
class Lines:
    """The averages that part the quadrants: of performance (on the scale, 0-1) and of importance."""

    x: float
    y: float

    def quadrant(self, point: Point) -> Quadrant:
        """Where a driver stands."""
        if point.y > self.y:
            return "fix" if point.x < self.x else "keep"
        return "watch" if point.x < self.x else "fine"

    def clear(self, point: Point) -> bool:
        """Whether neither interval of a driver reaches over its line."""
        weight, rating = point.importance.estimate, point.performance.estimate
        across = (point.on_scale(rating.low), point.on_scale(rating.high))
        up = (weight.low or 0.0, weight.high or 0.0)
        return not (across[0] <= self.x <= across[1] or up[0] <= self.y <= up[1])


def points(rows: Sequence[Row]) -> list[Point]:
    """The drivers that have both figures, heaviest first. rows: of key_drivers, without split."""
    ratings = {row.item: row for row in rows if row.part == "performance" and row.estimate.known and row.scale}
    found = []
    for row in rows:
        rating = ratings.get(row.item)
        if row.part == "relative_weight" and row.estimate.known and rating is not None:
            scale = SCALE.fullmatch(rating.scale or "")
            if scale is not None:
                found.append(Point(row.item or "", row, rating, float(scale[1]), float(scale[2])))
    return sorted(found, key=lambda point: -point.y)


def lines(drawn: Sequence[Point]) -> Lines:
    """The averages over the drivers."""
    return Lines(sum(p.x for p in drawn) / len(drawn), sum(p.y for p in drawn) / len(drawn))


@kept
def quadrants(drawn: Sequence[Point], look: Look) -> go.Figure:
    """A dot per driver with both intervals as a cross; the averages part four corners that say what to do."""
    figure = blank(look.mode, height=HEIGHT)
    if not drawn:
        return figure
    middle = lines(drawn)
    across = _range([end for p in drawn for end in _across(p)] + [middle.x])
    up = _range([end for p in drawn for end in _ends(p.importance)] + [0.0, middle.y])
    _corners(figure, middle, (across, up), look)
    for part in (False, True):
        _dots(figure, [p for p in drawn if (middle.quadrant(p) == "fix") is part], look, bad=part)
    for point, (right, above) in zip(drawn, _sides(drawn, middle, across, up), strict=True):
        figure.add_annotation(
            x=point.x,
            y=point.y,
            text=_short(point),
            showarrow=False,
            xanchor=("right", "center", "left")[right + 1],
            yanchor=("top", "middle", "bottom")[above + 1],
            xshift=shift((right, above)) * right,
            yshift=shift((right, above)) * above,
        )
    figure.update_layout(xaxis=_rating_axis(drawn, across), yaxis=_weight_axis(up), margin={"t": 8, "l": 8, "r": 8})
    return figure


def _sides(drawn: Sequence[Point], middle: Lines, across: Span, up: Span) -> list[Side]:
    """Where the label of each driver stands beside its dot; the heaviest choose first."""

    def pixels(x: float, y: float) -> tuple[float, float]:
        return (
            (x - across[0]) / (across[1] - across[0]) * NARROW_WIDTH,
            (y - up[0]) / (up[1] - up[0]) * NARROW_HEIGHT,
        )

    x, y = pixels(middle.x, middle.y)
    kept_free = [corner_box(QUADRANTS[name], place) for name, place in CORNERS.items()]
    kept_free += [(x - 2, 0.0, x + 2, NARROW_HEIGHT), (0.0, y - 2, NARROW_WIDTH, y + 2)]
    for p in drawn:
        (left, down), (right, top) = (pixels(*corner) for corner in zip(_across(p), _ends(p.importance), strict=True))
        dot = pixels(p.x, p.y)
        kept_free += [
            (left, dot[1] - WHISKER, right, dot[1] + WHISKER),
            (dot[0] - WHISKER, down, dot[0] + WHISKER, top),
        ]
    return placed([_short(p) for p in drawn], [pixels(p.x, p.y) for p in drawn], kept_free)


def _short(point: Point) -> str:
    """The name on two lines at most: a narrow label finds a place beside the whiskers, also on a phone."""
    parts = wrap(point.name, NAME_WIDTH, max_lines=2, placeholder="…", break_long_words=False)
    return BREAK.join(label(part, 18) for part in parts)


def _corners(figure: go.Figure, middle: Lines, ranges: tuple[Span, Span], look: Look) -> None:
    tokens, (across, up) = look.tokens, ranges
    figure.add_shape(
        type="rect",
        layer="below",
        line={"width": 0},
        fillcolor=faded(tokens.bad, SHADE),
        x0=across[0],
        x1=middle.x,
        y0=middle.y,
        y1=up[1],
    )
    figure.add_vline(x=middle.x, line={"color": tokens.context, "width": 1, "dash": "dot"})
    figure.add_hline(y=middle.y, line={"color": tokens.context, "width": 1, "dash": "dot"})
    for name, (x, y) in CORNERS.items():
        figure.add_annotation(
            text=f"<b>{QUADRANTS[name]}</b>" if name == "fix" else QUADRANTS[name],
            showarrow=False,
            xref="paper",
            yref="paper",
            x=x,
            y=y,
            xanchor="right" if x else "left",
            yanchor="top" if y else "bottom",
            font={"color": tokens.bad if name == "fix" else tokens.context},
        )


def _dots(figure: go.Figure, drawn: Sequence[Point], look: Look, *, bad: bool) -> None:
    colour = look.tokens.bad if bad else look.tokens.accent
    figure.add_scatter(
        x=[p.x for p in drawn],
        y=[p.y for p in drawn],
        mode="markers",
        marker={"size": 11, "color": colour, "symbol": "diamond" if bad else "circle"},
        error_x=_whiskers([p.x for p in drawn], [_across(p) for p in drawn], colour),
        error_y=_whiskers([p.y for p in drawn], [_ends(p.importance) for p in drawn], colour),
        customdata=[[label(p.name, 60), described(p.importance, look), _rating(p)] for p in drawn],
        hovertemplate=_("<b>%{customdata[0]}</b><br>Weight %{customdata[1]}<br>Rated %{customdata[2]}<extra></extra>"),
    )


def _rating(point: Point) -> str:
    e = point.performance.estimate
    return _("{value} ({ends}) on {scale}").format(
        value=numbers.full(e.value, e.unit),
        ends=numbers.interval(e.low, e.high, e.unit, whole=True),
        scale=point.performance.scale,
    )


def _ends(row: Row) -> tuple[float, float]:
    return row.estimate.low or 0.0, row.estimate.high or 0.0


def _across(point: Point) -> Span:
    low, high = _ends(point.performance)
    return point.on_scale(low), point.on_scale(high)


def _whiskers(values: Sequence[float], ends: Sequence[Span], colour: str) -> dict[str, object]:
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - value for value, (_low, high) in zip(values, ends, strict=True)],
        "arrayminus": [value - low for value, (low, _high) in zip(values, ends, strict=True)],
        "color": faded(colour, 0.55),
        "thickness": 1.5,
        "width": 0,
    }


def _range(values: Sequence[float]) -> Span:
    low, high = min(values), max(values)
    room = (high - low or 0.1) * ROOM / (1.0 - 2.0 * ROOM)
    return low - room, high + room


def _rating_axis(drawn: Sequence[Point], across: Span) -> dict[str, object]:
    """In ratings where all are on one scale, else in per cent of the way from worst to best."""
    low, high = drawn[0].low, drawn[0].high
    same = all((p.low, p.high) == (low, high) for p in drawn)
    start, span = (low, high - low) if same else (0.0, 100.0)
    ticks = [t for t in nice_ticks(start + across[0] * span, start + across[1] * span, 4) if start <= t <= start + span]
    title = (
        _("Mean rating, {low}–{high}").format(low=numbers.plain(low), high=numbers.plain(high))
        if same
        else _("Mean rating, % of its scale")
    )
    return {
        "range": across,
        "tickvals": [(t - start) / span for t in ticks],
        "ticktext": [numbers.plain(t) for t in ticks],
        "title": {"text": title},
        "showgrid": False,
        "zeroline": False,
    }


def _weight_axis(up: Span) -> dict[str, object]:
    ticks = [t for t in nice_ticks(0.0, up[1]) if t <= 1.0]
    return {
        "range": up,
        "tickvals": ticks,
        "ticktext": [numbers.percent(t, 0) for t in ticks],
        "title": {"text": _("Weight")},
        "showgrid": False,
        "zeroline": False,
    }
