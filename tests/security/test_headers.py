"""Headers that mean something to the program, to SQL or to a template are names like any others."""

from pathlib import Path

import pytest

from cx.errors import LoadError
from cx.ingest.limits import limits
from tests.ingest.loading import column, load_text, rows

HEAD = "order_id,customer_id,ordered_at,amount"
OWN = ("problem", "repeat", "load_no", "row_text", "stem", "content", "c1", "c2", "split", "own:x")
SQL = (
    "'; DROP TABLE raw.orders; --",
    "x); ATTACH '/etc/passwd' AS p; --",
    "{rows}",
    "{value}",
    "{Header}",
    "$total",
    "?",
    "%s",
)


def orders(header: str) -> str:
    quoted = '"' + header.replace('"', '""') + '"'
    good = "".join(f"o{n},c{n},2024-01-{n:02d},{n}.5,v{n % 3}\n" for n in range(1, 25))
    return f"{HEAD},{quoted}\n{good}o98,c1,no date,1,v0\no1,c1,2024-01-09,77,v1\n"


@pytest.mark.parametrize("header", [*OWN, *SQL])
def test_a_column_of_any_name_loads_beside_refused_rows(tmp_path: Path, header: str):
    report = load_text(tmp_path / "store", orders(header))
    assert (report.rows_loaded, report.refused_count) == (24, 2)
    assert [refusal.line for refusal in report.refused] == [26, 27]
    kept = list(column(tmp_path / "store", "SELECT column_name FROM (DESCRIBE raw.orders)"))
    assert rows(tmp_path / "store", f'SELECT count(DISTINCT "{kept[-1]}") FROM raw.orders') == [(3,)]


def test_too_many_columns_are_refused_before_their_names_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CX_MAX_COLUMNS", "20")
    assert limits().columns == 20
    wide = f"{HEAD},{','.join(f'x{n}' for n in range(17))}"
    with pytest.raises(LoadError, match="21 columns, and 20 are the limit"):
        load_text(tmp_path / "store", f"{wide}\no1,c1,2024-01-01,5{',v' * 17}\n")
