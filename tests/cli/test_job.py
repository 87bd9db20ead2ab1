"""`cx job`: what a page asks of a process of its own, and what comes back."""

import json

import pytest
from click.testing import CliRunner

from cx.cli.job import job
from cx.store.loads import history
from cx.store.versions import current_id

ORDERS = "order_id,customer_id,ordered_at,amount\n1,a,2026-01-05,10\n2,b,2026-01-06,20\n"
NO_TABLE = "\n\n"


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Ask for a piece of work: returns the answer and what was told meanwhile."""
    monkeypatch.setenv("CX_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("signal.signal", lambda *_: None)  # the handler is for a process that does nothing else

    def run(kind: str, **asked):
        request, result = tmp_path / "request.json", tmp_path / "result.json"
        result.unlink(missing_ok=True)
        request.write_text(json.dumps({"kind": kind, "who": "Ada", "result": str(result), **asked}), encoding="utf-8")
        told = CliRunner().invoke(job, [str(request)], catch_exceptions=False)
        assert told.exit_code == 0
        return json.loads(result.read_text(encoding="utf-8")), [json.loads(x) for x in told.stdout.splitlines()]

    return run


def file(tmp_path, name: str, text: str) -> dict[str, object]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return {"path": str(path), "options": {}, "name": name}


def test_a_file_is_rehearsed_then_loaded_then_taken_back(ask, tmp_path):
    home = tmp_path / "home"
    answer, told = ask("rehearse", sources=[file(tmp_path, "orders.csv", ORDERS)])
    assert answer["files"][0]["reports"][0]["rows_loaded"] == 2
    assert ("orders", 0, 2) in [(c["table"], c["before"], c["after"]) for c in answer["consequence"]["rows"]]
    assert all(line["sentence"] for line in told)
    shares = [line["share"] for line in told if line["share"] is not None]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1
    assert current_id(home) is None
    answer, _told = ask("commit", rehearsal=answer["rehearsal"])
    assert [report["load"] for report in answer["reports"]] == ["L1"]
    assert [(entry.who, entry.status) for entry in history(home)] == [("Ada", "loaded")]
    before = current_id(home)
    tried, _told = ask("try_undo", loads=["L1"])
    assert ("orders", 2, 0) in [(c["table"], c["before"], c["after"]) for c in tried["consequence"]["rows"]]
    assert current_id(home) == before
    ask("undo", loads=["L1"])
    assert [entry.status for entry in history(home)] == ["undone"]


def test_a_file_that_cannot_be_used_keeps_no_other_from_being_understood(ask, tmp_path):
    sources = [file(tmp_path, "empty.csv", NO_TABLE), file(tmp_path, "orders.csv", ORDERS)]
    answer, _told = ask("rehearse", sources=sources)
    empty, orders = answer["files"]
    assert empty["reports"] == []
    assert empty["error"]["what"]
    assert orders["reports"][0]["rows_loaded"] == 2
    assert answer["rehearsal"]


def test_a_rehearsal_replaces_the_one_before(ask, tmp_path):
    sources = [file(tmp_path, "orders.csv", ORDERS)]
    first, _told = ask("rehearse", sources=sources)
    second, _told = ask("rehearse", sources=sources, replaces=first["rehearsal"])
    assert [path.name for path in (tmp_path / "home" / "rehearsals").iterdir()] == [second["rehearsal"]]


@pytest.mark.parametrize("asked", [{"kind": "undo", "loads": ["L9"]}, {"kind": "commit", "rehearsal": "../../etc"}])
def test_a_problem_is_told_in_words(ask, asked):
    answer, _told = ask(**asked)
    assert set(answer["error"]) == {"what", "where", "mend"}
    assert answer["error"]["what"]


def test_a_slip_of_the_program_is_told_without_a_traceback(ask):
    answer, _told = ask("rehearse", sources=[{"path": 5}])
    assert answer["error"]["what"].startswith("a mistake in the program (")
