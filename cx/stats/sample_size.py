"""How many answers an interval of a wanted width takes."""

from __future__ import annotations

import math

from cx.stats.critical_values import critical_z
from cx.stats.estimate import CONFIDENCE


def answers_needed(variance: float, half_width: float, confidence: float = CONFIDENCE) -> int:
    """How many independent answers make an average as sure as +- half_width.

    Formula: variance (z / half_width)^2, rounded up; both in the unit of one answer. variance: of one answer, known or
    planned for: p (1 - p) of a share, p + d - (p - d)^2 of an NPS on -1..1. At least 1. Raises ValueError unless
    variance >= 0 and half_width > 0. Source: Cochran (1977), Sampling Techniques, 3rd ed., eq. 4.2.
    """
    if variance < 0.0 or half_width <= 0.0:
        raise ValueError(f"variance == {variance}, half_width == {half_width}, must be >= 0 and > 0")
    return max(1, math.ceil(variance * (critical_z(confidence) / half_width) ** 2))


def for_share(planned: float, width: float, confidence: float = CONFIDENCE) -> int:
    """How many answers make the interval of a share as narrow as `width` from end to end.

    planned: the share expected, 0.5 when nothing is known. Kept for published sample sizes: the product plans from the
    variance seen (`answers_needed`). Raises ValueError unless 0 <= planned <= 1 and width > 0.
    """
    if not 0.0 <= planned <= 1.0:
        raise ValueError(f"planned == {planned}, must be between 0 and 1")
    return answers_needed(planned * (1.0 - planned), width / 2.0, confidence)
