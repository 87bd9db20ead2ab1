"""The brief and the files of a chart, as a reader takes them along from the page."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.visit import settle

MAKING_MS = 120_000


def test_the_brief_says_what_the_page_says(page: Page, server: str, tmp_path: Path):
    page.goto(f"{server}/orders?period=last_6_months&f.segment=Consumer")
    settle(page)
    values = page.get_by_test_id("stMetricValue").all_inner_texts()
    page.get_by_role("button", name="Brief").click()
    page.get_by_text("This page", exact=True).click()
    page.get_by_text("HTML", exact=True).click()
    page.get_by_role("button", name="Make the brief").click()
    expect(page.get_by_text(re.compile("Making the brief"))).to_be_visible()
    button = page.get_by_role("button", name=re.compile(r"Download orders-.*\.html"))
    button.wait_for(timeout=MAKING_MS)
    with page.expect_download() as download:
        button.click()
    path = tmp_path / "brief.html"
    download.value.save_as(path)

    asked: list[str] = []
    brief = page.context.new_page()
    brief.on("request", lambda request: asked.append(request.url))
    brief.goto(path.as_uri())
    assert brief.locator(".value").all_inner_texts() == values
    assert brief.locator("svg.chart").count() >= 3
    assert "Consumer" in brief.locator("dl.view").inner_text()
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    brief.set_viewport_size({"width": 390, "height": 800})
    assert brief.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_brief_that_is_cancelled_leaves_nothing(page: Page, server: str, store: Path):
    page.goto(f"{server}/orders")
    settle(page)
    page.get_by_role("button", name="Brief").click()
    page.get_by_role("button", name="Make the brief").click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Make the brief").wait_for()
    assert not list((store / "uploads").glob("job-*"))


def test_a_chart_is_taken_along_as_workbook_and_picture(page: Page, server: str, tmp_path: Path):
    page.goto(f"{server}/orders?period=last_6_months")
    settle(page)
    page.get_by_text("Show as table").nth(1).click()
    for name in ("Download XLSX", "SVG", "PNG"):
        with page.expect_download(timeout=MAKING_MS) as download:
            page.get_by_role("button", name=name, exact=False).first.click()
        download.value.save_as(tmp_path / f"chart.{name.split()[-1].lower()}")
    book = openpyxl.load_workbook(tmp_path / "chart.xlsx")
    assert book.sheetnames == ["Figures", "About"] and isinstance(book["Figures"]["B2"].value, int | float)
    assert "Net revenue is" in (tmp_path / "chart.svg").read_text(encoding="utf-8")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
