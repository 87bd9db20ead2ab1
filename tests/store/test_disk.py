"""A disk that is full, in the middle of a load or of a rehearsal: it is told in words, and nothing is changed."""

import subprocess
import sys
from pathlib import Path

import pytest

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
