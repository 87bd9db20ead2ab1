"""Targets and events on a chart over time: dashed lines with their value, and numbered lines with their day.

The words of an event stand below the chart, under its number: beside the line they would lie on each other on a phone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cx.charts.theme import Figure, Look, faded, label
from cx.language import _, numbers

NARROW_PLOT = 250.0
"""Pixels of a plot on a phone: numbers that do not meet there meet nowhere."""
NUMBER_WIDTH, ROW_SHARE, ROWS = 22.0, 0.095, 3
"""Pixels that a number takes, the part of the plot's height of a row of them, and how many rows there are."""
NEAR_TOP = 0.9
"""The part of the axis above which a label has no room left over its line."""
POINTS_BESIDE_LABEL = 4
LABEL_OPACITY = 0.75
FARTHEST = 1.5
"""A target farther from the figures than so many times their span would press them flat: it is told, not drawn."""


Lines = Mapping[str, tuple[str, Sequence[float]]]
"""Name of a line, empty when there is one only -> its colour and its figures in order of time."""


@dataclass(frozen=True, slots=True)
class TargetLine:
    """What a line should reach between two days. name: of the segment it is for, empty for all."""

    value: float
    first: date
    last: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class EventLine:
    """What happened on a day. number: the one it has in the list below the chart."""

    number: int
    day: date
    label: str


def drawable(targets: Sequence[TargetLine], values: Sequence[float]) -> list[TargetLine]:
    """The targets near enough to the figures to stand on their chart."""
    if not values:
        return []
    low, high = min(values), max(values)
    room = FARTHEST * (high - low or abs(high) or 1.0)
    return [target for target in targets if low - room <= target.value <= high + room]


def draw_targets(figure: Figure, targets: Sequence[TargetLine], lines: Lines, look: Look) -> None:
    """A dashed line for each target; its value at one end of it, on the side where the figures are not."""
    if not targets:
        return
    bottom, top = figure.layout.yaxis.range
    for target in targets:
        colour, values = lines.get(target.name, (look.tokens.text, ()))
        line = {"color": colour, "width": 1.6, "dash": "dash"}
        figure.add_shape(type="line", x0=target.first, x1=target.last, y0=target.value, y1=target.value, line=line)
        # The target of the last periods alone is told at the end: at its beginning the one before it ends.
        late = target.first > min(other.first for other in targets if other.name == target.name)
        beside = values[-POINTS_BESIDE_LABEL:] if late else values[:POINTS_BESIDE_LABEL]
        below = sum(beside) > target.value * len(beside) or target.value - bottom > NEAR_TOP * (top - bottom)
        told = _("target {value}").format(value=numbers.figure(target.value, look.unit, look.currency))
        figure.add_annotation(
            x=target.last if late else target.first,
            y=target.value,
            text=label(" ".join(part for part in (told, target.name) if part), 40),
            showarrow=False,
            xanchor="right" if late else "left",
            yanchor="top" if below else "bottom",
            font={"color": colour, "size": 12},
            bgcolor=faded(look.tokens.background, LABEL_OPACITY),
            borderpad=1,
        )


def draw_events(figure: Figure, events: Sequence[EventLine], first: date, last: date, look: Look) -> None:
    """A dotted line for each event and its number at the top, a row lower where it would meet the one before."""
    for event, row in zip(events, rows_of([event.day for event in events], first, last), strict=True):
        line = {"color": look.tokens.context, "width": 1.2, "dash": "dot"}
        figure.add_shape(type="line", xref="x", yref="paper", x0=event.day, x1=event.day, y0=0, y1=1, line=line)
        figure.add_annotation(
            x=event.day,
            y=1.0 - row * ROW_SHARE,
            yref="paper",
            yanchor="top",
            text=f"<b>{event.number}</b>",
            hovertext=f"{numbers.day(event.day)}<br>{label(event.label, 60)}",
            showarrow=False,
            font={"color": look.tokens.text, "size": 12},
            bgcolor=look.tokens.surface,
            bordercolor=look.tokens.context,
            borderpad=2,
        )


def rows_of(days: Sequence[date], first: date, last: date) -> list[int]:
    """The row of each number, from 0 at the top, so that none lies on another where there is room for that."""
    span = max(1, (last - first).days)
    ends = [-NUMBER_WIDTH] * ROWS
    rows = []
    for day in days:
        middle = (day - first).days / span * NARROW_PLOT
        row = next((n for n, end in enumerate(ends) if middle - end >= NUMBER_WIDTH), ends.index(min(ends)))
        ends[row] = middle
        rows.append(row)
    return rows
