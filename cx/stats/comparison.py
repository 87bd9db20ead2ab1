"""Two estimates held against each other: the change, whether it is real, and the verdicts of a whole page."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence

from cx.language import _
from cx.stats.critical_values import critical_z, two_sided_p
from cx.stats.estimate import Estimate, too_large, withheld
from cx.stats.multiple import benjamini_hochberg

# Beyond e^700 a ratio is no number.
LARGEST_LOG = 700.0
UNITS_WITHOUT_RATIO = frozenset({"points", "correlation"})


class Verdict(enum.Enum):
    """What may be said of a change."""

    REAL = "real"
    NOISE = "within noise"
    TOO_FEW = "too few"


def difference(a: Estimate, b: Estimate) -> Estimate:
    """By how much a exceeds b.

    Formula (MOVER): d = a - b, low = d - sqrt((a - a.low)^2 + (b.high - b)^2), high = d + sqrt((a.high - a)^2
    + (b - b.low)^2), for independent a and b. Of two Wilson shares it is Newcombe's method 10. Returns an
    Estimate in the unit of both, n that of both together; within (a.low - b.high, a.high - b.low), so it
    never leaves the range of a difference. Withheld, with the reason, when either is. Raises ValueError when
    the units differ. Source: Zou & Donner (2008), Statistics in Medicine 27:1693-1702.
    """
    _same_unit(a, b)
    if absent := _absent(a, b, unit=a.unit):
        return absent
    value, low, high = _mover(_triple(a), _triple(b))
    return Estimate(value, low, high, a.n + b.n, a.unit, "MOVER")


def p_value(a: Estimate, b: Estimate) -> float | None:
    """Whether the difference could be chance: the two-sided p value that agrees with `difference`.

    The interval's bound that faces zero defines the standard error: |d - bound| / z; p < 0.05 exactly when
    the 95 % interval leaves zero out. None (cannot be judged) when either estimate is withheld or has no
    width. Raises ValueError when the units differ.
    """
    _same_unit(a, b)
    if _absent(a, b, unit=a.unit) or a.low == a.high or b.low == b.high:
        return None
    value, low, high = _mover(_triple(a), _triple(b))
    if value == 0.0:
        return 1.0
    error = (value - low if value > 0.0 else high - value) / critical_z()
    return two_sided_p(value / error) if error > 0.0 else None


def relative_change(a: Estimate, b: Estimate) -> Estimate:
    """By what share of b a exceeds b: 0.1 is ten per cent more.

    Formula: a / b - 1, MOVER on the logarithms of both. Returns an Estimate in share, above -1 and without
    upper end. Withheld when either is, when one of them or its lower end is not above zero, or for points and
    correlations, whose zero is not "nothing". Raises ValueError when the units differ. Source: Zou & Donner
    (2008), Statistics in Medicine 27:1693-1702.
    """
    _same_unit(a, b)
    if absent := _absent(a, b, unit="share"):
        return absent
    n = a.n + b.n
    if a.unit in UNITS_WITHOUT_RATIO:
        reason = _("a relative change has no meaning for {unit}").format(unit=a.unit)
        return withheld(reason, n=n, unit="share")
    bounds = (*_triple(a), *_triple(b))
    if min(bounds) <= 0.0:
        return withheld(_("a relative change needs both figures and intervals above zero"), n=n, unit="share")
    logs = [math.log(bound) for bound in bounds]
    value, low, high = _mover((logs[0], logs[1], logs[2]), (logs[3], logs[4], logs[5]))
    furthest = math.expm1(high) if high < LARGEST_LOG else math.inf
    if refusal := too_large(furthest, n=n, unit="share"):
        return refusal
    return Estimate(math.expm1(value), math.expm1(low), furthest, n, "share", "MOVER on logs")


def verdicts(p_values: Sequence[float | None], q: float = 0.05) -> list[Verdict]:
    """Which of the changes on a page are real, given how many are looked at.

    Real: the p value adjusted by Benjamini-Hochberg over all that were tested is at most q. None means not
    tested: too few. Order is kept.
    """
    if not 0.0 < q < 1.0:
        raise ValueError(f"q == {q}, must be between 0 and 1")
    return [_verdict(p, q) for p in benjamini_hochberg(p_values)]


def verdict_among(p: float | None, looks: int, q: float = 0.05) -> Verdict:
    """Whether one change is real when it is one of `looks`, without knowing the others.

    Real: looks x p is at most q (Bonferroni), which is never more than Benjamini-Hochberg over the same looks would
    call real. None means not tested: too few. Source: Dunn (1961), JASA 56:52-64.
    """
    if looks < 1:
        raise ValueError(f"looks == {looks}, must be >= 1")
    return _verdict(None if p is None else looks * p, q)


def _verdict(adjusted: float | None, q: float) -> Verdict:
    if adjusted is None:
        return Verdict.TOO_FEW
    return Verdict.REAL if adjusted <= q else Verdict.NOISE


def _mover(a: tuple[float, float, float], b: tuple[float, float, float]) -> tuple[float, float, float]:
    """Difference of two (value, low, high) as (value, low, high)."""
    value = a[0] - b[0]
    return value, value - math.hypot(a[0] - a[1], b[2] - b[0]), value + math.hypot(a[2] - a[0], b[0] - b[1])


def _triple(estimate: Estimate) -> tuple[float, float, float]:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        raise ValueError("an estimate without an interval cannot be compared")
    return estimate.value, estimate.low, estimate.high


def _same_unit(a: Estimate, b: Estimate) -> None:
    if a.unit != b.unit:
        raise ValueError(f"units {a.unit!r} and {b.unit!r} cannot be compared, must be equal")


def _absent(a: Estimate, b: Estimate, *, unit: str) -> Estimate | None:
    """The withheld comparison when one side has no figure or no interval."""
    for side in (a, b):
        if side.low is None or side.high is None or side.value is None:
            return withheld(side.reason or _("no interval to compare"), n=a.n + b.n, unit=unit)
    return None
