"""How far every table reaches, and every source of rows within it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cx.language import _, ngettext
from cx.language.numbers import count, day
from cx.store.health.entry import GOOD, LOOK, HealthEntry
from cx.store.health.sources import Source, sources
from cx.store.reading import Version

STALE_DAYS = 31
"""A table whose last day lies further back than this, seen from the newest table, is called behind."""
MOST_SOURCES = 12


def entries(version: Version) -> Iterator[HealthEntry]:
    """Tables first; then the sources of tables that have several."""
    if not version.coverage:
        return
    newest = version.dates.last
    for table, span in version.coverage.items():
        if table != "customers":  # a customer is dated by the first sign of life: no newcomers is no lateness
            yield _table(table, span.last, newest)
    for table, found in sources(version).items():
        for source in found[:MOST_SOURCES] if len(found) > 1 else ():
            yield _source(table, source, newest)


def _table(table: str, last: date, newest: date) -> HealthEntry:
    behind = (newest - last).days
    late = _("The last {days} of this table are missing or empty; figures that join it stop earlier.")
    return HealthEntry(
        table,
        _("freshness"),
        _behind(behind) if behind else _("up to date with the other tables"),
        late.format(days=ngettext("{n} day", "{n} days", behind).format(n=count(behind)))
        if behind
        else _("It reaches as far as the other tables."),
        LOOK if behind > STALE_DAYS else GOOD,
        behind,
        key="freshness",
        n=behind,
        touches=(table,),
        last_day=last,
    )


def _source(table: str, source: Source, newest: date) -> HealthEntry:
    behind = (newest - source.last).days
    return HealthEntry(
        table,
        _("freshness of {source}").format(source=source.name),
        _("{rows} rows, last day {day}, {behind}").format(
            rows=count(source.rows), day=day(source.last), behind=_behind(behind) if behind else _("up to date")
        ),
        _("Files whose names differ in their digits only are one source."),
        GOOD,
        behind,
        key="freshness_source",
        n=behind,
        of=source.rows,
        touches=(table,),
        source=source.name,
        last_day=source.last,
    )


def _behind(days: int) -> str:
    return ngettext("{n} day behind", "{n} days behind", days).format(n=count(days))
