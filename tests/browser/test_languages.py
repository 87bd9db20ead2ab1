"""Whoever looks reads the dashboard in his language: the browser's, unless he or the link chose another."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visit import PATIENCE_MS, choose, settle

TITLES = {"en": "Overview", "ja": "概要", "pl": "Przegląd"}
DATES = {"en": r"\d \w{3} 20\d\d – ", "ja": r"20\d\d年\d+月\d+日 – ", "pl": r"\d \w{3} 20\d\d – "}


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A visitor whose browser prefers a language."""
    context = browser.new_context(locale=request.param, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def reads(page: Page, code: str) -> None:
    """The page is in a language: its title, its dates, and what the document says of itself."""
    settle(page)
    expect(page.get_by_role("heading", level=1).first).to_contain_text(TITLES[code])
    expect(page.get_by_test_id("stMain")).to_contain_text(re.compile(DATES[code]))


@pytest.mark.parametrize(("page", "code"), [("ja", "ja"), ("pl-PL", "pl"), ("de-DE", "en")], indirect=["page"])
def test_a_page_is_in_the_language_of_the_browser(page, server, code):
    page.goto(server)
    reads(page, code)
    expect(page.locator("html")).to_have_attribute("lang", code)


@pytest.mark.parametrize("page", ["ja"], indirect=True)
def test_the_address_overrules_the_browser_and_pages_keep_it(page, server):
    page.goto(f"{server}/?lang=pl")
    reads(page, "pl")
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    page.get_by_test_id("stSidebar").get_by_test_id("stPageLink-NavLink").nth(2).click()
    expect(page).to_have_url(re.compile(r"/experience\?.*lang=pl"))
    settle(page)
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Przegląd")


@pytest.mark.parametrize("page", ["en-GB"], indirect=True)
def test_a_chosen_language_stands_in_the_address(page, server):
    page.goto(server)
    settle(page)
    choose(page, "Language", "日本語")
    expect(page).to_have_url(re.compile(r"lang=ja"))
    reads(page, "ja")
