"""How a test visits the dashboard: a server, a visitor of his own, and waiting until a page is drawn."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as Late

PROJECT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
PATIENCE_MS = 20_000
SCROLLED_MS = 400
OPENED_MS = 4_000
OPENINGS = 5


def new_context(browser: Browser, *, width: int = 1440, dark: bool = False) -> BrowserContext:
    """A visitor of his own: nothing is remembered from another one."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", locale="en-GB"
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


@contextmanager
def serving(home: Path, port: int = 0) -> Iterator[str]:
    """A freshly started server over a store, started as people may start it too: `streamlit run app.py`."""
    port = port or _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(
        command, cwd=PROJECT, env={**os.environ, "CX_HOME": str(home)}, stdout=subprocess.DEVNULL
    )
    try:
        _wait_until_up(process, port)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        found: int = probe.getsockname()[1]
        return found


def _wait_until_up(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        probe = http.client.HTTPConnection("localhost", port, timeout=2)
        try:
            probe.request("GET", "/_stcore/health")
            if probe.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            probe.close()
    raise RuntimeError("the server did not start; its own words stand above")


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of a select box or multiselect in the view bar."""
    box = page.get_by_test_id("stSidebar").get_by_label(label, exact=True).first
    chosen = page.get_by_role("option", name=option, exact=True)
    for _ in range(OPENINGS):  # whatever moves the sidebar while the list opens closes it: then open it again
        box.scroll_into_view_if_needed()
        page.wait_for_timeout(SCROLLED_MS)
        box.click()
        try:
            chosen.wait_for(timeout=OPENED_MS)
            break
        except Late:
            page.keyboard.press("Escape")
    chosen.click()
    page.keyboard.press("Escape")


def settle(page: Page) -> None:
    """Wait until the page is drawn: a title stands there, the script has stopped, no element waits for its code."""
    page.get_by_role("heading", level=1).first.wait_for()
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
