"""A figure by the values of a dimension, as bars under their finding."""

from __future__ import annotations

from collections.abc import Sequence

from cx.charts import bars
from cx.language import _, numbers
from cx.metrics.base import Result, Row
from cx.model import MISSING
from cx.ui import drill, findings, shown, twin
from cx.ui.page import Page
from cx.ui.plain import plain


def show(page: Page, metric: str, dimension: str, definition: str) -> None:
    """The bars of a metric by a dimension. With the view split by it the trend has told who is ahead, so the title here
    says by how much.
    """
    result, minimum = page.by(metric, dimension), page.version.settings.minimum_n
    drawn = bars.shown(result.rows)
    title = ends_told(result, drawn, minimum) if page.view.split == dimension else ""
    twin.show(
        bars.bars(result.rows, page.look(result)),
        result,
        result.rows,
        title=title or findings.ends(result, dimension, shown=drawn, minimum=minimum),
        subtitle=shown.subtitle(definition, shown.of_bars(result.rows)),
        key=f"{page.name}_by_{dimension}",
        drill=drill.of_bars(page, result, dimension),
    )


def ends_told(result: Result, rows: Sequence[Row], minimum: int) -> str:
    """The highest and the lowest value with their figures; empty when there are no two to name."""
    known = [r for r in rows if r.estimate.known and r.estimate.n >= minimum and r.split not in (None, MISSING)]
    if len(known) < 2 or len({r.currency for r in known}) > 1:
        return ""
    ends = [f(known, key=lambda r: r.estimate.value or 0.0) for f in (max, min)]
    return _("{metric}: {named}").format(
        metric=plain(result.metric.said.title),
        named=", ".join(
            f"{plain(r.split or '')} {plain(numbers.figure(r.estimate.value, r.estimate.unit, r.currency))}"
            for r in ends
        ),
    )
