"""Two readers in real browsers beside others: `python -m bench.browsers ADDRESS SECONDS`, one JSON line at the end."""

from __future__ import annotations

import json
import sys
import time

from playwright.sync_api import Error, sync_playwright

from tests.browser.chromium import arguments, executable
from tests.browser.visit import new_context

BROWSERS = 2
EVERY_SECONDS = 5
PATIENCE_MS = 180_000
PERIODS = ("Last 6 months", "Last 12 months", "Last 3 months", "All data")
PAGES = ("", "orders")
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def main() -> None:
    """Open the dashboard in two windows and change the period in each in turn."""
    address, until = sys.argv[1], time.monotonic() + float(sys.argv[2])
    seconds: list[float] = []
    problems: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=arguments())
        pages = []
        for path in PAGES[:BROWSERS]:
            page = new_context(browser).new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.on("pageerror", lambda error: problems.append(str(error)[:200]))
            page.goto(f"{address}/{path}")
            page.get_by_role("heading", level=1).first.wait_for()
            pages.append(page)
        turn = 0
        while time.monotonic() < until:
            period = PERIODS[turn // len(pages) % len(PERIODS)]
            page = pages[turn % len(pages)]
            turn += 1
            started = time.monotonic()
            try:
                box = page.get_by_test_id("stSidebar").get_by_label("Period", exact=True).first
                box.click()
                page.get_by_role("option", name=period, exact=True).click()
                page.get_by_text(f"{period}: ").first.wait_for()
                page.locator(DONE).wait_for()
                seconds.append(time.monotonic() - started)
                if page.get_by_test_id("stException").count() or page.get_by_text("mistake in the program").count():
                    problems.append(f"an exception on {page.url}")
            except Error as error:
                problems.append(str(error).splitlines()[0][:200])
            time.sleep(max(0.0, EVERY_SECONDS / len(pages) - (time.monotonic() - started)))
        browser.close()
    print(json.dumps({"seconds": seconds, "problems": problems}))


if __name__ == "__main__":
    main()
