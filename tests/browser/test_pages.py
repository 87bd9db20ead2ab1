"""Every page, at every width, in light and dark: drawn, no traceback, no scrolling sideways, no text cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.visit import PATIENCE_MS, new_context, serving, settle

PATHS = (
    "",
    "compare",
    "experience",
    "drivers",
    "retention",
    "survival",
    "lifetime-value",
    "orders",
    "roi-of-cx",
    "effort",
    "what-if",
    "data",
    "definitions",
)
WIDTHS = (320, 390, 720, 820, 1440)
"""A phone, a tablet and a laptop; 720 is the laptop at a zoom of 200 %, and 320 a window of 1,280 at one of 400 %."""
SLIDING_MS = PATIENCE_MS
SIDEWAYS = """() => Math.max(...['html', '[data-testid="stMain"]']
    .map(place => document.querySelector(place)).map(box => box.scrollWidth - box.clientWidth))"""
CUT = """() => [...document.querySelectorAll('[data-testid="stMain"] p, [data-testid="stMain"] h1')].filter(text =>
    [text, text.parentElement, text.parentElement.parentElement].some(box => box.clientWidth
        && getComputedStyle(box).overflowX === 'hidden' && box.scrollWidth > box.clientWidth + 1)
).map(text => text.textContent)"""


def tour(page: Page, start: str, widths: Sequence[int] = WIDTHS) -> Iterator[str]:
    """Open the start page, then every page through the menu; each is drawn at every width and checked."""
    page.goto(start)
    for number, path in enumerate(PATHS):
        page.get_by_test_id("stSidebar").get_by_test_id("stPageLink-NavLink").nth(number).click()
        expect(page).to_have_url(re.compile(rf":\d+/{path}(\?|$)"))
        settle(page)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            try:  # the sidebar takes a moment to slide in or out
                page.wait_for_function(f"({SIDEWAYS})() <= 1 && !({CUT})().length", timeout=SLIDING_MS)
            except Error:
                pytest.fail(f"/{path} scrolls sideways or is cut at {width} px: {page.evaluate(CUT)}")
        yield path


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_with_data(server: str, browser: Browser, dark: bool) -> None:
    context = new_context(browser, dark=dark)
    page = context.new_page()
    for path in tour(page, server):
        if path not in ("data", "definitions"):
            expect(page.get_by_test_id("stMetric").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("code", ["ja", "pl"])
def test_pages_in_another_language(server: str, page: Page, code: str) -> None:
    for _path in tour(page, f"{server}/?lang={code}", (390, 1440)):
        expect(page.locator("html")).to_have_attribute("lang", code)


def test_pages_under_a_filter_that_matches_nothing(server: str, page: Page) -> None:
    for path in tour(page, f"{server}/?f.region=Atlantis"):
        chips = page.locator(".st-key-head").get_by_role("button", name="Region: Atlantis")
        expect(chips).to_be_visible()
        if path not in ("data", "definitions"):
            expect(page.get_by_role("heading", level=1)).to_have_text("Nothing matches these filters")


def test_pages_of_an_empty_store(tmp_path_factory: pytest.TempPathFactory, page: Page) -> None:
    with serving(tmp_path_factory.mktemp("empty")) as address:
        for path in tour(page, address):
            if path not in ("data", "definitions"):
                expect(page.get_by_role("heading", level=1)).to_have_text("No data yet")
