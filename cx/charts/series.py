"""How the series of one chart are told apart: by colour, dash and marker at once, so that none of them is alone."""

from __future__ import annotations

from dataclasses import dataclass

from cx.charts.theme import Look

DASHES = ("solid", "dash", "dashdot", "longdash", "longdashdot", "8px,2px,2px,2px,2px,2px")
"""Dots are left to what is only shown for comparison."""
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "star")


@dataclass(frozen=True, slots=True)
class Style:
    """What one series is drawn in."""

    colour: str
    dash: str
    symbol: str

    @property
    def hollow(self) -> str:
        """The marker of what is not a whole period or not settled."""
        return f"{self.symbol}-open"


def style(number: int, look: Look) -> Style:
    """The looks of the series of that number, the first is 0."""
    colours = look.tokens.categorical
    return Style(colours[number % len(colours)], DASHES[number % len(DASHES)], SYMBOLS[number % len(SYMBOLS)])
