"""Long work in a process of its own: watched, ended for real, put away."""

import os
import time
from pathlib import Path

import pytest

from cx.errors import CxError
from cx.language import speaking
from cx.ui import jobs
from cx.ui.watching import elapsed

ORDERS = "order_id,customer_id,ordered_at,amount\n1,a,2026-01-05,10\n2,b,2026-01-06,20\n"
MANY_ROWS = 300_000
PATIENCE_SECONDS = 60


def until(done) -> None:
    """Wait for something that must happen; a test that fails ends all the same."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("CX_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def start(folder: Path, path: Path) -> jobs.Job:
    source = {"path": str(path), "options": {}, "name": "o.csv"}
    return jobs.start(folder, "rehearse", {"sources": [source]}, "Ada")


def test_a_job_tells_its_steps_and_its_answer_and_leaves_no_file(home, tmp_path):
    path = tmp_path / "o.csv"
    path.write_text(ORDERS, encoding="utf-8")
    job = start(tmp_path / "jobs", path)
    until(lambda: job.ended)
    assert job.outcome()["files"][0]["reports"][0]["rows_loaded"] == 2
    assert job.step().share is not None
    job.put_away()
    assert list((tmp_path / "jobs").iterdir()) == []


def test_a_cancelled_job_is_gone_with_all_it_had_begun(home, tmp_path):
    path = tmp_path / "o.csv"
    rows = (f"{n},c{n % 999},2026-01-05,{n % 70}.5\n" for n in range(MANY_ROWS))
    with path.open("w", encoding="utf-8") as stream:
        stream.write("order_id,customer_id,ordered_at,amount\n")
        stream.writelines(rows)
    job = start(tmp_path / "jobs", path)
    until(lambda: job.step().share is not None)
    job.cancel()
    assert job.ended
    with pytest.raises(ProcessLookupError):
        os.killpg(job.process.pid, 0)
    with pytest.raises(CxError):
        job.outcome()
    assert list((home / "rehearsals").iterdir()) == []
    assert not (home / "current").exists()


def test_a_job_that_dies_is_told_in_words(tmp_path, home, monkeypatch):
    monkeypatch.setattr(jobs.sys, "executable", "/bin/false")
    job = jobs.start(tmp_path / "jobs", "demo", {}, "Ada")
    until(lambda: job.ended)
    with pytest.raises(CxError, match="stopped without an answer"):
        job.outcome()


def test_a_line_that_is_still_being_written_is_passed_over(tmp_path, home, monkeypatch):
    monkeypatch.setattr(jobs.sys, "executable", "/bin/true")
    job = jobs.start(tmp_path / "jobs", "demo", {}, "Ada")
    told = '{"sentence": "a", "share": 0.5}\n{"sentence": "b", "share": null}\n{"sentence": "c", "sh'
    (job.folder / jobs.TOLD).write_text(told, encoding="utf-8")
    assert job.step() == jobs.Step("b", 0.5)


def test_elapsed_as_people_say_it():
    assert [elapsed(seconds) for seconds in (0.9, 59, 65, 3600)] == ["0 s", "59 s", "1 min 05 s", "60 min 00 s"]


def test_a_job_speaks_the_language_of_who_started_it(home, tmp_path):
    with speaking("pl"):
        job = start(tmp_path / "jobs", tmp_path / "o.csv")
    environment = Path(f"/proc/{job.process.pid}/environ").read_bytes().split(b"\0")
    assert b"CX_LANG=pl" in environment
    job.put_away()
