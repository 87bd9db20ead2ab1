"""The days of a load beside those of earlier ones: the same days twice, and days that neither has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from cx.ingest.findings import BAD, LOOK, Finding
from cx.language import _
from cx.language.numbers import count, day, percent
from cx.store.standing.incoming import Incoming
from cx.store.standing.known import known_keys

TIME = {
    "orders": "ordered_at",
    "surveys": "coalesce(responded_at, sent_at)",
    "contacts": "opened_at",
    "journey_events": "occurred_at",
}
"""Table of events -> when each was."""
CONTENT = {
    "orders": ("ordered_at", "amount", "customer_id", "email_hash"),
    "surveys": ("responded_at", "nps", "csat", "ces", "customer_id", "order_id", "email_hash"),
    "contacts": ("opened_at", "closed_at", "customer_id", "email_hash", "reason"),
    "journey_events": ("occurred_at", "stage", "customer_id", "visitor_id"),
}
"""What makes two rows of different keys the same event, most likely."""
OVERLAP = 0.2
"""From this part of its rows on, a load that shares its days with stored rows is told."""
LIKELY_DOUBLED = 0.5
"""From this part of equal rows under other keys on, they are the same events."""
DAYS_COMPARED = 5
KNOWN_KEYS = 0.5
"""Where so many rows have a stored key, the overlap is an update and no second copy."""
SHORTEST_JUMP_DAYS = 7
EXPECTED_AT_LEAST = 20.0
"""Rows to be expected in the missing days: with none there, chance is ruled out."""
RATE_DAYS = 56


def findings(incoming: Incoming) -> Iterator[Finding]:
    """Overlap with earlier loads, and days missing between them and this one."""
    if incoming.table not in TIME or incoming.first:
        return
    when = TIME[incoming.table]
    found = incoming.query(
        f"SELECT {incoming.new} AS new, CAST({when} AS DATE) - DATE '0001-01-01' + 1 AS ordinal, count(*) AS n "
        f"FROM {incoming.raw} WHERE ({incoming.new} OR ({incoming.before})) AND {when} IS NOT NULL GROUP BY ALL"
    )
    new, old = (found[found["new"] == side].set_index("ordinal")["n"].sort_index() for side in (True, False))
    if new.empty or old.empty:
        return
    yield from _overlap(incoming, new, old)
    yield from _jump(incoming, new, old)


def _overlap(incoming: Incoming, new: pd.Series[int], old: pd.Series[int]) -> Iterator[Finding]:
    shared = new.index.intersection(old.index)
    n, of = int(new.loc[shared].sum()), int(new.sum())
    if n < OVERLAP * of or known_keys(incoming) >= KNOWN_KEYS:
        return
    busiest = new.loc[shared].nlargest(DAYS_COMPARED).index
    compared, same = _equal(incoming, [int(at) for at in busiest])
    doubled = same >= LIKELY_DOUBLED * compared
    first, last = (day(date.fromordinal(int(at))) for at in (shared.min(), shared.max()))
    sentence = _("{n} rows are of days ({first} to {last}) of which {file} is stored already.").format(
        n=count(n), first=first, last=last, file=_files(incoming)
    )
    equal = _("On the busiest of these days {share} of the rows equal a stored row in everything but the key.").format(
        share=percent(same / compared if compared else 0)
    )
    yield incoming.finding(
        "same_days",
        n,
        f"{sentence} {equal}",
        _("It is likely the same business twice, under other numbers: its figures would be doubled.")
        if doubled
        else _("Both count. That is right for another shop, channel or survey, and doubled otherwise."),
        status=BAD if doubled else LOOK,
        of=of,
    )


def _equal(incoming: Incoming, at: list[int]) -> tuple[int, int]:
    """Rows of the load on some days, and how many of them equal an earlier row in CONTENT."""
    names = [name for name in CONTENT[incoming.table] if name in incoming.columns]
    days = ", ".join(f"DATE '{date.fromordinal(ordinal)}'" for ordinal in at)
    within = f"CAST({TIME[incoming.table]} AS DATE) IN ({days})"
    listed = ", ".join(names)
    key = f"md5(concat_ws('|', {', '.join(f'coalesce(CAST({name} AS VARCHAR), {chr(39) * 2})' for name in names)}))"
    row = incoming.query(
        f"WITH o AS (SELECT DISTINCT {key} AS k FROM {incoming.raw} WHERE {incoming.before} AND {within}) "
        f"SELECT count(*) AS n, count(*) FILTER ({key} IN (SELECT k FROM o)) AS same "
        f"FROM (SELECT {listed} FROM {incoming.raw} WHERE {incoming.new} AND {within})"
    ).iloc[0]
    return int(row["n"]), int(row["same"])


def _files(incoming: Incoming) -> str:
    names = incoming.query(
        f"SELECT l.file_name AS name FROM meta.loads AS l SEMI JOIN "
        f"(SELECT DISTINCT load_no FROM {incoming.raw} WHERE {incoming.before}) AS r ON r.load_no = l.load_no "
        "ORDER BY l.load_no DESC"
    )["name"]
    if names.empty:
        return _("an earlier file")
    return str(names.iloc[0]) if len(names) == 1 else _("{file} and other files").format(file=names.iloc[0])


def _jump(incoming: Incoming, new: pd.Series[int], old: pd.Series[int]) -> Iterator[Finding]:
    """Days between the stored rows and the new ones that neither has."""
    forward = int(new.index.min()) > int(old.index.max())
    backward = int(new.index.max()) < int(old.index.min())
    if not (forward or backward):
        return
    first = int((old if forward else new).index.max()) + 1
    last = int((new if forward else old).index.min()) - 1
    missing = last - first + 1
    stored = old.index.to_numpy(dtype=np.int64)
    near = stored > stored[-1] - RATE_DAYS if forward else stored < stored[0] + RATE_DAYS
    span = int(stored[near].max() - stored[near].min()) + 1
    expected = float(old.to_numpy()[near].sum()) / span * missing
    if missing < SHORTEST_JUMP_DAYS or expected < EXPECTED_AT_LEAST:
        return
    yield incoming.finding(
        "missing_days",
        missing,
        _("No row of {table} is of {first} to {last}, between the stored rows and these: {n} days.").format(
            table=incoming.table,
            first=day(date.fromordinal(first)),
            last=day(date.fromordinal(last)),
            n=count(missing),
        ),
        _("About {n} rows would be expected there; months within are too low until they are loaded.").format(
            n=count(round(expected))
        ),
        of=missing,
    )
