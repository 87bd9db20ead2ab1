"""Which figures differ between two versions of the data, and by how much?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from cx.consequence.change import TOLD, WHOLE_STORE, Change, Consequence, Counted, Rate, half_width
from cx.ingest.options import LoadReport
from cx.language import N_, Words, _, numbers
from cx.metrics.base import Metric, Row
from cx.metrics.compute import compute, find
from cx.stats.estimate import Estimate
from cx.store.matching import matches
from cx.store.reading import Version
from cx.view import Dates, View, add_months, first_of_month, month_end

MONTHLY = ("net_revenue", "orders", "aov", "nps", "csat", "ces", "contacts_per_customer")
"""The figures that are held against each other month by month, in this order where all else is equal."""
OVERALL = ("customers",)
"""The figures over all data."""
TITLES = Words(
    {
        "net_revenue": N_("net revenue"),
        "orders": N_("orders"),
        "aov": N_("average order value"),
        "nps": N_("NPS"),
        "csat": N_("CSAT"),
        "ces": N_("CES"),
        "contacts_per_customer": N_("contacts per customer"),
        "customers": N_("customers"),
    }
)
"""What the figures are called within a sentence."""
MOST_MONTHS = 600
"""Fifty years: months further back are not looked at."""
TABLES = ("customers", "orders", "responses", "contacts", "subscriptions", "journey_events")
SMALLEST = 1e-9
"""A relative difference below this comes from the order of a sum."""

RANKS = ("lost", "gone", "changed", "given", "new")
"""What weighs more: a figure that can no longer be given first, months that were not there before last."""

Figures = dict[tuple[date, str | None], Row]
"""Month and currency -> its figure."""


def consequence(before: Version, after: Version, reports: Sequence[LoadReport] = ()) -> Consequence:
    """What changes for a reader when `after` takes the place of `before`?

    Months of seven figures, customers over all data, match rates, rows. reports: of the files behind it, for what was
    not stored. A month or figure that one side lacks is new, gone, lost or given. Never raises for empty versions.
    """
    found = [change for name in MONTHLY for change in _monthly(find(name), before, after)]
    found += [change for name in OVERALL for change in _overall(find(name), before, after)]
    ordered = _by_importance([change for change in found if change.seen])
    return Consequence(
        before.id,
        after.id,
        tuple(ordered[:TOLD]),
        max(0, len(ordered) - TOLD),
        tuple(_rates(before, after)),
        tuple(_rows(before, after)),
        sum(report.duplicates for report in reports),
        sum(report.refused_count for report in reports),
    )


def _monthly(metric: Metric, before: Version, after: Version) -> Iterator[Change]:
    then, now = _figures(metric, before), _figures(metric, after)
    for month in sorted({month for month, _currency in then | now}, reverse=True):
        old = {currency: row for (at, currency), row in then.items() if at == month}
        new = {currency: row for (at, currency), row in now.items() if at == month}
        for one, other in _pairs(old, new):
            if change := _change(metric, one, other, month):
                yield change


def _pairs(old: dict[str | None, Row], new: dict[str | None, Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """The figures of one month by currency; where currencies came or went, what is left over faces each other."""
    for currency in (c for c in old if c in new):
        yield old[currency], new[currency]
    left = [row for currency, row in old.items() if currency not in new]
    come = [row for currency, row in new.items() if currency not in old]
    yield from zip_longest(left, come)


def _figures(metric: Metric, version: Version) -> Figures:
    if version.empty:
        return {}
    last = version.dates.last
    first = max(version.dates.first, add_months(first_of_month(last), 1 - MOST_MONTHS))
    view = View(compare="none", every="month").at(Dates(first_of_month(first), month_end(last)))
    rows = compute(metric, version, view).rows
    return {(row.period, row.currency): row for row in rows if row.period is not None}


def _overall(metric: Metric, before: Version, after: Version) -> Iterator[Change]:
    view = View(period="all", compare="none")
    rows = [None if v.empty else compute(metric, v, view).only() for v in (before, after)]
    if change := _change(metric, rows[0], rows[1], None):
        yield change


def _change(metric: Metric, old: Row | None, new: Row | None, month: date | None) -> Change | None:
    """The change between two figures; None when there is none, or no figure on either side."""
    one, other = (row.estimate if row else None for row in (old, new))
    if not any(e and (e.known or e.n) for e in (one, other)) or (one == other):
        return None
    if not (one and one.known) and not (other and other.known):
        return None
    sides = [row for row in (old, new) if row]
    return Change(
        metric=metric.name,
        title=TITLES[metric.name],
        period=numbers.period(month, "month") if month else _(WHOLE_STORE),
        first_day=month,
        before=_there(one),
        after=_there(other),
        unit=(other or one or sides[0].estimate).unit,
        currency=next((row.currency for row in reversed(sides) if row.currency), None),
        complete=all(row.matures is None for row in sides[-1:]),
        weight=_weight(one, other),
    )


def _there(estimate: Estimate | None) -> Estimate | None:
    """An estimate, None where it only says that there are no rows."""
    return None if estimate is None or (not estimate.known and not estimate.n) else estimate


def _weight(one: Estimate | None, other: Estimate | None) -> float:
    if one is None or other is None or one.value is None or other.value is None:
        return math.inf
    moved = abs(other.value - one.value)
    if moved <= SMALLEST * max(abs(one.value), abs(other.value)):
        return 0.0
    return moved / (half_width(one) or half_width(other) or max(abs(one.value), SMALLEST))


def _by_importance(changes: Sequence[Change]) -> list[Change]:
    """Complete months first; then by kind; then every figure's weightiest change before any figure's second.

    Of new months the latest weighs most.
    """
    weighed = [replace(c, weight=0.0) if c.kind in ("new", "given") else c for c in changes]
    weighed.sort(key=lambda c: (not c.complete, RANKS.index(c.kind), -c.weight, -(c.first_day or date.max).toordinal()))
    turns: Counter[tuple[str, str]] = Counter()
    placed = []
    for change in weighed:
        turn = turns[change.metric, change.kind]
        turns[change.metric, change.kind] += 1
        placed.append(((not change.complete, RANKS.index(change.kind) if turn == 0 else len(RANKS), turn), change))
    return [change for _place, change in sorted(placed, key=lambda pair: pair[0])]


def _rates(before: Version, after: Version) -> Iterator[Rate]:
    then, now = ({match.table: match for match in matches(v)} if not v.empty else {} for v in (before, after))
    for table in dict.fromkeys((*then, *now)):
        shares = [found[table].share if table in found and found[table].rows else None for found in (then, now)]
        yield Rate(table, shares[0], shares[1])


def _rows(before: Version, after: Version) -> Iterator[Counted]:
    for table in TABLES:
        if table in before.counts or table in after.counts:
            yield Counted(table, before.counts.get(table, 0), after.counts.get(table, 0))
