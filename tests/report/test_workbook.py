"""Workbooks: numbers and dates are what they are, and no cell is a formula."""

import io
import math
from datetime import date

import openpyxl

from cx.report.workbook import Sheet, workbook

SHEET = Sheet(
    "Figures",
    ("period", "split", "value", "n"),
    ((date(2026, 3, 1), "=1+1", 0.346, 120), (date(2026, 4, 1), "https://a.b", None, 3), (None, "0012", math.nan, 4)),
    ("", "", "share", "count"),
)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_cells_are_typed_and_text_stays_text():
    book = opened(workbook([SHEET], [("Link", "?period=all"), ("Note", "=cmd")], "About"))
    rows = [tuple(getattr(value, "date", lambda v=value: v)() for value in row) for row in book["Figures"].values]
    assert rows[0] == ("period", "split", "value", "n")
    assert rows[1] == (date(2026, 3, 1), "'=1+1", 0.346, 120)
    assert rows[2] == (date(2026, 4, 1), "https://a.b", None, 3)
    assert rows[3] == (None, "0012", None, 4)
    assert book["Figures"]["C2"].number_format == "0.0%" and book["Figures"]["A2"].number_format == "yyyy-mm-dd"
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in book["Figures"].rows for cell in row)
    assert list(book["About"].values) == [("Link", "?period=all"), ("Note", "'=cmd")]


def test_the_same_figures_are_the_same_file():
    assert workbook([SHEET], [], "About") == workbook([SHEET], [], "About")
