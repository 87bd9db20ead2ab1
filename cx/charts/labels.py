"""Labels beside dots that do not lie on each other: placed for a phone, where there is least room."""

from __future__ import annotations

from collections.abc import Sequence

NARROW_WIDTH, NARROW_HEIGHT = 270.0, 360.0
"""Pixels of a plot on a phone: labels that do not meet there meet nowhere."""
LETTER, LINE = 7.2, 18.0
"""Pixels a letter takes and a line is high."""
BREAK = "<br>"
DOT = 5.5
"""Half the size of a dot."""
AWAY: dict[bool, float] = {True: 6.0, False: 9.0}
"""How far a label stands away from the middle of its dot: less where it stands aslant."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in pixels."""
Side = tuple[int, int]
"""Where a label stands beside its dot: -1, 0 or 1 to the right, and above."""

SIDES: tuple[Side, ...] = ((1, 1), (-1, 1), (1, -1), (-1, -1), (0, 1), (0, -1), (1, 0), (-1, 0))
"""The best first: between the arms of the cross that a dot's intervals make."""


def placed(texts: Sequence[str], dots: Sequence[tuple[float, float]], reserved: Sequence[Box] = ()) -> list[Side]:
    """A side for each label, so that it meets other labels, dots and what is reserved as little as can be.

    dots: (x, y) in pixels of the narrow plot, from its lower left corner. The first texts choose first.
    """
    taken: list[Box] = [(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in dots]
    taken += reserved
    result = []
    for text, dot in zip(texts, dots, strict=True):
        boxes = [label_box(text, dot, side) for side in SIDES]
        best = min(range(len(SIDES)), key=lambda i: (_meets(boxes[i], taken), i))
        taken.append(boxes[best])
        result.append(SIDES[best])
    return result


def label_box(text: str, dot: tuple[float, float], side: Side) -> Box:
    """The room a label takes on one side of its dot; its lines are parted by BREAK."""
    lines, (right, above), away = text.split(BREAK), side, shift(side)
    width, height = LETTER * max(map(len, lines)), LINE * len(lines)
    left = dot[0] + away * right - width * (0.5 - 0.5 * right)
    bottom = dot[1] + away * above - height * (0.5 - 0.5 * above)
    return left, bottom, left + width, bottom + height


def shift(side: Side) -> float:
    """By how many pixels a label is moved towards its side."""
    return AWAY[0 not in side]


def corner_box(text: str, corner: tuple[float, float]) -> Box:
    """The room of a text in a corner of the plot: (0, 1) is the upper left one."""
    left = corner[0] * (NARROW_WIDTH - LETTER * len(text))
    bottom = corner[1] * (NARROW_HEIGHT - LINE)
    return left, bottom, left + LETTER * len(text), bottom + LINE


def _meets(box: Box, taken: Sequence[Box]) -> float:
    """The area a label shares with what is there; what lies outside the plot counts as well."""
    shared = sum(_overlap(box[0], box[2], o[0], o[2]) * _overlap(box[1], box[3], o[1], o[3]) for o in taken)
    beside = max(0.0, -box[0]) + max(0.0, box[2] - NARROW_WIDTH)
    beyond = max(0.0, -box[1]) + max(0.0, box[3] - NARROW_HEIGHT)
    return shared + LINE * beside + NARROW_WIDTH * beyond


def _overlap(low: float, high: float, other_low: float, other_high: float) -> float:
    return max(0.0, min(high, other_high) - max(low, other_low))
