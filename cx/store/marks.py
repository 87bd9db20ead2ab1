"""Targets and events: what a figure should reach, and what happened on a day. Every change is a revision of its own.

The log is only ever appended to, so that a pinned view shows the targets and events as they were when it was made.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cx.errors import UsageError
from cx.language import _
from cx.language.direction import undirected
from cx.store.lines import append_line, now, one_at_a_time, read_lines
from cx.view_query import EARLIEST, LATEST

MARKS = "marks.jsonl"
LONGEST_LABEL, LONGEST_SEGMENT, MOST_MARKS = 60, 200, 2_000
TARGET, EVENT = "target", "event"
PER = ("month", "quarter", "year")
"""What a figure that grows with the days may have a target for."""
Segment = tuple[str, str]
"""Dimension and value."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should reach. value: in the metric's unit, a share as a fraction. where: for one segment only.

    first, last: the days it holds for, open where None. age: of a figure read off a curve. per: month, quarter or year,
    of a figure that grows with the days it covers. currency: of money.
    """

    metric: str
    value: float
    where: Segment | None = None
    first: date | None = None
    last: date | None = None
    age: int | None = None
    per: str | None = None
    currency: str | None = None
    id: str = ""

    @property
    def place(self) -> tuple[object, ...]:
        """Which figure it is for, from when on: another target of the same place takes its place."""
        return (self.metric, self.where, self.age, self.per, self.currency, self.first)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on a day, in a few words. where: to one segment only."""

    day: date
    label: str
    where: Segment | None = None
    id: str = ""


Mark = Target | Event


@dataclass(frozen=True, slots=True)
class Change:
    """One revision: who did what when. before, after: None when the mark was added or removed by it."""

    revision: int
    at: datetime
    who: str
    before: Mark | None
    after: Mark | None


@dataclass(frozen=True, slots=True)
class Marks:
    """All targets and events as they were at a revision; 0 is before the first."""

    revision: int
    targets: tuple[Target, ...]
    events: tuple[Event, ...]


def marks(store: Path, revision: int | None = None) -> Marks:
    """The targets and events at a revision, by default the newest: the oldest first, events by day."""
    kept: dict[str, Mark] = {}
    reached = 0
    for number, mark_id, mark, _line in _entries(store):
        if revision is not None and number > revision:
            break
        reached = number
        if mark is None:
            kept.pop(mark_id, None)
        else:
            kept[mark_id] = mark
    targets = tuple(mark for mark in kept.values() if isinstance(mark, Target))
    events = sorted((mark for mark in kept.values() if isinstance(mark, Event)), key=lambda e: (e.day, e.label))
    return Marks(reached, targets, tuple(events))


def newest(store: Path) -> int:
    """The number of the newest revision, 0 when there is none."""
    return max((number for number, *_rest in _entries(store)), default=0)


def history(store: Path) -> list[Change]:
    """Every change, the newest first."""
    kept: dict[str, Mark] = {}
    changes = []
    for number, mark_id, mark, line in _entries(store):
        before = kept.pop(mark_id, None)
        if mark is not None:
            kept[mark_id] = mark
        changes.append(Change(number, datetime.fromisoformat(line["at"]), line["who"], before, mark))
    return list(reversed(changes))


def put(store: Path, mark: Mark, *, who: str) -> Mark:
    """Add a mark, or change the one whose id it has; a target takes the place of an earlier one for the same figure."""
    checked = _checked(mark)
    with one_at_a_time(store):
        there = _by_id(marks(store))
        if mark.id and mark.id not in there:
            raise _none_such(mark.id)
        if not mark.id and len(there) >= MOST_MARKS:
            raise UsageError(
                _("there are {n} targets and events, which is as many as can be.").format(n=MOST_MARKS),
                mend=_("Remove some that nobody needs any more."),
            )
        if isinstance(checked, Target):
            same = _same_place(checked, there)
            if checked.id and same not in ("", checked.id):
                told = _("{other} is a target for the same figure already.").format(other=same)
                raise UsageError(told, mend=_("Change that one, or remove it first."))
            checked = replace(checked, id=checked.id or same)
        number = newest(store) + 1
        if not checked.id:
            checked = replace(checked, id=f"{'T' if isinstance(checked, Target) else 'E'}{number}")
        _append(store, number, checked.id, checked, who)
    return checked


