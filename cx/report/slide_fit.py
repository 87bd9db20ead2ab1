"""How much text fits a box of a slide. Nobody measures it for us, so letters are taken to be rather wide."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Container, Sequence

POINTS_PER_INCH = 72
WIDE, CAPITAL, DIGIT, OTHER = 1.05, 0.68, 0.6, 0.53
"""Widths of a letter as parts of its size: East Asian ones fill a square. Digits are as wide as in the widest typeface
that a program without PowerPoint's own takes instead: a figure must not break.
"""
SPARE = 1.05
"""Lines are broken between words, so that a little of each stays free."""
CELL = 0.12
"""What a cell of a table leaves free at its sides, in inches."""
LINE = 1.22
"""Height of a line as a part of the size of its letters."""


def width(text: str, size: float) -> float:
    """How wide a line is, in inches. size: of the letters, in points."""
    return sum(_part(letter) for letter in text) * size / POINTS_PER_INCH


def lines(text: str, size: float, room: float) -> int:
    """How many lines a text takes in a box of `room` inches; words that are cut take one more here and there."""
    return max(1, math.ceil(width(text, size) * SPARE / room))


def height(text: str, size: float, room: float) -> float:
    """How high a text stands in a box of `room` inches."""
    return lines(text, size, room) * size * LINE / POINTS_PER_INCH


def cut(text: str, size: float, room: float, most: int = 1) -> str:
    """The text, shortened with an ellipsis when it would take more than `most` lines."""
    if lines(text, size, room) <= most:
        return text
    left = most * room / SPARE - width("…", size)
    for place, letter in enumerate(text):
        left -= width(letter, size)
        if left < 0:
            return text[:place].rstrip() + "…"
    return text


def columns(rows: Sequence[Sequence[str]], figures: frozenset[int], size: float, room: float) -> list[float]:
    """Widths of the columns of a table, in inches: figures are shown whole, words share what is left."""
    needed = [max(width(row[n], size) for row in rows) * SPARE + CELL for n in range(len(rows[0]))]
    words = [n for n in range(len(needed)) if n not in figures]
    left = room - sum(needed[n] for n in figures)
    wanted = sum(needed[n] for n in words)
    if not words or left <= 0:
        return [part * room / sum(needed) for part in needed]
    return [needed[n] if n in figures else needed[n] * left / wanted for n in range(len(needed))]


def pages(
    paragraphs: Sequence[tuple[str, float]], room: float, high: float, leading: Container[int] = ()
) -> list[range]:
    """Which paragraphs (text and size) stand together on one page, in their order.

    leading: numbers of those that say what follows, so that no page ends with one.
    """
    needed = [height(text, size, room) + size / 2 / POINTS_PER_INCH for text, size in paragraphs]
    found, begin = [], 0
    for number in range(len(paragraphs)):
        if number > begin and sum(needed[begin : number + 1]) > high:
            end = number
            while end - 1 > begin and end - 1 in leading:
                end -= 1
            found.append(range(begin, end))
            begin = end
    return [*found, range(begin, len(paragraphs))] if paragraphs else found


def _part(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return WIDE
    if letter.isdigit():
        return DIGIT
    return CAPITAL if letter.isupper() or letter in "mwMW%@€" else OTHER
