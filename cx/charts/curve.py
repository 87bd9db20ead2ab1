"""A figure by age: retention or cumulative value, with the band of its interval, one curve per split or cohort."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import plotly.graph_objects as go

from cx.charts.axes import bounds, described, value_axis
from cx.charts.kept import kept
from cx.charts.series import style
from cx.charts.theme import Look, blank, interval_band, label
from cx.language import _
from cx.metrics.base import Row
from cx.model import MISSING
from cx.view import GRAINS, SPANS

HEIGHT = 320
CURVES = 6
BANDED_CURVES = 3


@kept
def curve(
    rows: Sequence[Row], look: Look, *, named: Callable[[Row], str] | None = None, first_age: int = 0
) -> go.Figure:
    """A curve per name over age. named: what distinguishes the curves, the split value unless told.

    Rows without a value (cohorts not old enough) end their curve. look.every names the unit of age.
    """
    largest = drawn(rows, named=named, first_age=first_age)
    figure = blank(look.mode, height=HEIGHT)
    for number, (name, points) in enumerate(sorted(largest, key=lambda item: (item[0] == MISSING, item[0]))):
        _add(figure, name, points, look, number, banded=len(largest) <= BANDED_CURVES)
    grain = look.every or "month"
    figure.update_layout(
        showlegend=len(largest) > 1,
        xaxis={
            "title": {"text": _("{grains} after the first order").format(grains=SPANS[grain])},
            "tick0": 0,
            "dtick": _step(max((r.age or 0 for r in rows), default=0)),
        },
        yaxis=value_axis(bounds([r for _n, points in largest for r in points]), look, from_zero=True),
    )
    return figure


def drawn(
    rows: Sequence[Row], *, named: Callable[[Row], str] | None = None, first_age: int = 0, most: int | None = CURVES
) -> list[tuple[str, list[Row]]]:
    """The curves that are drawn: name and known points by age, the largest by n first, `(missing)` last."""
    name_of = named or (lambda row: row.split or "")
    curves: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda r: r.age or 0):
        if row.age is not None and row.age >= first_age and row.estimate.known:
            curves.setdefault(name_of(row), []).append(row)
    found = sorted(curves.items(), key=lambda item: -max(r.estimate.n for r in item[1]))
    missing = [item for item in found if item[0] == MISSING]
    named_ones = [item for item in found if item[0] != MISSING]
    return [*(named_ones if most is None else named_ones[: most - len(missing)]), *missing]


def by_year(row: Row) -> str:
    """The year in which the customers of a curve started, with the currency where there are several."""
    return " · ".join(part for part in (row.split, str(row.period.year) if row.period else "") if part)


def _add(figure: go.Figure, name: str, points: list[Row], look: Look, number: int, *, banded: bool) -> None:
    drawn_as = style(number, look)
    ages = [r.age for r in points]
    if banded:
        interval_band(
            figure, ages, [r.estimate.low for r in points], [r.estimate.high for r in points], drawn_as.colour
        )
    grain = GRAINS[look.every or "month"]
    heading = "<b>%{customdata[1]}</b> " if name else ""
    figure.add_scatter(
        x=ages,
        y=[r.estimate.value for r in points],
        name=label(name),
        mode="lines+markers",
        line={"color": drawn_as.colour, "width": 2.2, "dash": drawn_as.dash},
        marker={"size": 6, "symbol": drawn_as.symbol},
        customdata=[[described(r, look), label(name, 60)] for r in points],
        hovertemplate=f"{heading}{grain} %{{x}}<br>%{{customdata[0]}}<extra></extra>",
    )


def _step(oldest: int) -> int:
    """Steps of age that leave at most some dozen labels, in quarters and years where it can be."""
    return next((step for step in (1, 3, 6, 12, 24) if oldest / step <= 13), 60)
