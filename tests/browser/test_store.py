"""What a reader sees of the store itself: older data that a link pins, and a store that cannot be opened."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from cx.ingest.options import LoadOptions
from cx.store.loads import load
from cx.store.versions import version_ids
from tests.browser.visit import serving, settle

HEADER = "order_id,customer_id,ordered_at,amount\n"


def test_a_pinned_link_shows_its_data_and_says_that_newer_exist(tmp_path: Path, page: Page) -> None:
    home = tmp_path / "home"
    for number, rows in enumerate(("1,a,2026-01-05,10\n", "2,b,2026-01-06,20\n3,b,2026-01-07,20\n")):
        file = tmp_path / f"orders_{number}.csv"
        file.write_text(HEADER + rows, encoding="utf-8")
        load(home, [file], LoadOptions())
    first, second = version_ids(home)
    with serving(home) as address:
        page.goto(f"{address}/definitions?period=all&data={first}")
        settle(page)
        expect(page.get_by_text(f"You look at data version {first}; newer data exist.")).to_be_visible()
        expect(page.get_by_text("· 1 order ·")).to_be_visible()
        page.get_by_role("button", name="Open live").click()
        expect(page.get_by_text("3 orders")).to_be_visible()
        expect(page.get_by_text(f"version {second}")).to_be_visible()
        expect(page).to_have_url(f"{address}/definitions?period=all&compare=previous")


def test_a_damaged_store_is_told_with_the_way_out(tmp_path: Path, page: Page) -> None:
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "1-abcdef.duckdb").write_bytes(b"not a database")
    (tmp_path / "current").write_text("1-abcdef\n", encoding="utf-8")
    with serving(tmp_path) as address:
        page.goto(f"{address}/orders")
        expect(page.get_by_text("The data cannot be opened.")).to_be_visible()
        expect(page.get_by_text("cx demo")).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
