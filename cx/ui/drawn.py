"""Which answers of metrics a page shows, for the brief that is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from cx.language import _, numbers
from cx.metrics.base import Result, Row
from cx.ui.beside import NOTHING, Beside

DRAWN = "drawn"


@dataclass(eq=False)
class Drawn:
    """used: the results of the page. figures: key of a chart or table -> its result, the rows of it it shows, and what
    stands beside them.
    """

    used: Sequence[Result]
    figures: dict[str, tuple[Result, Sequence[Row], Beside]] = field(default_factory=dict)


def begin(used: Sequence[Result]) -> None:
    """A page begins. used: its list of results, which grows as it is drawn."""
    st.session_state[DRAWN] = Drawn(used)


def keep(key: str, result: Result, rows: Sequence[Row], beside: Beside = NOTHING) -> None:
    """Remember what a chart or table shows."""
    found = st.session_state.get(DRAWN)
    if isinstance(found, Drawn):
        found.figures[key] = (result, rows, beside)


def sample(rows: Sequence[Row]) -> str:
    """How many are behind the figures of a chart: the fewest and the most."""
    counts = [row.estimate.n for row in rows if row.estimate.known]
    if not counts:
        return ""
    least, most = numbers.count(min(counts)), numbers.count(max(counts))
    return _("n = {n}").format(n=least) if least == most else _("n = {least} to {most}").format(least=least, most=most)
