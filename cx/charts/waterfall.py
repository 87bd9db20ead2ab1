"""From a figure then to the figure now: one floating bar per part, real ones solid, noise pale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from cx.charts.axes import described, lying, value_axis
from cx.charts.kept import kept
from cx.charts.theme import Look, blank, faded, label
from cx.language import _, ngettext, numbers
from cx.metrics import row_words
from cx.metrics.base import Row
from cx.stats.comparison import Verdict
from cx.stats.contribution import as_shown

MOST = 8
ROW_HEIGHT = 46
TEXT_SPACE = 0.35
"""Part of the width that is kept free for the figures and verdicts at the right end of the rows, in every language."""
PALE = 0.30
STEPS = {"points": 0.1, "share": 0.001}
"""Unit -> what its changes are rounded to; money is rounded to three digits of its largest part."""


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: where it starts and how far it goes, what is written beside it. row: None for several taken together."""

    name: str
    start: float
    value: float
    shown: float
    row: Row | None


def steps(rows: Sequence[Row], unit: str) -> list[Step]:
    """The parts in the order they are drawn, the largest first; what is beyond the most is one bar, the last.

    Every part is rounded together with the others, so that the figures on the chart sum to the change shown.
    """
    ordered = sorted((r for r in rows if r.total is not None), key=lambda r: (-abs(r.total or 0.0), r.split or ""))
    drawn = ordered if len(ordered) <= MOST else ordered[: MOST - 1]
    parts: list[tuple[str, float, Row | None]] = [
        (r.split or row_words.item(r.item) or _("all"), r.total or 0.0, r) for r in drawn
    ]
    if rest := ordered[len(drawn) :]:
        name = ngettext("{n} other", "{n} others", len(rest)).format(n=len(rest))
        parts.append((name, math.fsum(r.total or 0.0 for r in rest), None))
    values = [value for _name, value, _row in parts]
    rounded = as_shown(values, step_of(values, unit))
    result, start = [], 0.0
    for (name, value, row), shown in zip(parts, rounded, strict=True):
        result.append(Step(name, start, value, shown, row))
        start += value
    return result


def step_of(values: Sequence[float], unit: str) -> float:
    """What the figures of a change are rounded to."""
    largest = max((abs(value) for value in values), default=0.0)
    if unit in STEPS or not largest:
        return STEPS.get(unit, 1.0)
    return float(10.0 ** (math.floor(math.log10(largest)) - 2))


@kept
def waterfall(rows: Sequence[Row], then: Row, now: Row, look: Look, *, names: tuple[str, str]) -> go.Figure:
    """The level then, the parts of the change, the level now; every part with the whisker of its interval.

    rows: the parts, each with its exact total. names: what the two levels are called. The axis does not start at
    zero, so the levels are marks, not bars: what is compared are the lengths of the parts.
    """
    first, last = then.estimate.value or 0.0, now.estimate.value or 0.0
    found = steps(rows, look.unit)
    figure = blank(look.mode, height=70 + ROW_HEIGHT * (len(found) + 2))
    labels = _labels([names[0], *[step.name for step in found], names[1]])
    for level, row, text in ((first, then, labels[0]), (last, now, labels[-1])):
        _add_level(figure, level, row, text, look)
    for step, text in zip(found, labels[1:-1], strict=True):
        _add_part(figure, step, first + step.start, text, look)
    axis = lying(value_axis(_span(found, first, last), look, from_zero=False), TEXT_SPACE)
    order = {"categoryorder": "array", "categoryarray": labels, "autorange": "reversed", "type": "category"}
    figure.update_layout(
        xaxis=axis, yaxis={**order, "showgrid": False}, margin={"l": 8, "r": 8, "t": 8, "b": 8}, bargap=0.45
    )
    return figure


def _span(found: Sequence[Step], first: float, last: float) -> list[float]:
    """Everything the axis has to hold."""
    ends = [first, last]
    for step in found:
        at = first + step.start
        bounds = (step.row.estimate.low, step.row.estimate.high) if step.row else ()
        ends += [at, at + step.value, *(at + bound for bound in bounds if bound is not None)]
    return ends


def _add_level(figure: go.Figure, value: float, row: Row, name: str, look: Look) -> None:
    figure.add_scatter(
        x=[value],
        y=[name],
        mode="markers",
        marker={"size": 11, "symbol": "diamond", "color": look.tokens.text},
        customdata=[[name, described(row, look)]],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )
    written = numbers.full if look.unit == "points" else numbers.figure
    _write(figure, name, f"<b>{written(value, look.unit, row.currency or look.currency)}</b>")


def _add_part(figure: go.Figure, step: Step, start: float, name: str, look: Look) -> None:
    verdict = step.row.verdict if step.row else None
    colour = look.tokens.good if step.value > 0 else look.tokens.bad
    real = verdict == Verdict.REAL.value
    estimate = step.row.estimate if step.row else None
    fill = colour if real else faded(look.tokens.context, PALE)
    marker = {"color": fill, "line": {"width": 0 if real else 1, "color": look.tokens.context}}
    told = described(step.row, look) if step.row else _("in the table")
    figure.add_bar(
        orientation="h",
        x=[step.value],
        base=[start],
        y=[name],
        marker=marker,
        error_x=_whiskers(estimate.low, estimate.high, step.value, look) if estimate and estimate.known else None,
        customdata=[[label(step.name, 80), told]],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )
    currency = (step.row.currency if step.row else None) or look.currency
    moved = numbers.change(step.shown, look.unit, currency)
    said = {Verdict.REAL.value: _("real"), Verdict.NOISE.value: _("within noise")}
    beside = said.get(verdict or "", _("too few") if step.row else _("together"))
    _write(figure, name, f"<b>{moved}</b><br>{beside}" if real else f"{moved}<br>{beside}")


def _whiskers(low: float | None, high: float | None, value: float, look: Look) -> dict[str, object]:
    return {
        "type": "data",
        "symmetric": False,
        "array": [(high if high is not None else value) - value],
        "arrayminus": [value - (low if low is not None else value)],
        "color": look.tokens.text,
        "thickness": 1.2,
        "width": 4,
    }


def _write(figure: go.Figure, name: str, text: str) -> None:
    figure.add_annotation(
        x=1.0, xref="paper", xanchor="right", y=name, text=text, showarrow=False, align="right", font={"size": 12}
    )


def _labels(names: Sequence[str]) -> list[str]:
    """A name per row, short but never the same twice: two rows of one name would lie on each other."""
    short = [label(name, 20) for name in names]
    named = [s if short.count(s) == 1 else label(name, 60) for s, name in zip(short, names, strict=True)]
    return [s if named.index(s) == i else f"{s} ({i})" for i, s in enumerate(named)]
