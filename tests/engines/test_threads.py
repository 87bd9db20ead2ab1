"""How many threads read a file: one where it is small, all that the engine would take where it is not."""

from pathlib import Path

import duckdb
import pytest

from cx.engines import duckdb as of_duckdb
from cx.engines.duckdb import DuckMaker

THREADS = "SELECT CAST(current_setting('threads') AS INTEGER) AS threads"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with duckdb.connect(str(tmp_path / "a.duckdb")) as connection:
        connection.execute("CREATE TABLE numbers AS SELECT 1 AS number")
    return tmp_path / "a.duckdb"


def threads(file: Path) -> int:
    engine = DuckMaker().reader(file)
    try:
        return int(engine.query(THREADS)["threads"].iloc[0])
    finally:
        engine.close()


def test_a_small_file_is_read_by_one_thread(file: Path) -> None:
    assert threads(file) == 1


def test_a_larger_file_is_read_by_as_many_as_the_engine_takes_by_itself(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect() as connection:
        usual = int(connection.execute(THREADS).fetchall()[0][0])
    monkeypatch.setattr(of_duckdb, "SMALL_BYTES", file.stat().st_size - 1)
    assert threads(file) == usual
