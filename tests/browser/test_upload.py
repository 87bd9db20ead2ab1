"""From a file to a figure and back: drop, answer, see the consequence, load, see the figure, undo; cancel; hostile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from cx.ingest.options import LoadOptions
from cx.store.loads import history, load, undo
from cx.store.versions import version_ids
from tests.browser.visit import serving, settle

FIRST = "order_id,customer_id,ordered_at,amount\n" + "".join(
    f"{n},c{n % 30},2026-01-{n % 28 + 1:02d},10\n" for n in range(1, 61)
)
"""60 orders of 10 each: 600 of revenue."""
AMBIGUOUS = (
    "order_id,customer_id,ordered_at,amount\n"
    + "".join(f"{n},c{n % 30},0{n % 9 + 1}/02/2026,20\n" for n in range(101, 121))
    + "=500,c1,03/02/2026,many\n"
)
"""20 orders of 20 each on the first days of February, or of the year's months; one row without an amount."""
BIG_ROWS = 400_000
LARGE_ROWS = 2_000_000
"""36 MB."""
HOSTILE = "order_id,customer_id,ordered_at,amount,**bold** <b>x</b> $x^2$ :red[y] ![i](http://e.x/i.png),=1+1\n"
JOURNEY_MS = 60_000


@pytest.fixture
def small_store(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    home = tmp_path / "home"
    first = tmp_path / "orders.csv"
    first.write_text(FIRST, encoding="utf-8")
    load(home, [first], LoadOptions())
    with serving(home) as address:
        yield address, home


def drop(page: Page, *files: Path) -> None:
    settle(page)
    page.locator('input[type="file"]').set_input_files(list(files))


def cancel_button(page: Page) -> Locator:
    """Ours: the upload widget has one of its own while the browser still sends."""
    return page.locator(".st-key-cancel_job button")


def remove_button(page: Page) -> Locator:
    """Ours, not the upload widget's own."""
    return page.locator("[class*='st-key-remove'] button")


def revenue_on_overview(page: Page, address: str) -> str:
    page.goto(f"{address}/?period=all")
    settle(page)
    card = page.get_by_test_id("stMetric").filter(has_text="Net revenue").first
    return card.get_by_test_id("stMetricValue").inner_text()


def test_the_whole_journey(small_store: tuple[str, Path], tmp_path: Path, page: Page) -> None:
    address, home = small_store
    page.set_default_timeout(JOURNEY_MS)
    old = revenue_on_overview(page, address)
    assert "600" in old
    page.goto(f"{address}/data?period=all")
    more = tmp_path / "more.csv"
    more.write_text(AMBIGUOUS, encoding="utf-8")
    drop(page, more)
    expect(page.get_by_text("A question is open")).to_be_visible(timeout=JOURNEY_MS)
    expect(page.get_by_role("button", name="Load 1 file")).to_be_disabled()
    page.get_by_text("day first (31/12/2025)").first.click()
    page.get_by_role("button", name="Check again").first.click()
    expect(page.get_by_text("20 to load")).to_be_visible(timeout=JOURNEY_MS)
    expect(page.get_by_text("1 refused")).to_be_visible()
    # The consequence, before anything has changed.
    expect(page.get_by_text("What loading would do")).to_be_visible()
    expect(page.get_by_test_id("stTable").filter(has_text="revenue")).to_be_visible()
    assert len(version_ids(home)) == 1
    page.get_by_text(re.compile(r"Refused rows \(1\)")).click()
    # A file is made by the run of the page whose button is pressed; nobody presses it while the next one is drawn.
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the refused rows").click()
    refused = download.value.path().read_text(encoding="utf-8-sig")
    assert "many" in refused
    page.get_by_role("button", name="Load 1 file").click()
    expect(page.get_by_text("20 loaded")).to_be_visible(timeout=JOURNEY_MS)
    assert not any((home / "uploads").rglob("more.csv"))
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Refused rows of load").click()
    assert "'=500" in download.value.path().read_text(encoding="utf-8-sig")
    new = revenue_on_overview(page, address)
    assert "1,000" in new or "1.00K" in new or "1K" in new, new
    forget_the_mapping(page, address)
    undo_the_newest(page, address)
    assert revenue_on_overview(page, address) == old
    assert [entry.status for entry in history(home)] == ["loaded", "undone"]


def forget_the_mapping(page: Page, address: str) -> None:
    """The answer is remembered for the next file with this header, until it is forgotten."""
    page.goto(f"{address}/data?period=all&show=mappings")
    settle(page)
    expect(page.get_by_text("dates dmy")).to_be_visible()
    page.get_by_role("button", name="Forget").click()
    expect(page.get_by_text("Nothing is remembered yet")).to_be_visible()


def undo_the_newest(page: Page, address: str) -> None:
    page.goto(f"{address}/data?period=all&show=loads")
    settle(page)
    expect(page.get_by_text("What this load changed")).to_be_visible()
    expect(page.get_by_test_id("stTable").filter(has_text="Net revenue, Feb 2026")).to_be_visible()
    page.get_by_role("button", name=re.compile("Take load L2 back")).click()
    page.get_by_role("button", name="Yes, take it back").click(timeout=JOURNEY_MS)
    expect(page.get_by_text("Load L2 was taken back")).to_be_visible(timeout=JOURNEY_MS)


def test_nothing_new_and_walking_away(small_store: tuple[str, Path], tmp_path: Path, page: Page) -> None:
    address, home = small_store
    page.goto(f"{address}/data")
    drop(page, tmp_path / "orders.csv")
    expect(page.get_by_text("Nothing in these files is new")).to_be_visible(timeout=JOURNEY_MS)
    expect(page.get_by_role("button", name="Load 1 file")).to_be_disabled()
    page.get_by_role("button", name="Walk away").click()
    expect(page.get_by_role("button", name="Walk away")).to_have_count(0)
    assert not list((home / "uploads").iterdir())
    assert not list((home / "rehearsals").iterdir())


def test_a_page_loaded_anew_keeps_the_files_and_answers(
    small_store: tuple[str, Path], tmp_path: Path, page: Page
) -> None:
    address, home = small_store
    more = tmp_path / "more.csv"
    more.write_text(AMBIGUOUS, encoding="utf-8")
    page.goto(f"{address}/data")
    drop(page, more)
    page.get_by_text("day first (31/12/2025)").first.click(timeout=JOURNEY_MS)
    page.get_by_role("button", name="Check again").first.click()
    expect(page.get_by_text("20 to load")).to_be_visible(timeout=JOURNEY_MS)
    page.reload()
    page.get_by_role("button", name="Go on with it").click(timeout=JOURNEY_MS)
    expect(page.get_by_text("20 to load")).to_be_visible(timeout=JOURNEY_MS)
    # Somebody else changes the data: what was told holds no more, and is told anew before anything is loaded.
    undo(home, "L1")
    page.get_by_role("button", name="Load 1 file").click()
    expect(page.get_by_text("The data have changed since")).to_be_visible(timeout=JOURNEY_MS)
    assert [entry.status for entry in history(home)] == ["undone"]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is told by the system under Linux only")
def test_the_server_keeps_no_upload_in_memory(small_store: tuple[str, Path], tmp_path: Path, page: Page) -> None:
    address, _home = small_store
    page.goto(f"{address}/data")
    warm, large = tmp_path / "warm.csv", tmp_path / "large.csv"
    warm.write_text(FIRST, encoding="utf-8")
    large.write_text("order_id,customer_id,ordered_at,amount\n" + "x,y,2026-01-05,10\n" * LARGE_ROWS, encoding="utf-8")
    used = []
    for file in (warm, large):
        drop(page, file)
        expect(page.get_by_text(file.name)).to_be_visible(timeout=JOURNEY_MS)
        remove_button(page).click(timeout=JOURNEY_MS)
        expect(remove_button(page)).to_have_count(0, timeout=JOURNEY_MS)
        used.append(server_mb(address))
    assert used[1] - used[0] < large.stat().st_size / 2e6


def server_mb(address: str) -> float:
    """The memory that the server holds."""
    port = address.rpartition(":")[2].encode()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if port in (process / "cmdline").read_bytes().split(b"\0"):
                kilobytes = re.search(r"VmRSS:\s+(\d+)", (process / "status").read_text(encoding="ascii"))
                return int(kilobytes[1]) / 1000 if kilobytes else 0.0
    raise AssertionError("the server is gone")


def test_cancel_ends_the_work_and_leaves_nothing(small_store: tuple[str, Path], tmp_path: Path, page: Page) -> None:
    address, home = small_store
    big = tmp_path / "big.csv"
    with big.open("w", encoding="utf-8") as stream:
        stream.write("order_id,customer_id,ordered_at,amount\n")
        stream.writelines(f"b{n},c{n % 9999},2026-01-{n % 28 + 1:02d},{n % 300}.50\n" for n in range(BIG_ROWS))
    page.goto(f"{address}/data")
    drop(page, big)
    cancel_button(page).click(timeout=JOURNEY_MS)
    expect(page.get_by_text("Stopped before the files were understood")).to_be_visible(timeout=JOURNEY_MS)
    assert not list((home / "tmp").iterdir())
    assert not list((home / "rehearsals").iterdir()) if (home / "rehearsals").exists() else True
    assert len(version_ids(home)) == 1
    page.get_by_role("button", name="Read the files again").click()
    expect(cancel_button(page)).to_be_visible()
    remove_button(page).click()
    expect(cancel_button(page)).to_have_count(0)
    assert not any((home / "uploads").rglob("big.csv"))


def test_hostile_names_are_text(small_store: tuple[str, Path], tmp_path: Path, page: Page) -> None:
    address, _home = small_store
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    hostile = tmp_path / "**a** <img src=x onerror=alert(1)> $x^2$ [l](http:~e.x).csv"
    hostile.write_text(HOSTILE + "901,c1,2026-03-01,5,<script>alert(1)</script>,=2+2\n", encoding="utf-8")
    page.goto(f"{address}/data")
    drop(page, hostile)
    expect(page.get_by_text("1 to load")).to_be_visible(timeout=JOURNEY_MS)
    expect(page.get_by_text("**a** <img src=x onerror=alert(1)> $x^2$").first).to_be_visible()
    expect(page.locator("img[src*='e.x'], .katex, [data-testid='stMarkdown'] b")).to_have_count(0)
    assert not [url for url in asked if "e.x" in url]
    expect(page.get_by_test_id("stException")).to_have_count(0)
