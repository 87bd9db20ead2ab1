"""How large a file may be. An operator sets other limits in the environment; nothing else knows these numbers."""

from __future__ import annotations

import os
from dataclasses import dataclass

from cx.errors import LoadError, UsageError
from cx.language import _
from cx.language.numbers import count

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
            _("the file has {size} MB, and {most} MB are the limit.").format(
                size=count(round(size / MEGABYTE)), most=count(most)
            ),
            where=name,
            mend=_("Split it, or let the operator raise CX_MAX_UPLOAD_MB."),
        )


def check_unpacked(name: str, unpacked: int, packed: int) -> None:
    """Raise LoadError when an archive unpacks to more than is allowed, or to suspiciously much for its size."""
    now = limits()
    if unpacked > now.unpacked_bytes:
        raise LoadError(
            _("it unpacks to more than {unpacked_mb} MB, which is the limit.").format(
                unpacked_mb=count(now.unpacked_mb)
            ),
            where=name,
            mend=_("Split it, or let the operator raise CX_MAX_UNPACKED_MB."),
        )
    if unpacked > RATIO_FROM_BYTES and unpacked > now.ratio * max(packed, 1):
        raise LoadError(
            _("it unpacks to more than {ratio} times its size; no table does that.").format(ratio=now.ratio),
            where=name,
            mend=_("Unpack it yourself and load the table that is inside."),
        )


def check_columns(name: str, columns: int) -> None:
    """Raise LoadError for a table with more columns than may be loaded."""
    if columns > limits().columns:
        raise LoadError(
            _("the table has {n} columns, and {most} are the limit.").format(
                n=count(columns), most=count(limits().columns)
            ),
            where=name,
            mend=_("Export fewer columns, or let the operator raise CX_MAX_COLUMNS."),
        )


def check_rows(name: str, rows: int) -> None:
    """Raise LoadError for a table with more rows than may be loaded."""
    if rows > limits().rows:
        raise LoadError(
            _("the table has more than {rows} rows, which is the limit.").format(rows=count(limits().rows)),
            where=name,
            mend=_("Split it, or let the operator raise CX_MAX_ROWS."),
        )


def _positive(key: str) -> int:
    text = os.environ[key].strip()
    if not text.isdecimal() or int(text) == 0:
        raise UsageError(
            _("{key} cannot be “{text}”.").format(key=key, text=text),
            mend=_("Give a positive whole number, or unset it."),
        )
    return int(text)
