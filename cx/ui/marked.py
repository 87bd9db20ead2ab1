"""What a chart over time shows besides its figures: targets as dashed lines, events as numbered ones, with words."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

from cx.charts.marks import EventLine, TargetLine
from cx.charts.theme import Look
from cx.language import _, ngettext, numbers
from cx.metrics.base import Result
from cx.metrics.targets import for_grain, in_force, of_one_segment, same_segment, segment_of
from cx.periods import next_period
from cx.store.marks import Event, Segment, Target
from cx.ui.beside import NOTHING, Beside, Happened
from cx.ui.page import Page
from cx.ui.plain import plain
from cx.ui.view_bar import dimension_title

MOST_EVENTS = 12
"""More lines than a phone can hold; the newest are drawn."""
EDGE = 40
"""The part of a chart's days, as one in so many, by which a target's line goes beyond the first and last point."""


@dataclass(frozen=True, slots=True)
class Marked:
    """The lines to draw, what stands below the chart in words, and what beside the rows of its table."""

    targets: tuple[TargetLine, ...] = ()
    events: tuple[EventLine, ...] = ()
    words: str = ""
    beside: Beside = NOTHING


def marked(page: Page, result: Result, drawn: Sequence[str]) -> Marked:
    """What belongs on the chart of a result over time. drawn: the split values of its lines, empty when not split."""
    starts = sorted({row.period for row in result.rows if row.period})
    if not starts:
        return Marked()
    look = page.look(result)
    lines = [line for name, segment in _segments(page, result, drawn) for line in _steps(page, result, name, segment)]
    seen = [event for event in page.marks.events if _belongs(page, event)]
    events = [EventLine(n, event.day, event.label) for n, event in enumerate(seen[-MOST_EVENTS:], start=1)]
    told = [_target_words(line, starts, look) for line in lines]
    told += [_event_words(page, line, event) for line, event in zip(events, seen[-MOST_EVENTS:], strict=True)]
    if earlier := len(seen) - len(events):
        told.append(ngettext("{n} earlier event", "{n} earlier events", earlier).format(n=earlier))
    return Marked(tuple(lines), tuple(events), " · ".join(told), _beside(page, result, seen))


def _beside(page: Page, result: Result, seen: Sequence[Event]) -> Beside:
    """The target of each row, and the events of its period that are of everybody or of its own segment."""
    starts = sorted({row.period for row in result.rows if row.period})
    last_before = {event.id: starts[max(0, bisect(starts, event.day) - 1)] for event in seen}
    targets = {name: dict(zip(starts, values, strict=True)) for name, values in _all_wanted(page, result, starts)}
    split = result.view.split
    return Beside(
        [targets.get(row.split or "", {}).get(row.period or date.min) for row in result.rows],
        [
            [
                Happened(event, _where(page, event))
                for event in seen
                if last_before[event.id] == row.period and not _of_another(row.split, split, event)
            ]
            for row in result.rows
        ],
    )


def _all_wanted(page: Page, result: Result, starts: Sequence[date]) -> Iterator[tuple[str, list[float | None]]]:
    """Every line of a result, also those that the chart has no room for, with its target in each period."""
    names = list(dict.fromkeys(row.split or "" for row in result.rows))
    for name, segment in _segments(page, result, names):
        yield name, [_wanted(page, result, segment, start) for start in starts]


def _of_another(value: str | None, split: str | None, event: Event) -> bool:
    """Whether an event is of another segment than a row of a split by that dimension."""
    if event.where is None or split is None or value is None:
        return False
    return event.where[1] != value and same_segment((split, event.where[1]), event.where)


def _segments(page: Page, result: Result, drawn: Sequence[str]) -> Iterator[tuple[str, Segment | None]]:
    """Name of a line and the segment it shows; nothing where the filters leave no single segment."""
    if split := result.view.split:
        if not page.view.filters:
            yield from ((name, (split, name)) for name in drawn)
        return
    if of_one_segment(page.view) and not any(drawn):
        yield "", segment_of(page.view)


def _steps(page: Page, result: Result, name: str, segment: Segment | None) -> Iterator[TargetLine]:
    """The target of a line, period by period; neighbours with the same one are one line."""
    starts = sorted({row.period for row in result.rows if row.period})
    wanted = [_wanted(page, result, segment, start) for start in starts]
    for value, group in groupby(range(len(starts)), key=wanted.__getitem__):
        places = list(group)
        if value is not None:
            yield TargetLine(value, *_ends(starts, places[0], places[-1]), name)


def _wanted(page: Page, result: Result, segment: Segment | None, start: date) -> float | None:
    last = min(next_period(start, page.every) - timedelta(days=1), max(page.dates.last, start))
    currency = page.look(result).currency
    found: list[Target] = in_force(page.marks.targets, result.metric.name, None, segment, last)
    values = (for_grain(target, page.every) for target in found if target.currency in (None, currency))
    return next((value for value in values if value is not None), None)


def _ends(starts: Sequence[date], first: int, last: int) -> tuple[date, date]:
    """The days between which a line over some periods is drawn: half-way to its neighbours, a bit beyond the ends."""
    beyond = max(timedelta(days=1), (starts[-1] - starts[0]) / EDGE)
    middles = [one + (other - one) / 2 for one, other in pairwise(starts)]
    borders = [starts[0] - beyond, *middles, starts[-1] + beyond]
    return borders[first], borders[last + 1]


def _belongs(page: Page, event: Event) -> bool:
    """Whether an event lies in the days shown, and is one of everybody or of the segment shown."""
    if not page.dates.first <= event.day <= page.dates.last:
        return False
    if event.where is None:
        return True
    parts = [(part.dimension, value) for part in page.view.filters if len(part.values) == 1 for value in part.values]
    parts += [(page.view.split, event.where[1])] if page.view.split else []
    return any(same_segment(part, event.where) for part in parts)


def _target_words(line: TargetLine, starts: Sequence[date], look: Look) -> str:
    value = numbers.figure(line.value, look.unit, look.currency)
    told = _("Dashed: target {value}").format(value=plain(" ".join(part for part in (value, line.name) if part)))
    if line.first <= starts[0] and line.last >= starts[-1]:
        return told
    inside = [start for start in starts if line.first <= start <= line.last]
    first, last = (numbers.period(start, look.every) for start in (inside[0], inside[-1]))
    return f"{told} ({first} – {last})" if first != last else f"{told} ({first})"


def _event_words(page: Page, line: EventLine, event: Event) -> str:
    where = f" ({told})" if (told := _where(page, event)) else ""
    return f"**{line.number}** {plain(f'{numbers.day(line.day)}: {line.label}{where}')}"


def _where(page: Page, event: Event) -> str:
    return f"{dimension_title(event.where[0], page.version)}: {event.where[1]}" if event.where else ""
