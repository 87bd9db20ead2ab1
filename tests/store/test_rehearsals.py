"""A load rehearsed: what it would do can be looked at before anything changes; committed, it is that very version."""

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cx.errors import CxError, StoreError, UsageError
from cx.ingest.options import LoadOptions
from cx.store import ledger
from cx.store.loads import Source, change_settings, commit, discard, history, load, rehearse, undo
from cx.store.rehearsals import rehearsed
from cx.store.versions import current_id, open_version, version_ids
from cx.store.writing import only_writer
from tests.ingest.loading import column, load_text

FIRST = "order_id,customer_id,ordered_at,amount\n1,C1,2026-01-05,10\n2,C2,2026-01-06,20\n"
SECOND = "order_id,customer_id,ordered_at,amount\n2,C2,2026-01-06,25\n3,C1,2026-02-01,30\n"
ASKED = "order_id,ordered_at,amount\n1,02/03/2026,5\n"
IDS = "SELECT order_id FROM mart.orders ORDER BY order_id"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    load_text(tmp_path / "s", FIRST)
    return tmp_path / "s"


def written(tmp_path: Path, text: str = SECOND, name: str = "second.csv") -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


def left(store: Path) -> list[str]:
    return sorted(path.name for folder in ("tmp", "rehearsals") for path in (store / folder).iterdir())


def test_a_rehearsal_shows_the_candidate_and_changes_nothing(store: Path, tmp_path: Path) -> None:
    before = current_id(store)
    made = rehearse(store, [Source(written(tmp_path), name="export.zip/orders.csv")])
    (report,) = made.reports
    assert (report.file_name, report.rows_loaded, report.superseded) == ("export.zip/orders.csv", 2, 1)
    assert (report.load_id, made.parent, made.open) == (None, before, False)
    candidate = made.version()
    assert candidate is not None
    assert candidate.engine.query("SELECT CAST(sum(net_revenue) AS DOUBLE) AS r FROM mart.orders")["r"].item() == 65.0
    assert current_id(store) == before
    assert version_ids(store) == [before]
    assert len(history(store)) == 1


def test_committed_it_is_the_very_file_that_was_looked_at(store: Path, tmp_path: Path) -> None:
    made = rehearse(store, [written(tmp_path)], who="ann")
    (tmp_path / "second.csv").unlink()
    (report,) = commit(store, made.id, who="ben")
    assert current_id(store) == made.version_id == report.data_version
    assert (report.load_id, report.rows_loaded) == ("L2", 2)
    assert [(e.load_id, e.who, e.version) for e in history(store)][1] == ("L2", "ben", made.version_id)
    assert column(store, IDS) == ["1", "2", "3"]
    assert left(store) == []
    with pytest.raises(UsageError, match="there is no rehearsal"):
        commit(store, made.id)


def test_when_the_data_changed_since_the_files_are_loaded_anew(store: Path, tmp_path: Path) -> None:
    made = rehearse(store, [written(tmp_path)])
    load_text(store, "order_id,ordered_at,amount\n9,2026-01-05,1\n", name="third.csv")
    (report,) = commit(store, made.id)
    assert (report.load_id, report.rows_loaded) == ("L3", 2)
    assert "it was read and checked once more" in report.notes[-1]
    assert column(store, IDS) == ["1", "2", "3", "9"]
    assert current_id(store) != made.version_id
    assert left(store) == []


def test_a_load_made_and_taken_back_since_leaves_no_number_twice(store: Path, tmp_path: Path) -> None:
    made = rehearse(store, [written(tmp_path)])
    load_text(store, "order_id,ordered_at,amount\n9,2026-01-05,1\n", name="third.csv")
    undo(store, "L2")
    assert current_id(store) == made.parent
    (report,) = commit(store, made.id)
    assert report.load_id == "L3"
    assert [(e.load_id, e.status) for e in history(store)] == [("L1", "loaded"), ("L2", "undone"), ("L3", "loaded")]


def test_settings_changed_since_hold_after_the_commit(store: Path, tmp_path: Path) -> None:
    made = rehearse(store, [written(tmp_path)])
    change_settings(store, {"minimum_n": "7"})
    commit(store, made.id)
    assert open_version(store).settings.minimum_n == 7


def test_an_open_question_makes_no_candidate_and_cannot_be_committed(store: Path, tmp_path: Path) -> None:
    made = rehearse(store, [written(tmp_path), written(tmp_path, ASKED, "asked.csv")])
    assert made.open
    assert made.version() is None
    assert [len(report.questions) for report in made.reports] == [0, 1]
    with pytest.raises(UsageError, match="question"):
        commit(store, made.id)
    answered = rehearse(store, [tmp_path / "second.csv", Source(tmp_path / "asked.csv", LoadOptions(dates="dmy"))])
    assert [report.load_id for report in commit(store, answered.id)] == ["L2", "L3"]
    assert column(store, "SELECT CAST(order_date AS VARCHAR) FROM mart.orders WHERE order_id = '1'") == ["2026-03-02"]


