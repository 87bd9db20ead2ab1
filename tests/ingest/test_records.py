"""Bytes to cells: encodings, delimiters, quotes, line numbers."""

import json
from pathlib import Path

import pytest

from cx.errors import LoadError
from cx.ingest.bytes import inspect
from cx.ingest.delimiter import sniff
from cx.ingest.headers import distinct, is_header, normalised
from cx.ingest.records import records

REDACTED = "location_coordinates"
"""Its JSON has another phone number than its CSV."""
SPECTRUM = Path(__file__).resolve().parents[3] / "shared" / "data" / "csv-spectrum"


def read(folder: Path, content: bytes) -> list[tuple[int, list[str]]]:
    path = folder / "file.csv"
    path.write_bytes(content)
    return list(records(inspect(path)))


@pytest.mark.skipif(not SPECTRUM.exists(), reason="csv-spectrum is not on this machine")
@pytest.mark.parametrize(
    "path", [p for p in sorted(SPECTRUM.glob("csvs/*.csv")) if p.stem != REDACTED], ids=lambda path: path.stem
)
def test_csv_spectrum_is_read_as_its_authors_say(path: Path) -> None:
    (_line, header), *found = list(records(inspect(path)))
    wanted = json.loads((SPECTRUM / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
    assert [dict(zip(header, cells, strict=True)) for _line, cells in found] == wanted


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("a,b\nä,ö\n".encode(), "utf-8"),
        ("a,b\nä,ö\n".encode("utf-8-sig"), "utf-8-sig"),
        ("a,b\nä,ö\n".encode("utf-16"), "utf-16"),
        ("a,b\nä,ö\n".encode("cp1252"), "cp1252"),
    ],
)
def test_every_usual_encoding_gives_the_same_cells(tmp_path: Path, content: bytes, encoding: str) -> None:
    assert read(tmp_path, content) == [(1, ["a", "b"]), (2, ["ä", "ö"])]
    assert inspect(tmp_path / "file.csv").encoding == encoding


def test_windows_1252_is_told(tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_bytes("a\nCaf\xe9\n".encode("latin-1"))
    assert "Windows-1252" in inspect(tmp_path / "file.csv").notes[0]


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        (["a,b,c\n", "1,2,3\n"], ","),
        (["name;amount\n", "x;1,50\n", "y;2,50\n"], ";"),
        (["1,50;2,50\n", "3,50;4,50\n"], ";"),
        (["a\tb\n", "1,5\t2\n"], "\t"),
        (["a|b\n", "1|2\n"], "|"),
        ([" 00004 0001 19970101  2   29.33\n", " 00004 0001 19970118  2   29.73\n"], " "),
        (["order_id\n", "1\n"], ","),
        (["comment\n", "two words\n"], ","),
        (["sep=;\n", "a;b\n"], ";"),
    ],
)
def test_delimiter(lines: list[str], delimiter: str) -> None:
    assert sniff(lines) == delimiter


def test_line_numbers_count_lines_inside_quotes_and_blank_lines(tmp_path: Path) -> None:
    content = b'id,comment\r\n1,"two\r\nlines"\r\n\r\n2,one\r\n'
    assert read(tmp_path, content) == [
        (1, ["id", "comment"]),
        (2, ["1", "two\r\nlines"]),
        (5, ["2", "one"]),
    ]


def test_runs_of_blanks_separate_once(tmp_path: Path) -> None:
    assert read(tmp_path, b" 00004 0001  2   29.33 \r\n 00004 0001 12    9.00 \r\n")[0] == (
        1,
        ["00004", "0001", "2", "29.33"],
    )


def test_a_quote_that_never_closes_names_the_line_where_it_opens(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"file\.csv, line 3: a quoted cell begins here"):
        read(tmp_path, b'id,comment\n1,fine\n2,"never closed\n3,lost\n4,lost\n')


def test_a_quoted_cell_of_a_million_characters_is_a_cell(tmp_path: Path) -> None:
    long = "x" * 1_000_000
    assert read(tmp_path, f'id,comment\n1,"{long}"\n2,short\n'.encode())[1:] == [(2, ["1", long]), (3, ["2", "short"])]


def test_a_cell_beyond_the_limit_is_told_with_the_limit(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"line 2: a cell of the row that begins here is longer than 8,000,000"):
        read(tmp_path, b'id,comment\n1,"' + b"x" * 8_000_001 + b'"\n')


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="the file is empty"):
        read(tmp_path, b"\n \n")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("InvoiceNo", "invoice_no"),
        ("Order #", "order"),
        ("Created (UTC)", "created_utc"),
        ("CustomerID", "customer_id"),
        ("first reply (min.)", "first_reply_min"),
        ("Größe", "größe"),
    ],
)
def test_headers_in_snake_case(header: str, name: str) -> None:
    assert normalised(header) == name


def test_empty_and_repeated_headers_get_names_of_their_own() -> None:
    assert distinct(["", "a", "A", "a"]) == ("column_1", "a", "A_2", "a_3")


def test_a_row_of_values_is_no_header() -> None:
    assert not is_header(["00004", "19970101", "29.33"], set())
    assert is_header(["00004", "order_id"], {"order_id"})
    assert is_header(["Kunde", "Betrag"], set())
