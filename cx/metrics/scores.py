"""The mean of answers on a scale, where one customer may have answered repeatedly."""

from __future__ import annotations

from cx.metrics.rows import Sums
from cx.stats.estimate import Estimate
from cx.stats.ratios import ratio


def mean_score(s: Sums, low: float | None, high: float | None, minimum: int) -> Estimate:
    """Sum of answers / answers, clustered by customer, within the scale's ends where they are known.

    s: total, answers, sum_yy, sum_xy, sum_xx, clusters. Unit: score.
    """
    return ratio(
        s["total"],
        s["answers"],
        s["sum_yy"],
        s["sum_xy"],
        s["sum_xx"],
        int(s["clusters"]),
        n=int(s["answers"]),
        unit="score",
        minimum=minimum,
        low_bound=low,
        high_bound=high,
    )
