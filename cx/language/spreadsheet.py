"""Cells that a spreadsheet will not run."""

from __future__ import annotations

import re

FORMULA = "=+\\-@|\uff1d\uff0b\uff0d\uff20\u2212"
"""What a formula begins with, also in the full width that East Asian keyboards give."""
UNSEEN = "\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad"
"""What may stand before it without being seen."""
BEGINS = re.compile(f"[\t\r\n]|[{UNSEEN}]*[\"']?[{UNSEEN}]*[{FORMULA}]")
SPLIT_AGAIN = re.compile(f"([;\t\r\n])([{UNSEEN}\"']*[{FORMULA}])")
"""Where a spreadsheet of a country that separates by other marks would begin a cell of its own."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Characters that no sheet can hold and a terminal would obey."""


def cell(value: object) -> object:
    """A cell for CSV: text that a spreadsheet would run as a formula gets a quote before it; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = SPLIT_AGAIN.sub(r"\1'\2", CONTROL.sub("", value))
    return f"'{text}" if BEGINS.match(text) else text
