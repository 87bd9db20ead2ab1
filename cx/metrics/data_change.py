"""Is it the customers that changed, or the data? A load, a source that stopped, values that came or went.

Every finding is a row of part `data_change` without a figure: its reason says it, and so do the notes of the result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cx.language import _, numbers
from cx.marts.holding import can_hold
from cx.metrics.base import Row
from cx.metrics.cells import day, records, text, whole
from cx.metrics.changed_table import Changed, Side
from cx.model import MISSING, called
from cx.queries import Scope
from cx.stats.estimate import withheld
from cx.store.reading import Version
from cx.view import Dates

PART = "data_change"
VOLUME = 0.5
"""A fall or rise of the rows per day by more than this share is told."""
MISSING_POINTS = 0.10
EXPECTED_AT_LEAST = 7.0
"""So many days with rows expected and none seen: by chance alone (Poisson) that happens less than once in 1,000."""
SILENT_SHARE = 0.10
"""Part of a period without rows at its end from which on it is told."""
SHARE_OF_LOAD = 0.10
"""A load that brings less of a period than this does not change its figure much."""
ROWS_OF = {
    "surveys": {
        "surveys": "SELECT load_no, response_id AS key, coalesce(responded_at, sent_at) AS moment FROM raw.surveys"
    },
    "orders": {
        "orders": "SELECT load_no, order_id AS key, ordered_at AS moment FROM raw.orders",
        "order_lines": "SELECT load_no, order_id AS key, ordered_at AS moment FROM raw.order_lines",
    },
}
"""Table -> the raw tables behind it, with the rows of each: load, key and time."""
BY_LOAD = """
SELECT r.load_no, l.load_id, l.file_name,
    sum(CASE WHEN r.day BETWEEN $then_first AND $then_last THEN 1 ELSE 0 END) AS then_rows,
    sum(CASE WHEN r.day BETWEEN $now_first AND $now_last THEN 1 ELSE 0 END) AS now_rows,
    min(r.day) AS first_day, max(r.day) AS last_day
