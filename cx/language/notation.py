"""How the language spoken writes numbers, amounts and dates: its signs, groups, short forms and order of a date."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache, wraps
from typing import Any, Concatenate, ParamSpec

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    get_decimal_symbol,
)

from cx.language.text import SOURCE, language

MINUS = "−"
OWN_ORDER = {"yMMMd": "d MMM yyyy", "MMMd": "d MMM", "yM": "MMM yy", "yMd": "dd MMM yy"}
"""Parts of a date -> how English writes them here: the day first, as in the rest of Europe, and months by name."""
DIGITS = re.compile(r"0\.0+")
KEPT_NUMBERS = 8192
"""Numbers are written anew for each look at a page, mostly the same ones: so many of each way of writing are kept."""
P = ParamSpec("P")


def _kept(write: Callable[Concatenate[float, P], str]) -> Callable[Concatenate[float, P], str]:
    """A way of writing numbers that remembers, by language, what it has written lately."""

    def fresh(_code: str, *given: Any, **named: Any) -> str:
        return write(*given, **named)

    once: Callable[..., str] = lru_cache(KEPT_NUMBERS)(fresh)

    @wraps(write)
    def written(value: float, /, *given: P.args, **named: P.kwargs) -> str:
        # Minus zero is the same number to a memory: whoever came first would decide how both are written.
        return once(language(), value + 0.0, *given, **named)

    return written


@_kept
def decimal(value: float, digits: int) -> str:
    """A number with exactly so many decimals and its thousands marked."""
    places = f".{'0' * digits}" if digits else ""
    return _with_minus(format_decimal(unsigned_zero(value, digits), f"#,##0{places}", locale=language()))


def percent(number: str) -> str:
    """A written number as per cent, `34.6%`."""
    return str(_spoken().percent_formats[None].pattern).replace("#,##0", number)


@_kept
def amount(value: float, currency: str, digits: int | None = None) -> str:
    """Money with the decimals that its currency has, or with exactly so many."""
    if digits is None:
        return _with_minus(format_currency(value, currency, locale=language()))
    pattern = DIGITS.sub(f"0.{'0' * digits}", _spoken().currency_formats["standard"].pattern)
    return _with_minus(format_currency(value, currency, pattern, locale=language(), currency_digits=False))


@_kept
def short(value: float, currency: str | None, digits: int) -> str:
    """A number, or money, in its short form with at most so many decimals: `1.24M`, `1,24 mln`, `124万`."""
    whole = len(f"{abs(value):.0f}")
    if whole > 3 and not left_out(whole - 1):
        return _in_full(value, currency, digits)
    if not currency:
        return _with_minus(format_compact_decimal(value, locale=language(), fraction_digits=digits))
    return _with_minus(format_compact_currency(value, currency.upper(), locale=language(), fraction_digits=digits))


def left_out(magnitude: int) -> int:
    """The power of ten that the short form of a number with this one leaves out: of a million 6 in English, 4 in
    Japanese, which counts in ten thousands.
    """
    return _left_out(language(), magnitude)


def with_decimals(text: str, digits: int) -> str:
    """A written number with exactly so many decimals; the short form leaves zeros at the end out."""
    if not digits:
        return text
    sign = get_decimal_symbol(language())
    last = rf"\d+({re.escape(sign)}\d+)?(?=\D*$)"
    return re.sub(last, lambda found: f"{float(found[0].replace(sign, '.')):.{digits}f}".replace(".", sign), text)


def trimmed(text: str) -> str:
    """A written number without zeros behind its last decimal."""
    sign = get_decimal_symbol(language())
    return text.rstrip("0").rstrip(sign) if sign in text else text


def dated(day: date, parts: str) -> str:
    """Some parts of a date in the order of the language. parts: a skeleton of CLDR, such as yMMMd."""
    if language() == SOURCE and parts in OWN_ORDER:
        return format_date(day, OWN_ORDER[parts], locale=SOURCE)
    return format_skeleton(parts, day, locale=language())


def unsigned_zero(value: float, digits: int) -> float:
    """A rounded number that is never minus zero."""
    rounded = round(value, digits)
    return 0.0 if rounded == 0 else rounded


def _in_full(value: float, currency: str | None, digits: int) -> str:
    """A number of thousands in a language whose short forms begin further up."""
    places = f".{'#' * digits}" if digits else ""
    if not currency:
        return _with_minus(format_decimal(value, f"#,##0{places}", locale=language()))
    pattern = DIGITS.sub(f"0{places}", _spoken().currency_formats["standard"].pattern)
    return _with_minus(format_currency(value, currency.upper(), pattern, locale=language(), currency_digits=False))


@cache
def _left_out(code: str, magnitude: int) -> int:
    forms = Locale.parse(code).compact_decimal_formats["short"]["other"]
    known = min(magnitude, max(len(step) for step in forms) - 1)
    form = forms.get(f"1{'0' * known}")
    zeros = form.pattern.count("0") if form else 1
    # A form without a word, a bare 0, stands for the number itself.
    return known + 1 - zeros if form and form.pattern.strip("0") else 0


def _spoken() -> Locale:
    return Locale.parse(language())


def _with_minus(text: str) -> str:
    """The sign people read, which is as wide as a plus and is not taken for a hyphen."""
    return str(text).replace("-", MINUS)
