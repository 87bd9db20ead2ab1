"""Saved and pinned views in a real browser: a short link opens the same figures, and a load does not change them."""

from __future__ import annotations

import http.client
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from cx.ingest.options import LoadOptions
from cx.store.loads import load
from cx.store.views import find, saved
from tests.browser.visit import serving, settle

SURVEYS = "response_id,customer_id,responded_at,nps,region\n"


def figures(page: Page) -> list[str]:
    """Every card: title, value and change."""
    return page.get_by_test_id("stMetric").all_text_contents()


def answers(first: int, scores: list[int]) -> str:
    return "".join(f"r{first + n},c{first + n},2026-0{1 + n % 3}-05,{s},North\n" for n, s in enumerate(scores))


def save_as(page: Page, name: str, kind: str) -> str:
    """Save what is shown under a name, and return its short link."""
    page.get_by_role("button", name="Copy link").click()
    box = page.get_by_test_id("stPopoverBody")
    box.get_by_text(kind, exact=True).click()
    box.get_by_label("Save this view as").fill(name)
    box.get_by_label("Save this view as").press("Enter")
    box.get_by_role("button", name="Save", exact=True).click()
    told = box.get_by_test_id("stCode").filter(has_text=re.compile(r"/v/\w{12}$"))
    return told.first.inner_text().strip()


def test_a_short_link_opens_what_was_saved(server: str, store: Path, page: Page) -> None:
    page.goto(f"{server}/retention?f.region=North&period=last_6_months&grain=quarter")
    settle(page)
    short = save_as(page, "Board", "Live")
    assert short == f"{server}/v/{saved(store)[0].id}"
    shown = figures(page)
    page.goto(short)
    settle(page)
    expect(page.get_by_test_id("stMetric")).to_have_text(shown)
    expect(page.get_by_text("saved view “Board”")).to_be_visible()
    assert urlsplit(page.url).path == "/retention"
    for part in ("period=last_6_months", "f.region=North", "grain=quarter", "measure=customers", "mode=first", "view="):
        assert part in page.url
    page.get_by_text("Month", exact=True).click()
    expect(page).to_have_url(re.compile("grain=month"))
    expect(page.get_by_text("saved view “Board”")).to_have_count(0)
    assert "view=" not in page.url


def test_a_pinned_view_shows_the_same_figures_after_a_load(tmp_path: Path, page: Page) -> None:
    home, file = tmp_path / "home", tmp_path / "surveys.csv"
    file.write_text(SURVEYS + answers(0, [10, 0, 10, 0, 10] * 20), encoding="utf-8")
    load(home, [file], LoadOptions())
    with serving(home) as address:
        page.goto(f"{address}/experience?period=last_3_months")
        settle(page)
        short = save_as(page, "Before", "Pinned")
        shown = figures(page)
        kept = find(home, short[-12:])
        assert kept is not None
        assert "live=last_3_months" in kept.query
        file.write_text(SURVEYS + answers(100, [9, 10, 10] * 30), encoding="utf-8")
        load(home, [file], LoadOptions())
        page.goto(short)
        settle(page)
        expect(page.get_by_test_id("stMetric")).to_have_text(shown)
        expect(page.get_by_text(re.compile(r"NPS \+\d+ → \+\d+ \(n"))).to_be_visible()
        page.get_by_role("button", name="Open live").click()
        expect(page).to_have_url(f"{address}/experience?period=last_3_months&compare=previous")
        settle(page)
        assert figures(page) != shown


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/v/aaaaaaaaaaaa", "../?view=aaaaaaaaaaaa"),
        ("/v/%0d%0aSet-Cookie:%20x", "../?view=%0D%0ASet-Cookie%3A%20x"),
        ("/v/%3Cscript%3E", "../?view=%3Cscript%3E"),
        ("/v/https:evil.example", "../?view=https%3Aevil.example"),
    ],
)
def test_a_hostile_short_link_stays_within_the_dashboard(server: str, path: str, place: str) -> None:
    for method in ("GET", "HEAD"):
        answer = ask(server, method, path)
        assert (answer.status, answer.getheader("location"), answer.getheader("set-cookie")) == (302, place, None)
    assert ask(server, "POST", path).status == 405


def ask(server: str, method: str, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=10)
    connection.request(method, path)
    return connection.getresponse()


def test_a_view_that_was_removed_says_so(server: str, page: Page) -> None:
    page.goto(f"{server}/v/aaaaaaaaaaaa")
    settle(page)
    expect(page.get_by_text("There is no saved view “aaaaaaaaaaaa” any more.")).to_be_visible()
    page.get_by_role("button", name="Understood").click()
    expect(page.get_by_text("There is no saved view")).to_have_count(0)
