"""What is no CSV is named; what is one, however it is encoded, is read."""

from pathlib import Path

import pytest

from cx.errors import LoadError
from cx.ingest.bytes import inspect


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"%PDF-1.7", "a PDF"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "a 7z archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or password-protected Excel workbook"),
        (b"SQLite format 3\x00\x10\x00", "a SQLite database"),
        (b"\x7fELF\x02\x01\x01\x00\xfe\x00\xff", "a binary file"),
        (b"abc\x00\x00\x00\x00\x00\x00def", "a binary file"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(LoadError) as raised:
        inspect(tmp_path / "a.csv")
    assert raised.value.what == f"this is not a CSV ({kind})."
    assert "export it as CSV" in raised.value.mend


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("order_id,amount\n1,5\n".encode("utf-16"), "utf-16"),
        ("order_id,amount\n1,5\n".encode("utf-16-le"), "utf-16-le"),
        ("order_id,amount\n1,5\n".encode("utf-16-be"), "utf-16-be"),
        # One NUL among text is a slip of the export.
        (b"order_id,amount\n1,5\x00\n", "utf-8"),
        ("naïve,5\n".encode("cp1252"), "cp1252"),
    ],
)
def test_text_stays_text(tmp_path: Path, content: bytes, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert inspect(tmp_path / "a.csv").encoding == encoding
