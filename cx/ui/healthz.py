"""`/healthz`: whether the dashboard can show figures, for load balancers and alarms; answers in bounded time."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from cx.store.condition import DEGRADED, DOWN, OK, Condition, condition
from cx.store.home import home
from cx.store.verifying import verify_soon

PATIENCE_SECONDS = 2.0
UNAVAILABLE = 503


class Looking:
    """Looks at a store in a thread, never in two at a time: a disk that hangs must not pile up threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._running: Future[Condition] | None = None

    def begin(self, store: Path) -> Future[Condition]:
        """The look that is under way, or a new one."""
        with self._guard:
            if self._running is None or self._running.done():
                self._running = Future()
                threading.Thread(target=_look, args=(store, self._running), name="healthz", daemon=True).start()
            return self._running


def _look(store: Path, answer: Future[Condition]) -> None:
    try:
        found = condition(store)
        if found.data_to and found.data_version:
            verify_soon(store, found.data_version)  # a file that was changed meanwhile is read through once more
        answer.set_result(found)
    # Broad on purpose: whatever it is, the answer is that there is no figure to be had.
    except Exception:  # noqa: BLE001
        answer.set_result(Condition(DOWN, ("unreadable",)))


looking = Looking()


async def answer(_request: Request) -> JSONResponse:
    """The store's condition as JSON: 200 when figures can be shown, else 503."""
    try:
        # Shielded: who asks next gets the answer that this one did not wait for.
        look = asyncio.shield(asyncio.wrap_future(looking.begin(home())))
        found = await asyncio.wait_for(look, PATIENCE_SECONDS)
    except TimeoutError:
        found = Condition(DOWN, ("no_answer",))
    except Exception:  # noqa: BLE001 - see _look
        found = Condition(DOWN, ("unreadable",))
    status = 200 if found.status in (OK, DEGRADED) else UNAVAILABLE
    return JSONResponse(found.to_json(), status_code=status, headers={"Cache-Control": "no-store"})


def routes() -> list[Route]:
    """The route, below the base path where there is one."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return [Route(f"/{base}/healthz" if base else "/healthz", answer, methods=["GET"])]
