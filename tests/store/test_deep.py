"""`cx check --deep`: everything that can be wrong with a store is one line, with how to mend it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from cx.store.deep import NOTE, OK, PROBLEM, Finding, looked_through
from cx.store.loads import undo
from cx.store.versions import path_of
from cx.store.views import save
from tests.ingest.loading import load_text
from tests.store.damaging import cut, file_of, flip, swap

HEAD = "order_id,customer_id,ordered_at,amount\n"
PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two loads, of which nothing is wrong; `of` copies it."""
    store = tmp_path_factory.mktemp("whole") / "s"
    load_text(store, HEAD + "1,a,2026-01-05,10\n2,b,2026-01-06,20\n", name="1.csv")
    load_text(store, HEAD + "2,b,2026-01-06,25\n3,a,2026-02-01,30\n", name="2.csv")
    return store


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "s"))


def ids(store: Path) -> list[str]:
    return sorted(path.stem for path in (store / "versions").glob("*.duckdb"))


def found(store: Path, status: str = PROBLEM) -> list[tuple[str, str]]:
    return [(f.code, f.place) for f in looked_through(store) if f.status == status]


def test_of_a_whole_store_everything_is_ok(store: Path) -> None:
    first, second = ids(store)
    told = [(f.status, f.code, f.place) for f in looked_through(store)]
    assert told == [(OK, "pointer", "current"), (OK, "whole", first), (OK, "whole", second)]


def test_after_an_undo_it_is_whole_too(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, HEAD + "1,a,2026-01-05,10\n", name="1.csv")
    load_text(store, HEAD + "1,a,2026-01-05,12\n", name="2.csv")
    load_text(store, HEAD + "2,a,2026-01-06,20\n", name="3.csv")
    undo(store, "L1")
    assert found(store) == found(store, NOTE) == []


@pytest.mark.parametrize("harm", [cut, flip, swap])
def test_a_damaged_file_is_told_by_its_checksum(store: Path, harm: Callable[[Path], None]) -> None:
    first, _second = ids(store)
    harm(file_of(store, first))
    assert found(store) == [("checksum", first)]


def test_a_damaged_current_version_also_misses_its_load(store: Path) -> None:
    _first, second = ids(store)
    flip(file_of(store, second))
    told = looked_through(store)
    assert [f.code for f in told if f.status == PROBLEM] == ["load_missing", "checksum"]
    assert "Load L2" in told[0].what and "2.csv" in told[0].mend
    assert "cx restore" in told[1].mend


def test_without_a_checksum_all_of_it_is_read(store: Path) -> None:
    first, second = ids(store)
    (store / "checksums.jsonl").unlink()
    assert found(store, NOTE) == [("no_checksum", first), ("no_checksum", second)]
    flip(file_of(store, first))
    assert found(store) in ([("not_opened", first)], [("not_read", first)])


def changed(store: Path, version_id: str, sql: str) -> None:
    """A version whose content was changed by hand, with a checksum that says so."""
    path = path_of(store, version_id)
    with duckdb.connect(str(path)) as connection:
        connection.execute(sql)
    (store / "checksums.jsonl").unlink()


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("DELETE FROM raw.orders WHERE order_id = '3'", "load_rows"),
        ("UPDATE raw.orders SET load_no = 9 WHERE order_id = '1'", "stray_rows"),
        ("DELETE FROM mart.orders WHERE net_revenue = 30", "row_count"),
        ("UPDATE meta.loads SET rows_read = 99 WHERE load_no = 2", "ledger_differs"),
        ("UPDATE meta.version SET id = '9-abcdef'", "wrong_name"),
        ("DROP TABLE mart.coverage", "not_read"),
    ],
)
def test_a_file_that_says_something_else_than_it_should(store: Path, sql: str, code: str) -> None:
    second = ids(store)[1]
    changed(store, second, sql)
    assert (code, second) in found(store)


def test_an_older_schema_is_a_note(store: Path) -> None:
    second = ids(store)[1]
    changed(store, second, "ALTER TABLE meta.loads DROP COLUMN seconds")
    told = [f for f in looked_through(store) if f.code == "old_schema"]
    assert [(f.status, f.place) for f in told] == [(NOTE, second)]
    assert "meta.loads lacks seconds" in told[0].what


