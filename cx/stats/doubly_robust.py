"""What a good experience goes with beyond what was different before: weighting and regression combined."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cx.stats.balance import USABLE, Estimand, effective_n, overlap, weights
from cx.stats.critical_values import critical_t, two_sided_p
from cx.stats.design import Design, Mask, Matrix, Vector, blocks, inverse
from cx.stats.estimate import Estimate, bounded, withheld
from cx.stats.logistic import logistic
from cx.stats.regression import corrected

METHOD = "doubly robust (AIPW), influence function"


@dataclass(frozen=True, slots=True)
class Effect:
    """Good minus bad. df: of the t distribution, the smaller group less one. n: customers of both groups."""

    value: float
    standard_error: float
    df: int
    n: int

    def estimate(self, unit: str, low_bound: float | None = None, high_bound: float | None = None) -> Estimate:
        """With its 95 % interval; withheld when the outcome leaves nothing to judge by."""
        if self.standard_error <= 0.0:
            return withheld("no spread: the outcome is the same for everybody", n=self.n, unit=unit)
        half_width = critical_t(self.df) * self.standard_error
        floor = -np.inf if low_bound is None else low_bound
        ceiling = np.inf if high_bound is None else high_bound
        value = min(max(self.value, floor), ceiling)
        low, high = self.value - half_width, self.value + half_width
        return bounded(value, low, high, n=self.n, unit=unit, method=METHOD, low_bound=low_bound, high_bound=high_bound)

    def p_value(self) -> float | None:
        """Two-sided p value of no difference; None when there is nothing to judge by."""
        return two_sided_p(self.value / self.standard_error, self.df) if self.standard_error > 0.0 else None


@dataclass(frozen=True, slots=True)
class DoublyRobust:
    """everybody, bad: outcome by outcome, the effect in all customers and in those with the bad experience.

    chance: (n,) fitted chances of the good experience. overlap: share of them that are comfortable. effective: how
    many equally weighted customers the good and the bad group amount to. separated: see `logistic`.
    """

    everybody: tuple[Effect, ...]
    bad: tuple[Effect, ...]
    chance: Vector
    overlap: float
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
    result = _Lines(*(np.empty_like(outcomes) for _ in range(4)))
    for rows in blocks(*design.values.shape):
        block, member = design.values[rows], good[rows, None]
        result.good[rows], result.bad[rows] = block @ slopes[0], block @ slopes[1]
        result.own[rows] = outcomes[rows] - np.where(member, result.good[rows], result.bad[rows])
        pulls = [((block @ bread) * block).sum(axis=1) for bread in breads]
        pull = np.where(member[:, 0], pulls[0], pulls[1])
        result.free[rows] = corrected(result.own[rows], pull[:, None])
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
    errors = np.sqrt(np.einsum("ij,ij->j", influence, influence) / (n * (n - 1.0)))
    df = min(int(good.sum()), int((~good).sum())) - 1
    return tuple(Effect(float(v), float(e), df, n) for v, e in zip(value, errors, strict=True))
