"""A figure over time as the pages show it: its finding, its line or lines, and what the chart leaves out."""

from __future__ import annotations

from cx.charts.trend import largest, trend
from cx.language import _, numbers
from cx.metrics.base import Result
from cx.ui import drill, findings, shown, twin
from cx.ui.changes import Judged
from cx.ui.marked import marked
from cx.ui.page import Page


def show(page: Page, card: Judged, definition: str, *, compared: bool = False) -> None:
    """The trend of a card's metric, split as the view says. compared: with the comparison period laid under it."""
    name = card.card.metric
    result = page.trend(name)
    then = page.compared_dates if compared else None
    lines = [line for line, _points in largest(result.rows)]
    also = marked(page, result, lines)
    figure = trend(
        result.rows,
        page.look(result),
        incomplete=page.incomplete,
        compared=page.compared_trend(name) if compared else (),
        compared_name=numbers.days(then.first, then.last) if then else "",
        targets=also.targets,
        events=also.events,
    )
    twin.show(
        figure,
        result,
        result.rows,
        title=_title(page, card, result),
        subtitle=shown.subtitle(definition, shown.of_lines(result.rows), shown.not_split(page, result)),
        key=f"{page.name}_{name}",
        below=also.words,
        drill=drill.of_trend(page, result),
        beside=also.beside,
    )


def _title(page: Page, card: Judged, result: Result) -> str:
    """The card's finding; with a split, which of the lines shown is highest and lowest over the whole period."""
    split = result.view.split
    if not split:
        return findings.main([card])
    drawn = {line for line, _points in largest(result.rows)}
    whole = page.by(card.card.metric, split)
    rows = [row for row in whole.rows if (row.split or "") in drawn]
    return findings.ends(whole, split, shown=rows, minimum=page.version.settings.minimum_n, title=_(card.card.title))
