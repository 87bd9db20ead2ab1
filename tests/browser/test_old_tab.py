"""A tab that was left open for days: its server is another one since, and so are the data."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from cx.demo import generate
from cx.ingest.options import LoadOptions
from cx.store.loads import load
from cx.store.versions import current_id
from tests.browser.visit import PATIENCE_MS, choose, serving, settle

CUSTOMERS = 400
CONNECTED_MS = 3 * PATIENCE_MS


def test_an_old_tab_goes_on_with_the_data_of_today(tmp_path: Path, page: Page) -> None:
    home, files = tmp_path / "store", tmp_path / "files"
    made = generate(files, customers=CUSTOMERS)
    load(home, list(made.paths), LoadOptions())
    before = current_id(home)
    with serving(home) as address:
        page.goto(f"{address}/orders?period=last_6_months")
        settle(page)
        expect(page.get_by_text(f"version {before}")).to_be_visible()
    later = tmp_path / "later.csv"
    later.write_text("order_id,customer_id,ordered_at,amount\nnew-1,C000001,2025-10-30,12\n", encoding="utf-8")
    load(home, [later], LoadOptions())
    after = current_id(home)
    assert after != before
    with serving(home, urlsplit(address).port or 0):
        # Until something is asked, the tab shows what it showed, under the version it was made of. The first choice is
        # asked of a server that never showed this tab anything: it answers with the view of the address, as of today.
        control = page.get_by_test_id("stSidebar").get_by_label("Region", exact=True).first
        expect(control).to_be_enabled(timeout=CONNECTED_MS)
        choose(page, "Region", "North")
        expect(page.get_by_text(f"version {after}")).to_be_visible()
        settle(page)
        choose(page, "Region", "South")
        expect(page).to_have_url(re.compile(r"period=last_6_months.*f\.region=South"))
        settle(page)
        expect(page.get_by_test_id("stMetricValue").first).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
