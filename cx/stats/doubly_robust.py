"""What a good experience goes with beyond what was different before: weighting and regression combined."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cx.language import _
from cx.stats.arrays import Mask, Matrix, Vector
from cx.stats.balance import USABLE, Estimand, effective_n, overlap, overlap_of_bad, weights
from cx.stats.critical_values import critical_t, two_sided_p
from cx.stats.design import Design, blocks, inverse
from cx.stats.estimate import Estimate, bounded, withheld
from cx.stats.logistic import logistic
from cx.stats.regression import corrected, leverages

METHOD = "doubly robust (AIPW), influence function, wider of t and Hall"

# Skew below which Hall's transformation changes no digit, and its inverse would lose some.
NO_SKEW = 1e-6


@dataclass(frozen=True, slots=True)
class Effect:
    """Good minus bad. df: of the t distribution, the smaller group less one. n: customers of both groups. skew: of the
    sum of the influences, sum of cubes / (sum of squares)^1.5; amounts are skewed and a small group does not even it.

    Interval and p value are those of t or of Hall's transformation, which takes the skew away, whichever claims less:
    t alone calls too much real when few customers spend, Hall's alone when one customer weighs too much.
    Source: Hall (1992), JRSS B 54:221-228; Johnson (1978), JASA 73:536-544.
    """

    value: float
    standard_error: float
    df: int
    n: int
    skew: float = 0.0

    def estimate(self, unit: str, low_bound: float | None = None, high_bound: float | None = None) -> Estimate:
        """With its 95 % interval; withheld when the outcome leaves nothing to judge by."""
        if self.standard_error <= 0.0:
            return withheld(_("no spread: the outcome is the same for everybody"), n=self.n, unit=unit)
        reach = critical_t(self.df)
        above, below = max(reach, self._skewed(reach)), max(reach, -self._skewed(-reach))
        floor = -np.inf if low_bound is None else low_bound
        ceiling = np.inf if high_bound is None else high_bound
        value = min(max(self.value, floor), ceiling)
        low, high = self.value - above * self.standard_error, self.value + below * self.standard_error
        return bounded(value, low, high, n=self.n, unit=unit, method=METHOD, low_bound=low_bound, high_bound=high_bound)

    def p_value(self) -> float | None:
        """Two-sided p value of no difference; None when there is nothing to judge by."""
        if self.standard_error <= 0.0:
            return None
        t, a = self.value / self.standard_error, self.skew
        without_skew = t + a * (t * t / 3.0 + 1.0 / 6.0) + a * a * t**3 / 27.0
        return max(two_sided_p(t, self.df), two_sided_p(without_skew, self.df))

    def _skewed(self, critical: float) -> float:
        """The critical value on the scale of value / standard error: the inverse of Hall's transformation."""
        if abs(self.skew) < NO_SKEW:
            return critical
        return 3.0 / self.skew * (float(np.cbrt(1.0 + self.skew * (critical - self.skew / 6.0))) - 1.0)


@dataclass(frozen=True, slots=True)
class DoublyRobust:
    """everybody, bad: outcome by outcome, the effect in all customers and in those with the bad experience.

    chance: (n,) fitted chances of the good experience. overlap: share of them that are comfortable; overlap_of_bad: of
    those with the bad experience, see `balance`. effective: how many equally weighted customers the good and the bad
    group amount to. separated: see `logistic`.
    """

    everybody: tuple[Effect, ...]
    bad: tuple[Effect, ...]
    chance: Vector
    overlap: float
    overlap_of_bad: float
    effective: tuple[float, float]
    separated: bool


@dataclass(frozen=True, slots=True)
class _Lines:
    """Both groups' regressions. good, bad: (n, m) predictions for everybody. own: (n, m) residuals to the own group's
    line; free: the same as if the row had not pulled its line.
    """

    good: Matrix
    bad: Matrix
    own: Matrix
    free: Matrix


