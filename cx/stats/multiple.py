"""Many looks at once: p values adjusted for how many there are."""

from __future__ import annotations

from collections.abc import Sequence

from scipy import stats


def benjamini_hochberg(p_values: Sequence[float | None]) -> list[float | None]:
    """The false-discovery rate at which each of these findings would still stand.

    Returns the adjusted p values in the order given; None (not tested) stays None and does not count as a
    look. Raises ValueError outside 0..1. Source: Benjamini & Hochberg (1995), JRSS B 57:289-300.
    """
    tested = [p for p in p_values if p is not None]
    for p in tested:
        if not 0.0 <= p <= 1.0:
            raise ValueError(f"p == {p}, must be between 0 and 1")
    if not tested:
        return [None] * len(p_values)
    adjusted = iter(stats.false_discovery_control(tested, method="bh"))
    return [None if p is None else float(next(adjusted)) for p in p_values]
