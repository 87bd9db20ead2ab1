"""A share that may rise and fall with age (who orders in a month), carried on from the level it had of late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from cx.stats.arrays import Floats
from cx.stats.critical_values import critical_z
from cx.stats.estimate import Estimate, bounded
from cx.stats.fitting import Fitted
from cx.stats.projection import EDGE, Model, Track, slopes

METHOD = "delta method, from the level of the last ages, widened by the lack of fit (extra-binomial variance)"
RECENT_AGES = 6
"""The ages whose level is carried on: half a year of months, so that one odd month does not shift all that follow."""


@dataclass(frozen=True, slots=True)
class Levelled:
    """The model's course on the log odds, raised or lowered to the level of the last known ages."""

    model: Model
    fitted: Fitted
    known: Track

    def ahead(self, ages: Floats, n: int, extra: float) -> list[Estimate]:
        """The share at ages to come of n customers. Unit: share."""
        return self._estimates(ages, np.full(len(ages), float(n)), extra)

    def again(self, hidden: Track, extra: float) -> list[Estimate]:
        """The share at ages seen later, of as many customers as were seen at each."""
        return self._estimates(hidden.ages, hidden.n, extra)

    def strayed(self) -> float:
        """`lack_of_fit` of the model itself at the known ages."""
        return lack_of_fit(self.known, self.model(self.fitted.parameters, self.known.ages))

    def strays(self, hidden: Track) -> float:
        """`lack_of_fit` of the forecast at the hidden ages."""
        return lack_of_fit(hidden, special.expit(self._centre(hidden.ages)))

    def _estimates(self, ages: Floats, n: Floats, extra: float) -> list[Estimate]:
        """Formula: log odds +- z sqrt(parameters + level + extra + 1 / (n p (1 - p))).

        Parameters: of the change from the last ages on; level: chance in these ages, as if it were one and the same in
        all of them (the customers are); the last term: chance among the n to come.
        """
        centre = self._centre(ages)
        p = special.expit(centre)
        of_parameters = slopes(lambda at: self._logit(at, ages) - self._recent(at), self.fitted)
        error = np.sqrt(of_parameters + self._level_variance() + extra + 1.0 / (n * p * (1.0 - p)))
        low, high = (special.expit(centre + sign * critical_z() * error) for sign in (-1.0, 1.0))
        return [
            bounded(*map(float, ends), n=int(k), unit="share", method=METHOD, low_bound=0.0, high_bound=1.0)
            for *ends, k in zip(p, low, high, n, strict=True)
        ]

    def _centre(self, ages: Floats) -> Floats:
        seen = float(self._weights() @ empirical_logit(self._last()))
        moved = self._logit(self.fitted.parameters, ages) - self._recent(self.fitted.parameters)
        return np.clip(seen + moved, special.logit(EDGE), -special.logit(EDGE))

    def _recent(self, parameters: Sequence[float]) -> float:
        return float(self._weights() @ self._logit(parameters, self._last().ages))

    def _logit(self, parameters: Sequence[float], ages: Floats) -> Floats:
        return np.asarray(special.logit(np.clip(self.model(parameters, ages), EDGE, 1.0 - EDGE)), dtype=np.float64)

    def _level_variance(self) -> float:
        last = self._last()
        p = special.expit(empirical_logit(last))
        return float(self._weights() @ np.sqrt(1.0 / (last.n * p * (1.0 - p)))) ** 2

    def _last(self) -> Track:
        return self.known.where(self.known.ages >= self.known.ages[-RECENT_AGES:][0])

    def _weights(self) -> Floats:
        n = self._last().n
        return np.asarray(n / n.sum(), dtype=np.float64)


def empirical_logit(observed: Track) -> Floats:
    """The log odds of shares, with half a customer on either side so that 0 and 1 have some, too."""
    yes = observed.shares * observed.n
    return np.asarray(np.log((yes + 0.5) / (observed.n - yes + 0.5)), dtype=np.float64)


def lack_of_fit(observed: Track, expected: Floats) -> float:
    """How far observed shares stray from the model beyond chance: a variance on the scale of the log odds.

    Formula: mean over ages of (empirical log odds - expected log odds)^2 - 1 / (n p (1 - p)), at least 0: the moment
    estimate of extra-binomial variation. 0 without ages. Source: Williams (1982), Applied Statistics 31:144-148.
    """
    if not observed.ages.size:
        return 0.0
    p = np.clip(expected, EDGE, 1.0 - EDGE)
    away = empirical_logit(observed) - special.logit(p)
    return max(0.0, float(np.mean(away**2 - 1.0 / (observed.n * p * (1.0 - p)))))