def doubly_robust(design: Design, good: Mask, outcomes: Matrix) -> DoublyRobust:
    """How much more would be seen after a good experience than after a bad one, among customers alike before.

    Formula: m1, m0 least squares of the outcome on the covariates within each group, e logistic chance of the good
    experience; everybody: mean(m1 - m0) + weighted mean residuals, weights 1/e and 1/(1 - e), each normalised; bad:
    mean over the bad of (m1 - y) + residuals of the good weighted (1 - e)/e. Right when either the regression or the
    chance is right. Standard error from the influence function with residuals e/(1 - h), so that few customers per
    covariate do not look surer than they are. design: (n, k); good: (n,); outcomes: (n, m) finite. Raises ValueError
    when a group has fewer than two members. Source: Robins, Rotnitzky & Zhao (1994), JASA 89:846-866; Lunceford &
    Davidian (2004), Statistics in Medicine 23:2937-2960; Hahn (1998), Econometrica 66:315-331.
    """
    if min(int(good.sum()), int((~good).sum())) < 2:
        raise ValueError("both groups need at least two members")
    if not np.isfinite(outcomes).all():
        raise ValueError("outcomes must be finite numbers")
    fitted = logistic(design, good)
    chance = np.clip(fitted.probabilities, *USABLE)
    lines = _lines(design, good, outcomes)
    everybody, bad = _everybody(good, chance, lines), _bad(good, chance, lines, outcomes)
    weight = weights(chance, good)
    return DoublyRobust(
        _effects(*everybody, good),
        _effects(*bad, good),
        fitted.probabilities,
        overlap(fitted.probabilities),
        overlap_of_bad(fitted.probabilities, good),
        (effective_n(weight[good]), effective_n(weight[~good])),
        fitted.separated,
    )


def _lines(design: Design, good: Mask, outcomes: Matrix) -> _Lines:
    width, m = design.values.shape[1], outcomes.shape[1]
    products, scores, all_scores = np.zeros((width, width)), np.zeros((width, m)), np.zeros((width, m))
    for rows in blocks(*design.values.shape):
        block, y = design.values[rows], outcomes[rows]
        part = block[good[rows]]
        products += part.T @ part
        scores += part.T @ y[good[rows]]
        all_scores += block.T @ y
    breads = [inverse(products), inverse(design.products - products)]
    slopes = [breads[0] @ scores, breads[1] @ (all_scores - scores)]
    result, pull = _Lines(*(np.empty_like(outcomes) for _ in range(4))), np.empty(len(outcomes))
    for rows in blocks(*design.values.shape):
        block, member = design.values[rows], good[rows, None]
        result.good[rows], result.bad[rows] = block @ slopes[0], block @ slopes[1]
        result.own[rows] = outcomes[rows] - np.where(member, result.good[rows], result.bad[rows])
        for bread, own in zip(breads, (good[rows], ~good[rows]), strict=True):
            pull[rows][own] = leverages(block[own], bread)
    result.free[:] = corrected(result.own, pull[:, None])
    return result


def _everybody(good: Mask, chance: Vector, lines: _Lines) -> tuple[Vector, Matrix]:
    """Effects (m,) and their influence on each customer (n, m)."""
    gap = lines.good - lines.bad
    share = _normalised(weights(chance, good), good)
    value = gap.mean(axis=0) + share @ lines.own / len(good)
    return value, gap - gap.mean(axis=0) + share[:, None] * lines.free


def _bad(good: Mask, chance: Vector, lines: _Lines, outcomes: Matrix) -> tuple[Vector, Matrix]:
    missed = lines.good - outcomes
    estimand: Estimand = "bad"
    share = np.where(good, _normalised(weights(chance, good, estimand), good), 0.0)
    centre = missed[~good].mean(axis=0)
    value = centre + share @ lines.own / len(good)
    own = np.where(good[:, None], 0.0, (missed - centre) * (len(good) / int((~good).sum())))
    return value, own + share[:, None] * lines.free


def _normalised(weight: Vector, good: Mask) -> Vector:
    """Weights that sum to n in the good group and to -n in the bad one."""
    share: Vector = np.where(good, weight / weight[good].sum(), -weight / weight[~good].sum())
    return share * len(good)


def _effects(value: Vector, influence: Matrix, good: Mask) -> tuple[Effect, ...]:
    n = len(good)
    squares = np.einsum("ij,ij->j", influence, influence)
    cubes = np.einsum("ij,ij,ij->j", influence, influence, influence)
    skews = cubes / np.where(squares > 0.0, squares, 1.0) ** 1.5
    errors = np.sqrt(squares / (n * (n - 1.0)))
    df = min(int(good.sum()), int((~good).sum())) - 1
    return tuple(Effect(float(v), float(e), df, n, float(k)) for v, e, k in zip(value, errors, skews, strict=True))
