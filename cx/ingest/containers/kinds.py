"""What a file is by its first bytes: text, something that holds tables, or something that does not."""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path

from cx.errors import LoadError
from cx.ingest.limits import check_size
from cx.language import N_, _

TEXT, GZIP, ZIP, WORKBOOK, PARQUET, SHEET = "text", "gzip", "zip", "workbook", "parquet", "sheet"
START_BYTES = 16
READABLE = {b"\x1f\x8b": GZIP, b"PK\x03\x04": ZIP, b"PAR1": PARQUET, b"CXSHEET1": SHEET}
"""First bytes -> a kind that holds tables; SHEET is our own file of one sheet of a workbook with several."""
NOT_TABLES = {
    b"\x89PNG\r\n\x1a\n": N_("a PNG image"),
    b"\xff\xd8\xff": N_("a JPEG image"),
    b"GIF8": N_("a GIF image"),
    b"%PDF": N_("a PDF"),
    b"PK\x05\x06": N_("an empty ZIP archive"),
    b"\xd0\xcf\x11\xe0": N_("an old or password-protected Excel workbook"),
    b"7z\xbc\xaf\x27\x1c": N_("a 7z archive"),
    b"Rar!": N_("a RAR archive"),
    b"BZh": N_("a BZIP2-compressed file"),
    b"\xfd7zXZ\x00": N_("an XZ-compressed file"),
    b"\x28\xb5\x2f\xfd": N_("a Zstandard-compressed file"),
    b"SQLite format 3\x00": N_("a SQLite database"),
    b"ARROW1": N_("an Arrow file"),
    b"{\\rtf": N_("an RTF document"),
    b"\x7fELF": N_("a binary file"),
}
"""First bytes -> what such a file is."""
OTHER_TEXTS = {
    N_("an HTML page"): re.compile(rb"<(!doctype html|html|head|table)[\s>]", re.IGNORECASE),
    "XML": re.compile(rb"<\?xml\s"),
    "JSON": re.compile(rb"[\[{]\s*(\"[^\"]*\"\s*:|\{|\[)"),
}
"""What a text is that holds no table, by its beginning; a page is saved as .csv when a login has ended."""
WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin")


class NoTableError(LoadError):
    """The file is something that holds no table."""


def kind_of(path: Path) -> str:
    """The kind of a file. Raises LoadError when it is missing, too large, damaged, or of no kind that holds a table."""
    try:
        with path.open("rb") as stream:
            start = stream.read(START_BYTES)
        check_size(path.name, path.stat().st_size)
    except (OSError, ValueError) as error:
        raise LoadError(
            _("the file cannot be read."), where=path.name, mend=_("Check the path and the rights on it.")
        ) from error
    refuse_other_kinds(path.name, start)
    kind = next((kind for magic, kind in READABLE.items() if start.startswith(magic)), TEXT)
    return _kind_of_zip(path) if kind == ZIP else kind


def refuse_other_kinds(name: str, start: bytes) -> None:
    """Raise LoadError naming what a file is that holds no table."""
    words = next((words for magic, words in NOT_TABLES.items() if start.startswith(magic)), None)
    if words:
        raise no_table(name, words)


def refuse_other_texts(name: str, start: bytes) -> None:
    """Raise LoadError naming what a text is that is no table."""
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    words = next((words for words, pattern in OTHER_TEXTS.items() if pattern.match(text)), None)
    if words:
        raise no_table(name, words)


def no_table(name: str, words: str) -> NoTableError:
    """The refusal of a file that is something else."""
    return NoTableError(
        _("this is not a CSV ({words}).").format(words=_(words)),
        where=name,
        mend=_("Open it in its program, export it as CSV."),
    )


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, LookupError, struct.error) as error:
        raise LoadError(
            _("the archive or workbook is damaged or cut off."), where=path.name, mend=_("Download or export it again.")
        ) from error
    return WORKBOOK if not names.isdisjoint(WORKBOOK_PARTS) else ZIP
