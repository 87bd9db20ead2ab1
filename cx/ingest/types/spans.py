"""The days between which a time is believed: one mistyped year would stretch every period and trend over it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from cx.ingest.types.reading import Check
from cx.language import _

EVENTS = frozenset(("ordered_at", "responded_at", "sent_at", "opened_at", "occurred_at", "closed_at"))
"""Times of what has happened, or is booked for the coming year; the end of a subscription may lie far ahead."""
FIRST_DAY, FIRST_EVENT = date(1970, 1, 1), date(1970, 1, 2)
"""Systems write the first day of 1970, their day zero, where they know no time: no event is believed to be of it."""
LAST_DAY = date(2100, 12, 31)
AHEAD = timedelta(days=366)


def span(field: str) -> tuple[date, date]:
    """The first and last day that a time of this field may be of, seen from today (UTC)."""
    if field not in EVENTS:
        return FIRST_DAY, LAST_DAY
    return FIRST_EVENT, datetime.now(UTC).date() + AHEAD


def outside(field: str) -> Check:
    """The rule that refuses a time outside its span, with the reason."""
    first, last = span(field)
    rule = f"CAST({{value}} AS DATE) < DATE '{first}' OR CAST({{value}} AS DATE) > DATE '{last}'"
    return rule, _("is a date outside {first} to {last}").format(first=first, last=last)


def within(field: str, least: datetime | None, most: datetime | None) -> bool:
    """Whether all times from the least to the most may be of this field."""
    first, last = span(field)
    return least is not None and most is not None and first <= least.date() and most.date() <= last
