"""Text of very large tables is searched in blocks spread over the file; what several tables tell is told once."""

from datetime import date
from pathlib import Path

import pytest

from cx.engines.duckdb import DuckMaker
from cx.ingest.checks import together
from cx.ingest.checks.looked import BLOCKS, LOOKED_AT_MOST, look_at
from cx.ingest.checks.personal import left_out_finding
from cx.ingest.findings import BAD, GOOD, LOOK, Finding
from cx.ingest.mapping import Mapping
from cx.model import ORDERS

TODAY = date(2026, 1, 1)


@pytest.mark.parametrize("n", [1, LOOKED_AT_MOST, LOOKED_AT_MOST + 1, 3 * LOOKED_AT_MOST + 17])
def test_as_many_rows_are_looked_at_as_is_said_from_the_first_to_the_last_part(tmp_path: Path, n: int) -> None:
    workspace = DuckMaker().writer(tmp_path / "w.duckdb")
    workspace.execute(f"CREATE TABLE looked_at AS SELECT range + 2 AS line FROM range({n})")
    looked = look_at(Mapping(ORDERS, {}, {}), workspace, "looked_at", TODAY)
    seen = workspace.query(f"SELECT count(*) AS n, min(line) AS first, max(line) AS last FROM {looked.part}").iloc[0]
    assert looked.sampled == int(seen["n"]) <= min(n, LOOKED_AT_MOST + BLOCKS)
    assert looked.sampled == n or looked.sampled > 0.98 * LOOKED_AT_MOST
    assert int(seen["first"]) == 2
    assert int(seen["last"]) > n * (1 - 2 / BLOCKS)
    workspace.close()


def test_what_two_tables_of_a_file_say_alike_is_told_once_and_the_gravest_first() -> None:
    good, look, bad = (Finding("orders", status, 1, 2, status, status=status) for status in (GOOD, LOOK, BAD))
    again = Finding("order_lines", LOOK, 1, 2, LOOK)
    assert together([[good, look], [again, bad]]) == [bad, look, good]


def test_a_personal_column_that_one_table_keeps_is_not_called_left_out() -> None:
    lines = left_out_finding("order_lines", ["Email", "Phone"], 3, 3)
    orders = left_out_finding("orders", ["Phone"], 3, 3)
    (told,) = together([[lines], [orders]])
    assert told.sentence == "1 column holds personal data: phone numbers (Phone)."
    assert together([[lines], []]) == []
