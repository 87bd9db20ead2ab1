"""Shapes of dates: a text with a 9 for every digit says where its year, month, day, clock and offset stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from cx.ingest.types.months import is_weekday, month_of

Slice = tuple[int, int]
"""Where digits stand in the text: first character (from 1) and length."""

WORD = r"[^\W\d_]+(?:-feira)?"
NTH = r"(?:st|nd|rd|th|er|º|ª|\.)?"
OF = r"(?:[ ]*(?:de|del|of)[ ])?"
YEAR = r"(?P<y>9999|99)(?!9)"
DAYS = (
    r"(?P<y>9999)(?P<s>[-/.])[ ]?(?P<m>99?)(?P=s)[ ]?(?P<d>99?)(?!9)\.?",
    r"(?P<y>9999)[ ]?年[ ]?(?P<m>99?)[ ]?月[ ]?(?P<d>99?)[ ]?日",
    r"(?P<y>9999)(?P<m>99)(?P<d>99)(?!9)",
    r"(?P<y>9999)(?P<m>99)(?P<d>99)(?=9999(?:99)?$)",
    r"(?P<a>99?)(?P<s>[-/.])[ ]?(?P<b>99?)(?P=s)[ ]?(?P<c>9999|99)(?!9)",
    rf"(?P<d>99?){NTH}[ ./-]*{OF}[ ]*(?P<w>{WORD})\.?,?[ ./-]*{OF}[ ]*'?{YEAR}",
    rf"(?P<w>{WORD})\.?[ /-]*(?P<d>99?){NTH},?[ /-]+(?P<y>9999)(?!9)",
    rf"(?P<y>9999)[ /-](?P<w>{WORD})\.?[ /-](?P<d>99?)(?!9)",
)
"""Year first, Japanese, compact (alone, and with a clock behind), short, day and month name, month name and day."""
BETWEEN = r"(?:[ ]*(?:\((?:" + WORD + r")\)|t|,|at|um|à|o|às|a las|kl\.?)?[ ]*)"
HALF = r"(?P<half>[ap]\.?[ ]?m\b\.?|午前|午後|上午|下午)"
BEFORE = HALF.replace("half", "before")
CLOCK = (
    r"(?P<h>99?)(?:[:h]|\.(?=99))(?P<mi>99)(?:[:.](?P<se>99)(?:[.,](?P<f>9+))?)?",
    r"(?P<h>99?)[ ]?時(?:[ ]?(?P<mi>99?)[ ]?分(?:[ ]?(?P<se>99?)[ ]?秒)?)?",
    r"(?P<h>99)(?P<mi>99)(?P<se>99)?(?!9)",
    r"(?P<h>99?)(?=[ ]?[ap]\.?[ ]?m)",
)
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "cet": 60, "mez": 60, "west": 60, "cest": 120, "mesz": 120, "eet": 120,
    "eest": 180, "msk": 180, "jst": 540, "est": -300, "edt": -240, "cdt": -300, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
"""Names of offsets that mean one offset everywhere -> its minutes; others, as CST or IST, are not believed."""
_NAMES = "|".join(sorted(ZONES, key=len, reverse=True))
OFFSET = rf"(?:(?P<zone>{_NAMES})(?![a-z]))?[ ]?(?:(?P<sign>[+−-])(?P<oh>99?)(?::?(?P<om>99))?)?"
TAIL = r"(?:[ ]*(?:uhr|hrs?|\([^)]*\)))?[ ]*$"
_DAYS = tuple(re.compile(form) for form in DAYS)
_CLOCKS = tuple(
    re.compile(rf"{BETWEEN}(?:{BEFORE}[ ]?)?{clock}(?:[ ]?{HALF})?(?:[ ]?(?:uhr|hrs?))?[ ]*{OFFSET}{TAIL}")
    for clock in CLOCK
)
_ENDING = re.compile(rf"(?:[ ]*\({WORD}\))?[ ]*t?$")
_WEEKDAY = re.compile(rf"(?P<w>{WORD})\.?,?[ ]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a time stand. day: year, month and day; the month is given itself where it is named.

    short: the three parts of a date whose order the shape does not tell. half: "a" or "p". moved: whether there is an
    offset; minutes: the offset that its name says, else 0; sign, offset: the offset written in digits.
    """

    day: tuple[Slice | int, ...] = ()
    short: tuple[Slice, Slice, Slice] | None = None
    hour: Slice | None = None
    minute: Slice | None = None
    second: Slice | None = None
    fraction: Slice | None = None
    half: str = ""
    moved: bool = False
    minutes: int = 0
    sign: str = ""
    offset: tuple[Slice, Slice | None] | None = None


def layout(shape: str) -> Layout | None:
    """Where the parts of a time of this shape (lower case, 9 for every digit) stand; None for what is no time."""
    before = _WEEKDAY.match(shape)
    starts = (0, before.end()) if before and is_weekday(before["w"]) else (0,)
    return next((found for start in starts if (found := _from(shape, start))), None)


def _from(shape: str, start: int) -> Layout | None:
    for form in _DAYS:
        found = form.match(shape, start)
        day = found and _day(found)
        if found and day:
            if _ENDING.match(shape, found.end()):
                return Layout(**day)
            for clock in _CLOCKS:
                if time := clock.match(shape, found.end()):
                    return Layout(**day, **_clock(time))
    return None


def _day(found: re.Match[str]) -> dict[str, Any] | None:
    groups = found.groupdict()
    if groups.get("a"):
        return {"short": (_slice(found, "a"), _slice(found, "b"), _slice(found, "c"))}
    month = month_of(groups["w"]) if groups.get("w") else _slice(found, "m")
    if month is None:
        return None
    return {"day": (_slice(found, "y"), month, _slice(found, "d"))}


def _clock(found: re.Match[str]) -> dict[str, Any]:
    """The parts of the clock and the offset."""
    groups = found.groupdict()
    half = groups.get("half") or groups.get("before") or ""
    places = {name: _slice(found, key) for name, key in PLACES.items() if groups.get(key)}
    offset = None
    if groups["sign"]:
        offset = (_slice(found, "oh"), _slice(found, "om") if groups["om"] else None)
    return {
        **places,
        "half": ("p" if half[0] in "p下" or half == "午後" else "a") if half else "",
        "moved": bool(groups["zone"] or groups["sign"]),
        "minutes": ZONES[groups["zone"]] if groups["zone"] else 0,
        "sign": groups["sign"] or "",
        "offset": offset,
    }


PLACES = {"hour": "h", "minute": "mi", "second": "se", "fraction": "f"}


def _slice(found: re.Match[str], group: str) -> Slice:
    return found.start(group) + 1, found.end(group) - found.start(group)
