"""How many times as likely an outcome is in one group as in another, and by how many points."""

from __future__ import annotations

import math

from scipy import optimize

from cx.language import _
from cx.stats.comparison import difference
from cx.stats.critical_values import critical_z
from cx.stats.estimate import CONFIDENCE, Estimate, bounded, too_few, withheld
from cx.stats.proportions import wilson

METHOD = "Koopman score"
LEAST_RATIO = 1e-12


def risk_ratio(outcomes: int, n: int, base_outcomes: int, base_n: int, *, minimum: int = 1) -> Estimate:
    """The share with the outcome in the first group, divided by that in the base group.

    Formula: (outcomes / n) / (base_outcomes / base_n); the interval holds all ratios that the score test does not
    reject, which also works with 0 and with all. Unit: ratio, 0 and up; n: both groups. Withheld when a group is below
    `minimum`, and when nobody of the base group has the outcome: then the ratio has no upper end, and the reason says
    what it is at least. Raises ValueError unless 0 <= outcomes <= n. Source: Koopman (1984), Biometrics 40:513-517.
    """
    for count, total in ((outcomes, n), (base_outcomes, base_n)):
        if not 0 <= count <= total:
            raise ValueError(f"outcomes == {count}, must be between 0 and n == {total}")
        if refusal := too_few(total, minimum, unit="ratio"):
            return refusal
    if base_outcomes == 0:
        return withheld(_without_base(outcomes, n, base_n), n=n + base_n, unit="ratio")
    low, high = risk_ratio_interval(outcomes, n, base_outcomes, base_n)
    value = (outcomes / n) / (base_outcomes / base_n)
    return bounded(value, low, high, n=n + base_n, unit="ratio", method=METHOD, low_bound=0.0)


def risk_ratio_interval(
    outcomes: int, n: int, base_outcomes: int, base_n: int, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """The ends of the score interval: low is 0 without any outcome, high infinite without any in the base group."""
    low = _lower(outcomes, n, base_outcomes, base_n, confidence)
    # Turning the groups round turns the ratio upside down.
    turned = _lower(base_outcomes, base_n, outcomes, n, confidence)
    return low, math.inf if turned == 0.0 else 1.0 / turned


def risk_difference(outcomes: int, n: int, base_outcomes: int, base_n: int, *, minimum: int = 1) -> Estimate:
    """The share with the outcome in the first group minus that in the base group.

    Unit: share, -1..1. Two Wilson intervals combined (Newcombe's method 10); n: both groups. Withheld when a group is
    below `minimum`. Source: Newcombe (1998), Statistics in Medicine 17:873-890.
    """
    return difference(wilson(outcomes, n, minimum=minimum), wilson(base_outcomes, base_n, minimum=minimum))


def _without_base(outcomes: int, n: int, base_n: int) -> str:
    if outcomes == 0:
        return _("nobody in either group has the outcome: there is no ratio")
    least, _infinite = risk_ratio_interval(outcomes, n, 0, base_n)
    reason = _("nobody in the other group has the outcome: the ratio has no upper end, and is at least {least}")
    return reason.format(least=f"{least:.2g}")


def _lower(outcomes: int, n: int, base_outcomes: int, base_n: int, confidence: float) -> float:
    """The ratio below the observed one at which the score test begins to reject."""
    if outcomes == 0:
        return 0.0
    z = critical_z(confidence)

    def beyond(log_ratio: float) -> float:
        return _score(outcomes, n, base_outcomes, base_n, math.exp(log_ratio)) - z

    share, base_share = outcomes / n, base_outcomes / base_n
    top = math.log(share / base_share) if base_share else math.log(share * base_n * 1e6)
    if beyond(top) >= 0.0:
        return math.exp(top)
    return math.exp(float(optimize.brentq(beyond, math.log(LEAST_RATIO), top)))


def _score(outcomes: int, n: int, base_outcomes: int, base_n: int, ratio: float) -> float:
    """How many standard errors the first share exceeds `ratio` times the base share, both as that ratio would have it.

    The base share under the ratio is the smaller root of the likelihood's quadratic equation.
    """
    a = (n + base_n) * ratio
    b = n * ratio + outcomes + base_n + base_outcomes * ratio
    c = outcomes + base_outcomes
    base = min(1.0, 1.0 / ratio, 2.0 * c / (b + math.sqrt(max(0.0, b * b - 4.0 * a * c))))
    share = base * ratio
    variance = share * (1.0 - share) / n + ratio * ratio * base * (1.0 - base) / base_n
    distance = outcomes / n - ratio * base_outcomes / base_n
    return distance / math.sqrt(variance) if variance > 0.0 else 0.0