def test_nothing_new_is_told_and_committing_it_changes_nothing(store: Path, tmp_path: Path) -> None:
    before = current_id(store)
    made = rehearse(store, [written(tmp_path, FIRST)])
    assert made.version() is None
    assert [report.load_id for report in commit(store, made.id)] == [None]
    assert current_id(store) == before


def test_into_an_empty_store(tmp_path: Path) -> None:
    store = tmp_path / "s"
    made = rehearse(store, [written(tmp_path)])
    assert open_version(store).empty
    commit(store, made.id)
    assert column(store, IDS) == ["2", "3"]


def test_discarded_it_is_gone(store: Path, tmp_path: Path) -> None:
    made = rehearse(store, [written(tmp_path)])
    assert left(store) == [made.id]
    discard(store, made.id)
    assert left(store) == []
    with pytest.raises(UsageError, match="there is no rehearsal"):
        discard(store, made.id)


def test_deleted_by_hand_it_is_told_and_nothing_changes(store: Path, tmp_path: Path) -> None:
    before = current_id(store)
    made = rehearse(store, [written(tmp_path)])
    shutil.rmtree(made.folder)
    with pytest.raises(UsageError, match="there is no rehearsal"):
        commit(store, made.id)
    made = rehearse(store, [tmp_path / "second.csv"])
    made.path.unlink()
    with pytest.raises(StoreError, match="the rehearsed data are gone"):
        made.version()
    assert current_id(store) == before
    # Its files are still there: they are loaded.
    assert [report.rows_loaded for report in commit(store, made.id)] == [2]


def test_a_commit_while_somebody_writes_says_so_and_can_be_repeated(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cx.store.writing.LOCK_PATIENCE_SECONDS", 0.1)
    made = rehearse(store, [written(tmp_path)])
    with only_writer(store), pytest.raises(StoreError, match="is being written by process"):
        commit(store, made.id)
    assert commit(store, made.id)[0].load_id == "L2"


def test_committed_twice_at_once_it_is_loaded_once(store: Path, tmp_path: Path) -> None:
    made = rehearse(store, [written(tmp_path)])

    def answer() -> str:
        try:
            return str(commit(store, made.id)[0].load_id)
        except CxError as error:
            return type(error).__name__

    with ThreadPoolExecutor(2) as both:
        answers = [future.result() for future in [both.submit(answer), both.submit(answer)]]
    assert sorted(answers) in (["L2", "StoreError"], ["L2", "UsageError"])
    assert [entry.load_id for entry in history(store)] == ["L1", "L2"]


@pytest.mark.parametrize("name", ["../versions", "", "0" * 16, "a/b"])
def test_no_name_leads_out_of_the_folder(store: Path, name: str) -> None:
    with pytest.raises(UsageError, match="there is no rehearsal"):
        discard(store, name)


def test_another_process_finds_it_with_its_reports(store: Path, tmp_path: Path) -> None:
    made = rehearse(store, [written(tmp_path)])
    assert rehearsed(store, made.id) == made


def test_it_can_be_made_while_somebody_writes(store: Path, tmp_path: Path) -> None:
    with only_writer(store):
        assert rehearse(store, [written(tmp_path)]).version() is not None


def test_after_a_day_it_is_swept(store: Path, tmp_path: Path) -> None:
    old, young = rehearse(store, [written(tmp_path)]), rehearse(store, [tmp_path / "second.csv"])
    yesterday = time.time() - 25 * 3600
    os.utime(old.folder, (yesterday, yesterday))
    load(store, [written(tmp_path, SECOND.replace("3,", "4,"), "third.csv")])
    assert left(store) == [young.id]


def test_what_a_rehearsal_that_failed_had_made_is_gone(store: Path, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="nowhere"):
        rehearse(store, [tmp_path / "nowhere.csv"])
    assert left(store) == []


def test_the_ledger_tells_who_did_what_how(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load(store, [written(tmp_path)], LoadOptions(mode="replace"), who="ann")
    undo(store, "L1", who="ben")
    (entry,) = history(store)
    assert (entry.who, entry.undone_by, entry.mode, entry.status) == ("ann", "ben", "replace", "undone")
    assert entry.seconds is not None and entry.seconds > 0
    assert entry.file_hash is not None and len(entry.file_hash) == 64
    assert [event["event"] for event in ledger.events(store)] == ["load", "undo"]