def remove(store: Path, mark_id: str, *, who: str) -> Mark:
    """Take a mark away; pinned views made before still show it."""
    with one_at_a_time(store):
        mark = _by_id(marks(store)).get(mark_id)
        if mark is None:
            raise _none_such(mark_id)
        _append(store, newest(store) + 1, mark_id, None, who)
    return mark


def _append(store: Path, number: int, mark_id: str, mark: Mark | None, who: str) -> None:
    state = None if mark is None else {**asdict(mark), "kind": TARGET if isinstance(mark, Target) else EVENT}
    entry = {"revision": number, "at": now().isoformat(), "who": who, "id": mark_id, "mark": state}
    append_line(store / MARKS, {**entry, "mark": state and {k: _plain(v) for k, v in state.items()}})


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _entries(store: Path) -> Iterator[tuple[int, str, Mark | None, dict[str, Any]]]:
    """Revision, id and mark (None: removed) of every line that is one: a log may have been edited by hand."""
    for line in read_lines(store / MARKS):
        number, mark_id, state = line.get("revision"), line.get("id"), line.get("mark")
        if not isinstance(number, int) or not isinstance(mark_id, str):
            continue
        try:
            mark = None if state is None else _read(state)
            datetime.fromisoformat(line["at"])
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, UsageError):
            continue
        yield number, mark_id, mark, {"at": line["at"], "who": str(line.get("who") or "")}


def _read(state: Mapping[str, Any]) -> Mark:
    told = {key: value for key, value in state.items() if key != "kind"}
    told["where"] = tuple(told["where"]) if told.get("where") else None
    for key in ("first", "last", "day"):
        if told.get(key):
            told[key] = date.fromisoformat(told[key])
    mark: Mark = Target(**told) if state["kind"] == TARGET else Event(**told)
    if mark.where is not None and [type(part) for part in mark.where] != [str, str]:
        raise ValueError(mark.where)
    if isinstance(mark, Event) and not isinstance(mark.day, date):
        raise TypeError(mark.day)
    return _checked(mark)


def _checked(mark: Mark) -> Mark:
    """The mark as it may be kept; UsageError says what is wrong. Whether there is such a figure others must ask."""
    if mark.where is not None and not all(0 < len(part) <= LONGEST_SEGMENT for part in mark.where):
        raise UsageError(_("a segment is a dimension and one of its values."), mend=_("Write DIMENSION=VALUE."))
    days = [mark.first, mark.last] if isinstance(mark, Target) else [mark.day]
    for day in filter(None, days):
        if not EARLIEST <= day <= LATEST:
            raise UsageError(
                _("“{day}” is an impossible date.").format(day=day),
                mend=_("Give a day from {first} to {last}.").format(first=EARLIEST, last=LATEST),
            )
    if isinstance(mark, Target):
        if mark.first and mark.last and mark.first > mark.last:
            raise UsageError(_("the target ends before it begins."), mend=_("Give the earlier day first."))
        if not math.isfinite(value := float(mark.value)) or mark.per not in (None, *PER):
            raise UsageError(_("a target is a number, at most by month, quarter or year."), mend=_("Give such a one."))
        return replace(mark, value=value)
    label = " ".join(undirected(mark.label).split())
    if not label or len(label) > LONGEST_LABEL or not label.isprintable():
        raise UsageError(
            _("an event needs a label of 1 to {n} characters.").format(n=LONGEST_LABEL),
            mend=_("Say in a few words what happened, such as “price change”."),
        )
    return replace(mark, label=label)


def _same_place(target: Target, there: Mapping[str, Mark]) -> str:
    """The id of the target that a new one takes the place of; empty when there is none."""
    return next((m.id for m in there.values() if isinstance(m, Target) and m.place == target.place), "")


def _by_id(state: Marks) -> dict[str, Mark]:
    found: list[Mark] = [*state.targets, *state.events]
    return {mark.id: mark for mark in found}


def _none_such(mark_id: str) -> UsageError:
    return UsageError(
        _("there is no target or event “{id}”.").format(id=mark_id[:20]),
        mend=_("“cx targets” and “cx annotations” list those there are."),
    )
