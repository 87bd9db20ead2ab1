"""Reads a view from the query string of a link: what can be used, and in words what cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cx.errors import UsageError
from cx.language import _
from cx.view import (
    COMPARE,
    DATA_VERSION,
    DEFAULT_PERIOD,
    EVERY,
    FILTER_KEY,
    PERIODS,
    RELATIVE,
    REVISION,
    Filter,
    View,
)

KNOWN_KEYS = ("period", "dates", "compare", "split", "every", "data", "marks", "live")
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
"""Dates outside are slips of the pen, and arithmetic on the calendar's own ends would fail."""


@dataclass(frozen=True, slots=True)
class ReadView:
    """A view read from a link, and what in the link could not be used, in words."""

    view: View
    problems: tuple[str, ...] = field(default=())


def read_query(query: Mapping[str, Sequence[str]], *, ignore: Sequence[str] = ()) -> ReadView:
    """Read a view from the keys and values of a link; whatever cannot be used is named, never dropped in silence.

    Values of filters are checked later against the data (cx.queries), because only the data know them.
    """
    problems: list[str] = []

    def one(key: str, allowed: Sequence[str], default: str | None) -> str | None:
        values = query.get(key) or ()
        if not values:
            return default
        if values[0] in allowed:
            return values[0]
        problems.append(_("{key} cannot be “{value}”; it is left at its default.").format(key=key, value=values[0]))
        return default

    known = [key for key in query if key in KNOWN_KEYS or _filtered(key) or key in ignore]
    problems += [
        _("“{key}” is not known to this page and was not used.").format(key=k) for k in query if k not in known
    ]
    first, last = _read_dates(query.get("dates") or (), problems)
    default_period = "custom" if first or last else DEFAULT_PERIOD
    data = (query.get("data") or (None,))[0]
    if data is not None and not DATA_VERSION.fullmatch(data):
        problems.append(_("“{value}” is not a data version; the current data are shown.").format(value=data))
        data = None
    filters = _read_filters(query, problems)
    view = View(
        period=one("period", PERIODS, default_period) or DEFAULT_PERIOD,
        compare=one("compare", COMPARE, "previous") or "previous",
        every=one("every", EVERY, None),
        split=(query.get("split") or (None,))[0] or None,
        filters=filters,
        data=data,
        marks=_read_revision(query, problems),
        live=one("live", RELATIVE, None),
    )
    if view.period == "custom":
        view = replace(view, first=first, last=last)
    elif view.live:
        problems.append(_("live was not used: it belongs to own dates, and the link asks for another period."))
        view = replace(view, live=None)
    return ReadView(view, tuple(problems))


def read_date(text: str, *, where: str) -> date:
    """An ISO date from EARLIEST to LATEST; UsageError names the place when it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            _("“{text}” is not a date.").format(text=text),
            where=where,
            mend=_("Write it as year-month-day, for example 2026-03-31."),
        ) from error
    if not EARLIEST <= day <= LATEST:
        raise UsageError(
            _("“{text}” is an impossible date.").format(text=text),
            where=where,
            mend=_("Give a day from {earliest} to {latest}.").format(earliest=EARLIEST, latest=LATEST),
        )
    return day


def _filtered(key: str) -> bool:
    return key.startswith(FILTER_KEY) and key != FILTER_KEY


def _read_filters(query: Mapping[str, Sequence[str]], problems: list[str]) -> tuple[Filter, ...]:
    """The filters of a link; one without a value is told and not applied, as there is nothing to keep."""
    found: list[Filter] = []
    for key in sorted(filter(_filtered, query)):
        values = tuple(dict.fromkeys(value for value in query[key] if value))
        if values:
            found.append(Filter(key.removeprefix(FILTER_KEY), values))
        else:
            problems.append(_("{key} names no value; it was not used.").format(key=key))
    return tuple(found)


def _read_revision(query: Mapping[str, Sequence[str]], problems: list[str]) -> int | None:
    text = (query.get("marks") or (None,))[0]
    if text is None or REVISION.fullmatch(text):
        return None if text is None else int(text)
    problems.append(_("marks cannot be “{value}”; the newest targets and events are shown.").format(value=text))
    return None


def _read_dates(values: Sequence[str], problems: list[str]) -> tuple[date | None, date | None]:
    days: list[date] = []
    for value in values[:2]:
        try:
            days.append(read_date(value, where=_("dates")))
        except UsageError as error:
            problems.append(error.sentence())
            return None, None
    if len(days) == 2 and days[0] > days[1]:
        problems.append(
            _("The dates {first} to {last} run backwards; they were not used.").format(first=days[0], last=days[1])
        )
        return None, None
    return (days[0] if days else None), (days[1] if len(days) == 2 else None)
