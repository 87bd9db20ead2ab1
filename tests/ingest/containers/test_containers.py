"""Compressed files, archives, workbooks and Parquet: what is inside becomes tables, within limits."""

import datetime
import gzip
import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cx.errors import LoadError, UsageError
from cx.ingest.bytes import inspect
from cx.ingest.containers import expand
from cx.ingest.limits import limits
from tests.ingest.staging import Stage, stager

TABLE = b"order_id,amount\n1,5\n2,6\n"
ROWS = [["1", "5"], ["2", "6"]]


@pytest.fixture(scope="module")
def room() -> Iterator[Stage]:
    with stager() as ready:
        yield ready


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for number, (title, rows) in enumerate(sheets.items()):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = title
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def expanded(folder: Path, content: bytes, room: Stage, name: str = "file") -> list[tuple[str, list[list[str]]]]:
    path = folder / name
    path.write_bytes(content)
    return [(member.name, room.file(member.path).rows) for member in expand(path, folder / "into")]


def refused(folder: Path, content: bytes) -> str:
    path = folder / "file"
    path.write_bytes(content)
    with pytest.raises(LoadError) as raised:
        read_all(path)
    return raised.value.what


def read_all(path: Path) -> list[str]:
    return [inspect(member.path).sha256 for member in expand(path, path.parent / "into")]


def test_gzip_whatever_it_is_called(tmp_path: Path, room: Stage) -> None:
    utf16 = TABLE.decode().encode("utf-16")
    assert expanded(tmp_path, gzip.compress(utf16), room, "orders.csv") == [("orders.csv", ROWS)]


def test_each_member_of_a_zip_is_a_table_and_its_name_is_never_a_path(tmp_path: Path, room: Stage) -> None:
    content = zipped(
        {
            "../../up.csv": TABLE,
            "C:\\root.csv": TABLE,
            "/abs/a.tsv": TABLE.replace(b",", b"\t"),
            "__MACOSX/._a.csv": b"x",
        }
    )
    assert expanded(tmp_path, content, room, "all.zip") == [
        ("all.zip / up.csv", ROWS),
        ("all.zip / root.csv", ROWS),
        ("all.zip / a.tsv", ROWS),
    ]
    into = tmp_path / "into"
    assert sorted(str(p.relative_to(into)) for p in into.rglob("*") if p.is_file()) == ["1/table", "2/table", "3/table"]
    assert not (tmp_path.parent / "up.csv").exists()


def test_what_is_no_table_in_a_zip_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"README.md": b"hi", "orders.csv": TABLE}))
    (member,) = expand(tmp_path / "a.zip", tmp_path / "into")
    assert member.notes == ("Not read from a.zip, because it is no table: README.md.",)


def test_every_sheet_with_cells_is_a_table_with_the_rows_numbers(tmp_path: Path, room: Stage) -> None:
    content = workbook(
        {"Orders": [["order_id", "amount"], [1, 5], [2, 6]], "Empty": [], "More": [[], ["a", "b"], ["x\ny", 1.5]]}
    )
    assert expanded(tmp_path, content, room, "b.xlsx") == [
        ("b.xlsx / Orders", ROWS),
        ("b.xlsx / More", [["x\ny", "1.5"]]),
    ]
    sheet = room.file(expand(tmp_path / "b.xlsx", tmp_path / "again")[1].path)
    assert (sheet.table.header_line, sheet.lines) == (2, [3])


def test_cells_of_a_sheet_as_text(room: Stage) -> None:
    when = datetime.datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001
    cells: list[object] = [
        "007",
        when,
        datetime.date(2024, 2, 3),
        1.10,
        1234567890123456,
        1e20,
        True,
        None,
        "#N/A",
        "=1/0",
    ]
    book = openpyxl.load_workbook(io.BytesIO(workbook({"A": [[f"h{n}" for n in range(10)], cells]})))
    book["A"]["I2"].data_type = "e"
    out = io.BytesIO()
    book.save(out)
    assert room.bytes(out.getvalue(), "a.xlsx").rows == [
        [
            "007",
            "2024-01-02 03:04:05",
            "2024-02-03",
            "1.1",
            "1234567890123456",
            "100000000000000000000",
            "true",
            "",
            "",
            "",
        ]
    ]


