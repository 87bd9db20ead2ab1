"""Who is behind a figure: the customers it is made of, with what each of them adds to it."""

from __future__ import annotations

from cx.metrics.behind.cell import Cell
from cx.metrics.behind.kinds import BEHIND, Kind
from cx.metrics.behind.members import MOST_EXPORTED, MOST_SHOWN, Members, behind

__all__ = ["BEHIND", "MOST_EXPORTED", "MOST_SHOWN", "Cell", "Kind", "Members", "behind"]
