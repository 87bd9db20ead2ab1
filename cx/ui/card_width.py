"""How narrow a card may be before its title or its change is cut: what is longer than a line ends in dots."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

NARROWEST = 172
"""Pixels below which a card would break its figure: the grid then takes a column less."""
BESIDE = 52
"""Pixels of a card that its title cannot have: the border, the padding and the question mark."""
BESIDE_CHANGE = 66
"""Pixels that the change and its direction cannot have: the same, and the arrow in its frame."""
NARROW_LETTERS = frozenset(" ,.:;-/()ijfltrIJł")
WIDE_LETTERS = frozenset("mwMW")
PIXELS = {"narrow": 4.0, "usual": 7.2, "wide": 11.0, "square": 14.0}
"""What letters take in the size of a title, which is that of a change; square ones are those of Japanese."""


def narrowest(titles: Iterable[str], changes: Iterable[str] = ()) -> int:
    """The width in pixels at which the longest of these titles and changes (with direction) are still shown whole."""
    return max(
        [
            NARROWEST,
            *(round(BESIDE + sum(map(_pixels, title))) for title in titles),
            *(round(BESIDE_CHANGE + sum(map(_pixels, change))) for change in changes),
        ]
    )


def _pixels(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return PIXELS["square"]
    if letter in NARROW_LETTERS:
        return PIXELS["narrow"]
    return PIXELS["wide" if letter in WIDE_LETTERS else "usual"]
