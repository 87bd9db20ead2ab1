"""A text cell as SQL: trimmed, without a spreadsheet's apostrophe, and NULL where it stands for "no value"."""

from __future__ import annotations

from cx.ingest.vocabulary import vocabulary
from cx.model import Kind

BLANKS = " \t\r\n\u00a0\u202f\ufeff"
TEXT_KINDS = (Kind.LABEL, Kind.COMMENT)
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def trimmed(cell: str) -> str:
    """SQL of a cell's text without outer blanks and without a spreadsheet's apostrophe before a number."""
    text = f"trim({cell}, {literal(BLANKS)})"
    return f"CASE WHEN starts_with({text}, '''') THEN regexp_replace({text}, '^''([-+0-9(=@])', '\\1') ELSE {text} END"


def value(cell: str, kind: Kind) -> str:
    """SQL of a cell's text, NULL where it stands for no value; labels and comments may say "none"."""
    words = vocabulary()
    missing = words.missing_any if kind in TEXT_KINDS else words.missing_any + words.missing_values
    listed = ", ".join(literal(word) for word in missing)
    text = trimmed(cell)
    return f"CASE WHEN lower({text}) IN ({listed}) THEN NULL ELSE {text} END"
