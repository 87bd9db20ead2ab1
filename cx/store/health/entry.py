"""One finding about the data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

GOOD, LOOK, BAD = "good", "look", "bad"


@dataclass(frozen=True, slots=True)
class HealthEntry:
    """One finding. result: in words; value: the number behind it, if there is one. status: good, look or bad.

    key: the kind of finding, the same in every language. n, of: how many of how many rows, days or segments it is
    about. details: lines that say more (ways, reasons, names). touches: the tables whose figures it bears on.
    source: of a finding about one source of a table, its name. first_day, last_day: of a finding about days.
    """

    table: str
    check: str
    result: str
    meaning: str
    status: str = GOOD
    value: float | None = None
    key: str = ""
    n: int | None = None
    of: int | None = None
    details: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    source: str = ""
    first_day: date | None = None
    last_day: date | None = None

    def to_json(self) -> dict[str, object]:
        """The finding as plain values."""
        days = {"first_day": self.first_day, "last_day": self.last_day}
        return asdict(self) | {key: day.isoformat() if day else None for key, day in days.items()}
