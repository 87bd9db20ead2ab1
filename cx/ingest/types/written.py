"""How numbers are written: digits, marks, signs, brackets and units; and the SQL that makes a number of such a text."""

# ruff: noqa: RUF001 - signs and letters of other scripts are what this file is about
from __future__ import annotations

from collections.abc import Collection

from cx.ingest.cells import literal, named
from cx.ingest.types.currency_signs import KNOWN, parts_of

MARKS = {"point": (".", ","), "comma": (",", ".")}
"""Name -> decimal mark and the mark that groups thousands."""
MINUS = r"\-−–"
BARE = rf"[0-9.,()+'’ {MINUS}\x{{A0}}\x{{202F}}\x{{2009}}]+"
"""What a number itself is written with."""
SIGNS = rf"[+{MINUS}]?"
BLANK = r"[ \x{A0}\x{202F}\x{2009}]"
GROUPED = (
    r"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:[{group} \x{{A0}}\x{{202F}}\x{{2009}}'’][0-9]{{2,3}})*"
    r"[{group} \x{{A0}}\x{{202F}}\x{{2009}}'’][0-9]{{3}})"
)
MINUTES = frozenset(("MIN", "MINS", "MINUTE", "MINUTES", "MINUTEN", "MINUTOS", "MINUTY", "MINUT", "分"))
PIECES = frozenset(("X", "×", "PCS", "PC", "STK", "STÜCK", "UDS", "SZT", "個", "点"))
UNITS_AT_MOST = 200
"""Of more different units beside the numbers of a column, the commonest are looked at."""
FROM, TO = "０１２３４５６７８９．，－＋％（）", "0123456789.,-+%()"
"""Full-width signs of Japanese forms, and what they are read as."""
NO_NUMBER = ("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "-∞", "nan", "+nan", "-nan")
"""What programs write where a calculation gave no number, in lower case."""
ERRORS = ("#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!", "#n/a", "#nv", "#wert!", "#bezug!")
"""What a spreadsheet shows where a formula failed, in lower case."""


def is_ascii(text: str) -> str:
    """SQL of whether a text has no letter beyond ASCII: each takes one byte."""
    return f"strlen({text}) = length({text})"


def unit_text(text: str) -> str:
    """SQL of what stands beside the digits of a number, in upper case; '' when nothing does."""
    return f"upper(regexp_replace({text}, {literal(BARE)}, '', 'g'))"


def units(found: Collection[str], field: str, *, money: bool) -> str:
    """The regular expression of those units of a column that may stand beside a number of this field; "" for none."""
    known = KNOWN if money else MINUTES if field.endswith("_minutes") else PIECES
    words = sorted({part for unit in found for part in parts_of(unit, known)}, key=lambda word: (-len(word), word))
    escaped = [word.replace("$", r"\$") + (r"\.?" if word.isalpha() else "") for word in words]
    return f"(?i:{'|'.join(escaped)})" if escaped else ""


def ordinary(text: str) -> str:
    """SQL of a number's text with ordinary digits, NULL where it says that there is no number."""
    words = ", ".join(literal(word) for word in (*NO_NUMBER, *ERRORS))
    usual = f"regexp_matches(v, '^[ -~]*[0-9]') AND NOT regexp_matches(v, {literal(f'[{FROM}]')})"
    digits = f"translate(v, {literal(FROM)}, {literal(TO)})"
    return named(
        text, "v", f"CASE WHEN v IS NULL OR lower(v) IN ({words}) THEN NULL WHEN {usual} THEN v ELSE {digits} END"
    )


def scientific(mark: str) -> str:
    """The regular expression of a number like 1.5E+03."""
    return rf"^[-+]?[0-9]+(?:\{MARKS[mark][0]}[0-9]+)?[eE][-+]?[0-9]+$"


def form(mark: str, unit: str) -> str:
    """The regular expression of a number with this decimal mark and unit."""
    decimal, group = MARKS[mark]
    grouped = GROUPED.format(group=f"\\{group}")
    digits = rf"(?:{grouped}(?:\{decimal}[0-9]*)?|\{decimal}[0-9]+)"
    blanks, beside = rf"{BLANK}*", rf"{unit}?{BLANK}*" if unit else ""
    return (
        rf"^\(?{SIGNS}{blanks}{beside}{SIGNS}{blanks}{digits}"
        rf"(?:{blanks}[{MINUS}])?{blanks}{beside}\)?[{MINUS}]?$"
    )


def number_sql(text: str, mark: str, sql_type: str, unit: str) -> str:
    """SQL of the number in a text: signs, brackets, units and thousands marks taken off; NULL when it is none."""
    decimal, _group = MARKS[mark]
    # The unit goes first: the point of "kr." is no decimal mark.
    without = f"regexp_replace({text}, {literal(unit)}, '', 'g')" if unit else text
    bare = f"regexp_replace({without}, '[^0-9{decimal}]', '', 'g')"
    size = f"TRY_CAST(replace({bare}, '{decimal}', '.') AS {sql_type})"
    negative = rf"regexp_matches({text}, '^\(|^[^0-9]*[{MINUS}]|[{MINUS}][^0-9]*$')"
    plain = f"CAST(CASE WHEN {negative} THEN -1 ELSE 1 END * {size} AS {sql_type})"
    return (
        f"CASE WHEN regexp_matches({text}, {literal(form(mark, unit))}) THEN {plain} "
        f"WHEN regexp_matches({text}, {literal(scientific(mark))}) "
        f"THEN TRY_CAST(replace({text}, '{decimal}', '.') AS {sql_type}) END"
    )
