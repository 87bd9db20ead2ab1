"""Verdicts of an answer's tests: corrected for how many looks were taken at once, in one place for all metrics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cx.metrics.base import Row
from cx.stats.comparison import verdicts
from cx.stats.multiple import benjamini_hochberg

Tested = tuple[Row, float | None]
"""A row and the p value of no difference; None when there was nothing to test or too little to test it with."""


def judged(tested: Iterable[Tested]) -> list[Row]:
    """Which of these findings would stand, given that all of them were looked at?

    Formula: Benjamini-Hochberg over all p values given; real: at most 5 % of what is called so is chance. Returns the
    rows in their order: the tested ones with adjusted_p and verdict ("real" or "within noise"), the others unchanged,
    with neither. Raises ValueError for a p value outside 0..1.
    Source: Benjamini & Hochberg (1995), JRSS B 57:289-300.
    """
    tested = list(tested)
    p_values = [p for _row, p in tested]
    found = zip(tested, benjamini_hochberg(p_values), verdicts(p_values), strict=True)
    return [
        row if adjusted is None else replace(row, adjusted_p=adjusted, verdict=verdict.value)
        for (row, _p), adjusted, verdict in found
    ]
