"""Who is answered when many ask at once: one page after the other, in the order they were asked for.

All at once they would slow each other down, and the unlucky ones would wait several times as long as the others. Two at
once are no quicker either: they take the interpreter's lock out of each other's hands at every step of the engine, and
the same number of answers takes half as much processor time again. Only a page that takes longer, in the engine or in
arithmetic of its own, has others beside it, as many as there are cores.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import streamlit as st

from cx.language import _, numbers

ALONE_SECONDS = 1.0
"""A page that takes longer has others beside it."""
HOLDS_SECONDS = 5.0
"""A page that takes longer does not keep the others waiting any more."""
LOOKS_SECONDS = 0.5


@dataclass(eq=False)
class Line:
    """Pages that wait and pages that are drawn. places: how many are drawn at once; alone, holds: see above."""

    places: int
    alone: float = ALONE_SECONDS
    holds: float = HOLDS_SECONDS
    _waiting: list[object] = field(default_factory=list)
    _drawn: dict[object, float] = field(default_factory=dict)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    @contextmanager
    def turn(self, tell: Callable[[int], None]) -> Iterator[None]:
        """Wait until it is one's turn, and have it for the block.

        tell: called every half second with one's place in the line; what it raises gives the place up.
        """
        ticket = object()
        with self._changed:
            self._waiting.append(ticket)
        try:
            while place := self._place(ticket):
                tell(place)
            yield
        finally:
            with self._changed:
                self._drawn.pop(ticket, None)
                if ticket in self._waiting:
                    self._waiting.remove(ticket)
                self._changed.notify_all()

    def _place(self, ticket: object) -> int:
        """0 when it is one's turn now; else one's place, after waiting for a change or a while."""
        with self._changed:
            if not self._begun(ticket):
                self._changed.wait(LOOKS_SECONDS)
                if not self._begun(ticket):
                    return self._waiting.index(ticket) + 1
            return 0

    def _begun(self, ticket: object) -> bool:
        now = time.monotonic()
        ages = [now - since for since in self._drawn.values()]
        busy = sum(1 for age in ages if age < self.holds)
        if self._waiting[0] is not ticket or busy >= self.places or any(age < self.alone for age in ages):
            return False
        self._drawn[self._waiting.pop(0)] = now
        # There may be another place for the next one.
        self._changed.notify_all()
        return True


LINE = Line(max(2, os.cpu_count() or 2))


@contextmanager
def my_turn() -> Iterator[None]:
    """Draw a page when it is its turn; whoever has to wait is told so. A newer choice of his own ends the waiting."""
    said = st.empty()
    waited = False

    def tell(place: int) -> None:
        nonlocal waited
        waited = True
        said.caption(_("Others asked first: yours is number {n} in line.").format(n=numbers.count(place)))

    with LINE.turn(tell):
        if waited:
            said.empty()
        yield
