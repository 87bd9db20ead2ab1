"""Time until something happens, when for some it has not happened yet: Kaplan-Meier and log-rank from grouped counts.

Everything works on how many had the event, and how many were last seen without it, at each duration: a million
customers are a few thousand lines. Who is last seen on the day of an event was still at risk on that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import linalg, special

from cx.language import _
from cx.stats.arrays import Floats, Mask
from cx.stats.critical_values import critical_z
from cx.stats.estimate import CONFIDENCE, Estimate, bounded, too_few, withheld
from cx.stats.proportions import wilson_interval

LOG_LOG = "Kaplan–Meier, Greenwood, log(−log) interval"
NOBODY_YET = "Kaplan–Meier, Wilson score of those at risk, nobody gone yet"
BROOKMEYER_CROWLEY = "Kaplan–Meier median, Brookmeyer–Crowley interval, log(−log)"
ROUNDING = 1e-9
"""Eigenvalues of a variance below this share of the largest are rounding of zero."""
LEVEL = 1e-12
"""Products of shares miss one half by rounding; closer than this they are equal to it."""


@dataclass(frozen=True, slots=True)
class Durations:
    """Grouped durations, ascending and distinct. events, censored: how many ended, or were last seen, at each."""

    times: Floats
    events: Floats
    censored: Floats

    @property
    def n(self) -> int:
        """How many were watched."""
        return int(self.events.sum() + self.censored.sum())

    def at_risk(self) -> Floats:
        """How many were still there just before each time."""
        leaving = self.events + self.censored
        return np.asarray(leaving[::-1].cumsum()[::-1], dtype=np.float64)


def durations(times: ArrayLike, events: ArrayLike, censored: ArrayLike) -> Durations:
    """Counts by duration in any order, equal durations added up.

    times: >= 0; events, censored: counts >= 0 of the same length. Raises ValueError otherwise.
    """
    at, died, seen = (np.atleast_1d(np.asarray(part, dtype=np.float64)) for part in (times, events, censored))
    if at.ndim != 1 or not at.shape == died.shape == seen.shape:
        raise ValueError(f"times, events and censored have shapes {at.shape}, {died.shape}, {seen.shape}")
    for name, part in (("times", at), ("events", died), ("censored", seen)):
        if not (np.isfinite(part).all() and (part >= 0.0).all()):
            raise ValueError(f"{name} must be finite and >= 0")
    distinct, place = np.unique(at, return_inverse=True)
    grouped = [np.bincount(place, part, len(distinct)).astype(np.float64) for part in (died, seen)]
    filled = grouped[0] + grouped[1] > 0.0
    return Durations(distinct[filled], grouped[0][filled], grouped[1][filled])


@dataclass(frozen=True, slots=True)
class Curve:
    """A Kaplan-Meier curve at the times of its events. last: the longest time anybody was watched.

    survival, standard_error (Greenwood), low, high: just after each time; at_risk: just before it.
    """

    source: Durations
    times: Floats
    at_risk: Floats
    events: Floats
    survival: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    last: float


def kaplan_meier(watched: Durations, confidence: float = CONFIDENCE) -> Curve:
    """The share still there after each time of an event.

    Formula: S(t) = product of (1 - d/n) over event times up to t; Greenwood's variance S^2 sum d / (n (n - d)); the
    interval S^exp(+-z se / |S log S|), which stays within 0..1. Where nobody is left it has no variance: 0, up to the
    upper end before it (of the first time: Wilson for 0 of n).
    Source: Kaplan & Meier (1958), JASA 53:457-481; Greenwood (1926); Kalbfleisch & Prentice (2002), sec. 1.4.
    """
    happened = watched.events > 0.0
    risk, died = watched.at_risk()[happened], watched.events[happened]
    survival: Floats = np.cumprod((risk - died) / risk, dtype=np.float64)
    gone = risk <= died
    terms = np.divide(died, risk * (risk - died), out=np.zeros_like(died), where=~gone)
    spread: Floats = np.sqrt(np.cumsum(terms, dtype=np.float64))
    survival[gone] = 0.0
    error = np.asarray(np.where(gone, 0.0, survival * spread), dtype=np.float64)
    low, high = _log_log(survival, spread, gone, critical_z(confidence))
    if gone.any():
        high[gone] = high[-2] if len(high) > 1 else wilson_interval(0, int(risk[0]), confidence)[1]
    last = float(watched.times[-1]) if watched.times.size else 0.0
    return Curve(watched, watched.times[happened], risk, died, survival, error, low, high, last)


def _log_log(survival: Floats, spread: Floats, gone: Mask, z: float) -> tuple[Floats, Floats]:
    """Ends of the interval; spread: the standard error of log S."""
    inside = np.where(gone, 0.5, survival)
    width = np.exp(z * spread / -np.log(inside))
    return np.where(gone, 0.0, inside**width), np.where(gone, 0.0, inside ** (1.0 / width))


def survival_at(curve: Curve, time: float, *, minimum: int = 1, unit: str = "share") -> Estimate:
    """The share still there after `time`; n: how many were at risk then.

    Before the first event it is 1, down to Wilson's lower end for those at risk. Withheld when fewer than `minimum`
    were still watched, and after the longest time watched unless nobody is left.
    """
    source = curve.source
    place = int(np.searchsorted(curve.times, time, side="right")) - 1
    risk = int(source.events[source.times >= time].sum() + source.censored[source.times >= time].sum())
    nobody_left = place >= 0 and curve.survival[place] == 0.0
    if not nobody_left and (refusal := too_few(risk, minimum, unit=unit)):
        return refusal
    if place < 0:
        low = wilson_interval(risk, risk)[0]
        return bounded(1.0, low, 1.0, n=risk, unit=unit, method=NOBODY_YET, low_bound=0.0, high_bound=1.0)
    value, low, high = (float(part[place]) for part in (curve.survival, curve.low, curve.high))
    n = int(curve.at_risk[place]) if nobody_left else risk
    if nobody_left and (refusal := too_few(n, minimum, unit=unit)):
        return refusal
    return bounded(value, low, high, n=n, unit=unit, method=LOG_LOG, low_bound=0.0, high_bound=1.0)


def median(curve: Curve, *, minimum: int = 1, unit: str = "days") -> Estimate:
    """The time by which half are gone: the first one with S(t) <= 1/2.

    Interval: from the first time whose lower end is at most 1/2 to the first whose upper end is; the upper end is open
    (None) when the curve has not come down that far. n: all that were watched. Withheld when S has not reached 1/2.
    Source: Brookmeyer & Crowley (1982), Biometrics 38:29-41.
    """
    n = curve.source.n
    if refusal := too_few(n, minimum, unit=unit):
        return refusal
    value, low, high = (_first_below_half(curve, part) for part in (curve.survival, curve.low, curve.high))
    if value is None or low is None:
        least = float(curve.survival[-1]) if curve.survival.size else 1.0
        reason = _("not reached: after {longest} {unit}, the longest watched, {share} are still there")
        said = reason.format(longest=f"{curve.last:g}", unit=unit, share=f"{least:.1%}")
        return withheld(said, n=n, unit=unit)
    return Estimate(value, low, high, n, unit, BROOKMEYER_CROWLEY)


def _first_below_half(curve: Curve, level: Floats) -> float | None:
    below = np.flatnonzero(level <= 0.5 + LEVEL)
    return float(curve.times[below[0]]) if below.size else None


@dataclass(frozen=True, slots=True)
class LogRank:
    """The log-rank test: events observed and expected per group, chi-square, its degrees of freedom, and p."""

    observed: Floats
    expected: Floats
    chi_square: float
    df: int
    p: float


def log_rank(groups: Sequence[Durations]) -> LogRank | None:
    """Whether the groups leave at the same pace.

    Formula: at every event time the events expected of a group are those of all groups times its share of those at
    risk; chi-square = (O - E)' V^- (O - E), V hypergeometric, df = groups that were ever at risk with others - 1.
    None when it cannot be told: fewer than two groups, no event, or no time at which two groups were at risk.
    Source: Mantel (1966); Peto & Peto (1972), JRSS A 135:185-207.
    """
    times = np.unique(np.concatenate([np.zeros(0), *(g.times[g.events > 0.0] for g in groups)]))
    if len(groups) < 2 or not times.size:
        return None
    died = np.array([_at(g.times, g.events, times) for g in groups])
    risk = np.array([_still(g, times) for g in groups])
    all_died, all_risk = died.sum(axis=0), risk.sum(axis=0)
    share = risk / all_risk
    observed, expected = died.sum(axis=1), (share * all_died).sum(axis=1)
    weight = all_died * np.divide(
        all_risk - all_died, all_risk - 1.0, out=np.zeros_like(all_risk), where=all_risk > 1.0
    )
    variance = np.diag((share * weight).sum(axis=1)) - (share * weight) @ share.T
    df = int(np.linalg.matrix_rank(variance, tol=ROUNDING * max(1.0, float(np.trace(variance)))))
    if df == 0:
        return None
    away = observed - expected
    chi_square = float(away @ linalg.pinvh(variance, rtol=ROUNDING) @ away)
    return LogRank(observed, expected, chi_square, df, float(special.chdtrc(df, max(0.0, chi_square))))


def _at(times: Floats, counts: Floats, wanted: Floats) -> Floats:
    """The counts at the wanted times, 0 where a group has none."""
    found = np.zeros_like(wanted)
    present = np.isin(times, wanted)
    found[np.searchsorted(wanted, times[present])] = counts[present]
    return found


def _still(group: Durations, wanted: Floats) -> Floats:
    """How many of a group were still watched at each of the wanted times."""
    risk = np.append(group.at_risk(), 0.0)
    return np.asarray(risk[np.searchsorted(group.times, wanted)], dtype=np.float64)
