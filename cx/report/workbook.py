"""Tables as an Excel workbook: numbers and dates are what they are, and a sheet says what they are figures of."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

from cx.language.spreadsheet import cell

ABOUT_WIDTHS = (24, 100)
NARROWEST, WIDEST = 8, 60
LONGEST_NAME = 31
"""Of a sheet, in letters."""
FORMATS = {"share": "0.0%", "points": "+0.0;-0.0;0.0", "money": "#,##0.00", "count": "#,##0", "days": "0.0"}
"""Unit -> how a sheet writes it."""
SAME_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - the file has no time zone
"""A workbook tells when it was made; the same figures are to be the same file."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. units: of each column, empty where it has none."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    units: Sequence[str] = ()


def workbook(sheets: Sequence[Sheet], about: Sequence[tuple[str, str]], about_name: str) -> bytes:
    """A workbook of tables. about: what they are figures of, label and text, for a sheet called `about_name`."""
    made = io.BytesIO()
    # Text stays text: no cell is read as a formula, a link or a number.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"created": SAME_DAY})
        for sheet in sheets:
            _table(book, sheet)
        _about(book, about, about_name)
    return made.getvalue()


def _table(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name[:LONGEST_NAME])
    head = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    units = [*sheet.units, *[""] * (len(sheet.columns) - len(sheet.units))]
    forms = [book.add_format({"num_format": FORMATS.get(unit, "General")}) for unit in units]
    for n, name in enumerate(sheet.columns):
        page.write_string(0, n, str(cell(name)), head)
    for r, row in enumerate(sheet.rows, start=1):
        for n, value in enumerate(row):
            _write(page, r, n, value, day if isinstance(value, date) else forms[n])
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), max(len(sheet.columns) - 1, 0))
    for n, wide in enumerate(_widths(sheet)):
        page.set_column(n, n, wide)


def _write(page: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object, form: object) -> None:
    """One cell; what is missing stays empty."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, date):
        page.write_datetime(row, column, value, form)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        page.write_string(row, column, str(cell(str(value))))
    else:
        page.write_number(row, column, value, form)


def _widths(sheet: Sheet) -> Iterator[int]:
    for n, name in enumerate(sheet.columns):
        longest = max((len(str(row[n])) for row in sheet.rows if row[n] is not None), default=0)
        yield min(max(len(name), longest, NARROWEST) + 2, WIDEST)


def _about(book: xlsxwriter.Workbook, about: Sequence[tuple[str, str]], name: str) -> None:
    page = book.add_worksheet(name[:LONGEST_NAME])
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for n, wide in enumerate(ABOUT_WIDTHS):
        page.set_column(n, n, wide)
    for r, (label, text) in enumerate(about):
        page.write_string(r, 0, str(cell(label)), bold)
        page.write_string(r, 1, str(cell(text)), wrapped)
