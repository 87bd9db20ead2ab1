"""The head of a report: what is shown, of which data, and what of the link could not be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cx.language import N_, _, language, numbers
from cx.report.blocks import Report, Section
from cx.store.reading import Version
from cx.ui.notices import counted, matched
from cx.ui.view_bar import compare_names, dimension_title, period_names
from cx.view import View

PRODUCT = N_("CX dashboard")
MOST_VALUES = 20
"""Values of one filter that are written out; of more it is told how many there are."""


def report(sections: Sequence[Section], view: View, version: Version, told: Sequence[str]) -> Report:
    """The sections under their head."""
    whole = len(sections) > 1
    shown = tuple(_view(view, version))
    days = view.dates(version.dates)
    foot = [numbers.days(days.first, days.last), *(f"{name}: {value}" for name, value in _filters(view, version))]
    return Report(
        product=_(PRODUCT),
        title=_("Board brief") if whole else sections[0].title,
        language=language(),
        view=shown,
        strip=" · ".join([*foot, _("version {version}").format(version=version.id)]),
        data_version=version.id,
        to=version.dates.last,
        sections=tuple(sections),
        told=tuple(told),
    )


def _view(view: View, version: Version) -> Iterator[tuple[str, str]]:
    days, then = view.dates(version.dates), view.compared(version.dates)
    written = _("{first} – {last}").format(first=numbers.day(days.first), last=numbers.day(days.last))
    yield _("Dates"), _("{period}: {days}").format(period=period_names()[view.period], days=written)
    yield (
        _("Compared with"),
        numbers.days(then.first, then.last) if then else compare_names()["none"],
    )
    yield from _filters(view, version)
    if view.split:
        yield _("Split by"), dimension_title(view.split, version)
    rows = matched(version, view)
    yield _("Rows"), ", ".join(counted(mart, n) for mart, n in rows.items())
    yield _("Data to"), numbers.day(version.dates.last)
    yield _("Data version"), version.id


def _filters(view: View, version: Version) -> Iterator[tuple[str, str]]:
    for part in view.filters:
        more = len(part.values) - MOST_VALUES
        rest = [_("and {n} more").format(n=more)] if more > 0 else []
        yield dimension_title(part.dimension, version), ", ".join([*part.values[:MOST_VALUES], *rest])
