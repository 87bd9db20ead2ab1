"""A process killed in the middle, and a second writer: readers go on with the current version."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cx.errors import StoreError
from cx.store.versions import current_id, open_version, version_ids
from cx.store.writing import only_writer
from tests.ingest.loading import load_text

PROJECT = Path(__file__).resolve().parents[2]
FIRST = "order_id,ordered_at,amount\n1,2026-01-05,10\n"
SECOND = "order_id,ordered_at,amount\n2,2026-01-06,20\n"
KILLED = """
import os, signal, sys
from pathlib import Path
from cx.store import loads, writing
from cx.store.loads import LoadOptions

def die(*_args, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

module, name = sys.argv[3].rsplit(".", 1)
setattr({"writing": writing, "loads": loads}[module], name, die)
loads.load(Path(sys.argv[1]), [Path(sys.argv[2])], LoadOptions())
"""


@pytest.mark.parametrize(
    "moment", ["loads.merge", "writing.build", "writing.sync_file", "writing.sync_folder", "writing.point_to"]
)
def test_kill_9_at_any_moment_of_a_load_leaves_the_current_version_serving(tmp_path: Path, moment: str) -> None:
    store = tmp_path / "s"
    before = load_text(store, FIRST).data_version
    path = tmp_path / "second.csv"
    path.write_text(SECOND, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(store), str(path), moment], cwd=PROJECT, check=False, capture_output=True
    )
    assert run.returncode == -signal.SIGKILL, run.stderr.decode()
    assert current_id(store) == before
    assert open_version(store).counts["orders"] == 1

    after = load_text(store, SECOND, name="second.csv")
    assert after.rows_loaded == 1
    assert open_version(store).counts["orders"] == 2
    assert list((store / "tmp").iterdir()) == []
    numbers = [name.partition("-")[0] for name in version_ids(store)]
    assert len(set(numbers)) == len(numbers)


def test_a_second_writer_is_told_who_writes_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cx.store.writing.LOCK_PATIENCE_SECONDS", 0.1)
    store = tmp_path / "s"
    before = load_text(store, FIRST).data_version
    with only_writer(store):
        with pytest.raises(StoreError, match=rf"is being written by process {os.getpid()} since .* Try again"):
            load_text(store, SECOND)
        assert open_version(store).counts["orders"] == 1
    assert current_id(store) == before
    assert load_text(store, SECOND).rows_loaded == 1
