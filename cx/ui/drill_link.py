"""The address of the customers behind a figure: written where the figure is shown, read by the page that lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from cx.errors import UsageError
from cx.language import _
from cx.metrics.base import Options, Row
from cx.metrics.behind import BEHIND, Cell
from cx.metrics.behind.cell import NO_CURRENCY, SIDES
from cx.metrics.behind.groups import GROUPED, WHOLE, Group, groups, score_of
from cx.metrics.behind.groups import of_row as group_of
from cx.metrics.compute import CHOICES
from cx.metrics.registry import METRICS
from cx.ui.links import query_params
from cx.ui.page_table import PAGES
from cx.view import Dates, View
from cx.view_query import read_date

BACK = MappingProxyType({entry.name: entry.file for entry in PAGES if entry.figures})
"""Name of a page that leads to customers -> its script."""
OPTIONS = MappingProxyType(
    {"cohort": "grain", "measure": "measure", "mode": "mode", "basis": "basis", "score": "score"}
)
"""Option of a metric -> the key that pages keep it under."""
TO = "/"
"""Between the first and the last of some days, as ISO 8601 writes them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that customers stand behind. back: the name of the page that shows it."""

    metric: str
    options: Options = field(default_factory=Options)
    cell: Cell = field(default_factory=Cell)
    back: str = ""

    def params(self, view: View) -> dict[str, list[str]]:
        """The parameters of the link to its customers, in a view."""
        cell = self.cell
        asked = {
            "figure": self.metric,
            "by": cell.by,
            "value": cell.value,
            "cohort": cell.cohort.isoformat() if cell.cohort else None,
            "age": None if cell.age is None else str(cell.age),
            "currency": cell.currency,
            "days": f"{cell.days.first}{TO}{cell.days.last}" if cell.days else None,
            **cell.group._asdict(),
            "back": self.back,
            **self._options(),
        }
        return query_params(view) | {key: [value] for key, value in asked.items() if value}

    def back_params(self, view: View) -> dict[str, list[str]]:
        """The parameters of the link back to the page that shows it, as it was."""
        return query_params(view) | {key: [value] for key, value in self._options().items()}

    def _options(self) -> dict[str, str]:
        given = {key: str(getattr(self.options, name)) for name, key in OPTIONS.items()}
        default = {key: str(getattr(Options(), name)) for name, key in OPTIONS.items()}
        return {key: value for key, value in given.items() if value != default[key]}


def of_row(metric: str, row: Row, options: Options = Options(), back: str = "") -> Figure | None:  # noqa: B008
    """The figure that a card shows; None when its customers cannot be listed, or nobody stands behind it."""
    if metric in GROUPED:
        return of_group(metric, row, options, back)
    if metric not in BEHIND or not row.estimate.n or (row.age is None and "cohort" in METRICS[metric].options):
        return None
    return Figure(metric, options, Cell(cohort=row.cohort, age=row.age, currency=currency_of(row)), back)


def of_group(metric: str, row: Row, options: Options = Options(), back: str = "") -> Figure | None:  # noqa: B008
    """The figure of a metric that has several in one answer; None when its customers cannot be listed."""
    offered, group = METRICS[metric].options, group_of(row)
    score = score_of(row.score or options.score, offered)
    if not row.estimate.n or group not in groups(metric, score):
        return None
    if metric == "cost_to_serve" and not row.estimate.known:
        return None  # its n may then be contacts that carry no cost: they are behind no figure
    cell = Cell(age=row.age, group=group)
    return Figure(metric, replace(options, score=score) if "score" in offered else options, cell, back)


def currency_of(row: Row) -> str | None:
    """How a cell calls the currency of a figure in money; None where the figure is no amount."""
    return (row.currency or NO_CURRENCY) if row.estimate.unit == "money" and row.age is None else None


def read(query: Mapping[str, Sequence[str]]) -> Figure:
    """The figure that an address asks for; UsageError says what of it cannot be used.

    Nothing is left at a default: a list of other customers than the sender saw would be no list of these.
    """
    given = {key: values[0] for key, values in query.items() if values}
    if given.get("figure") not in BEHIND:
        raise UsageError(
            _("the link names no figure whose customers can be listed."),
            mend=_("Choose “See who” on a card, or click a bar, a point or a cell of a chart."),
        )
    asked: dict[str, Any] = {name: _option(name, given[key]) for name, key in OPTIONS.items() if key in given}
    cell = Cell(
        by=given.get("by"),
        value=given.get("value"),
        cohort=read_date(given["cohort"], where="cohort") if "cohort" in given else None,
        age=_whole(given["age"]) if "age" in given else None,
        currency=given.get("currency"),
        side=SIDES.get(given.get("side", "")),
        days=_days(given["days"]) if "days" in given else None,
        group=Group(*(given.get(name) for name in WHOLE._fields)),
    )
    return Figure(given["figure"], Options(**asked), cell, given.get("back", ""))


def _days(text: str) -> Dates:
    first, _to, last = text.partition(TO)
    return Dates(read_date(first[:20], where="days"), read_date(last[:20], where="days"))


def _option(name: str, value: str) -> str:
    """The value of an option; told under the key that the link has for it."""
    if value not in CHOICES[name]:
        raise UsageError(
            _("{name} cannot be “{value}”.").format(name=OPTIONS[name], value=value),
            mend=_("Choose one of: {listed}.").format(listed=", ".join(CHOICES[name])),
        )
    return value


LONGEST_AGE = 6
"""Digits; nobody is a customer for a million days."""


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_AGE:
        raise UsageError(
            _("“{text}” is no age.").format(text=text[:20]), where="age", mend=_("Give a whole number from 0 on.")
        )
    return int(text)


__all__ = ["BACK", "Figure", "currency_of", "of_group", "of_row", "read"]
