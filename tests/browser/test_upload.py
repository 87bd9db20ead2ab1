"""From a file to a figure and back: upload, answer, load, undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cx.ingest.options import LoadOptions
from cx.store.loads import load
from tests.browser.visit import serving, settle

FIRST = "order_id,customer_id,ordered_at,amount\n1,a,2026-01-05,10\n2,b,2026-01-06,20\n"
AMBIGUOUS = "order_id,customer_id,ordered_at,amount\n3,a,01/02/2026,30\n4,c,03/02/2026,40\n=5,c,03/02/2026,many\n"


@pytest.fixture
def small_store(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    home = tmp_path / "home"
    first = tmp_path / "orders.csv"
    first.write_text(FIRST, encoding="utf-8")
    load(home, [first], LoadOptions())
    with serving(home) as address:
        yield address, home


def orders_in_strip(page: Page, address: str, n: int) -> None:
    page.goto(f"{address}/data?period=all")
    settle(page)
    expect(page.get_by_text(f"{n} orders", exact=False).first).to_be_visible()


def test_upload_answer_load_undo(small_store: tuple[str, Path], tmp_path: Path, page: Page) -> None:
    address, home = small_store
    orders_in_strip(page, address, 2)
    page.locator('input[type="file"]').set_input_files(tmp_path / "orders.csv")
    expect(page.get_by_text("Nothing in these files is new")).to_be_visible()
    expect(page.get_by_role("button", name="Load 1 file")).to_be_disabled()
    page.get_by_role("button", name="Remove").click()
    more = tmp_path / "more.csv"
    more.write_text(AMBIGUOUS, encoding="utf-8")
    page.locator('input[type="file"]').set_input_files(more)
    expect(page.get_by_text("A question is open")).to_be_visible()
    expect(page.get_by_role("button", name="Load 1 file")).to_be_disabled()
    page.get_by_text("day first (31/12/2025)").first.click()
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_text("2 to load")).to_be_visible()
    expect(page.get_by_text("1 refused")).to_be_visible()
    page.get_by_role("button", name="Load 1 file").click()
    expect(page.get_by_text("2 loaded")).to_be_visible()
    expect(page.get_by_text("4 orders").first).to_be_visible()
    assert not any((home / "uploads").rglob("more.csv"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Refused rows of load").click()
    refused = download.value.path().read_text(encoding="utf-8-sig")
    assert "many" in refused
    assert "'=5" in refused

    page.get_by_role("radio", name="Loads", exact=True).or_(
        page.get_by_role("button", name="Loads", exact=True)
    ).click()
    page.get_by_role("button", name="Take this load back").click()
    page.get_by_role("button", name="Yes, take it back").click()
    expect(page.get_by_text("2 orders").first).to_be_visible()
