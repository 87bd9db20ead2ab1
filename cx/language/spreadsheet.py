"""Cells that a spreadsheet will not run."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "|", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a formula begins with, also in the full width that East Asian keyboards give."""
BREAKS = ("\t", "\r", "\n")


def cell(value: object) -> object:
    """A cell for CSV: text that a spreadsheet would run as a formula gets a quote before it; numbers stay numbers."""
    if isinstance(value, str) and (value.startswith(BREAKS) or value.lstrip().startswith(FORMULA)):
        return f"'{value}"
    return value
