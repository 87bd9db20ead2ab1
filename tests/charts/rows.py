"""Rows made by hand for the tests of charts and findings."""

from __future__ import annotations

from typing import Any

from cx.metrics.base import Row
from cx.stats.estimate import Estimate, withheld


def row(
    value: float | None, low: float = 0.0, high: float = 0.0, *, unit: str = "share", n: int = 100, **where: Any
) -> Row:
    """A row with a value and interval, or withheld when the value is None."""
    if value is None:
        return Row(withheld(f"too few: n = {n}, at least 30 needed", n=n, unit=unit), **where)
    return Row(Estimate(value, low, high, n, unit, "by hand"), **where)
