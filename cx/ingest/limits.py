"""How large a file may be. An operator sets other limits in the environment; nothing else knows these numbers."""

from __future__ import annotations

import os
from dataclasses import dataclass

from cx.errors import LoadError, UsageError

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """file_mb: a file as it arrives. unpacked_mb: what is inside an archive, all together. ratio: unpacked to packed.

    members: files in an archive, or sheets in a workbook. sheet_cells: the rectangle a sheet spans, empty cells too.
    workbook_text_mb: what stands in the cells of a workbook, a shared text as often as it stands there. line_bytes: a
    line as it stands in the file, whatever separates its cells.
    """

    file_mb: int = 4_096
    unpacked_mb: int = 8_192
    ratio: int = 250
    members: int = 200
    sheet_cells: int = 30_000_000
    workbook_text_mb: int = 2_000
    rows: int = 50_000_000
    columns: int = 2_000
    cell_characters: int = 8_000_000
    line_bytes: int = 32_000_000

    @property
    def unpacked_bytes(self) -> int:
        """unpacked_mb in bytes."""
        return self.unpacked_mb * MEGABYTE


ENVIRONMENT = {
    "CX_MAX_UPLOAD_MB": "file_mb",
    "CX_MAX_UNPACKED_MB": "unpacked_mb",
    "CX_MAX_ROWS": "rows",
    "CX_MAX_COLUMNS": "columns",
}
"""What an operator can set -> which limit it is."""
RATIO_FROM_BYTES = 50 * MEGABYTE
"""Small texts of one letter pack very well and harm nobody; from this size on the ratio counts."""


def limits() -> Limits:
    """The limits that hold now. Raises UsageError when one in the environment is no positive whole number."""
    return Limits(**{name: _positive(key) for key, name in ENVIRONMENT.items() if os.environ.get(key)})


def check_size(name: str, size: int) -> None:
    """Raise LoadError for a file of more bytes than may be loaded."""
    most = limits().file_mb
    if size > most * MEGABYTE:
        raise LoadError(
            f"the file has {size / MEGABYTE:,.0f} MB, and {most:,} MB are the limit.",
            where=name,
            mend="Split it, or let the operator raise CX_MAX_UPLOAD_MB.",
        )


def check_unpacked(name: str, unpacked: int, packed: int) -> None:
    """Raise LoadError when an archive unpacks to more than is allowed, or to suspiciously much for its size."""
    now = limits()
    if unpacked > now.unpacked_bytes:
        raise LoadError(
            f"it unpacks to more than {now.unpacked_mb:,} MB, which is the limit.",
            where=name,
            mend="Split it, or let the operator raise CX_MAX_UNPACKED_MB.",
        )
    if unpacked > RATIO_FROM_BYTES and unpacked > now.ratio * max(packed, 1):
        raise LoadError(
            f"it unpacks to more than {now.ratio} times its size; no table does that.",
            where=name,
            mend="Unpack it yourself and load the table that is inside.",
        )


def check_columns(name: str, count: int) -> None:
    """Raise LoadError for a table with more columns than may be loaded."""
    if count > limits().columns:
        raise LoadError(
            f"the table has {count:,} columns, and {limits().columns:,} are the limit.",
            where=name,
            mend="Export fewer columns, or let the operator raise CX_MAX_COLUMNS.",
        )


def check_rows(name: str, count: int) -> None:
    """Raise LoadError for a table with more rows than may be loaded."""
    if count > limits().rows:
        raise LoadError(
            f"the table has more than {limits().rows:,} rows, which is the limit.",
            where=name,
            mend="Split it, or let the operator raise CX_MAX_ROWS.",
        )


def _positive(key: str) -> int:
    text = os.environ[key].strip()
    if not text.isdecimal() or int(text) == 0:
        raise UsageError(f"{key} cannot be “{text}”.", mend="Give a positive whole number, or unset it.")
    return int(text)
