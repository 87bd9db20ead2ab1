"""What a file is before it is read as text: its size, its fingerprint, its encoding."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from cx.errors import LoadError

CHUNK_BYTES = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_CSV = {
    b"\x89PNG\r\n\x1a\n": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "an Excel workbook or a ZIP archive",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a GZIP-compressed file",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard-compressed file",
    b"SQLite format 3\x00": "a SQLite database",
    b"PAR1": "a Parquet file",
    b"ARROW1": "an Arrow file",
}
"""First bytes -> what such a file is."""
MOST_NULS = 0.1
"""Some exports leave a NUL here and there, which reading drops; a share like this is no text."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as bytes. sha256: its fingerprint. encoding: a Python codec name. notes: what people should know."""

    path: Path
    sha256: str
    encoding: str
    notes: tuple[str, ...] = ()


def inspect(path: Path) -> FileFacts:
    """Read the whole file once, in pieces, for its fingerprint and encoding.

    A byte-order mark decides; else the file is UTF-8 if all of it is, else Windows-1252, which is told.
    Raises LoadError when the file is missing, empty, or no text.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(CHUNK_BYTES)
    except OSError as error:
        raise LoadError(
            "the file cannot be read.", where=path.name, mend="Check the path and the rights on it."
        ) from error
    _refuse_other_kinds(path, start)
    marked = next((name for mark, name in MARKS if start.startswith(mark)), None) or _unmarked_utf16(start)
    digest, is_utf8 = _fingerprint(path)
    if marked:
        return FileFacts(path, digest, marked)
    if is_utf8:
        return FileFacts(path, digest, "utf-8")
    note = "The file is not UTF-8; it was read as Windows-1252 (Western European)."
    return FileFacts(path, digest, _single_byte_codec(path), (note,))


def _refuse_other_kinds(path: Path, start: bytes) -> None:
    if not start.strip():
        raise LoadError("the file is empty.", where=path.name, mend="Export it again.")
    kind = next((words for magic, words in NOT_CSV.items() if start.startswith(magic)), None)
    if kind is None and _is_binary(start):
        kind = "a binary file"
    if kind:
        raise LoadError(
            f"this is not a CSV ({kind}).", where=path.name, mend="Open it in its program, export it as CSV."
        )


def _is_binary(start: bytes) -> bool:
    """Whether NUL bytes stand where text has none: outside UTF-16, too many, or beside what is not UTF-8 either."""
    nuls = start.count(0)
    if not nuls or start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _unmarked_utf16(start):
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    return nuls > MOST_NULS * len(start) or not _decodes(decoder, start, final=False)


def _unmarked_utf16(start: bytes) -> str | None:
    """UTF-16 of mostly Western text: a NUL in every second byte, and hardly one between."""
    sample = start[:4096]
    few, many = len(sample) // 100, len(sample) // 4
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > many and even <= few:
        return "utf-16-le"
    return "utf-16-be" if even > many and odd <= few else None


def _fingerprint(path: Path) -> tuple[str, bool]:
    digest, decoder, is_utf8 = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), True
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
            is_utf8 = is_utf8 and _decodes(decoder, chunk, final=False)
    return digest.hexdigest(), is_utf8 and _decodes(decoder, b"", final=True)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _single_byte_codec(path: Path) -> str:
    """Windows-1252, or Latin-1 when a byte has no meaning in it."""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            try:
                chunk.decode("cp1252")
            except UnicodeDecodeError:
                return "latin-1"
    return "cp1252"
