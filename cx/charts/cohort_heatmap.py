"""The cohort triangle: one row per cohort, one column per age, blank where the period is not over yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import plotly.graph_objects as go

from cx.charts.axes import described
from cx.charts.kept import kept
from cx.charts.theme import Look, blank, contrast
from cx.language import _, numbers
from cx.metrics.base import Row
from cx.view import GRAINS

AGES = 12
COHORTS = 24
ROW_HEIGHT = 26
TEXTS = ("#000000", "#FFFFFF")
"""Of black and white one always has a contrast of at least 4.5 : 1."""


def newest(rows: Sequence[Row], cohorts: int = COHORTS) -> list[Row]:
    """The rows of the cohorts that are drawn."""
    starts = sorted({r.cohort for r in rows if r.cohort})[-cohorts:]
    return [r for r in rows if r.cohort in starts]


@kept
def cohort_heatmap(rows: Sequence[Row], look: Look, *, ages: int = AGES, cohorts: int = COHORTS) -> go.Figure:
    """The newest cohorts by age 1 to `ages`. Age 0 is everybody by definition: it names the row instead, as the size.

    rows: with cohort and age; a row without a value stays blank. Cells show whole per cent without the sign (shares) or
    compact amounts; tooltips show the figure, its interval and n.
    """
    starts = sorted({r.cohort for r in newest(rows, cohorts) if r.cohort})
    cells = {(r.cohort, r.age): r for r in rows if r.cohort in starts and r.age is not None and 1 <= r.age <= ages}
    columns = list(range(1, max((age for _c, age in cells if age), default=1) + 1))
    names = _names(starts, rows, look)
    z = [[_value(cells.get((start, age))) for age in columns] for start in starts]
    figure = blank(look.mode, height=72 + ROW_HEIGHT * max(1, len(starts)))
    known = [v for line in z for v in line if v is not None]
    top = max(known, default=1.0) or 1.0
    figure.add_heatmap(
        x=columns,
        y=names,
        z=z,
        zmin=0,
        zmax=top,
        colorscale=_scale(look),
        showscale=False,
        xgap=1,
        ygap=1,
        hoverinfo="skip",
    )
    _write(figure, columns, names, z, top, look)
    _touch(figure, cells, dict(zip(starts, names, strict=True)), look)
    figure.update_layout(
        xaxis={"side": "top", "dtick": 1, "showgrid": False},
        yaxis={
            "autorange": "reversed",
            "type": "category",
            "showgrid": False,
        },
        margin={"l": 8, "r": 4, "t": 24, "b": 4},
    )
    return figure


def text_colour(cell: str) -> str:
    """The text colour that stands out more from a cell's colour."""
    return max(TEXTS, key=lambda text: contrast(text, cell))


def cell_colour(value: float, top: float, look: Look) -> str:
    """The colour that Plotly gives to a value between 0 and top: between two steps of the scale, it mixes them."""
    steps = look.tokens.sequential
    place = min(1.0, max(0.0, value / top)) * (len(steps) - 1)
    lower = min(int(place), len(steps) - 2)
    one, other = (_channels(steps[i]) for i in (lower, lower + 1))
    mixed = [round(a + (b - a) * (place - lower)) for a, b in zip(one, other, strict=True)]
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


def _channels(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def _scale(look: Look) -> list[tuple[float, str]]:
    steps = look.tokens.sequential
    return [(i / (len(steps) - 1), colour) for i, colour in enumerate(steps)]


def _write(
    figure: go.Figure, columns: list[int], names: list[str], z: list[list[float | None]], top: float, look: Look
) -> None:
    """The figures in the cells: two layers of text, dark and light, so that each cell has the legible one."""
    layers: dict[str, list[tuple[int, str, str]]] = {}
    for name, line in zip(names, z, strict=True):
        for age, value in zip(columns, line, strict=True):
            if value is not None:
                text = f"{value * 100:.0f}" if look.unit == "share" else numbers.compact(round(value))
                layers.setdefault(text_colour(cell_colour(value, top, look)), []).append((age, name, text))
    write_cells(figure, layers)


def _touch(figure: go.Figure, cells: Mapping[tuple[date, int], Row], names: Mapping[date, str], look: Look) -> None:
    """An unseen mark on every cell with its tooltip, its cohort and its age: a heat map itself cannot be clicked."""
    marks = [(start, age, row) for (start, age), row in cells.items() if age]
    figure.add_scatter(
        x=[age for _start, age, _row in marks],
        y=[names[start] for start, _age, _row in marks],
        mode="markers",
        marker={"symbol": "square", "size": ROW_HEIGHT, "opacity": 0, "color": look.tokens.accent},
        customdata=[[_note(row, start, age, look), start.isoformat(), age] for start, age, row in marks],
        hovertemplate="%{customdata[0]}<extra></extra>",
    )


def write_cells(figure: go.Figure, layers: Mapping[str, Sequence[tuple[object, str, str]]]) -> None:
    """Texts in the cells of a heat map: colour -> column, row and text of the cells that are legible in it."""
    for colour, cells in layers.items():
        figure.add_scatter(
            x=[c[0] for c in cells],
            y=[c[1] for c in cells],
            text=[c[2] for c in cells],
            mode="text",
            textfont={"color": colour, "size": 11},
            hoverinfo="skip",
        )


def _names(starts: list[date], rows: Sequence[Row], look: Look) -> list[str]:
    sizes: dict[date | None, int] = {}
    for row in rows:
        sizes[row.cohort] = max(sizes.get(row.cohort, 0), row.estimate.n)
    grain = look.every or "month"
    return [f"{numbers.short_period(start, grain)} · {numbers.count(sizes[start])}" for start in starts]


def _value(row: Row | None) -> float | None:
    return row.estimate.value if row else None


def _note(row: Row | None, start: date, age: int, look: Look) -> str:
    grain = look.every or "month"
    head = _("<b>{cohort}</b>, {grain} {age}").format(cohort=numbers.period(start, grain), grain=GRAINS[grain], age=age)
    if row is None:
        return head
    matures = (
        _("<br>complete on {day}").format(day=numbers.day(row.matures))
        if row.matures and not row.estimate.known
        else ""
    )
    return f"{head}<br>{described(row, look)}{matures}"
