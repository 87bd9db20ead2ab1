"""Excel workbooks: the sheets that hold something, as rows of text; dates as ISO text, numbers as they are."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from cx.errors import LoadError
from cx.ingest.containers.spread import check_spread
from cx.ingest.limits import limits
from cx.language import _

MAGIC = "CXSHEET1"

Row = tuple[int, list[str]]
"""Row number as the workbook counts, and the cells."""


def sheets(path: Path) -> list[str]:
    """The names of the sheets that hold a cell. Raises LoadError when it is damaged, too large or holds none."""
    book = _opened(path)
    names = [
        sheet.name for sheet in book.sheets_metadata if "WorkSheet" in str(sheet.typ) and _height(book, sheet.name)
    ]
    if not names:
        raise LoadError(_("the workbook has no sheet with cells."), where=path.name, mend=_("Export it again."))
    if len(names) > limits().members:
        raise LoadError(
            _("the workbook has {names} sheets, and {members} are the limit.").format(
                names=len(names), members=limits().members
            ),
            where=path.name,
            mend=_("Save the sheets that matter into a workbook of their own."),
        )
    return names


def rows(path: Path, sheet: str) -> Iterator[Row]:
    """The rows of a sheet that hold a cell; formulas as the values stored with them, error cells as empty ones."""
    for number, cells in enumerate(_sheet(_opened(path), sheet, path.name).iter_rows(), start=1):
        texts = [as_text(cell) for cell in cells]
        if any(texts):
            yield number, texts


def write_sheet(path: Path, sheet: str, target: Path) -> None:
    """One sheet as a file of its own: a line of JSON for every row, [row number, cells]."""
    with target.open("w", encoding="utf-8") as out:
        out.write(MAGIC + "\n")
        for number, cells in rows(path, sheet):
            out.write(json.dumps([number, cells], ensure_ascii=False) + "\n")


def read_sheet(path: Path) -> Iterator[Row]:
    """The rows of a file that write_sheet made. Raises LoadError when it is another one."""
    try:
        with path.open(encoding="utf-8") as stream:
            next(stream)
            for line in stream:
                number, cells = json.loads(line)
                yield int(number), [str(cell) for cell in cells]
    except (ValueError, TypeError, RecursionError) as error:
        raise LoadError(
            _("the file of a sheet is damaged."), where=path.name, mend=_("Load the workbook itself again.")
        ) from error


def as_text(value: object) -> str:
    """A cell's value as text: 1.0 as "1", a time span as hours, minutes and seconds."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, datetime.timedelta):
        seconds = round(value.total_seconds())
        sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value)


def _opened(path: Path) -> CalamineWorkbook:
    check_spread(path)
    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable(path.name) from error


def _height(book: CalamineWorkbook, name: str) -> int:
    try:
        return int(book.get_sheet_by_name(name).height)
    except (CalamineError, ValueError):
        return 0


def _sheet(book: CalamineWorkbook, name: str, file_name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    try:
        return book.get_sheet_by_name(name)
    except (CalamineError, ValueError) as error:
        raise _unreadable(file_name) from error


def _unreadable(name: str) -> LoadError:
    return LoadError(
        _("the workbook is damaged or protected by a password."),
        where=name,
        mend=_("Save it again without a password."),
    )
