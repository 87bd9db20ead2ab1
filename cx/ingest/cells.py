"""A text cell as SQL: trimmed, without a spreadsheet's apostrophe, and NULL where it stands for "no value"."""

from __future__ import annotations

from cx.ingest.vocabulary import vocabulary
from cx.model import Kind

BLANKS = " \t\r\n\u00a0\u202f\ufeff"
ENDS = f"^[{BLANKS}']|[{BLANKS}]$"
"""What a cell has at an end that is taken off."""
TEXT_KINDS = (Kind.LABEL, Kind.COMMENT)
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def named(text: str, name: str, sql: str) -> str:
    """SQL of an expression in which a name stands for another one: this is written, and worked out, only once."""
    return f"list_transform([{text}], lambda {name}: {sql})[1]"


def trimmed(cell: str) -> str:
    """SQL of a cell's text without outer blanks and without a spreadsheet's apostrophe before a number."""
    text = f"trim({cell}, {literal(BLANKS)})"
    apostrophe = f"regexp_replace({text}, '^''([-+0-9(=@])', '\\1')"
    bare = f"CASE WHEN starts_with({text}, '''') THEN {apostrophe} ELSE {text} END"
    # Few cells have anything at their ends, and to look is quicker than to trim.
    return f"CASE WHEN regexp_matches({cell}, {literal(ENDS)}) THEN {bare} ELSE {cell} END"


def value(cell: str, kind: Kind) -> str:
    """SQL of a cell's text, NULL where it stands for no value; labels and comments may say "none"."""
    words = vocabulary()
    missing = words.missing_any if kind in TEXT_KINDS else words.missing_any + words.missing_values
    listed = ", ".join(literal(word) for word in missing)
    return named(trimmed(cell), "cell", f"CASE WHEN lower(cell) IN ({listed}) THEN NULL ELSE cell END")
