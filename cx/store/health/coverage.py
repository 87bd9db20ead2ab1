"""Which days, months and segments the data cover."""

from __future__ import annotations

from collections.abc import Iterator

from cx.engines.base import quoted
from cx.language import _, ngettext
from cx.language.numbers import count
from cx.model import MISSING
from cx.store.health.entry import GOOD, LOOK, HealthEntry
from cx.store.health.months import empty_months
from cx.store.reading import Dimension, Version

SEGMENTS = ("segment", "region", "plan")
"""By which dimension answers and contacts are counted: the first that the data have."""
MOST_SEGMENTS = 50
NAMED = 6
"""How many months or segments are named; the rest is a number."""


def entries(version: Version) -> Iterator[HealthEntry]:
    """Days, then months without rows, then segments with few answers."""
    yield from _days(version)
    yield from _months(version)
    yield from _segments(version)


def _days(version: Version) -> Iterator[HealthEntry]:
    for table, rows in version.counts.items():
        span = version.coverage.get(table)
        days = f"{span.first} – {span.last}" if span else _("no dates")
        yield HealthEntry(
            table,
            _("coverage"),
            _("{rows} rows, {days}").format(rows=count(rows), days=days),
            _("Figures outside these days do not exist; they are left blank, not zero."),
            GOOD if span else LOOK,
            rows,
            key="coverage",
            n=rows,
            touches=(table,),
            first_day=span.first if span else None,
            last_day=span.last if span else None,
        )


def _months(version: Version) -> Iterator[HealthEntry]:
    for table, (months, of) in empty_months(version).items():
        if months:
            names = [month.strftime("%Y-%m") for month in months]
            yield HealthEntry(
                table,
                _("months"),
                ngettext("{n} of {of} months has no row", "{n} of {of} months have no row", len(months)).format(
                    n=count(len(months)), of=count(of)
                ),
                _("Between its first and its last month. A trend has no point there, or one of zero."),
                LOOK,
                len(months),
                key="months",
                n=len(months),
                of=of,
                details=_shortened(names),
                touches=(table,),
            )


def _segments(version: Version) -> Iterator[HealthEntry]:
    dimension = _segment_dimension(version)
    if dimension is None:
        return
    column = quoted(dimension.columns["responses"])
    rows = version.engine.query(
        f"SELECT {column} AS segment, count(*) FILTER (answered = 1) AS n FROM mart.responses "
        f"WHERE {column} IS NOT NULL GROUP BY {column}"
    )
    answers = dict.fromkeys((v for v in dimension.values or () if v != MISSING), 0)
    answers |= {str(r.segment): int(str(r.n)) for r in rows.itertuples()}
    least = version.settings.minimum_n
    few = {name: n for name, n in sorted(answers.items(), key=lambda item: (item[1], item[0])) if n < least}
    words = _("{n} of {of} values of {dimension} have fewer than {least} answers")
    yield HealthEntry(
        "responses",
        _("segments"),
        words.format(n=count(len(few)), of=count(len(answers)), dimension=dimension.name, least=count(least))
        if few
        else _("every value of {dimension} has at least {least} answers").format(
            dimension=dimension.name, least=count(least)
        ),
        _("Of a segment with fewer answers no score is given; it says “too few”.")
        if few
        else _("Every segment can be given a score over all data."),
        LOOK if few else GOOD,
        len(few),
        key="segments",
        n=len(few),
        of=len(answers),
        details=_shortened([f"{name}: {count(n)}" for name, n in few.items()]),
        touches=("responses",),
    )


def _segment_dimension(version: Version) -> Dimension | None:
    if not version.counts.get("responses"):
        return None
    found = (version.dimension(name, "responses") for name in SEGMENTS)
    return next((d for d in found if d is not None and 1 < d.distinct_values <= MOST_SEGMENTS), None)


def _shortened(names: list[str]) -> tuple[str, ...]:
    more = len(names) - NAMED
    if more <= 0:
        return tuple(names)
    return (*names[:NAMED], ngettext("and {n} more", "and {n} more", more).format(n=count(more)))
