"""A process killed in the middle, and a second writer: readers go on with the current version."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bench.faults import kills
from cx.errors import StoreError
from cx.store.deep import OK, looked_through
from cx.store.loads import commit, history, rehearse, undo
from cx.store.versions import current_id, open_version, version_ids
from cx.store.writing import only_writer
from tests.ingest.loading import load_text

PROJECT = Path(__file__).resolve().parents[2]
FIRST = "order_id,ordered_at,amount\n1,2026-01-05,10\n"
SECOND = "order_id,ordered_at,amount\n2,2026-01-06,20\n"
STOPPED = """
import os, signal, sys
from pathlib import Path
from cx.engines.duckdb import DuckWorkspace
from cx.store import loading, rehearsals, writing
from cx.store.loads import commit, load, rehearse

store, file, moment, how, work = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), sys.argv[5]

def stop(*_args, **_more):
    os.kill(os.getpid(), how)

left = [int(moment) if moment.isdecimal() else 0]
execute = DuckWorkspace.execute

def counted(*args):
    left[0] -= 1
    if left[0] == 0:
        stop()
    return execute(*args)

if left[0]:
    DuckWorkspace.execute = counted
else:
    module, name = moment.rsplit(".", 1)
    setattr({"writing": writing, "loading": loading, "rehearsals": rehearsals}[module], name, stop)
if work == "load":
    load(store, [file])
elif work == "rehearse":
    rehearse(store, [file])
else:
    commit(store, work)
"""


def stopped(store: Path, file: Path, moment: str, *, how: signal.Signals = signal.SIGKILL, work: str = "load") -> int:
    """The exit code of a process that is stopped at a call of a function, or at the so-and-so-many-th statement."""
    words = [str(store), str(file), moment, str(int(how)), work]
    run = subprocess.run([sys.executable, "-c", STOPPED, *words], cwd=PROJECT, check=False, capture_output=True)
    return run.returncode


@pytest.fixture
def second(tmp_path: Path) -> Path:
    (tmp_path / "second.csv").write_text(SECOND, encoding="utf-8")
    return tmp_path / "second.csv"


def left(store: Path) -> list[str]:
    return sorted(path.name for folder in ("tmp", "rehearsals") for path in (store / folder).iterdir())


@pytest.mark.parametrize(
    "moment", ["loading.merge", "writing.build", "writing.sync_file", "writing.sync_folder", "writing.point_to", "9"]
)
def test_kill_9_at_any_moment_of_a_load_leaves_the_current_version_serving(
    tmp_path: Path, second: Path, moment: str
) -> None:
    store = tmp_path / "s"
    before = load_text(store, FIRST).data_version
    assert stopped(store, second, moment) == -signal.SIGKILL
    assert current_id(store) == before
    assert open_version(store).counts["orders"] == 1

    after = load_text(store, SECOND, name="second.csv")
    assert after.rows_loaded == 1
    assert open_version(store).counts["orders"] == 2
    assert left(store) == []
    numbers = [name.partition("-")[0] for name in version_ids(store)]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("moment", ["3", "30", "60", "90", "rehearsals.sync_file"])
def test_kill_9_at_any_moment_of_a_rehearsal_changes_nothing_and_the_next_one_sweeps(
    tmp_path: Path, second: Path, moment: str
) -> None:
    store = tmp_path / "s"
    before = load_text(store, FIRST).data_version
    assert stopped(store, second, moment, work="rehearse") == -signal.SIGKILL
    assert left(store) != []
    assert (current_id(store), version_ids(store)) == (before, [before])
    made = rehearse(store, [second])
    assert left(store) == [made.id]


@pytest.mark.parametrize("moment", ["rehearsals.publish", "writing.sync_folder", "writing.point_to", "writing.prune"])
def test_kill_9_at_any_moment_of_a_commit_loses_nothing(tmp_path: Path, second: Path, moment: str) -> None:
    store = tmp_path / "s"
    before = load_text(store, FIRST).data_version
    made = rehearse(store, [second])
    assert stopped(store, second, moment, work=made.id) == -signal.SIGKILL
    assert current_id(store) == (made.version_id if moment == "writing.prune" else before)
    again = commit(store, made.id)
    assert [report.rows_loaded for report in again] == [0 if moment == "writing.prune" else 1]
    assert open_version(store).counts["orders"] == 2
    assert left(store) == []


@pytest.mark.parametrize("work", ["load", "rehearse"])
@pytest.mark.parametrize("moment", ["5", "60", "writing.sync_file"])
def test_stopped_by_ctrl_c_it_puts_its_own_things_away(tmp_path: Path, second: Path, moment: str, work: str) -> None:
    store = tmp_path / "s"
    before = load_text(store, FIRST).data_version
    assert stopped(store, second, moment, how=signal.SIGINT, work=work) not in (0, 1)
    assert current_id(store) == before
    assert left(store) == []


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


def test_kill_9_at_random_moments_does_no_harm(tmp_path: Path) -> None:
    """See bench/faults.py; `python -m bench.faults --kills 200` does it longer."""
    found = kills(tmp_path, 8, seed=7)
    assert found.made + found.unmade == 8


LOADING = """
import sys
from pathlib import Path
from cx.errors import StoreError
from cx.store.loads import load
try:
    load(Path(sys.argv[1]), [Path(sys.argv[2])])
except StoreError as error:
    print(error.sentence())
"""


def test_of_several_processes_that_load_at_once_each_loads_or_is_told(tmp_path: Path) -> None:
    store = tmp_path / "s"
    running = []
    for number in range(4):
        path = tmp_path / f"{number}.csv"
        path.write_text(f"order_id,ordered_at,amount\n{number},2026-01-05,10\n", encoding="utf-8")
        words = [sys.executable, "-c", LOADING, str(store), str(path)]
        running.append(subprocess.Popen(words, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    told = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * 4, told
    refused = [out for out, _errors in told if out]
    assert all("is being written" in out for out in refused)
    orders = open_version(store).engine.query("SELECT order_id FROM raw.orders ORDER BY order_id")["order_id"]
    assert list(orders) == [str(number) for number, (out, _errors) in enumerate(told) if not out]
    assert len(version_ids(store)) == 4 - len(refused) >= 1
    assert left(store) == []


AHEAD = """
import datetime, sys, time
from pathlib import Path
from cx.store import ledger, lines, recording, writing
from cx.store.loads import load
ahead = datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)
lines.now = ledger.now = lambda: ahead
load(Path(sys.argv[1]), [Path(sys.argv[2])])
"""


def test_a_version_from_the_future_is_followed_by_one_from_today(tmp_path: Path, second: Path) -> None:
    store = tmp_path / "s"
    subprocess.run([sys.executable, "-c", AHEAD, str(store), str(second)], cwd=PROJECT, check=True)
    ahead = current_id(store)
    assert history(store)[0].made_at.year == 2999
    after = load_text(store, FIRST).data_version
    assert (ahead or "").startswith("1-") and (after or "").startswith("2-")
    assert (current_id(store), open_version(store).counts["orders"]) == (after, 2)
    assert [entry.load_id for entry in history(store)] == ["L1", "L2"]
    assert [f.code for f in looked_through(store) if f.status != OK] == ["future"]
    assert undo(store, "L2") == ahead
