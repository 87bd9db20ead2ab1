"""What a chart leaves out, in words for its subtitle: nothing is cut in silence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cx.charts import bands, bars, cohort_heatmap, curve, trend
from cx.language import N_, _, numbers
from cx.metrics.base import Result, Row
from cx.ui.page import Page
from cx.ui.plain import plain

NO_PROOF = N_("what goes together is associated, no proof of a cause")
"""For every chart that holds groups of customers against each other."""


def of_bars(rows: Sequence[Row]) -> str:
    """How many of the bars are shown."""
    return _part(len(bars.shown(rows)), len(rows))


def of_lines(rows: Sequence[Row]) -> str:
    """How many of the lines of a trend are shown, and where their intervals are."""
    lines = len(trend.largest(rows))
    return _joined(_part(lines, len({r.split for r in rows})), _without_bands(lines, trend.BANDED_LINES))


def of_curves(rows: Sequence[Row], named: Callable[[Row], str] | None = None) -> str:
    """How many of the curves are shown, and where their intervals are."""
    lines = len(curve.drawn(rows, named=named))
    every = len(curve.drawn(rows, named=named, most=None))
    return _joined(_part(lines, every), _without_bands(lines, curve.BANDED_CURVES))


def of_bands(rows: Sequence[Row]) -> str:
    """How many of the groups of bands are shown."""
    return _part(len(bands.largest(rows)), len({r.split or "" for r in rows}))


def of_cohorts(rows: Sequence[Row]) -> str:
    """How many of the cohorts are shown."""
    drawn, every = ({r.cohort for r in part if r.cohort} for part in (cohort_heatmap.newest(rows), rows))
    if len(drawn) == len(every):
        return ""
    return _("the newest {n} of {all} cohorts; all are in the table").format(
        n=numbers.count(len(drawn)), all=numbers.count(len(every))
    )


def not_split(page: Page, result: Result) -> str:
    """That a chart does not follow the view's split, and why."""
    if not page.view.split or result.view.split:
        return ""
    return _("not split by {dimension}: {reason}").format(
        dimension=plain(page.view.split.replace("_", " ")), reason=plain(page.unsplit(result.metric.name))
    )


def subtitle(definition: str, *remarks: str) -> str:
    """A definition with what is to be remarked of this chart."""
    return _joined(definition, *remarks)


def _part(drawn: int, every: int) -> str:
    if drawn >= every:
        return ""
    return _("{n} of {all} shown; all are in the table").format(n=numbers.count(drawn), all=numbers.count(every))


def _without_bands(lines: int, most: int) -> str:
    return _("the intervals of so many lines are in the table") if lines > most else ""


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
