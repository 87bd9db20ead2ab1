"""What stands beside the figures of a chart over time in its table: what each should reach, and what happened then.

A chart draws both as lines, which say nothing to who reads the table or its file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cx.language import numbers
from cx.store.marks import Event

TARGET, EVENTS = "target", "events"
BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Happened:
    """An event and the name of the segment that it is for, empty for everybody."""

    event: Event
    where: str = ""

    def written(self, day: str) -> str:
        """`2026-03-01: price change (Region: North)`."""
        return f"{day}: {self.event.label}" + (f" ({self.where})" if self.where else "")


@dataclass(frozen=True, slots=True)
class Beside:
    """For each row of a chart its target, if it has one, and the events of its period."""

    targets: Sequence[float | None]
    events: Sequence[Sequence[Happened]]

    def columns(self) -> dict[str, Any]:
        """The columns of a file, days as ISO dates; one in which every row is empty is left out."""
        events = [BETWEEN.join(h.written(h.event.day.isoformat()) for h in found) or None for found in self.events]
        made: dict[str, Any] = {TARGET: list(self.targets), EVENTS: events}
        return {name: values for name, values in made.items() if any(value is not None for value in values)}

    def told(self) -> Iterator[str | None]:
        """The events of each row as people read them."""
        for found in self.events:
            yield BETWEEN.join(happened.written(numbers.day(happened.event.day)) for happened in found) or None


NOTHING = Beside((), ())


def readable(frame: pd.DataFrame, beside: Beside) -> pd.DataFrame:
    """The table with its events as people read them."""
    told: dict[str, Any] = {EVENTS: list(beside.told())}
    return frame.assign(**told) if EVENTS in frame else frame
