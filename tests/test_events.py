"""Events are lines of JSON that have room for ids, counts and words of ours, and for nothing else."""

import json
import logging
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from cx import events

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture
def facts(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG, logger="cx.events")
    return lambda: [(record.msg, record.facts) for record in caplog.records]


def test_only_facts_in_their_form_are_kept(facts) -> None:
    events.tell(
        "load_ended",
        data_version="3-0a1b2c",
        loads=["L1", "L22"],
        rows_loaded=7,
        seconds=0.5,
        kind="ann@example.com",
        page="+48 601 234 567",
        query="f.email=ann@example.com",
        error="ValueError: ann@example.com",
        places=["cx/ui/page.py:7", "ann@example.com:7"],
        files="2",
        name="Ann",
    )
    assert facts() == [
        ("load_ended", {"data_version": "3-0a1b2c", "loads": ["L1", "L22"], "rows_loaded": 7, "seconds": 0.5})
    ]


def test_work_is_told_with_how_it_ended(facts) -> None:
    with events.work("load", files=1) as found:
        found["rows_loaded"] = 2
    with pytest.raises(KeyboardInterrupt), events.work("undo"):
        raise KeyboardInterrupt
    with pytest.raises(ValueError), events.work("report", form="pdf"):  # noqa: PT011 - its words do not matter
        raise ValueError("ann@example.com")
    told = [(name, {k: v for k, v in facts.items() if k != "seconds"}) for name, facts in facts()]
    assert told == [
        ("load_started", {"files": 1}),
        ("load_ended", {"files": 1, "rows_loaded": 2}),
        ("undo_started", {}),
        ("undo_cancelled", {}),
        ("report_started", {"form": "pdf"}),
        ("report_failed", {"form": "pdf", "error": "ValueError"}),
    ]


def test_what_an_event_is_about_is_told_with_it(facts) -> None:
    with events.about(metric="nps"):
        events.tell("slow_query", seconds=9.0)
    events.tell("slow_query", seconds=8.0)
    assert [f for _name, f in facts()] == [{"metric": "nps", "seconds": 9.0}, {"seconds": 8.0}]


SAYING = """
from cx import events
events.begin("info")
events.begin("info")
events.tell("server_start", "debug", release="1.0")
events.tell("server_start", release="1.0")
events.tell("page_error", "error", error="KeyError")
events.pass_on('{"at": "2026-01-05T00:00:00+00:00", "level": "info", "event": "load_ended", "rows_read": 3}')
"""


@pytest.mark.parametrize(
    ("level", "told"),
    [
        ("", ["server_start", "page_error", "load_ended"]),
        ("nonsense", ["server_start", "page_error", "load_ended"]),
        ("DEBUG", ["server_start", "server_start", "page_error", "load_ended"]),
        ("error", ["page_error"]),
        ("off", []),
    ],
)
def test_the_environment_says_from_which_level_on_lines_are_written(level: str, told: list[str]) -> None:
    words = [sys.executable, "-c", SAYING]
    env = {"CX_LOG_LEVEL": level, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(words, cwd=PROJECT, env=env, check=True, capture_output=True, text=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines] == told
    for line in lines:
        assert datetime.fromisoformat(line["at"]).utcoffset().total_seconds() == 0
    assert done.stdout == ""


CLOSED = """
import sys
from cx import events
events.begin("info")
events.pass_on('{"at": "2026-01-05T00:00:00+00:00", "level": "info", "event": "load_ended", "rows_read": 3}')
sys.stderr.close()
events.tell("server_start", release="1.0")
events.pass_on('{"at": "2026-01-05T00:00:00+00:00", "level": "info", "event": "load_ended", "rows_read": 4}')
sys.stderr = sys.stdout
events.tell("server_start", release="2.0")
"""


def test_nobody_who_listens_is_no_reason_for_work_to_fail() -> None:
    done = subprocess.run([sys.executable, "-c", CLOSED], cwd=PROJECT, check=True, capture_output=True, text=True)
    assert [json.loads(line)["rows_read"] for line in done.stderr.splitlines()] == [3]
    assert [json.loads(line)["release"] for line in done.stdout.splitlines()] == ["2.0"]


@pytest.mark.parametrize(
    "line",
    [
        "Traceback (most recent call last):",
        'ValueError: "ann@example.com" is no number',
        '{"at": "2026-01-05", "level": "info", "event": "load_ended", "name": "Ann"}',
        '{"at": "2026-01-05", "level": "info", "event": "load_ended", "page": "ann@example.com"}',
        '{"at": "2026-01-05", "level": "info", "event": "ann@example.com"}',
        '{"at": "Ann", "level": "info", "event": "load_ended"}',
        '{"at": "2026-01-05", "level": "Ann", "event": "load_ended"}',
        '["load_ended"]',
    ],
)
def test_of_another_process_only_events_are_passed_on(line: str) -> None:
    kept = '{"at": "2026-01-05T00:00:00+00:00", "level": "info", "event": "load_ended", "rows_read": 3}'
    assert events.relayed(f"{line}\n{kept}\n{line}") == [kept]


def test_where_a_mistake_was_made_is_told_without_folders() -> None:
    try:
        json.loads("{")
    except ValueError as error:
        places = events.places(error.__traceback__)
    assert places[0].startswith("tests/test_events.py:")
    assert places[-1].startswith("decoder.py:")


def test_slow_is_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert events.slow_seconds() == 5.0
    monkeypatch.setenv("CX_SLOW_QUERY_SECONDS", "0.25")
    assert events.slow_seconds() == 0.25
    monkeypatch.setenv("CX_SLOW_QUERY_SECONDS", "soon")
    assert events.slow_seconds() == 5.0