FROM (
    SELECT max(load_no) AS load_no, CAST(max(moment) AS DATE) AS day
    FROM ({rows}) AS loaded WHERE moment IS NOT NULL GROUP BY key
) AS r
LEFT JOIN meta.loads AS l ON l.load_no = r.load_no
GROUP BY r.load_no, l.load_id, l.file_name
ORDER BY r.load_no
"""
"""What each load brought to both periods; of a row that came again only the last one counts."""


def rows(changed: Changed, scope: Scope, counted: str, unit: str, *, led: bool = False) -> list[Row]:
    """What the totals of both periods themselves show. counted: what is counted, in words (answers, orders).

    led: the rows are of the equally many days before each period, too, as those of retention.
    """
    if scope.compared is None:
        return []
    then, now = (_led(dates) if led else dates for dates in (scope.compared, scope.dates))
    found = [
        *_volume(changed, (then, now), counted, scope.settings.minimum_n),
        *_ended(changed, (then, now), counted),
        *_values(changed, (then, now), counted, scope.settings.minimum_n),
        *_missing(changed, scope.view.split or "", scope.settings.minimum_n),
    ]
    return [_row(sentence, unit) for sentence in found]


def loads(table: str, unit: str, version: Version, scope: Scope) -> list[Row]:
    """Loads that brought rows to one of the periods only, although another one goes through both beside them.

    Month after month in files of their own is no such case: there each load has days that no other one has.
    """
    then, now = scope.compared, scope.dates
    if then is None or not _several_loads(version, table):
        return []
    days = {"then_first": then.first, "then_last": then.last, "now_first": now.first, "now_last": now.last}
    found = [
        _Load(
            text(r["load_id"]) or str(r["load_no"]),
            text(r["file_name"]) or "",
            whole(r["then_rows"]),
            whole(r["now_rows"]),
            Dates(day(r["first_day"]) or now.first, day(r["last_day"]) or now.last),
        )
        for r in records(version.once(BY_LOAD.format(rows=_loaded(table, version)), days))
    ]
    return [_row(sentence, unit) for sentence in _one_sided(found, table)]


def _loaded(table: str, version: Version) -> str:
    """SELECT of the rows behind a table that can hold, each with its load, key and time."""
    texts = [f"{text} WHERE {can_hold(version.engine, raw)}" for raw, text in ROWS_OF[table].items()]
    return " UNION ALL ".join(texts)


def _led(dates: Dates) -> Dates:
    """A period with the equally many days before it."""
    return Dates(dates.first - timedelta(days=dates.days), dates.last)


@dataclass(frozen=True, slots=True)
class _Load:
    id: str
    file: str
    then: int
    now: int
    days: Dates


def _several_loads(version: Version, table: str) -> bool:
    noted = version.once("SELECT table_name, count(*) AS n FROM meta.loads GROUP BY table_name")
    if sum(whole(r["n"]) for r in records(noted) if r["table_name"] in ROWS_OF[table]) == 1:
        return False  # nothing else can have brought a row
    found = version.once(
        f"SELECT count(DISTINCT load_no) AS n FROM ({_loaded(table, version)}) AS loaded WHERE moment IS NOT NULL"  # noqa: S608 - the text is ours
    )
    return whole(found["n"].iloc[0]) > 1


def _one_sided(found: list[_Load], table: str) -> Iterator[str]:
    whole_then, whole_now = sum(one.then for one in found), sum(one.now for one in found)
    through = [one for one in found if one.then and one.now]
    for one in found:
        beside = any(t.days.first <= one.days.first and one.days.last <= t.days.last for t in through if t is not one)
        if not beside or bool(one.then) == bool(one.now):
            continue
        mine, all_rows = (one.then, whole_then) if one.then else (one.now, whole_now)
        if mine < SHARE_OF_LOAD * all_rows:
            continue
        words = (
            _("load {load} ({file}) brought {share} of the {table} of the period before and none of this one")
            if one.then
            else _("load {load} ({file}) brought {share} of the {table} of this period and none of the one before")
        )
        said = words.format(load=one.id, file=one.file, share=numbers.percent(mine / all_rows, 0), table=called(table))
        yield _("{said}, while another load goes through both: the change may be one of the data").format(said=said)


def _volume(changed: Changed, periods: tuple[Dates, Dates], counted: str, minimum: int) -> Iterator[str]:
    then, now = changed.side("then"), changed.side("now")
    if min(then.rows, now.rows) < minimum:
        return
    ratio = now.rows / periods[1].days / (then.rows / periods[0].days)
    if abs(ratio - 1.0) > VOLUME:
        yield _("{change} {counted} per day: {now} now, {then} then; check that both periods are complete").format(
            change=numbers.relative_change(ratio - 1.0),
            counted=counted,
            now=numbers.count(now.rows),
            then=numbers.count(then.rows),
        )


def _ended(changed: Changed, periods: tuple[Dates, Dates], counted: str) -> Iterator[str]:
    for name, dates in zip(("then", "now"), periods, strict=True):
        last = _stopped(changed.side(name), dates.first, dates.last)
        if last:
            yield _("the {counted} end on {day}, before the period does: its figure is of fewer days").format(
                counted=counted, day=numbers.day(last)
            )


def _stopped(side: Side, first: date, end: date) -> date | None:
    """The last day with a row, when by the days with rows up to then many should have followed until `end`."""
    if side.last is None or not first <= side.last < end:
        return None
    silent = (end - side.last).days
    expected = side.days / ((side.last - first).days + 1) * silent
    long_enough = silent >= SILENT_SHARE * ((end - first).days + 1)
    return side.last if long_enough and expected >= EXPECTED_AT_LEAST else None


def _values(changed: Changed, periods: tuple[Dates, Dates], counted: str, minimum: int) -> Iterator[str]:
    """Values of the dimension that are there in one period only, or that stop within the later one."""
    end = changed.side("now").last or periods[1].last
    for i, name in enumerate(changed.names):
        if name is None or name == MISSING:
            continue
        then, now = changed.side("then", i), changed.side("now", i)
        words = {"name": name, "counted": counted}
        if then.rows >= minimum and not now.rows:
            last = numbers.day(then.last)
            yield _("“{name}” has no {counted} after {day}: a source that stopped is not a change of customers").format(
                day=last, **words
            )
        elif now.rows >= minimum and not then.rows:
            yield _(
                "“{name}” has {counted} in this period only: a source that began is not a change of customers"
            ).format(**words)
        elif now.rows and (stopped := _stopped(now, periods[1].first, end)) and not _in_rhythm(then, now, periods, end):
            yield _("“{name}” has no {counted} after {day}: a source that stopped is not a change of customers").format(
                day=numbers.day(stopped), **words
            )


def _in_rhythm(then: Side, now: Side, periods: tuple[Dates, Dates], end: date) -> bool:
    """Whether the period before ended with about as many silent days: waves of invitations do every month."""
    if then.last is None or now.last is None:
        return False
    return (periods[0].last - then.last).days >= 0.5 * (end - now.last).days


def _missing(changed: Changed, dimension: str, minimum: int) -> Iterator[str]:
    if MISSING not in changed.names:
        return
    i = changed.names.index(MISSING)
    sides = [(changed.side(name, i).rows, changed.side(name).rows) for name in ("then", "now")]
    if min(n for _missing_rows, n in sides) < minimum:
        return
    then, now = (missing / n for missing, n in sides)
    if abs(now - then) > MISSING_POINTS:
        yield _("{now} have no {dimension} now, {then} then: who is in which group changed with the data").format(
            now=numbers.percent(now), then=numbers.percent(then), dimension=dimension
        )


def _row(sentence: str, unit: str) -> Row:
    said = sentence[:1].upper() + sentence[1:] + "."
    return Row(withheld(said, n=0, unit=unit), part=PART, remark=said)
