"""Shares by age carried on by a fitted model, and how an earlier forecast made in the same way has fared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from cx.stats.arrays import Floats, Mask
from cx.stats.critical_values import critical_z
from cx.stats.estimate import Estimate
from cx.stats.fitting import Fitted

Model = Callable[[Sequence[float], Floats], Floats]
"""Parameters and ages -> the share expected at each age."""
EDGE = 1e-9
STEP = 1e-4
HELD_ENOUGH = 0.8
"""A 95 % band that held fewer of the ages than this share has failed its test."""


@dataclass(frozen=True, slots=True)
class Track:
    """What was observed: ages, ascending, and at each the share, its 95 % interval, and of how many."""

    ages: Floats
    shares: Floats
    n: Floats
    low: Floats
    high: Floats

    def where(self, chosen: Mask) -> Track:
        """The chosen ages only."""
        parts = (self.ages, self.shares, self.n, self.low, self.high)
        return Track(*(part[chosen] for part in parts))

    def log_variance(self) -> Floats:
        """The variance of the logarithm of each share that its interval stands for."""
        ends = np.log(np.maximum(self.high, EDGE)) - np.log(np.maximum(self.low, EDGE))
        return np.asarray((ends / (2.0 * critical_z())) ** 2, dtype=np.float64)


class Carrier(Protocol):
    """A model that carries on what is known: `cx.stats.levelled` for activity, `cx.stats.conditional` for survival."""

    def ahead(self, ages: Floats, n: int, extra: float) -> list[Estimate]:
        """The share at ages not seen yet, for n customers; extra: lack of fit, on the carrier's own scale."""
        ...

    def again(self, hidden: Track, extra: float) -> list[Estimate]:
        """The share at ages that were seen later, as it would have been forecast for as many customers."""
        ...

    def strayed(self) -> float:
        """Lack of fit at the known ages."""
        ...

    def strays(self, hidden: Track) -> float:
        """Lack of fit of the forecast at ages that were seen later."""
        ...


def slopes(of: Callable[[Sequence[float]], Floats], fitted: Fitted) -> Floats:
    """Variance that the parameters' covariance leaves in a quantity at each age (delta method).

    of: parameters -> the quantity at each age. Formula: g' C g, g the slope by each logarithm of a parameter.
    """
    logs = np.log(np.asarray(fitted.parameters))
    g = np.array(
        [(of(np.exp(logs + STEP * unit)) - of(np.exp(logs - STEP * unit))) / (2.0 * STEP) for unit in np.eye(len(logs))]
    )
    variance = np.einsum("ik,ij,jk->k", g, fitted.covariance, g)
    return np.asarray(np.maximum(variance, 0.0), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class HoldOut:
    """Hidden ages as they were forecast. held: how many lay in their band. miss: mean distance, share."""

    forecast: tuple[tuple[int, Estimate], ...]
    held: int
    miss: float
    extra: float


def hold_out(carrier: Carrier, hidden: Track) -> HoldOut:
    """How a model fitted on earlier data foretold ages that were hidden from it.

    carrier: the model with what was known at that time. The band is the one that would have been drawn then. extra: the
    lack of fit at the hidden ages, by which a projection is to be widened.
    """
    forecast = carrier.again(hidden, carrier.strayed())
    inside = [holds(e, share) for e, share in zip(forecast, hidden.shares, strict=True)]
    miss = [abs((e.value or 0.0) - share) for e, share in zip(forecast, hidden.shares, strict=True)]
    return HoldOut(
        tuple((int(age), e) for age, e in zip(hidden.ages, forecast, strict=True)),
        sum(inside),
        float(np.mean(miss)),
        carrier.strays(hidden),
    )


def holds(forecast: Estimate, share: float) -> bool:
    """Whether a share that was observed lies in the band that was forecast."""
    return (forecast.low or 0.0) <= share <= (1.0 if forecast.high is None else forecast.high)
