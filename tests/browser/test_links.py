"""A link shows what its sender saw; what it cannot show, it says."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.browser.visit import choose, new_context, serving, settle


def strip(page: Page) -> str:
    return page.get_by_text(re.compile("data to .*version")).first.inner_text()


def test_first_deep_link_on_a_fresh_server_opens_its_page(store: Path, page: Page) -> None:
    with serving(store) as fresh:
        page.goto(f"{fresh}/retention?f.region=North&period=last_6_months")
        settle(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Retention")
        expect(page.get_by_text("Page not found")).to_have_count(0)
        expect(page.get_by_role("button", name="Region: North")).to_be_visible()
        assert strip(page).startswith("Last 6 months")
        assert page.url.endswith("/retention?f.region=North&period=last_6_months")


def test_controls_write_the_address_and_history_restores_it(server: str, page: Page) -> None:
    page.goto(server)
    settle(page)
    choose(page, "Period", "Last 6 months")
    expect(page).to_have_url(f"{server}/?period=last_6_months&compare=previous")
    choose(page, "Region", "South")
    expect(page).to_have_url(f"{server}/?period=last_6_months&compare=previous&f.region=South")
    page.get_by_test_id("stSidebar").get_by_role("link", name="Orders").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Orders")
    expect(page).to_have_url(f"{server}/orders?period=last_6_months&compare=previous&f.region=South")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    page.go_back()
    expect(page.get_by_role("button", name="Region: South")).to_have_count(0)
    page.go_forward()
    expect(page.get_by_role("button", name="Region: South")).to_be_visible()
    page.get_by_role("button", name="Region: South").click()
    expect(page).to_have_url(f"{server}/?period=last_6_months&compare=previous")


def test_own_dates_start_from_the_days_shown(server: str, page: Page) -> None:
    page.goto(f"{server}/orders?period=last_month")
    settle(page)
    shown = strip(page)
    choose(page, "Period", "Own dates")
    expect(page).to_have_url(re.compile(r"period=custom&.*dates=\d{4}-\d\d-01&dates=\d{4}-\d\d-\d\d"))
    expect(page.get_by_text(re.compile("^Own dates"))).to_be_visible()
    assert strip(page).removeprefix("Own dates") == shown.removeprefix("Last month")


def test_what_a_link_cannot_show_is_told_as_text(server: str, page: Page) -> None:
    asked = {
        "f.region": ":red[*bold*] [a](javascript:alert(1))",
        "f.segment": "'; DROP TABLE mart.orders; --",
        "split": "<b>nowhere</b>",
        "colour": "red",
        "period": "<img src=x onerror=alert(1)>",
        "dates": "2026-02-30",
        "view": "<b>mine</b>",
        "marks": "-1",
    }
    page.goto(f"{server}/definitions?{urlencode(asked)}&compare=year&compare=none")
    settle(page)
    words = page.locator(".st-key-link_problems").inner_text().replace("\u2060", "")
    for told in (*asked.values(), "“colour” is not known", "2026-02-30” is not a date", "compare is given 2 times"):
        assert told in words or told == "red", told
    expect(page.locator(".st-key-link_problems").locator("img, b, a, em")).to_have_count(0)
    page.get_by_role("button", name="Understood").click()
    expect(page.get_by_text("is not known")).to_have_count(0)
    kept = parse_qs(urlsplit(page.url).query)
    assert kept == {
        "period": ["last_12_months"],
        "compare": ["year"],
        "f.region": [asked["f.region"]],
        "f.segment": [asked["f.segment"]],
    }
    expect(page.get_by_text("does not occur in")).to_have_count(2)


def test_a_filter_that_cannot_be_obeyed_shows_no_figures(server: str, page: Page) -> None:
    page.goto(f"{server}/orders?f.nowhere=1")
    expect(page.get_by_text("No figure can obey this link")).to_be_visible()
    expect(page.get_by_test_id("stMetric")).to_have_count(0)
    page.get_by_role("button", name="Remove the filter Nowhere: 1").click()
    expect(page.get_by_test_id("stMetric").first).to_be_visible()


def test_an_unknown_value_matches_nothing_and_can_be_removed(server: str, page: Page) -> None:
    page.goto(f"{server}/orders?f.region=Atlantis")
    settle(page)
    assert "0 orders" in strip(page)
    page.get_by_role("button", name="Region: Atlantis", exact=True).click()
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    assert "0 orders" not in strip(page).replace("00 orders", "")


def test_the_copied_pinned_link_opens_the_same_view(server: str, page: Page) -> None:
    page.goto(f"{server}/orders?f.region=North&period=last_3_months")
    settle(page)
    page.get_by_role("button", name="Copy link").click()
    pinned = page.get_by_test_id("stPopoverBody").get_by_test_id("stCode").nth(1).inner_text().strip()
    assert pinned.startswith(f"{server}/orders?period=custom")
    assert "data=" in pinned
    shown = strip(page)
    page.goto(pinned)
    settle(page)
    assert strip(page).removeprefix("Own dates") == shown.removeprefix("Last 3 months")
    expect(page.get_by_role("button", name="Region: North")).to_be_visible()


def test_a_phone_keeps_its_filters_when_the_sidebar_opens_later(server: str, browser: Browser) -> None:
    context = new_context(browser, width=390)
    page = context.new_page()
    page.goto(f"{server}/?f.region=North&f.segment=Consumer&period=last_3_months")
    settle(page)
    page.get_by_role("button", name="Region: North").click()
    expect(page.get_by_role("button", name="Region: North")).to_have_count(0)
    page.get_by_test_id("stExpandSidebarButton").click()
    choose(page, "Compare with", "A year earlier")
    expect(page).to_have_url(re.compile("compare=year"))
    expect(page).to_have_url(re.compile(r"f\.segment=Consumer"))
    context.close()
