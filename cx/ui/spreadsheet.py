"""Cells that a spreadsheet will not run."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|")


def cell(value: object) -> object:
    """A cell for CSV: text that a spreadsheet would run as a formula gets a quote before it; numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA):
        return f"'{value}"
    return value
