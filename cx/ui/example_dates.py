"""The ways a date may be written, shown on a date of the file with its month by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from cx.language import _, numbers

SHORT = re.compile(r"\s*(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2,4})\b")
CENTURY = 2000
TWO_DIGITS = 100


def date_orders(examples: Sequence[str] = ()) -> dict[str, str]:
    """How dates may be written -> in words, with what the first example that can be both would be."""
    words = {
        "dmy": _("day first (31/12/2025)"),
        "mdy": _("month first (12/31/2025)"),
        "ymd": _("year first (2025-12-31)"),
    }
    for example in examples:
        days, found = _both(example), SHORT.match(example)
        if days and found:
            written = found[0].strip()
            for order, day in zip(("dmy", "mdy"), days, strict=True):
                words[order] += " – " + _("{written} is {day}").format(written=written, day=numbers.day(day))
            break
    return words


def _both(example: str) -> tuple[date, date] | None:
    """A date read day first and month first, where these are two different days."""
    found = SHORT.match(example)
    if found is None or int(found[1]) == int(found[2]):
        return None
    year = int(found[3]) if int(found[3]) >= TWO_DIGITS else CENTURY + int(found[3])
    try:
        return date(year, int(found[2]), int(found[1])), date(year, int(found[1]), int(found[2]))
    except ValueError:
        return None
