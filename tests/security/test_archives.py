"""Archives and workbooks made to do harm: nothing is written outside, nothing grows, every end has a reason."""

import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cx.errors import LoadError
from cx.ingest.containers import expand, parquets
from cx.ingest.containers.spread import check_spread

TABLE = b"order_id,amount\n1,5\n2,6\n"
OUTSIDE = [
    "../../out.csv",
    "/out.csv",
    "..\\..\\out.csv",
    "C:\\out.csv",
    ".\\a\\out.csv",
    "\x1b[31mout.csv",
    "x" * 5000 + ".csv",
]
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ROWS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999"><c r="ZZ99999"><v>1</v></c></row>'
FAR = f"<worksheet {NS}><sheetData>{ROWS}"


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_member_stays_in_its_folder_whatever_it_is_called(tmp_path: Path, name: str):
    path = zipped(tmp_path / "a.zip", {name: TABLE})
    found = expand(path, tmp_path / "in" / "here")
    assert [member.path.relative_to(tmp_path) for member in found] == [Path("in/here/1/table")]
    assert found[0].path.read_bytes() == TABLE
    assert found[0].name.isprintable()
    assert len(found[0].name) < 200
    assert {p.name for p in tmp_path.iterdir()} == {"a.zip", "in"}


def test_a_link_in_an_archive_is_the_text_of_its_target(tmp_path: Path):
    link = zipfile.ZipInfo("link.csv")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    [member] = expand(tmp_path / "a.zip", tmp_path / "in")
    assert not member.path.is_symlink()
    assert member.path.read_bytes() == b"/etc/passwd"


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path):
    path = zipped(tmp_path / "a.zip", {"a.csv": b"a,b\n" + b"0,0\n" * 100_000})
    content = bytearray(path.read_bytes())
    central = content.find(b"PK\x01\x02")
    content[central + 24 : central + 28] = content[22:26] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(LoadError, match="damaged or cut off"):
        expand(path, tmp_path / "in")


@pytest.mark.parametrize(
    "sheet",
    [
        FAR,
        FAR.replace('"', "'"),
        FAR.replace('r="', 'r = "'),
        FAR.replace(' r="', '\nr\n=\n"'),
        FAR.replace("ZZ99999", "zz99999"),
        FAR.replace("<row", "<x:row").replace("<c ", "<x:c "),
        FAR.replace('r="ZZ99999"', 'r="ZZ1"'),
    ],
)
@pytest.mark.parametrize("place", ["xl/worksheets/sheet1.xml", "xl/data/x.dat"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_two_far_cells_are_found_however_they_are_written(tmp_path: Path, sheet: str, place: str, encoding: str):
    path = zipped(tmp_path / "a.xlsx", {"xl/workbook.xml": b"<workbook/>", place: sheet.encode(encoding)})
    with pytest.raises(LoadError, match="a sheet spans 99,999 by 702 cells"):
        check_spread(path)


def test_two_far_cells_of_a_binary_sheet_are_found(tmp_path: Path):
    def record(kind: int, body: bytes) -> bytes:
        return bytes([kind, len(body)]) + body

    rows = record(0, (99_998).to_bytes(4, "little") + bytes(8)) + record(2, (701).to_bytes(4, "little") + bytes(8))
    sheet = bytes([0x81, 0x01, 0]) + rows
    path = zipped(tmp_path / "a.xlsb", {"xl/workbook.bin": b"", "xl/worksheets/sheet1.bin": sheet})
    with pytest.raises(LoadError, match="a sheet spans 99,999 by 702 cells"):
        check_spread(path)


def test_a_text_that_names_places_is_not_a_far_cell(tmp_path: Path):
    texts = io.BytesIO(b"<sst><si><t>write r=&quot;ZZ99999&quot; here</t></si></sst>")
    check_spread(zipped(tmp_path / "a.xlsx", {"xl/workbook.xml": b"", "xl/sharedStrings.xml": texts.getvalue()}))


STRINGS = f"<sst {NS}><si><t>{'A' * 30_000}</t></si><si><t>b</t></si></sst>"
CELLS = '<c t="s"><v>{}</v></c>'


def book(path: Path, strings: str, cells: str) -> Path:
    sheet = f"<worksheet {NS}><sheetData><row>{cells}</row></sheetData></worksheet>"
    parts = {
        "xl/worksheets/sheet1.xml": sheet.encode(),
        "xl/workbook.xml": b"",
        "xl/sharedStrings.xml": strings.encode(),
    }
    return zipped(path, parts)


def test_a_long_text_in_very_many_cells_is_refused(tmp_path: Path):
    check_spread(book(tmp_path / "few.xlsx", STRINGS, CELLS.format(0) * 1_000))
    check_spread(book(tmp_path / "short.xlsx", STRINGS, CELLS.format(1) * 70_000))
    with pytest.raises(LoadError, match="2,000 MB of text"):
        check_spread(book(tmp_path / "many.xlsx", STRINGS, CELLS.format(0) * 70_000))


@pytest.mark.parametrize("told", ['uniqueCount="4294967295"', "count = '99999999999'"])
def test_a_count_that_no_workbook_has_is_refused(tmp_path: Path, told: str):
    with pytest.raises(LoadError, match="30,000,000 texts"):
        check_spread(book(tmp_path / "a.xlsx", STRINGS.replace("<sst ", f"<sst {told} "), CELLS.format(1)))


def test_a_span_of_time_beyond_all_days_is_refused(tmp_path: Path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"days": pa.array([2**62], pa.duration("s"))}), path)
    with pytest.raises(LoadError, match="Parquet file is damaged"):
        list(parquets.batches(path))
