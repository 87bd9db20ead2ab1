"""When was the last chart of a page painted? Asked of a real browser, the same way of every kind of page.

A mutation observer notes when anything inside a chart or a small line last changed; a page is done when its server has
nothing more to do and nothing in a chart has changed for a while. The moment counted is that of the last change, not
the end of the wait.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Error, Page

QUIET_MS, PATIENCE_SECONDS = 700, 240
POLL_MS, CHARTLESS_MS = 100, 10_000
WATCH = """
window.__painted = 0; window.__asked = 0;
const inChart = node => (node.nodeType === 1 ? node : node.parentElement)
    ?.closest?.('.js-plotly-plot, [data-testid="stImage"]');
const now = () => performance.timeOrigin + performance.now();
new MutationObserver(changes => {
    if (changes.some(change => inChart(change.target))) { window.__painted = now(); }
}).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
document.addEventListener('pointerdown', () => { window.__asked = now(); }, true);
"""
STATE = """() => ({
    painted: window.__painted, asked: window.__asked, now: performance.timeOrigin + performance.now(),
    busy: !!document.querySelector('[data-testid="stApp"]:not([data-test-script-state="notRunning"])')
        || document.title.startsWith('Updating') || !!document.querySelector('[data-dash-is-loading="true"]')
        || !!document.querySelector('[data-stale="true"]'),
    charts: document.querySelectorAll('.js-plotly-plot .main-svg').length
})"""

EMPTY = """() => [...document.querySelectorAll('.js-plotly-plot')]
    .filter(chart => !chart._fullData?.some(trace => (trace.z ?? trace.y ?? trace.x)?.length)).length"""

OTHERS = {"metrics": "stMetric", "links": "stPageLink", "texts": "stMarkdown", "expanders": "stExpander"}
"""Kinds of elements beside charts and small lines -> how a page marks them; texts are paragraphs and captions alike."""


class ChartlessError(Exception):
    """A page has nothing to draw: there is no moment at which it was painted."""


class Painted:
    """Watches one page. Requests still under way count as work of the server."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._under_way = 0
        # A busy machine is slow, which is what is measured; it is no reason to stop.
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        page.add_init_script(WATCH)
        page.on("request", lambda _request: self._more(1))
        page.on("requestfinished", lambda _request: self._more(-1))
        page.on("requestfailed", lambda _request: self._more(-1))

    def _more(self, step: int) -> None:
        self._under_way = max(0, self._under_way + step)

    def after(self, act: Callable[[], object], *, opened: bool = False) -> float:
        """Milliseconds from the last press of the pointer in `act` (or from opening) to the last change of a chart."""
        started = time.time() * 1000
        act()
        state = self._done(started)
        return float(state["painted"]) - (started if opened else float(state["asked"]))

    def charts(self) -> int:
        """How many charts stand on the page."""
        return int(self.page.locator(".js-plotly-plot").count())

    def empty_charts(self) -> int:
        """How many charts show nothing at all: who draws nothing is quick."""
        return int(self.page.evaluate(EMPTY))

    def drawings(self) -> int:
        """How many small lines stand on the page, which are no charts."""
        return int(self.page.get_by_test_id("stImage").count())

    def others(self) -> dict[str, int]:
        """How many other elements stand on the page, by kind."""
        return {kind: int(self.page.get_by_test_id(test_id).count()) for kind, test_id in OTHERS.items()}

    def _done(self, started: float) -> dict[str, float]:
        deadline, chartless = time.monotonic() + PATIENCE_SECONDS, 0
        while time.monotonic() < deadline:
            self.page.wait_for_timeout(POLL_MS)
            try:
                state: dict[str, float] = self.page.evaluate(STATE)
            except Error:  # the page is just being replaced by the next one
                continue
            idle = not state["busy"] and not self._under_way
            chartless = chartless + 1 if idle and not state["charts"] else 0
            if chartless * POLL_MS > CHARTLESS_MS:
                raise ChartlessError(f"{self.page.url} has no chart to wait for")
            if idle and state["charts"] and state["painted"] > started and state["now"] - state["painted"] > QUIET_MS:
                return state
        raise SystemExit(f"{self.page.url} was not painted within {PATIENCE_SECONDS} s")
