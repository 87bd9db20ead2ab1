"""E-values: how strong something unmeasured would have to be to explain an association away."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import optimize

from cx.stats.critical_values import critical_z

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
    ratio, low, high = _ordered(ratio, low, high)
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


def of_odds_ratio(odds_ratio: float, low: float, high: float, *, common: bool) -> EValue:
    """The same for an odds ratio: its square root stands for the risk ratio where the outcome is common (above 15 %).

    Kept, with the two forms below, to check against published E-values: the product shows later spend. Source:
    VanderWeele (2017), American Statistician 71:326; VanderWeele & Ding (2017), table 2.
    """
    ratios = (math.sqrt(x) if common else x for x in _ordered(odds_ratio, low, high))
    return of_risk_ratio(*ratios)


def of_hazard_ratio(hazard_ratio: float, low: float, high: float, *, common: bool) -> EValue:
    """The same for a hazard ratio: about the risk ratio for a rare outcome, else converted.

    Formula where common (above 15 % by the end): RR = (1 - 0.5^sqrt(HR)) / (1 - 0.5^sqrt(1/HR)). Source: VanderWeele &
    Ding (2017), table 2.
    """
    ratios = (_from_hazard(x) if common else x for x in _ordered(hazard_ratio, low, high))
    return of_risk_ratio(*ratios)


def of_risk_difference(p1: float, n1: int, p0: float, n0: int) -> EValue:
    """The same for a difference of two shares, p1 of n1 less p0 of n0; the larger one is taken as the exposed.

    Formula: the bias factor B at which (p1 - p0 B)(f + (1 - f) / B), f = n1 / (n1 + n0), is 0: p1 / p0; for the limit
    the B at which its lower 95 % end is 0, variance by the delta method. low and high are that B and none (infinite).
    Raises ValueError for shares outside 0..1, a smaller share of 0, or fewer than one in a group. Source: Ding &
    VanderWeele (2016), Epidemiology 27:368-377.
    """
    if not (0.0 <= p1 <= 1.0 and 0.0 <= p0 <= 1.0 and min(p1, p0) > 0.0 and min(n1, n0) >= 1):
        raise ValueError(f"shares {p1} of {n1} and {p0} of {n0}: both must be within 0..1 and above 0")
    if p1 < p0:
        p1, n1, p0, n0 = p0, n0, p1, n1
    share = n1 / (n1 + n0)
    spread1, spread0, spread = p1 * (1 - p1) / n1, p0 * (1 - p0) / n0, share * (1 - share) / (n1 + n0)

    def lower_end(bias: float) -> float:
        gap, part = p1 - p0 * bias, share + (1.0 - share) / bias
        variance = (spread1 + spread0 * bias**2) * part**2 + gap**2 * (1.0 - 1.0 / bias) ** 2 * spread
        return gap * part - critical_z() * math.sqrt(variance)

    ratio = p1 / p0
    if ratio == 1.0 or lower_end(1.0) <= 0.0:
        return EValue(_e(ratio), 1.0, ratio, 1.0, math.inf)
    low = float(optimize.brentq(lower_end, 1.0, ratio, xtol=1e-12)) if lower_end(ratio) < 0.0 else ratio
    return EValue(_e(ratio), _e(low), ratio, low, math.inf)


def _ordered(ratio: float, low: float, high: float) -> tuple[float, float, float]:
    if not 0.0 < low <= ratio <= high:
        raise ValueError(f"low {low}, ratio {ratio}, high {high}: must be positive and in order")
    return ratio, low, high


def _from_hazard(ratio: float) -> float:
    return -math.expm1(-math.log(2.0) * math.sqrt(ratio)) / -math.expm1(-math.log(2.0) / math.sqrt(ratio))


def _e(ratio: float) -> float:
    above = ratio if ratio >= 1.0 else 1.0 / ratio
    return above + math.sqrt(above) * math.sqrt(above - 1.0)
