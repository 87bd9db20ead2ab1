"""What is worth knowing about rows before they are stored: one finding for each check that found something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

GOOD, LOOK, BAD = "good", "look", "bad"
EXAMPLES = 5
"""So many examples a finding shows at most."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of one table. check: its name, e.g. "future_dates". n: the rows it found, of: the rows it looked at.

    sentence: what was found; meaning: what it means for which figures; lines: the first lines in the file; examples:
    values, personal ones masked. status: "good", "look" or "bad".
    """

    table: str
    check: str
    n: int
    of: int
    sentence: str
    meaning: str = ""
    status: str = LOOK
    lines: tuple[int, ...] = ()
    examples: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The finding as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Finding:
        """The finding that `to_json` told."""
        return cls(**{**told, "lines": tuple(told["lines"]), "examples": tuple(told["examples"])})
