"""Any table written in any of the dialects reads back equal."""

import gzip
import io
import zipfile
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.ingest.staging import Stage, stager

HEADER = ["order_id", "note", "amount", "comment"]
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Letters with which doubly encoded text begins are mended on purpose; see test_encodings.
ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cn", "Co"], exclude_characters="\0ÂÃÄÅâ\ufeff"), max_size=12
)
ODD_TEXT = st.lists(
    st.sampled_from(["a", " ", '"', "'", ",", ";", "\t", "|", "\n", "\r\n", "word", "7", "1,5", "é", "日本"]),
    max_size=6,
).map("".join)
TABLES = st.lists(st.tuples(ANY_TEXT, st.integers(0, 999).map(str), ODD_TEXT), min_size=1, max_size=8).map(
    lambda rows: [[f"O{n}", *row] for n, row in enumerate(rows, start=1)]
)
WORDS = {
    "cp1252": ["Müller", "très", "España", "não", "façade", "Größe", "crème", "“so”", "5€"],
    "latin-1": ["Müller", "très", "España", "não", "façade", "Größe", "crème", "£5"],
    "cp850": ["Müller", "très", "España", "não", "façade", "Größe", "crème", "£5"],
    "cp1250": ["zażółć", "gęślą", "jaźń", "część", "łódka", "Łódź", "większość"],
    "cp932": ["注文番号", "とても良い", "カタカナ", "東京", "サービスが悪い"],
    "euc_jp": ["注文番号です", "とても良い", "カタカナ", "サービスが悪い"],
}


@pytest.fixture(scope="module")
def room() -> Iterator[Stage]:
    with stager() as ready:
        yield ready


def written(rows: Sequence[Sequence[str]], *, always: bool, end: str, delimiter: str, quote: str = '"') -> str:
    """Cells between quotes always, or where they must be: csv.writer leaves some line ends without."""
    special = {delimiter, quote, "\r", "\n"}

    def cell(text: str) -> str:
        return f"{quote}{text.replace(quote, 2 * quote)}{quote}" if always or special & set(text) else text

    return "".join(delimiter.join(cell(text) for text in row) + end for row in rows)


def packed(content: bytes, container: str) -> bytes:
    if container == "gz":
        return gzip.compress(content)
    if container == "zip":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a/table.csv", content)
        return out.getvalue()
    return content


@SETTINGS
@given(
    rows=TABLES,
    delimiter=st.sampled_from(",;\t|"),
    always=st.booleans(),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    container=st.sampled_from(["", "gz", "zip"]),
)
def test_unicode(
    room: Stage, rows: list[list[str]], delimiter: str, always: bool, end: str, encoding: str, container: str
) -> None:
    text = written([HEADER, *rows], always=always, end=end, delimiter=delimiter)
    staged = room.bytes(packed(text.encode(encoding), container))
    assert (staged.headers, staged.rows, staged.ragged) == (HEADER, rows, [])
    assert staged.table.delimiter == delimiter


@SETTINGS
@given(
    data=st.data(),
    delimiter=st.sampled_from(",;\t|"),
    always=st.booleans(),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(sorted(WORDS)),
)
def test_older_encodings(
    room: Stage, data: st.DataObject, delimiter: str, always: bool, end: str, encoding: str
) -> None:
    words = st.lists(st.sampled_from(WORDS[encoding]), min_size=2, max_size=5).map(" ".join)
    drawn = data.draw(st.lists(st.tuples(words, words), min_size=1, max_size=6))
    rows = [[f"O{n}", first, "5", second] for n, (first, second) in enumerate(drawn, start=1)]
    text = written([HEADER, *rows], always=always, end=end, delimiter=delimiter)
    staged = room.bytes(text.encode(encoding))
    assert (staged.rows, staged.table.questions) == (rows, [])


@SETTINGS
@given(rows=TABLES, delimiter=st.sampled_from(",;\t|"), end=st.sampled_from(["\n", "\r\n"]))
def test_cells_between_apostrophes(room: Stage, rows: list[list[str]], delimiter: str, end: str) -> None:
    rows = [[cell.replace('"', "") for cell in row] for row in rows]
    text = written([HEADER, *rows], always=True, end=end, delimiter=delimiter, quote="'")
    staged = room.bytes(text.encode())
    assert (staged.headers, staged.rows) == (HEADER, rows)


@SETTINGS
@example(rows=[["O1", 'say "hi"', "1", "C:\\"]], delimiter=",")
@given(rows=TABLES, delimiter=st.sampled_from(",;\t|"))
def test_quotes_after_a_backslash(room: Stage, rows: list[list[str]], delimiter: str) -> None:
    # At least one quote inside a cell tells this way of writing from the usual one.
    rows = [*rows, ["O99", 'he said "yes", twice', "5", "end"]]
    quoted = [['"' + cell.replace("\\", "\\\\").replace('"', '\\"') + '"' for cell in row] for row in [HEADER, *rows]]
    staged = room.bytes("".join(delimiter.join(row) + "\n" for row in quoted).encode())
    assert (staged.headers, staged.rows) == (HEADER, rows)


@SETTINGS
@given(
    st.lists(
        st.lists(st.text("abc0123456789.-é", min_size=1, max_size=6), min_size=3, max_size=3), min_size=2, max_size=9
    ),
    st.lists(st.integers(1, 5), min_size=3, max_size=3),
)
def test_runs_of_blanks(room: Stage, rows: list[list[str]], widths: list[int]) -> None:
    rows = [[f"O{n}", *row] for n, row in enumerate(rows)]
    lines = ["".join(" " * n + cell for cell, n in zip(row, [*widths, 1], strict=True)) for row in [HEADER, *rows]]
    staged = room.bytes("\n".join(lines).encode())
    assert (staged.headers, staged.rows) == (HEADER, rows)
