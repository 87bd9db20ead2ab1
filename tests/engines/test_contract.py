"""What every engine must do; the same tests run over each."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pyarrow as pa
import pytest

from cx.engines.base import quoted
from cx.engines.duckdb import DuckMaker
from cx.engines.memory import memory_limit
from cx.errors import LoadError, QueryError, StoreError, UsageError

MAKERS = [DuckMaker()]


@pytest.fixture(params=MAKERS, ids=lambda maker: type(maker).__name__)
def engine(request, tmp_path):
    path = tmp_path / f"version{request.param.suffix}"
    workspace = request.param.writer(path)
    workspace.execute("CREATE SCHEMA mart")
    workspace.execute("CREATE TABLE mart.numbers (x INTEGER, label VARCHAR)")
    workspace.append(
        "mart.numbers", [pa.table({"x": [1, 2], "label": ["a", None]}), pa.table({"x": [3], "label": ["b"]})]
    )
    workspace.finish()
    reader = request.param.reader(path)
    yield reader
    reader.close()


def test_values_are_bound_never_pasted(engine):
    hostile = "a' OR '1'='1"
    rows = engine.query(
        "SELECT x FROM mart.numbers WHERE label IN (SELECT unnest($wanted))", {"wanted": [hostile, "b"]}
    )
    assert rows["x"].tolist() == [3]


def test_the_catalogue_lists_columns_in_order(engine):
    assert engine.columns("mart") == {"numbers": ("x", "label")}


def test_a_reader_cannot_write(engine):
    with pytest.raises(QueryError, match="read-only"):
        engine.query("DELETE FROM mart.numbers")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY mart.numbers TO '/tmp/stolen.csv'",
        "SET enable_external_access = true",
    ],
)
def test_no_query_reaches_outside(engine, sql):
    with pytest.raises(QueryError):
        engine.query(sql)


def test_threads_do_not_mix_up_their_answers(engine):
    def ask(number: int) -> bool:
        rows = engine.query("SELECT x, $n AS n FROM mart.numbers ORDER BY x", {"n": number})
        return rows["n"].tolist() == [number] * 3 and rows["x"].tolist() == [1, 2, 3]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(200)))


def test_a_damaged_file_says_how_to_mend_it(tmp_path):
    path = tmp_path / "broken.duckdb"
    path.write_bytes(b"this is not a database" * 100)
    with pytest.raises(
        StoreError, match=r"broken\.duckdb: the data file cannot be opened .*Check that the file is whole"
    ):
        DuckMaker().reader(path)


@pytest.fixture(params=MAKERS, ids=lambda maker: type(maker).__name__)
def workspace(request, tmp_path):
    with closing(request.param.writer(tmp_path / f"draft{request.param.suffix}")) as made:
        made.execute("CREATE TABLE kept (x BIGINT)")
        yield made


def test_what_lies_beside_is_read_by_name_and_gone_when_closed(workspace):
    for _time in range(2):
        beside = workspace.beside("staged")
        beside.execute("CREATE TABLE cells (x BIGINT)")
        beside.append("cells", [pa.table({"x": [1, 2]}), pa.table({"x": [3]})])
        beside.execute("CREATE VIEW odd AS SELECT x FROM cells WHERE x % 2 = 1")
        workspace.execute("INSERT INTO kept SELECT x FROM staged.odd")
        with pytest.raises(QueryError):
            beside.query("SELECT * FROM kept")
        beside.close()
    assert sorted(workspace.query("SELECT x FROM kept")["x"]) == [1, 1, 3, 3]
    with pytest.raises(QueryError):
        workspace.query("SELECT * FROM staged.odd")


def test_a_source_of_rows_that_breaks_is_told_in_its_own_words(workspace):
    def broken():
        yield pa.table({"x": [1]})
        raise LoadError("line 7 is damaged.")

    with pytest.raises(LoadError, match="line 7"):
        workspace.append("kept", broken())
    assert workspace.query("SELECT x FROM kept").empty


def test_a_workspace_reaches_nothing_outside_and_cannot_be_told_to(workspace):
    for space in (workspace, workspace.beside("staged")):
        for sql in ("SET memory_limit = '99GB'", "CREATE TABLE t AS SELECT * FROM read_csv('/etc/passwd')"):
            with pytest.raises(QueryError):
                space.execute(sql)


def test_the_memory_limit_is_told_by_its_variable(monkeypatch):
    monkeypatch.setenv("CX_MEMORY", "750 MB")
    assert memory_limit() == "750MB"
    monkeypatch.setenv("CX_MEMORY", "plenty")
    with pytest.raises(UsageError, match="no amount of memory"):
        memory_limit()


def test_a_query_that_needs_too_much_memory_is_told_and_harms_no_other(tmp_path, monkeypatch):
    """A hundred megabytes, and a list of forty million different texts that nothing can leave out."""
    DuckMaker().writer(tmp_path / "one.duckdb").finish()
    monkeypatch.setenv("CX_MEMORY", "100 MB")
    reader = DuckMaker().reader(tmp_path / "one.duckdb")
    with pytest.raises(QueryError, match="more memory") as told:
        reader.query("SELECT len(list(CAST(hash(i) AS VARCHAR))) AS n FROM range(40000000) AS t (i)")
    assert "CX_MEMORY" in (told.value.mend or "")
    assert reader.query("SELECT sum(i) AS n FROM range(1000) AS t (i)")["n"].tolist() == [499500]
    reader.close()


def test_a_quote_cannot_end_an_identifier():
    assert quoted('a" ; DROP TABLE x; --') == '"a"" ; DROP TABLE x; --"'
