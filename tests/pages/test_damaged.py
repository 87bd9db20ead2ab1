"""A damaged version on the pages: an earlier one is shown, and every page says so; nobody meets a traceback."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from cx.store.verifying import wait_until_verified
from cx.store.versions import open_version, path_of, point_to
from cx.ui.page_table import PAGES
from tests.pages.conftest import VERSION, Show
from tests.store.damaging import cut, flip

LATER = "8-0dec0de5"


@pytest.fixture
def home(demo_home: Path, tmp_path: Path) -> Path:
    """A store of two versions, the later one current; of it the ledger has a load that the earlier one lacks."""
    home = Path(shutil.copytree(demo_home, tmp_path / "home"))
    with duckdb.connect(str(path_of(home, VERSION))) as connection:
        connection.execute(
            f"INSERT INTO meta.version VALUES ('{VERSION}', 7, NULL, TIMESTAMP '2026-01-05 10:00:00', '')"
        )
    shutil.copy(path_of(home, VERSION), path_of(home, LATER))
    point_to(home, LATER)
    load = {"event": "load", "load_id": "L77", "load_no": 77, "file": "late_[orders].csv", "version": LATER}
    (home / "ledger.jsonl").write_text(json.dumps({"at": "2026-01-05T00:00:00+00:00", **load}) + "\n", encoding="utf-8")
    return home


def notices(app: AppTest) -> list[str]:
    return [error.value for error in app.error]


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.path or "overview")
def test_every_page_tells_it_and_shows_the_version_before(show: Show, home: Path, entry) -> None:
    cut(path_of(home, LATER))
    app = show(entry.file.removeprefix("pages/").removesuffix(".py"), home=home)
    (notice,) = notices(app)
    assert f"Data version {LATER} is damaged" in notice
    assert f"You see version {VERSION} of 5 Jan 2026 instead" in notice
    assert "Not in it: L77 (late" in notice
    assert "cx check --deep" in notice and "cx restore" in notice
    assert str(home) not in notice
    assert not app.exception


def test_damage_that_a_figure_comes_upon_is_told_on_the_same_visit(show: Show, home: Path, monkeypatch) -> None:
    monkeypatch.setenv("CX_HOME", str(home))
    assert open_version(home).id == LATER
    flip(path_of(home, LATER))
    app = show("value/orders", home=home)
    (notice,) = notices(app)
    assert f"Data version {LATER} is damaged" in notice
    assert any(VERSION in caption.value for caption in app.caption)
    assert len(app.metric) > 0 or len(app.markdown) > 3


def test_damage_that_only_the_checksum_finds_is_told_on_the_next_visit(show: Show, home: Path) -> None:
    assert notices(show("definitions/definitions", home=home)) == []
    wait_until_verified()
    (home / "checksums.jsonl").write_text(
        json.dumps({"version": LATER, "size": 1, "sha256": "0" * 64}) + "\n", encoding="utf-8"
    )
    path_of(home, LATER).touch()
    show("definitions/definitions", home=home)  # has it read through beside itself
    wait_until_verified()
    (notice,) = notices(show("definitions/definitions", home=home))
    assert f"Data version {LATER} is damaged" in notice


def test_a_link_to_a_damaged_version_shows_the_current_data_and_says_so(show: Show, home: Path) -> None:
    point_to(home, VERSION)
    cut(path_of(home, LATER))
    (notice,) = notices(show("value/orders", home=home, data=LATER))
    assert f"Data version {LATER} is damaged" in notice
    assert "cx restore" not in notice
    assert notices(show("value/orders", home=home)) == []
