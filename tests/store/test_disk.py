"""A disk that is full, in the middle of a load or of a rehearsal: it is told in words, and nothing is changed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import disk_usage, move, which

import pytest

from cx.errors import StoreError
from cx.store.condition import condition
from cx.store.deep import PROBLEM, looked_through
from cx.store.versions import current_id, open_version
from tests.ingest.loading import load_text

PROJECT = Path(__file__).resolve().parents[2]
HEAD = "order_id,customer_id,ordered_at,amount\n"
FULL = """
import resource, sys
from pathlib import Path
from cx.errors import StoreError
from cx.store.loads import load, rehearse

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    {"load": load, "rehearse": rehearse}[sys.argv[4]](Path(sys.argv[1]), [Path(sys.argv[2])])
except StoreError as error:
    print(error.sentence())
"""


@pytest.mark.parametrize("work", ["load", "rehearse"])
@pytest.mark.parametrize("room", [10, 100_000, 3_000_000])
def test_a_full_disk_is_told_and_changes_nothing(tmp_path: Path, work: str, room: int) -> None:
    store = tmp_path / "s"
    before = load_text(store, HEAD + "A,c1,2026-01-05,10\n").data_version
    path = tmp_path / "big.csv"
    path.write_text(HEAD + "".join(f"{n * 7919},c{n * 31},2026-01-05,{n}\n" for n in range(60_000)), encoding="utf-8")
    words = [sys.executable, "-c", FULL, str(store), str(path), str(room), work]
    done = subprocess.run(words, cwd=PROJECT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "disk" in done.stdout
    assert current_id(store) == before
    assert open_version(store).counts["orders"] == 1
    assert [path.name for folder in ("tmp", "rehearsals") for path in (store / folder).iterdir()] == []


MEGABYTES = 12
Cx = Callable[..., subprocess.CompletedProcess[str]]


def mounted(*words: str) -> bool:
    return subprocess.run([which("mount") or "mount", *words], check=False, capture_output=True).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own; only root may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or not mounted("-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)):
        pytest.skip("a disk can be mounted by root on Linux only")
    yield folder
    subprocess.run([which("umount") or "umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def cx(disk: Path) -> Cx:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "CX_HOME": str(disk / "s")}
        command = [sys.executable, "-m", "cx.cli", *words]
        return subprocess.run(command, cwd=PROJECT, env=env, check=False, capture_output=True, text=True)

    return run


def state(store: Path) -> dict[str, bytes]:
    """Everything that must be as it was; locks and unfinished work aside."""
    files = (path for path in store.rglob("*") if path.is_file() and not path.name.endswith("lock"))
    return {path.relative_to(store).as_posix(): path.read_bytes() for path in files}


def is_told(done: subprocess.CompletedProcess[str], store: Path, reason: str) -> None:
    """One message, what, where and how to mend it."""
    assert done.returncode == 1, done.stdout
    assert reason in done.stderr and str(store) in done.stderr and "Check that" in done.stderr
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_disk_that_gets_full_while_loading(disk: Path, cx: Cx, tmp_path: Path) -> None:
    store = disk / "s"
    load_text(store, HEAD + "A,c1,2026-01-05,10\n")
    before = state(store)
    big = tmp_path / "big.csv"
    big.write_text(HEAD + "".join(f"{n * 7919},c{n * 31},2026-01-05,{n}\n" for n in range(60_000)), encoding="utf-8")
    is_told(cx("load", str(big)), store, "No space left on device")
    assert state(store) == before
    figure = cx("metric", "orders", "--from", "2026-01-01", "--to", "2026-01-31", "--format", "json")
    assert json.loads(figure.stdout)["rows"][0]["value"] == 1
    assert cx("check", "--deep").returncode == 0


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("load", "{file}"), "No space left on device"),
        (("load", "--dry-run", "{file}"), "the disk has room for a second copy"),
        (("undo", "L1"), "No space left on device"),
    ],
)
def test_a_disk_that_is_full(disk: Path, cx: Cx, tmp_path: Path, words: tuple[str, ...], reason: str) -> None:
    store, file = disk / "s", tmp_path / "next.csv"
    load_text(store, HEAD + "A,c1,2026-01-05,10\n")
    file.write_text(HEAD + "B,c1,2026-01-05,10\n", encoding="utf-8")
    before = state(store)
    fill(disk)
    is_told(cx(*(word.format(file=file) for word in words)), store, reason)
    assert state(store) == before
    found = condition(store)
    assert (found.status, found.problems) == ("degraded", ("disk_low",))
    (disk / "full").unlink()
    assert cx("load", str(file)).returncode == 0
    assert cx("check", "--deep").returncode == 0


def fill(disk: Path) -> None:
    """Fill a disk to its last byte."""
    with (disk / "full").open("wb", buffering=0) as stream:
        while disk_usage(disk).free:
            stream.write(bytes(4096))


@pytest.mark.parametrize("name", ["ledger.jsonl", "checksums.jsonl"])
def test_a_disk_that_gets_full_when_the_load_is_written_down(tmp_path: Path, disk: Path, name: str) -> None:
    """The data lie on another disk than the log, which has no room for one line more."""
    store = tmp_path / "s"
    before = load_text(store, HEAD + "A,c1,2026-01-05,10\n").data_version
    move(store / name, disk / name)
    (store / name).symlink_to(disk / name)
    # To the end of its block, so that there is no room in that either.
    with (disk / name).open("ab") as stream:
        stream.write(b" " * (4096 - stream.tell() - 1) + b"\n")
    fill(disk)
    with pytest.raises(StoreError, match="No space left on device"):
        load_text(store, HEAD + "B,c1,2026-01-05,10\n", name="next.csv")
    assert current_id(store) == before
    assert [path.stem for path in (store / "versions").iterdir()] == [before]
    assert list((store / "tmp").iterdir()) == []
    (disk / "full").unlink()
    assert load_text(store, HEAD + "B,c1,2026-01-05,10\n", name="next.csv").rows_loaded == 1
    assert [f for f in looked_through(store) if f.status == PROBLEM] == []


def test_a_store_that_is_mounted_read_only(disk: Path, cx: Cx, tmp_path: Path) -> None:
    store, file = disk / "s", tmp_path / "next.csv"
    load_text(store, HEAD + "A,c1,2026-01-05,10\n")
    file.write_text(HEAD + "B,c1,2026-01-05,10\n", encoding="utf-8")
    before = state(store)
    assert mounted("-o", "remount,ro", str(disk))
    for words in (("load", str(file)), ("load", "--dry-run", str(file)), ("undo", "L1"), ("settings", "minimum_n=7")):
        is_told(cx(*words), store, "Read-only file system")
    assert cx("check", "--deep").returncode == 0
    figure = cx("metric", "orders", "--from", "2026-01-01", "--to", "2026-01-31", "--format", "json")
    assert json.loads(figure.stdout)["rows"][0]["value"] == 1
    assert "read_only" in condition(store).problems
    assert state(store) == before
