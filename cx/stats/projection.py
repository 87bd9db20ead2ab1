"""Shares by age carried on by a fitted model, with a band that also knows how well the model has fitted so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from cx.stats.critical_values import critical_z
from cx.stats.estimate import Estimate, bounded
from cx.stats.fitting import Fitted

Floats = NDArray[np.float64]
Model = Callable[[Sequence[float], Floats], Floats]
"""Parameters and ages -> the share expected at each age."""
METHOD = "delta method, widened by the lack of fit (extra-binomial variance)"
STEP = 1e-4
EDGE = 1e-9


@dataclass(frozen=True, slots=True)
class Track:
    """What was observed: ages, the share at each, and of how many."""

    ages: Floats
    shares: Floats
    n: Floats

    def where(self, chosen: NDArray[np.bool_]) -> Track:
        """The chosen ages only."""
        return Track(self.ages[chosen], self.shares[chosen], self.n[chosen])


def lack_of_fit(observed: Track, expected: Floats) -> float:
    """How far observed shares stray from the model beyond chance: a variance on the scale of the log odds.

    Formula: mean over ages of (empirical log odds - expected log odds)^2 - 1 / (n p (1 - p)), at least 0: the moment
    estimate of extra-binomial variation. 0 without ages. Source: Williams (1982), Applied Statistics 31:144-148.
    """
    if not observed.ages.size:
        return 0.0
    yes = observed.shares * observed.n
    seen = np.log((yes + 0.5) / (observed.n - yes + 0.5))
    p = np.clip(expected, EDGE, 1.0 - EDGE)
    return max(0.0, float(np.mean((seen - special.logit(p)) ** 2 - 1.0 / (observed.n * p * (1.0 - p)))))


def projected(model: Model, fitted: Fitted, ages: Floats, n: Floats, extra: float) -> list[Estimate]:
    """The share expected at each age, and where the share of n customers would be seen.

    Formula: on the log odds, p +- z sqrt(g' C g + extra + 1 / (n p (1 - p))): uncertainty of the parameters (C:
    covariance of their logarithms, g: slope by these), lack of fit (`lack_of_fit`), and chance among n customers.
    Unit: share.
    """
    expected = np.clip(model(fitted.parameters, ages), EDGE, 1.0 - EDGE)
    logs = np.log(np.asarray(fitted.parameters))
    slopes = np.array([_slope(model, logs, ages, unit) for unit in np.eye(len(logs))])
    of_parameters = np.einsum("ik,ij,jk->k", slopes, fitted.covariance, slopes)
    error = np.sqrt(np.maximum(of_parameters, 0.0) + extra + 1.0 / (n * expected * (1.0 - expected)))
    centre, reach = special.logit(expected), critical_z() * error
    ends = zip(expected, special.expit(centre - reach), special.expit(centre + reach), n, strict=True)
    return [
        bounded(float(p), float(low), float(high), n=int(k), unit="share", method=METHOD, low_bound=0.0, high_bound=1.0)
        for p, low, high, k in ends
    ]


def _slope(model: Model, logs: Floats, ages: Floats, unit: Floats) -> Floats:
    """Change of the log odds with one logarithm of a parameter."""
    up, down = (
        special.logit(np.clip(model(tuple(np.exp(logs + sign * STEP * unit)), ages), EDGE, 1.0 - EDGE))
        for sign in (1.0, -1.0)
    )
    return np.asarray((up - down) / (2.0 * STEP), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class HoldOut:
    """Hidden ages as they were forecast. held: how many lay in their band. miss: mean distance, share."""

    forecast: tuple[tuple[int, Estimate], ...]
    held: int
    miss: float
    extra: float


def hold_out(model: Model, fitted: Fitted, known: Track, hidden: Track) -> HoldOut:
    """How a model fitted on earlier data foretold ages that were hidden from it.

    known: the ages seen at that time, hidden: those that came later, with their n. The band is the one that would have
    been drawn then. extra: the lack of fit at the hidden ages, by which a projection is to be widened.
    """
    then = lack_of_fit(known, model(fitted.parameters, known.ages))
    forecast = projected(model, fitted, hidden.ages, hidden.n, then)
    inside = [(e.low or 0.0) <= share <= (e.high or 0.0) for e, share in zip(forecast, hidden.shares, strict=True)]
    expected = model(fitted.parameters, hidden.ages)
    return HoldOut(
        tuple((int(age), e) for age, e in zip(hidden.ages, forecast, strict=True)),
        sum(inside),
        float(np.mean(np.abs(expected - hidden.shares))),
        lack_of_fit(hidden, expected),
    )
