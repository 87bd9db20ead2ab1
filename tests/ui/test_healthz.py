"""`/healthz` tells the store's condition to anybody, in bounded time, and nothing that is not for anybody."""

import asyncio
import json
import os
import shutil
from pathlib import Path

import pytest
from starlette.requests import Request
from streamlit import config

from cx.store.home import home
from cx.store.verifying import wait_until_verified
from cx.ui import healthz
from tests.ingest.loading import load_text
from tests.store.damaging import file_of, flip

HEAD = "order_id,customer_id,ordered_at,amount\n"
FIRST, SECOND = HEAD + "1,ann@example.com,2026-01-05,10\n", HEAD + "2,ben@example.com,2026-01-06,10\n"


def asked() -> tuple[int, dict[str, object], str]:
    """Status, answer, and the answer's text."""
    answer = asyncio.run(healthz.answer(Request({"type": "http", "method": "GET", "path": "/healthz", "headers": []})))
    assert answer.headers["cache-control"] == "no-store"
    text = bytes(answer.body).decode()
    return answer.status_code, json.loads(text), text


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CX_HOME", str(tmp_path / "s"))
    monkeypatch.setattr(healthz, "looking", healthz.Looking())
    return tmp_path / "s"


def test_a_store_in_order(store: Path) -> None:
    version = load_text(store, FIRST).data_version
    status, told, text = asked()
    assert status == 200
    free = told.pop("disk_free_bytes")
    assert isinstance(free, int) and free > 0
    made = told.pop("made_on")
    assert isinstance(made, str) and len(made) == len("2026-01-05")
    assert told == {
        "status": "ok",
        "problems": [],
        "data_version": version,
        "data_to": "2026-01-05",
        "loading": False,
        "writable": True,
    }
    for secret in (str(store), "example.com", "file.csv", os.environ.get("USER") or "\0"):
        assert secret not in text


def test_an_empty_store_is_in_order(store: Path) -> None:
    status, told, _text = asked()
    assert (status, told["status"], told["data_version"], told["data_to"]) == (200, "ok", "0-0000", None)
    assert not store.exists()


def test_a_load_that_runs_is_told_and_one_that_was_killed_is_not(store: Path) -> None:
    load_text(store, FIRST)
    (store / "writer.json").write_text(json.dumps({"pid": os.getpid(), "since": ""}), encoding="utf-8")
    assert asked()[1]["loading"] is True
    (store / "writer.json").write_text(json.dumps({"pid": 2**22 + 1, "since": ""}), encoding="utf-8")
    assert asked()[1]["loading"] is False
    (store / "writer.json").write_text("cut o", encoding="utf-8")
    assert asked()[1]["loading"] is False


def test_with_a_damaged_version_it_is_degraded_and_found_by_asking_alone(store: Path, tmp_path: Path) -> None:
    first = load_text(store, FIRST).data_version
    second = load_text(store, SECOND, name="2.csv").data_version
    assert asked()[1]["data_version"] == second
    wait_until_verified()
    flip(file_of(store, second))
    asked()
    wait_until_verified()
    status, told, _text = asked()
    assert (status, told["status"], told["problems"], told["data_version"]) == (200, "degraded", ["damaged"], first)


def test_without_a_version_that_can_be_read_it_is_down(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = load_text(store, FIRST).data_version
    shutil.copytree(store, store.with_name("t"))
    monkeypatch.setenv("CX_HOME", str(store.with_name("t")))
    file_of(home(), version).write_bytes(b"nothing")
    status, told, text = asked()
    assert (status, told["status"], told["problems"]) == (503, "down", ["unreadable"])
    assert str(store.parent) not in text


@pytest.mark.parametrize("wrong", ["file", "pointer"])
def test_it_never_raises(store: Path, wrong: str) -> None:
    if wrong == "file":
        store.write_text("x", encoding="utf-8")
    else:
        store.mkdir()
        (store / "current").write_text("../../x", encoding="utf-8")
    assert asked()[0] == 503


def test_a_disk_that_hangs_is_told_in_bounded_time_by_one_thread(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.mkdir()
    os.mkfifo(store / "current")  # reading it waits for ever
    monkeypatch.setattr(healthz, "PATIENCE_SECONDS", 0.2)
    answers = [asked() for _time in range(3)]
    assert {(status, told["status"]) for status, told, _text in answers} == {(503, "down")}
    assert answers[0][1]["problems"] == ["no_answer"]
    running = healthz.looking.begin(store)
    (store / "current").open("w").close()  # the disk is back
    assert running.result(60).status in ("ok", "down")


@pytest.mark.parametrize(("base", "path"), [("", "/healthz"), ("team/cx", "/team/cx/healthz")])
def test_the_route_stands_below_the_base_path(base: str, path: str) -> None:
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", base)
    try:
        (route,) = healthz.routes()
    finally:
        config.set_option("server.baseUrlPath", before)
    assert (route.path, route.methods) == (path, {"GET", "HEAD"})
