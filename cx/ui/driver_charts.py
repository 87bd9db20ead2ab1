"""The charts of the drivers page: weights, weight against rating, and weights within the values of a split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cx.charts.bands import bands
from cx.charts.bars import bars
from cx.charts.quadrants import Point, lines, quadrants
from cx.language import N_, _
from cx.metrics.base import Options, Result, Row
from cx.ui import shown, twin
from cx.ui.drivers import METRIC, SHARES, WEIGHT, named, of_part, quadrants_title, weights_title
from cx.ui.page import Page
from cx.ui.plain import plain

DEFINITION = N_("each rating’s share of what all of them explain, 95% interval")


def weights(page: Page, result: Result, drawn: Sequence[Point]) -> None:
    """A bar per rating, the heaviest first."""
    drivers = [replace(row, split=row.item) for row in of_part(named(result.rows), WEIGHT)]
    twin.show(
        bars(drivers, page.look(result)),
        result,
        _table(result.rows, drawn, *SHARES),
        title=weights_title(drawn),
        subtitle=shown.subtitle(_(DEFINITION), shown.of_bars(drivers)),
        key="drivers_weights",
    )


def against_performance(page: Page, result: Result, drawn: Sequence[Point]) -> None:
    """What matters more and is rated lower than the average stands in a corner of its own."""
    twin.show(
        quadrants(drawn, page.look(result)),
        result,
        _table(result.rows, drawn, WEIGHT, "performance", "coefficient", "vif"),
        title=quadrants_title(drawn, lines(drawn) if drawn else None),
        subtitle=_("weight against mean rating, crosses are 95% intervals; the lines are the averages of both"),
        key="drivers_quadrants",
    )


def within_split(page: Page, options: Options) -> None:
    """The weights within each value of the view's split, where there is one."""
    if not page.view.split:
        return
    result = page.split(METRIC, options=options)
    parts = [replace(row, band=row.item) for row in of_part(named(result.rows), WEIGHT)]
    twin.show(
        bands(parts, page.look(result), same_people=True),
        result,
        _table(result.rows, [r for r in parts if r.estimate.known], *SHARES),
        title=heaviest_within(parts, page.view.split),
        subtitle=shown.subtitle(_(DEFINITION), shown.of_bands(parts), shown.not_split(page, result)),
        key="drivers_split",
    )


def heaviest_within(rows: Sequence[Row], dimension: str) -> str:
    """Which driver weighs most for each value of the split."""
    heaviest: dict[str, tuple[str, float]] = {}
    for row in rows:
        value, name = row.estimate.value, row.split or ""
        if value is not None and value > heaviest.get(name, ("", -1.0))[1]:
            heaviest[name] = (row.item or "", value)
    groups: dict[str, list[str]] = {}
    for split, (item, _value) in heaviest.items():
        groups.setdefault(item, []).append(plain(split))
    said = [
        _("{item} for {values}").format(item=plain(item), values=", ".join(values)) for item, values in groups.items()
    ]
    return _("Heaviest within each {dimension}: {names}").format(
        dimension=plain(dimension.replace("_", " ")), names="; ".join(said) or _("too few to say")
    )


def _table(rows: Sequence[Row], drawn: Sequence[object], *parts: str) -> Sequence[Row]:
    """The rows of some parts, with names as people read them; when nothing is drawn, those that say why."""
    rows = named(rows)
    return of_part(rows, *parts) if drawn else of_part(rows, WEIGHT) or rows
