"""A card, a bar and a cell lead to the customers behind them, and the way back leads to the same page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_pages import SIDEWAYS, SLIDING_MS, WIDTHS
from tests.browser.visit import SCROLLED_MS, new_context, settle

HEADING = "The customers behind the figure"


def arrived(page: Page, address: str) -> None:
    page.get_by_role("heading", level=1, name=HEADING).wait_for()
    settle(page)
    expect(page).to_have_url(re.compile(address))
    expect(page.get_by_text("the n of the figure")).to_be_visible()


ATTEMPTS = 15


def click_middle(page: Page, mark: Locator) -> str:
    """Click where a mark of a chart is drawn: what lies on top of it is asked, as for a reader. What it tells."""
    told = page.locator(".hoverlayer .hovertext").first
    for _attempt in range(ATTEMPTS):  # charts above that are still being drawn move it away
        mark.evaluate("mark => mark.scrollIntoView({block: 'center'})")
        page.wait_for_timeout(SCROLLED_MS)
        box = mark.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x - 1, y)
        page.mouse.move(x, y)
        page.wait_for_timeout(SCROLLED_MS)
        if told.is_visible():
            break
    words = told.text_content() or ""
    page.mouse.click(x, y)
    return words


def points_of(page: Page, key: str) -> Locator:
    """The points of the chart with that key; the lines on cards have points, too."""
    return page.locator(f'[class*="st-key-{key}"] .scatterlayer .points path.point')


def test_a_card_leads_to_its_customers_and_back(server: str, page: Page) -> None:
    page.goto(f"{server}/?f.region=North")
    settle(page)
    page.get_by_role("link", name="See who", exact=True).first.click()
    arrived(page, r"/customers\?.*f\.region=North&figure=nps&back=overview")
    page.get_by_role("link", name="Back to the figure").click()
    page.get_by_role("heading", level=1, name="Overview").wait_for()
    expect(page).to_have_url(re.compile(r"f\.region=North$"))


def test_a_bar_leads_to_its_customers_and_history_back_to_a_chart_that_is_not_clicked(server: str, page: Page) -> None:
    page.goto(f"{server}/orders?period=last_6_months")
    settle(page)
    click_middle(page, page.locator(".js-plotly-plot").last.locator(".barlayer .point").first)
    arrived(page, r"/customers\?period=last_6_months&.*figure=aov&by=segment&value=[^&]+&currency=EUR")
    page.go_back()
    page.get_by_role("heading", level=1, name="Orders").wait_for()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Orders")


def test_a_cell_of_the_triangle_leads_to_its_cohort(server: str, page: Page) -> None:
    page.goto(f"{server}/retention?grain=quarter")
    settle(page)
    cell = page.locator(".js-plotly-plot .textpoint text").first
    click_middle(page, cell)
    arrived(page, r"figure=retention&cohort=\d{4}-\d\d-01&age=1&back=retention&grain=quarter")
    expect(page.get_by_text(re.compile("cohort Q\\d \\d{4}, quarter 1"))).to_be_visible()
    page.get_by_role("link", name="Back to the figure").click()
    expect(page).to_have_url(re.compile("/retention.*grain=quarter$"))


def test_a_point_of_a_trend_leads_to_the_customers_of_its_days_and_back_to_the_whole_period(
    server: str, page: Page
) -> None:
    page.goto(f"{server}/experience?period=last_6_months")
    settle(page)
    click_middle(page, points_of(page, "experience_nps").first)
    arrived(page, r"period=last_6_months&.*figure=\w+&days=\d{4}-\d\d-01(/|%2F)\d{4}-\d\d-\d\d&back=experience")
    page.get_by_role("link", name="Back to the figure").click()
    expect(page).to_have_url(re.compile(r"/experience\?period=last_6_months(?!.*days=)"))


def test_a_band_of_experience_leads_to_the_customers_whose_band_is_told_over_it(server: str, page: Page) -> None:
    page.goto(f"{server}/roi-of-cx?score=csat")
    settle(page)
    told = click_middle(page, points_of(page, "after_csat_forward_revenue").first)
    found = re.match(r"(dissatisfied|neutral|satisfied).*n = (\d+)", told)
    assert found, told
    arrived(page, rf"figure=forward_revenue&band={found[1]}&back=roi_of_cx&score=csat")
    expect(page.get_by_text(f"the n of the figure: {found[2]}.")).to_be_visible()
    page.get_by_role("link", name="Back to the figure").click()
    expect(page).to_have_url(re.compile(r"/roi-of-cx.*score=csat$"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_list_fits_every_width(server: str, browser: Browser, dark: bool) -> None:
    context = new_context(browser, dark=dark)
    page = context.new_page()
    page.goto(f"{server}/customers?figure=churn_rate&back=overview")
    arrived(page, "figure=churn_rate")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(f"({SIDEWAYS})() <= 1", timeout=SLIDING_MS)
    context.close()
