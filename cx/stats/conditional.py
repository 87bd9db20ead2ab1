"""A survival curve carried on from its last observed point: what is left of those who are still there.

Survival cannot rise. A model's own curve may lie above the one observed, so that only its course beyond the last
observed age is used: S(t) = S observed(K) x S model(t) / S model(K).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cx.stats.arrays import Floats
from cx.stats.critical_values import critical_z
from cx.stats.estimate import Estimate, bounded
from cx.stats.fitting import Fitted
from cx.stats.projection import EDGE, Model, Track, slopes

METHOD = "conditional survival from the last observed age, MOVER on cumulative hazards, widened by the lack of fit"
WIDEST = 20.0
"""Beyond this many units on the log scale an end is 0 or the last observed share."""


@dataclass(frozen=True, slots=True)
class Conditional:
    """A survival model with what is known; the last known share must be above 0."""

    model: Model
    fitted: Fitted
    known: Track

    def ahead(self, ages: Floats, n: int, extra: float) -> list[Estimate]:
        """The share still there at ascending ages to come, of n customers from the start. Unit: share."""
        chance = np.expm1(self._further(self.fitted.parameters, ages)) / (n * float(self.known.shares[-1]))
        return self._estimates(ages, chance, extra, np.full(len(ages), n))

    def again(self, hidden: Track, extra: float) -> list[Estimate]:
        """The share still there at ages seen later, with the chance that their own intervals stand for."""
        return self._estimates(hidden.ages, self._chance(hidden), extra, hidden.n)

    def strayed(self) -> float:
        """`lack_of_fit` of the model's whole curve at the known ages."""
        expected = -_log(self.model(self.fitted.parameters, self.known.ages))
        return lack_of_fit(-_log(self.known.shares) - expected, expected, self.known.log_variance())

    def strays(self, hidden: Track) -> float:
        """`lack_of_fit` of the forecast at the hidden ages."""
        further = self._further(self.fitted.parameters, hidden.ages)
        return lack_of_fit(_log(self.known.shares[-1]) - _log(hidden.shares) - further, further, self._chance(hidden))

    def _estimates(self, ages: Floats, chance: Floats, extra: float, n: Floats) -> list[Estimate]:
        """Formula: cumulative hazards H = -log S add up, H = H observed(K) + h; MOVER joins their intervals.

        h = log S model(K) - log S model(t) is uncertain by a factor exp(+-z sqrt(parameters)) and by z sqrt(extra) of
        itself, down to 0 at most; chance among those still there adds its variance (Greenwood). At K the band is the
        observed interval; its upper end cannot rise either.
        Source: Zou & Donner (2008), Statistics in Medicine 27:1693-1702.
        """
        so_far, most, least = (-_log(float(part[-1])) for part in (self.known.shares, self.known.low, self.known.high))
        further = self._further(self.fitted.parameters, ages)
        of_parameters = slopes(lambda at: np.log(self._further(at, ages)), self.fitted)
        reach, z = np.minimum(critical_z() * np.sqrt(of_parameters), WIDEST), critical_z()
        more = np.expm1(reach) ** 2 + z**2 * extra
        less = np.minimum(np.expm1(-reach) ** 2 + z**2 * extra, 1.0)
        up = np.sqrt((most - so_far) ** 2 + further**2 * more + z**2 * chance)
        down = np.sqrt((so_far - least) ** 2 + further**2 * less + z**2 * chance)
        value, low = np.exp(-so_far - further), np.exp(-so_far - further - up)
        high = np.minimum.accumulate(np.exp(-np.maximum(so_far + further - down, 0.0)))
        return [
            bounded(*map(float, ends), n=int(k), unit="share", method=METHOD, low_bound=0.0, high_bound=1.0)
            for *ends, k in zip(value, low, high, n, strict=True)
        ]

    def _further(self, parameters: Sequence[float], ages: Floats) -> Floats:
        """The cumulative hazard from the last known age on."""
        curve = _log(self.model(parameters, np.append(ages, self.known.ages[-1])))
        return np.asarray(np.maximum(curve[-1] - curve[:-1], EDGE), dtype=np.float64)

    def _chance(self, hidden: Track) -> Floats:
        """Variance of the log share that arose after the last known age."""
        later = hidden.log_variance() - self.known.log_variance()[-1]
        return np.asarray(np.maximum(later, 0.0), dtype=np.float64)


def lack_of_fit(away: Floats, expected: Floats, chance: Floats) -> float:
    """How far cumulative hazards stray from the model beyond chance: the variance of the factor they are out by.

    Formula: sum of (away^2 - chance) / sum of expected^2, at least 0: a moment estimate in which an age counts by what
    is expected by it. away: observed - expected cumulative hazard; chance: its variance. 0 without ages.
    """
    scale = float((expected**2).sum())
    return max(0.0, float((away**2 - chance).sum()) / scale) if scale > 0.0 else 0.0


def _log(share: Floats | float) -> Floats:
    return np.asarray(np.log(np.maximum(share, EDGE)), dtype=np.float64)
