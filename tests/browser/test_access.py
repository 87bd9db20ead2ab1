"""Screen reader, keyboard and zoom: what axe finds, what charts say, where the focus goes, and what still fits."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import serious
from tests.browser.test_pages import PATHS
from tests.browser.visit import SCROLLED_MS, new_context, serving, settle

OPENED = 3
"""So many boxes of a page are opened; the Definitions page has one for each of some fifty entries."""
OPEN_BOXES = """most => [...document.querySelectorAll('details:not([open]) > summary')]
    .slice(-most).forEach(box => box.click())"""
UNNAMED = """() => [...document.querySelectorAll('[data-testid="stPlotlyChart"], [data-testid="stDataFrameResizable"]')]
    .filter(drawn => (drawn.getAttribute('aria-label') || '').trim().length < 10)
    .map(drawn => drawn.outerHTML.slice(0, 200))"""
# here: the link to the page one is on. Streamlit 1.67 marks it with the grey that marks the focus on the others, so
# that the focus on it is not seen; nothing but its own style sheet could change that.
FOCUS = """() => { const at = document.activeElement
    return {
        id: at.dataset.stop ??= String(window.stops = (window.stops || 0) + 1),
        tag: at.tagName,
        here: at.href?.split('?')[0] === location.href.split('?')[0],
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
        drawn_anew(page)
        yield path


def drawn_anew(page: Page) -> None:
    """Wait until nothing of the page before is left: what is about to go is pale, and would be found hard to read."""
    page.wait_for_timeout(FADING_MS)  # a click takes a moment to start the script
    settle(page)
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
    page.wait_for_timeout(FADING_MS)


def problems(page: Page) -> list[str]:
    """What axe finds, and the charts and tables that say nothing to a screen reader."""
    return [*serious(page), *page.evaluate(UNNAMED)]


def shown(page: Page, address: str) -> list[str]:
    """The problems of the page at an address."""
    page.goto(address)
    drawn_anew(page)
    return problems(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious_and_every_chart_and_table_says_what_it_shows(
    server: str, browser: Browser, dark: bool
) -> None:
    context = new_context(browser, dark=dark)
    page = context.new_page()
    for path in pages(page, server, "?f.region=North&split=plan"):
        assert problems(page) == [], path
    context.close()


def test_axe_finds_nothing_serious_in_the_parts_of_the_data_page_and_on_pages_without_figures(
    server: str, page: Page
) -> None:
    parts = [f"data?show={part}" for part in ("loads", "mappings", "health", "settings")]
    for query in (*parts, "?f.region=Atlantis", "data?f.region=Atlantis", "?f.planet=Mars"):
        assert shown(page, f"{server}/{query}") == [], query


def test_axe_finds_nothing_serious_in_an_empty_store(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> None:
    context = new_context(browser, dark=True)
    page = context.new_page()
    with serving(tmp_path_factory.mktemp("empty")) as address:
        for path in ("", "data", "definitions"):
            assert shown(page, f"{address}/{path}") == [], path
    context.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious_in_what_opens_over_a_page(server: str, browser: Browser, dark: bool) -> None:
    context = new_context(browser, dark=dark)
    page = context.new_page()
    page.goto(f"{server}/data")
    settle(page)
    head, bar = page.locator(".st-key-head"), page.get_by_test_id("stSidebar")
    for opener, opened in (
        (head.get_by_role("button", name="Copy link"), '[data-testid="stPopoverBody"]'),
        (head.get_by_role("button", name="Data"), '[data-testid="stPopoverBody"]'),
        (bar.get_by_label("Plan", exact=True).first, '[role="listbox"]'),
        (bar.get_by_label("Compare with", exact=True).first, '[role="listbox"]'),
    ):
        opener.scroll_into_view_if_needed()
        page.wait_for_timeout(SCROLLED_MS)  # what opens while the sidebar still scrolls closes again
        opener.click()
        page.locator(opened).first.wait_for()
        page.wait_for_timeout(FADING_MS)
        assert serious(page, opened) == []
        page.keyboard.press("Escape")
    context.close()


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
        seen = {s["kind"] for s in stops[:-1] if not s["here"]}
        if at["tag"] != "MAIN" and not at["here"] and at["kind"] not in seen:
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
