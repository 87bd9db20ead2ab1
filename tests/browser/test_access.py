"""Screen reader, keyboard and zoom: what axe finds, what charts say, where the focus goes, and what still fits."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import serious
from tests.browser.test_pages import PATHS, SIDEWAYS
from tests.browser.visit import new_context, serving, settle

OPENED = 3
"""So many boxes of a page are opened; the Definitions page has one for each of some fifty entries."""
OPEN_BOXES = """most => [...document.querySelectorAll('details:not([open]) > summary')]
    .slice(-most).forEach(box => box.click())"""
UNNAMED = """() => [...document.querySelectorAll('[data-testid="stPlotlyChart"], [data-testid="stDataFrameResizable"]')]
    .filter(drawn => (drawn.getAttribute('aria-label') || '').trim().length < 10)
    .map(drawn => drawn.outerHTML.slice(0, 200))"""
CUT = """() => [...document.querySelectorAll('[data-testid="stMain"] p, [data-testid="stMain"] h1')].filter(text => {
    const boxes = [text, text.parentElement, text.parentElement.parentElement]
    return boxes.some(box => getComputedStyle(box).overflowX === 'hidden' && box.clientWidth
        && box.scrollWidth > box.clientWidth + 1)
}).map(text => text.textContent)"""
FOCUS = """() => { const at = document.activeElement
    return {
        id: at.dataset.stop ??= String(window.stops = (window.stops || 0) + 1),
        tag: at.tagName,
        kind: at.tagName + (at.closest('[data-testid]')?.dataset.testid ?? ''),
        room: at.closest('[data-testid="stSidebar"]') ? 'sidebar' : at.closest('.st-key-head') ? 'head'
            : at.closest('[data-testid="stMain"]') ? 'content' : 'before',
        name: at.getAttribute('aria-label') || at.textContent,
    } }"""
LOOKS = """id => { let at = document.querySelector(`[data-stop="${id}"]`), told = ''
    for (let up = 0; up < 4 && at; up += 1, at = at.parentElement) {
        const s = getComputedStyle(at)
        told += [s.outlineStyle, s.boxShadow, s.backgroundColor, s.borderColor].join()
    }
    return told }"""
ZOOMED = {"a phone": (390, 844), "200 %": (720, 450), "400 %": (320, 256)}
"""Widths and heights that a window of 1,440 × 900 has in pixels of the page when it is zoomed, and of 1,280 × 1,024."""
MOST_STOPS = 150
FADING_MS = 250


def pages(page: Page, address: str, query: str = "") -> Iterator[str]:
    """Every page, opened through the menu, with some of its boxes open."""
    page.goto(f"{address}/{query}")
    for number, path in enumerate(PATHS):
        page.get_by_test_id("stSidebar").get_by_test_id("stPageLink-NavLink").nth(number).click()
        expect(page).to_have_url(re.compile(rf":\d+/{path}(\?|$)"))
        settle(page)
        page.evaluate(OPEN_BOXES, OPENED)
        settle(page)
        yield path


def found_by_axe(page: Page, address: str, query: str = "") -> dict[str, list[str]]:
    """Page -> what axe finds there, and the charts and tables that say nothing to a screen reader."""
    found = {path: [*serious(page), *page.evaluate(UNNAMED)] for path in pages(page, address, query)}
    return {path: problems for path, problems in found.items() if problems}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious_and_every_chart_and_table_says_what_it_shows(
    server: str, browser: Browser, dark: bool
) -> None:
    context = new_context(browser, dark=dark)
    assert found_by_axe(context.new_page(), server, "?f.plan=Plus&split=region") == {}
    context.close()


def test_axe_finds_nothing_serious_where_a_filter_matches_nothing(server: str, browser: Browser) -> None:
    context = new_context(browser, dark=True)
    assert found_by_axe(context.new_page(), server, "?f.region=Atlantis") == {}
    context.close()


def test_axe_finds_nothing_serious_in_an_empty_store(tmp_path_factory: pytest.TempPathFactory, page: Page) -> None:
    with serving(tmp_path_factory.mktemp("empty")) as address:
        assert found_by_axe(page, address) == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious_in_what_opens_over_a_page(server: str, browser: Browser, dark: bool) -> None:
    context = new_context(browser, dark=dark)
    page = context.new_page()
    page.goto(f"{server}/?period=custom")
    settle(page)
    for opened in (
        page.locator(".st-key-head").get_by_role("button", name="Copy link"),
        page.locator(".st-key-head").get_by_role("button", name="Overview"),
        page.get_by_test_id("stSidebar").get_by_label("Plan", exact=True).first,
        page.get_by_test_id("stSidebar").get_by_label("Compare with", exact=True).first,
        page.get_by_test_id("stMain").get_by_role("button", name="Help for NPS"),
    ):
        opened.click()
        page.wait_for_timeout(FADING_MS)
        assert serious(page) == []
        page.keyboard.press("Escape")
    context.close()


@pytest.mark.parametrize("show", ["loads", "mappings", "health", "settings", "planet"])
def test_axe_finds_nothing_serious_in_the_parts_of_the_data_page(server: str, page: Page, show: str) -> None:
    query = "?f.planet=Mars" if show == "planet" else f"data?show={show}"
    page.goto(f"{server}/{query}")
    settle(page)
    page.evaluate(OPEN_BOXES, OPENED)
    settle(page)
    assert [*serious(page), *page.evaluate(UNNAMED)] == []


def test_the_focus_goes_from_the_sidebar_to_the_head_to_the_content_and_is_seen_everywhere(
    server: str, page: Page
) -> None:
    page.goto(server)
    settle(page)
    page.get_by_test_id("stPlotlyChart").last.wait_for()
    stops = []
    while len(stops) < MOST_STOPS:
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["tag"] == "BODY":  # past the last one: the browser's own buttons come next
            break
        stops.append(at)
        if at["tag"] != "MAIN" and at["kind"] not in {s["kind"] for s in stops[:-1]}:
            page.wait_for_timeout(FADING_MS)
            focused = page.evaluate(LOOKS, at["id"])
            page.evaluate("() => document.activeElement.blur()")
            page.wait_for_timeout(FADING_MS)
            assert page.evaluate(LOOKS, at["id"]) != focused, f"the focus on “{at['name']}” cannot be seen"
    else:
        pytest.fail(f"the focus is caught: {[s['name'] for s in stops[-5:]]}")
    assert stops[0]["name"] == "Skip to main content"
    rooms = [s["room"] for s in stops if s["tag"] != "MAIN"]
    assert list(dict.fromkeys(rooms)) == ["before", "sidebar", "head", "content"]
    assert rooms == sorted(rooms, key=["before", "sidebar", "head", "content"].index)
    assert len({s["id"] for s in stops}) == len(stops)
    named = [s["name"] for s in stops]
    for control in ("Period", "Plan", "Copy link", "Help for NPS", "Show as table", "Definitions, sources and SQL"):
        assert any(control in name for name in named), f"“{control}” cannot be reached"


@pytest.mark.parametrize("name", ["Copy link", "Overview"])
def test_what_opens_is_closed_with_escape_and_the_focus_comes_back(server: str, page: Page, name: str) -> None:
    page.goto(server)
    settle(page)
    button = page.locator(".st-key-head").get_by_role("button", name=name)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    expect(button).to_be_focused()


def test_a_choice_is_made_with_the_arrow_keys(server: str, page: Page) -> None:
    page.goto(f"{server}/retention")
    settle(page)
    page.get_by_role("radiogroup", name="Cohorts by").get_by_role("radio", name="Month").focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("grain="))


def test_a_page_zoomed_to_200_and_400_per_cent_neither_scrolls_sideways_nor_cuts_a_text(
    server: str, page: Page
) -> None:
    for path in pages(page, server):
        for zoom, (width, height) in ZOOMED.items():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_function(f"({SIDEWAYS})() <= 1")
            page.wait_for_timeout(FADING_MS)
            assert page.evaluate(CUT) == [], f"/{path} at {zoom}"
        page.set_viewport_size({"width": 1440, "height": 900})
