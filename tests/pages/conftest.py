"""A small demo store on disk, and the app over it without a browser."""

from __future__ import annotations

import csv
import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.demo import generate
from cx.model import TABLES
from cx.settings import Settings
from cx.store.versions import path_of, point_to
from tests.given import given

APP = Path(__file__).parents[2] / "app.py"
CUSTOMERS = 600
VERSION = "7-0dec0de5"
NUMBERS = itertools.count(1000)
"""Results are cached by data version, so that two stores must not have the same one."""
Show = Callable[..., AppTest]


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose current version holds a small form of the demo data."""
    made = generate(tmp_path_factory.mktemp("demo"), customers=CUSTOMERS)
    tables = {name: _rows(getattr(made, name)) for name in TABLES if name != "order_lines"}
    folder = tmp_path_factory.mktemp("build")
    given(folder, Settings(currency="EUR"), **tables)
    home = tmp_path_factory.mktemp("home")
    target = path_of(home, VERSION)
    target.parent.mkdir(parents=True)
    shutil.copy(next(folder.glob("*.duckdb")), target)
    point_to(home, VERSION)
    return home


@pytest.fixture
def show(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Show:
    """Open a page with the keys and values of a link."""

    def opened(page: str, home: Path = demo_home, **query: str | list[str]) -> AppTest:
        monkeypatch.setenv("CX_HOME", str(home))
        app = AppTest.from_file(str(APP), default_timeout=60)
        for key, value in query.items():
            app.query_params[key.replace("__", ".")] = value
        app.run()  # the page table is known only after a first run
        drawn = app if page == "overview/overview" else app.switch_page(f"pages/{page}.py").run()
        # The net under the pages would hide a slip of ours from every test here.
        assert not [e.value for e in drawn.error if "mistake in the program" in e.value]
        return drawn

    return opened


def _rows(path: Path) -> list[dict[str, str | None]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [{key: value or None for key, value in row.items()} for row in csv.DictReader(stream)]


@pytest.fixture
def tiny_home(tmp_path: Path) -> Callable[..., Path]:
    """A store of a few rows: canonical table name -> rows."""

    def made(**tables: list[dict[str, object]]) -> Path:
        build = tmp_path / "build"
        build.mkdir()
        given(build, **tables)
        home = tmp_path / "home"
        version_id = f"{next(NUMBERS)}-0dec0de5"
        target = path_of(home, version_id)
        target.parent.mkdir(parents=True)
        shutil.copy(next(build.glob("*.duckdb")), target)
        point_to(home, version_id)
        return home

    return made
