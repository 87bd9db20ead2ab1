"""A short link leads to what was saved, and nowhere else."""

import asyncio
from pathlib import Path

import pytest
from starlette.requests import Request
from streamlit import config

from cx.store.views import remove, save
from cx.ui.short_links import open_saved, routes
from tests.ingest.loading import load_text

ORDERS = "order_id,customer_id,ordered_at,amount,region\n1,a,2026-01-05,10,North & South\n"


def place(view_id: str, query: str = "") -> str:
    given = {"path": f"/v/{view_id}", "headers": [], "path_params": {"view_id": view_id}}
    asked = {"type": "http", "method": "GET", "query_string": query.encode(), **given}
    answer = asyncio.run(open_saved(Request(asked)))
    assert (answer.status_code, answer.headers["cache-control"]) == (302, "no-store")
    return answer.headers["location"]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CX_HOME", str(tmp_path))
    load_text(tmp_path, ORDERS)
    return tmp_path


def test_it_opens_the_page_and_the_view_that_were_saved(store: Path):
    kept = save(store, name="N", path="orders", query="f.region=North+%26+South", who="")
    assert place(kept.id) == (
        f"../orders?period=last_12_months&compare=previous&f.region=North+%26+South&view={kept.id}"
    )
    start = save(store, name="N", path="overview", query="", who="")
    assert place(start.id) == f"../?period=last_12_months&compare=previous&view={start.id}"
    remove(store, kept.id, who="")
    assert place(kept.id) == f"../?view={kept.id}"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("lang=pl", "&lang=pl"),
        ("lang=ja&lang=pl&period=all", "&lang=ja"),
        ("lang=xx", ""),
        ("lang=pl%0D%0ASet-Cookie:%20a=b", ""),
        ("lang=", ""),
    ],
)
def test_the_language_asked_for_goes_along_and_nothing_else(store: Path, query: str, kept: str):
    view = save(store, name="N", path="orders", query="period=all", who="")
    assert place(view.id, query) == f"../orders?period=all&compare=previous&view={view.id}{kept}"
    assert place("none", query) == f"../?view=none{kept}"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("//evil.example", "%2F%2Fevil.example"),
        ("x\r\nSet-Cookie: a=b", "x%0D%0ASet-Cookie%3A%20a%3Db"),
        ("<script>", "%3Cscript%3E"),
        ("z" * 5000, "z" * 20),
    ],
)
def test_what_is_no_id_stays_within_the_dashboard(store: Path, wrong: str, told: str):
    assert place(wrong) == f"../?view={told}"


def test_a_damaged_store_is_told_by_the_start_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CX_HOME", str(tmp_path / "views.jsonl"))
    (tmp_path / "views.jsonl").write_text("x", encoding="utf-8")
    assert place("a" * 12) == "../?view=" + "a" * 12


@pytest.mark.parametrize(("base", "path"), [("", "/v/{view_id}"), ("team/cx", "/team/cx/v/{view_id}")])
def test_the_route_stands_below_the_base_path(base: str, path: str):
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", base)
    try:
        (route,) = routes()
    finally:
        config.set_option("server.baseUrlPath", before)
    assert (route.path, route.methods) == (path, {"GET", "HEAD"})
