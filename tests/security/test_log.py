"""What the log never holds: names, e-mails, phones, values of filters, words of files – whatever is done with them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.parse
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.browser.visit import serving

PROJECT = Path(__file__).resolve().parents[2]
EMAIL, PHONE, NAME = "ann.planted@example.com", "+48 601 777 321", "Annplanted"
PLANTED = (EMAIL, PHONE, NAME, "ann.planted", "601 777 321", "601777321", urllib.parse.quote(EMAIL), "planted")
HEAD = "order_id,customer_id,ordered_at,amount,email,region\n"
PAGES = """
import sys
from cx import events
from cx.ui.last_resort import told
from streamlit.testing.v1 import AppTest

events.begin()
app = AppTest.from_file("app.py", default_timeout=120)
for word in sys.argv[1:]:
    key, _equals, value = word.partition("=")
    app.query_params[key] = value
app.run()
for page in ("value/orders", "customers/customers", "data/data"):
    app.switch_page(f"pages/{page}.py").run()
with told("orders"):
    raise ValueError(" ".join(sys.argv))
"""


@pytest.fixture
def run(tmp_path: Path):
    """Runs a program over the store, every event told; returns what it wrote to stderr, which must be whole lines."""

    def ran(*words: str, exits: int = 0) -> str:
        env = {**os.environ, "CX_HOME": str(tmp_path / "s"), "CX_LOG_LEVEL": "debug", "CX_SLOW_QUERY_SECONDS": "0"}
        command = [sys.executable, *words]
        done = subprocess.run(command, cwd=PROJECT, env=env, check=False, capture_output=True, text=True)
        assert done.returncode == exits, done.stderr
        return done.stderr

    return ran


def events(text: str) -> list[dict[str, object]]:
    """The events in what a program said; nothing planted in any of them."""
    lines = [line for line in text.splitlines() if line.startswith('{"at"')]
    assert [(word, line) for line in lines for word in PLANTED if word in line] == []
    return [json.loads(line) for line in lines]


def names(text: str) -> list[str]:
    return [str(event["event"]) for event in events(text) if event["event"] not in ("slow_query", "version_opened")]


def test_nothing_of_people_files_cells_filters_or_links_gets_into_the_log(tmp_path: Path, run) -> None:
    folder = tmp_path / f"{NAME} {EMAIL}"
    folder.mkdir()
    file, wrong = folder / f"{NAME} {PHONE}.csv", folder / f"{EMAIL}.csv"
    rows = "".join(f"{n},{EMAIL},2026-01-{n % 28 + 1:02d},{n},{EMAIL},{NAME} {PHONE}\n" for n in range(1, 60))
    file.write_text(HEAD + rows + f"60,{EMAIL},{PHONE},{NAME},{EMAIL},{NAME}\n", encoding="utf-8")
    wrong.write_text(f"{NAME};{PHONE}\n{EMAIL};{EMAIL}\n", encoding="utf-8")

    told = run("-m", "cx.cli", "load", str(file))
    assert names(told) == ["load_started", "load_ended"]
    (ended,) = [event for event in events(told) if event["event"] == "load_ended"]
    assert (ended["loads"], ended["rows_read"], ended["refused"]) == (["L1"], 60, 1)
    assert names(run("-m", "cx.cli", "load", "--dry-run", str(file)))[0] == "rehearsal_started"
    assert "load_started" in names(run("-m", "cx.cli", "load", str(wrong), exits=1))
    assert names(run("-m", "cx.cli", "load", str(folder / f"no {EMAIL}.csv"), exits=1)) == [
        "load_started",
        "load_failed",
    ]

    link = {"f.region": f"{NAME} {PHONE}", "period": "all", "split": EMAIL, "find": EMAIL, "marks": PHONE}
    told = run("-c", PAGES, *(f"{key}={value}" for key, value in link.items()))
    (failed,) = [event for event in events(told) if event["event"] == "page_error"]
    assert (failed["page"], failed["error"]) == ("orders", "ValueError")
    assert any(event["event"] == "slow_query" and event.get("metric") for event in events(told))
    assert not [word for word in PLANTED if word in told]  # nor in what is no event

    out = folder / f"{NAME}.html"
    told = run("-m", "cx.cli", "report", "--view", "orders?" + urllib.parse.urlencode(link), "--out", str(out))
    assert {"report_started", "report_ended"} <= set(names(told))
    assert names(run("-m", "cx.cli", "undo", "L1")) == ["undo_started", "undo_ended"]


def test_a_server_writes_no_link_into_its_log(
    tmp_path: Path, run, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(HEAD + f"1,{EMAIL},2026-01-05,10,{EMAIL},{NAME}\n", encoding="utf-8")
    run("-m", "cx.cli", "load", str(file))
    monkeypatch.setenv("CX_LOG_LEVEL", "debug")
    asked = urllib.parse.urlencode({"f.region": NAME, "f.email": EMAIL})
    with serving(tmp_path / "s") as address:
        for path in ("orders", "healthz", f"v/{urllib.parse.quote(EMAIL)}", "nowhere", "_stcore/health"):
            connection = HTTPConnection(address.removeprefix("http://"), timeout=60)
            connection.request("GET", f"/{path}?{asked}")
            assert connection.getresponse().status in (200, 302)
            connection.close()
    written = "".join(capfd.readouterr())
    assert not [word for word in PLANTED if word in written]
