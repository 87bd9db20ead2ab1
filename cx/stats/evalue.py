"""E-values: how strong something unmeasured would have to be to explain an association away."""

from __future__ import annotations

import math
from dataclasses import dataclass

# Chinn (2000) and VanderWeele (2017): a standardised difference of d is about a risk ratio of exp(0.91 d), and its
# 95 % interval exp(0.91 d +- 1.78 se).
LOG_RATIO_PER_D = 0.91
LOG_RATIO_PER_ERROR = 1.78


@dataclass(frozen=True, slots=True)
class EValue:
    """On the scale of risk ratios, all at least 1 save the ratio's own three.

    value: of the estimate; limit: of the end of the interval nearer to no association, 1 when the interval holds it.
    ratio, low, high: the risk ratio they belong to.
    """

    value: float
    limit: float
    ratio: float
    low: float
    high: float


def of_risk_ratio(ratio: float, low: float, high: float) -> EValue:
    """The least risk ratio, with both the experience and the outcome, of something unmeasured that explains it all.

    Formula: RR + sqrt(RR (RR - 1)), with 1/RR for a ratio below 1; the same for the limit of the interval that faces
    1. Raises ValueError unless 0 < low <= ratio <= high. Source: VanderWeele & Ding (2017), Annals of Internal
    Medicine 167:268-274.
    """
    if not 0.0 < low <= ratio <= high:
        raise ValueError(f"low {low}, ratio {ratio}, high {high}: must be positive and in order")
    if low <= 1.0 <= high:
        return EValue(_e(ratio), 1.0, ratio, low, high)
    return EValue(_e(ratio), _e(low if ratio > 1.0 else high), ratio, low, high)


def of_standardised_difference(d: float, standard_error: float) -> EValue:
    """The same for a difference of means in standard deviations, such as revenue.

    Formula: RR = exp(0.91 d), interval exp(0.91 d -+ 1.78 se). Raises ValueError for a negative standard error.
    Source: VanderWeele & Ding (2017), table 2; Chinn (2000), Statistics in Medicine 19:3127-3131.
    """
    if standard_error < 0.0:
        raise ValueError(f"standard_error == {standard_error}, must be >= 0")
    # Beyond exp(300) a ratio is no number to tell anybody, and its square would not fit.
    middle, reach = LOG_RATIO_PER_D * d, LOG_RATIO_PER_ERROR * standard_error
    low, ratio, high = (math.exp(min(max(x, -300.0), 300.0)) for x in (middle - reach, middle, middle + reach))
    return of_risk_ratio(ratio, low, high)


def _e(ratio: float) -> float:
    above = ratio if ratio >= 1.0 else 1.0 / ratio
    return above + math.sqrt(above * (above - 1.0))
