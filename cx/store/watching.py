"""Tells how far long statements of the engine are, from a thread that only looks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from cx.engines.base import Workspace
from cx.errors import CxError

LOOK_SECONDS = 0.25
Share = Callable[[float], None]


@contextmanager
def watched(workspace: Workspace, tell: Share) -> Iterator[Share]:
    """While statements run in a workspace, call `tell` now and then with the share of them that is done.

    Gives a function to call before every step, with the share of the steps that is done; the steps are taken to be of
    one size. Never called: all is one statement.
    """
    watch = _Watch(workspace, tell)
    looking = threading.Thread(target=watch.look, name="watching", daemon=True)
    looking.start()
    try:
        yield watch.step
    finally:
        watch.over.set()
        looking.join()


@dataclass(slots=True)
class _Watch:
    workspace: Workspace
    tell: Share
    done: float = 0.0
    step_size: float = 1.0
    told: float = -1.0
    over: threading.Event = field(default_factory=threading.Event)

    def step(self, share: float) -> None:
        if share > self.done:
            self.step_size = share - self.done
        self.done = share

    def look(self) -> None:
        while not self.over.wait(LOOK_SECONDS):
            running = None
            with suppress(CxError):
                running = self.workspace.running()
            share = min(self.done + self.step_size * (running or 0.0), 1.0)
            # The engine's own estimate may fall back; nobody wants to see that.
            if share > self.told:
                self.told = share
                self.tell(share)
