"""Filters that do not stand open are one click away, and what is chosen there is in the address."""

import re

from playwright.sync_api import Page, expect

from tests.browser.visit import choose, settle


def test_a_filter_behind_more_filters_is_drawn_when_opened_and_stays_when_chosen(page: Page, server: str) -> None:
    page.goto(f"{server}/orders?period=last_6_months")
    settle(page)
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar.get_by_label("Delivery method", exact=True)).to_have_count(0)
    sidebar.get_by_text("More filters", exact=True).click()
    expect(sidebar.get_by_label("Delivery method", exact=True).first).to_be_visible()
    choose(page, "Delivery method", "express")
    expect(page).to_have_url(re.compile(r"f\.delivery_method=express"))
    settle(page)
    page.reload()
    settle(page)
    expect(sidebar.get_by_label("Delivery method", exact=True).first).to_be_visible()
    expect(page.get_by_test_id("stMain")).to_contain_text("express")