def test_the_pointer(store: Path) -> None:
    first, second = ids(store)
    (store / "current").write_text("nonsense", encoding="utf-8")
    assert found(store) == [("pointer", "current")]
    (store / "current").write_text("9-abcdef", encoding="utf-8")
    assert ("pointer", "current") in found(store)
    (store / "current").unlink()
    assert ("pointer", "current") in found(store)
    (store / "current").write_text(second, encoding="utf-8")
    assert found(store) == []
    (store / "current").write_text(first, encoding="utf-8")
    assert found(store) == [("load_missing", "ledger.jsonl")]


def test_the_ledger(store: Path) -> None:
    first, second = ids(store)
    lines = (store / "ledger.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (store / "ledger.jsonl").write_text(lines[0] + lines[1][:40], encoding="utf-8")
    assert found(store) == []
    assert ("torn_line", "ledger.jsonl") in found(store, NOTE)
    assert ("no_ledger_line", second) in found(store, NOTE)
    (store / "ledger.jsonl").write_text("x\ny\n" + "".join(lines), encoding="utf-8")
    assert found(store) == [("torn_line", "ledger.jsonl")]
    ahead = json.dumps({"event": "settings", "at": "2999-01-01T00:00:00+00:00", "version": first})
    (store / "ledger.jsonl").write_text("".join(lines) + ahead + "\n", encoding="utf-8")
    assert found(store, NOTE) == [("future", "ledger.jsonl")]


def test_saved_views_of_versions_and_marks_that_are_gone(store: Path) -> None:
    first, _second = ids(store)
    view = save(store, name="Old", path="orders", query=f"data={first}", who="")
    assert found(store) == []
    path_of(store, first).unlink()
    assert found(store) == [("view_version", "views.jsonl")]
    line = json.loads((store / "views.jsonl").read_text(encoding="utf-8"))
    line["query"] = line["query"].replace(f"data={first}", "marks=7")
    (store / "views.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (finding,) = [f for f in looked_through(store) if f.status == PROBLEM]
    assert finding.code == "view_marks" and view.id in finding.mend


def test_what_was_left_lying(store: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], check=True, capture_output=True)
    (store / "tmp" / f"{int(dead.stdout)}-3-abcdef.duckdb").write_bytes(b"x")
    (store / "tmp" / f"{os.getpid()}-4-abcdef.duckdb").write_bytes(b"x")
    (store / "versions" / "notes.txt").write_bytes(b"x")
    shutil.copy(path_of(store, ids(store)[0]), store / "versions" / "7-abcdef.duckdb")
    assert [code for code, _place in found(store, NOTE)] == ["never_current", "leftover", "no_checksum"]
    assert found(store) == [("stranger", "versions/notes.txt"), ("wrong_name", "7-abcdef")]


def test_looking_changes_nothing(store: Path) -> None:
    before = {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    looked_through(store)
    assert {path: path.read_bytes() for path in store.rglob("*") if path.is_file()} == before


def cx(store: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cx.cli", *words],
        cwd=PROJECT,
        env={**os.environ, "CX_HOME": str(store)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_says_it_in_lines_and_in_json(store: Path) -> None:
    first, second = ids(store)
    done = cx(store, "check", "--deep")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "The store is whole.")
    flip(file_of(store, second))
    done = cx(store, "check", "--deep", "--format", "json")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["whole"]) == (1, False)
    assert [f["code"] for f in answer["findings"]] == ["load_missing", "checksum", "pointer", "whole"]
    assert set(answer["findings"][0]) == set(Finding.__slots__)

    asked = cx(store, "metric", "orders", "--from", "2026-01-01", "--to", "2026-02-28", "--format", "json")
    assert (asked.returncode, json.loads(asked.stdout)["data_version"]) == (0, first)
    assert f"data version {second} is damaged; this is of version {first} instead" in asked.stderr
    refused = cx(store, "undo", "L1")
    assert refused.returncode == 1 and "cx restore" in refused.stderr and "Traceback" not in refused.stderr
    done = cx(store, "restore")
    assert done.stdout.splitlines() == [
        f"The data version is now {first}.",
        "Load L2 is not in it: load its file again (2.csv).",
    ]
    path_of(store, second).unlink()
    assert cx(store, "check", "--deep").returncode == 0
