"""A damaged version is noticed, the one before it is served, and everything can be put right again."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from cx.errors import DamagedError, StoreError, UsageError
from cx.store import damage, ledger
from cx.store.loads import history, undo
from cx.store.restoring import restore
from cx.store.verifying import verify_soon, wait_until_verified
from cx.store.versions import current_before, current_id, is_damaged, open_version, served
from tests.ingest.loading import load_text
from tests.store.damaging import cut, file_of, flip, swap

HEAD = "order_id,customer_id,ordered_at,amount\n"
FIRST, SECOND, THIRD = (HEAD + f"{n},c{n},2026-01-0{n},10\n" for n in (1, 2, 3))


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, str, str]:
    """A store of two loads, and its versions."""
    first = load_text(tmp_path / "s", FIRST, name="1.csv").data_version
    second = load_text(tmp_path / "s", SECOND, name="2.csv").data_version
    # A copy: this process has none of its files open.
    shutil.copytree(tmp_path / "s", tmp_path / "t")
    return tmp_path / "t", str(first), str(second)


def test_the_checksum_of_a_version_is_kept_when_it_is_published(made: tuple[Path, str, str]) -> None:
    store, first, second = made
    lines = [json.loads(line) for line in (store / "checksums.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["version"] for line in lines] == [first, second]
    content = file_of(store, second).read_bytes()
    assert (lines[1]["size"], lines[1]["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_a_whole_version_is_served_and_found_whole(made: tuple[Path, str, str]) -> None:
    store, _first, second = made
    verify_soon(store, second)
    wait_until_verified()
    assert (served(store).version.id, served(store).damaged) == (second, None)
    assert not is_damaged(store, second)


@pytest.mark.parametrize("harm", [cut, flip, Path.unlink])
def test_what_cannot_be_opened_is_replaced_by_the_version_before(made: tuple[Path, str, str], harm) -> None:
    store, first, second = made
    harm(file_of(store, second))
    shown = served(store)
    assert (shown.version.id, shown.damaged) == (first, second)
    assert open_version(store).counts["orders"] == 1


def test_flipped_bytes_under_an_open_version_are_found_by_its_checksum(made: tuple[Path, str, str]) -> None:
    store, first, second = made
    assert open_version(store).id == second
    flip(file_of(store, second))
    verify_soon(store, second)
    wait_until_verified()
    shown = served(store)
    assert (shown.version.id, shown.damaged) == (first, second)
    assert "its bytes are not those that were written" in shown.why
    with pytest.raises(DamagedError, match="cx restore"):
        open_version(store, second)


def test_blocks_in_each_others_place_are_found_too(made: tuple[Path, str, str]) -> None:
    store, first, second = made
    swap(file_of(store, second))
    verify_soon(store, second)
    wait_until_verified()
    assert served(store).version.id == first


def test_a_query_that_comes_upon_damage_says_so_and_the_next_one_reads_the_version_before(
    made: tuple[Path, str, str],
) -> None:
    store, first, second = made
    version = open_version(store)
    flip(file_of(store, second))
    with pytest.raises(DamagedError, match=f"{second} cannot be read"):
        version.engine.query("SELECT * FROM raw.orders")
    assert list(open_version(store).engine.query("SELECT order_id FROM raw.orders")["order_id"]) == ["1"]
    assert served(store).version.id == first


def test_a_complaint_about_a_whole_file_damages_nothing(made: tuple[Path, str, str]) -> None:
    store, _first, second = made
    assert damage.doubt(store, second, file_of(store, second)) is None
    assert served(store).damaged is None


def test_without_a_checksum_the_complaint_alone_counts(made: tuple[Path, str, str]) -> None:
    store, first, second = made
    (store / "checksums.jsonl").unlink()
    version = open_version(store)
    flip(file_of(store, second))
    with pytest.raises(DamagedError):
        version.engine.query("SELECT * FROM raw.orders")
    assert served(store).version.id == first


def test_what_was_taken_back_is_not_served_again(tmp_path: Path) -> None:
    store = tmp_path / "s"
    first = load_text(store, FIRST, name="1.csv").data_version
    second = load_text(store, SECOND, name="2.csv").data_version
    assert undo(store, "L2") == first
    third = str(load_text(store, THIRD, name="3.csv").data_version)
    assert current_before(store, third) == [first, second]
    cut(file_of(store, third))
    verify_soon(store, third)
    wait_until_verified()
    assert served(store).version.id == first


def test_a_file_that_was_put_back_is_served_again(made: tuple[Path, str, str], tmp_path: Path) -> None:
    store, first, second = made
    flip(file_of(store, second))
    assert served(store).version.id == first
    shutil.copy(file_of(tmp_path / "s", second), file_of(store, second))
    assert (served(store).version.id, served(store).damaged) == (second, None)


@pytest.mark.parametrize("harm", [cut, flip, swap])
def test_nothing_is_built_on_a_damaged_version_until_the_store_is_restored(
    made: tuple[Path, str, str], tmp_path: Path, harm
) -> None:
    store, first, second = made
    harm(file_of(store, second))
    with pytest.raises(StoreError, match="cx restore"):
        load_text(store, THIRD, name="3.csv")
    with pytest.raises(StoreError, match="cx restore"):
        undo(store, "L1")
    assert current_id(store) == second
    version, found = restore(store, who="Ada")
    assert (version.id, [entry["load_id"] for entry in found.missing]) == (first, ["L2"])
    assert current_id(store) == first
    assert [(e.load_id, e.status) for e in history(store)] == [("L1", "loaded"), ("L2", "undone")]
    assert load_text(store, SECOND, name="2.csv").load_id == "L3"
    assert served(store).version.counts["orders"] == 2


def test_a_whole_version_is_left_only_for_a_named_one(made: tuple[Path, str, str]) -> None:
    store, first, second = made
    with pytest.raises(UsageError, match=f"{second} is whole"):
        restore(store)
    assert restore(store, first)[0].id == first
    last = ledger.events(store)[-1]
    assert (last["event"], last["version"], last["instead_of"]) == ("restore", first, second)


def test_a_store_without_a_whole_version_says_so(made: tuple[Path, str, str]) -> None:
    store, first, second = made
    for version_id in (first, second):
        cut(file_of(store, version_id))
    with pytest.raises(DamagedError, match=second):
        served(store)
    with pytest.raises(StoreError, match="no kept version is whole"):
        restore(store)
    assert current_id(store) == second