def test_parquet_as_text(tmp_path: Path, room: Stage) -> None:
    when = datetime.datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001
    table = pa.table(
        {
            "order_id": ["1", None],
            "whole": pa.array([2**53 + 1, None]),
            "exact": pa.array([Decimal("1.10"), None]),
            "time": pa.array([when, None], pa.timestamp("ns")),
            "day": pa.array([when.date(), when.date()]),
            "list": [[1, 2], None],
            "kind": pa.array(["x", "x"]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    staged = room.file(tmp_path / "a.parquet")
    assert staged.headers == table.column_names
    assert staged.rows == [
        ["1", "9007199254740993", "1.10", "2024-01-02 03:04:05", "2024-01-02", "[1, 2]", "x"],
        ["", "", "", "", "2024-01-02", "", "x"],
    ]
    assert staged.lines == [2, 3]


def test_archives_that_are_nested_damaged_encrypted_or_empty_are_refused(tmp_path: Path) -> None:
    archive = zipped({"a.csv": TABLE * 50})
    locked = bytearray(archive)
    locked[6] |= 1
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    assert refused(tmp_path, bytes(locked)) == "the archive is encrypted."
    assert refused(tmp_path, zipped({"a.zip": archive})) == "“a.zip” in it is packed once more."
    assert refused(tmp_path, gzip.compress(gzip.compress(TABLE))) == "what is inside is packed once more."
    assert refused(tmp_path, archive[:80]) == "the archive or workbook is damaged or cut off."
    assert refused(tmp_path, archive[:40] + b"\0\0\0\0" + archive[44:]) == "the archive is damaged or cut off."
    assert refused(tmp_path, gzip.compress(TABLE)[:-12]) == "the archive is damaged or cut off."
    assert refused(tmp_path, zipped({"d/": b""})) == "the archive holds no table."
    assert "Parquet file is damaged" in refused_parquet(tmp_path)


def refused_parquet(folder: Path) -> str:
    (folder / "a.parquet").write_bytes(b"PAR1" + b"x" * 100)
    with stager() as room, pytest.raises(LoadError) as raised:
        room.file(folder / "a.parquet")
    return raised.value.what


def test_bombs_are_refused_before_they_fill_the_disk(tmp_path: Path) -> None:
    assert "250 times its size" in refused(tmp_path, gzip.compress(b"a" * 60_000_000))
    assert "250 times its size" in refused(tmp_path, zipped({"a.csv": b"a," * 30_000_000}))
    book = workbook({"A": [["a"]]})
    assert "are the limit" in refused(tmp_path, _with_a_far_cell(book))


def _with_a_far_cell(book: bytes) -> bytes:
    source, out = zipfile.ZipFile(io.BytesIO(book)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            target.writestr(name, content)
    return out.getvalue()


def test_an_operator_sets_limits(tmp_path: Path, room: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CX_MAX_COLUMNS", "2")
    monkeypatch.setenv("CX_MAX_ROWS", "1")
    with pytest.raises(LoadError, match="more than 1 rows, which is the limit"):
        room.bytes(TABLE)
    with pytest.raises(LoadError, match="3 columns, and 2 are the limit"):
        room.bytes(b"a,b,c\n1,2,3\n")
    monkeypatch.setenv("CX_MAX_UPLOAD_MB", "1")
    assert "1 MB are the limit" in refused(tmp_path, b"a" * 1_000_001)
    monkeypatch.setenv("CX_MAX_UPLOAD_MB", "much")
    with pytest.raises(UsageError, match="CX_MAX_UPLOAD_MB cannot be “much”"):
        limits()
