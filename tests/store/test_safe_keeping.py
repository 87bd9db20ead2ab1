"""What must not be lost or seen: the key of the e-mail hashes, and what is not hashed yet."""

import stat
from pathlib import Path

import pytest

from cx.errors import StoreError, UsageError
from cx.store.loads import change_settings, load, rehearse, undo
from cx.store.versions import current_id
from tests.ingest.loading import column, load_text

FIRST = "customer_id,email\nC1,ann@example.com\n"
SECOND = "response_id,responded_at,nps,email\nR1,2026-01-05,9,ann@example.com\n"


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_unfinished_work_is_for_its_owner_only_also_in_an_older_store(tmp_path: Path) -> None:
    store = tmp_path / "s"
    (store / "tmp").mkdir(parents=True, mode=0o755)
    load_text(store, FIRST)
    made = rehearse(store, [file(tmp_path, SECOND)])
    assert [rights(path) for path in (store / "tmp", store / "rehearsals", made.folder)] == [0o700] * 3
    assert rights(store / "key") == 0o600


def file(folder: Path, text: str) -> Path:
    (folder / "next.csv").write_text(text, encoding="utf-8")
    return folder / "next.csv"


def test_no_address_is_left_on_the_disk_in_clear_whatever_becomes_of_the_load(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, FIRST)
    load_text(store, SECOND, name="second.csv")
    with pytest.raises(Exception, match=r"cannot be read|table"):
        load(store, [file(tmp_path, SECOND.replace("ann", "ben")), tmp_path / "nowhere.csv"])
    assert list((store / "tmp").iterdir()) == []
    assert [path for path in store.rglob("*") if path.is_file() and b"@example.com" in path.read_bytes()] == []


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_lost_key_is_told_and_never_replaced_in_silence(tmp_path: Path, dry_run: bool) -> None:
    store = tmp_path / "s"
    before = load_text(store, FIRST).data_version
    kept = (store / "key").read_bytes()
    (store / "key").unlink()
    with pytest.raises(StoreError, match="key of the e-mail hashes is missing"):
        load(store, [file(tmp_path, SECOND)], dry_run=dry_run)
    with pytest.raises(StoreError, match="missing"):
        rehearse(store, [tmp_path / "next.csv"])
    assert current_id(store) == before
    assert not (store / "key").exists()
    (store / "key").write_bytes(kept)
    load(store, [tmp_path / "next.csv"])
    assert column(store, "SELECT person FROM mart.responses JOIN mart.customers USING (person_no)") == ["C1"]


def test_a_key_is_made_where_nothing_was_loaded_yet(tmp_path: Path) -> None:
    change_settings(tmp_path / "s", {"minimum_n": "7"})
    assert load_text(tmp_path / "s", FIRST).load_id == "L1"


@pytest.mark.parametrize("work", ["load", "rehearse", "undo", "settings"])
def test_a_store_that_cannot_be_written_is_told(tmp_path: Path, work: str) -> None:
    store = tmp_path / "s"
    load_text(store, FIRST)
    # Where its file should be is a folder: no rights help against that, so that the test holds for every user.
    (store / "lock").unlink()
    (store / "lock").mkdir()
    (store / "rehearsals").rmdir()
    (store / "rehearsals").write_text("", encoding="utf-8")
    works = {
        "load": lambda: load(store, [file(tmp_path, SECOND)]),
        "rehearse": lambda: rehearse(store, [file(tmp_path, SECOND)]),
        "undo": lambda: undo(store, "L1"),
        "settings": lambda: change_settings(store, {"minimum_n": "7"}),
    }
    with pytest.raises((StoreError, UsageError), match=r"folder|written"):
        works[work]()


def test_a_damaged_version_is_told_with_the_way_back(tmp_path: Path) -> None:
    store = tmp_path / "s"
    first = load_text(store, FIRST).data_version
    second = load_text(store, SECOND, name="second.csv").data_version
    for content in (b"\0" * 100, (store / "versions" / f"{first}.duckdb").read_bytes()[:50_000], b""):
        damaged = f"9-{len(content):06x}"
        (store / "versions" / f"{damaged}.duckdb").write_bytes(content)
        (store / "current").write_text(damaged, encoding="utf-8")
        with pytest.raises(StoreError, match=rf"cannot be read.*with `cx restore`.*{second}"):
            load_text(store, "customer_id,region\nC2,North\n", name="third.csv")
        (store / "versions" / f"{damaged}.duckdb").unlink()
    (store / "current").write_text(str(second), encoding="utf-8")
    assert load_text(store, "customer_id,region\nC2,North\n", name="third.csv").load_id == "L3"
