"""One server over one small store, and one browser, for all tests of a worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from cx.demo import generate
from cx.ingest.options import LoadOptions
from cx.store.loads import load
from tests.browser.chromium import arguments, executable
from tests.browser.visit import PATIENCE_MS, new_context, serving

CUSTOMERS = 400

# Streamlit fetches the code of a card or a chart when the first one is shown: on a busy machine that takes a while.
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a small form of the demo data."""
    home = tmp_path_factory.mktemp("store")
    made = generate(tmp_path_factory.mktemp("demo"), customers=CUSTOMERS)
    load(home, list(made.paths), LoadOptions())
    return home


@pytest.fixture(scope="session")
def server(store: Path) -> Iterator[str]:
    with serving(store) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=arguments())
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = new_context(browser)
    yield context.new_page()
    context.close()
