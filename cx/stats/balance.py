"""Whether two groups are alike in what is held fixed: weights, standardised differences, overlap.

These compare many columns of weighted rows with each other and give no intervals; `standardised` has the single
difference of two groups known by their means and variances, with its interval, as a reader is shown it.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from cx.stats.arrays import Mask, Matrix, Vector
from cx.stats.design import blocks

Estimand = Literal["everybody", "good", "bad"]
"""For whom an effect holds: all, those in the good group (ATT), those in the bad one (ATC)."""

COMFORTABLE = (0.05, 0.95)
"""Chances of being in the good group between which both groups can be found."""

USABLE = (0.01, 0.99)
"""Weights are made from chances held within these ends, so that nobody counts more than a hundredfold."""

ROUNDING = 1e-11
"""Below this share of the sum of squares a variance is rounding of the sums."""


def weights(chance: Vector, good: Mask, estimand: Estimand = "everybody") -> Vector:
    """How much each customer counts, so that both groups look like the customers the effect is for.

    Formula: everybody 1/e and 1/(1 - e); good 1 and e/(1 - e); bad (1 - e)/e and 1. chance: (n,) of being in the good
    group, strictly within 0..1. Source: Horvitz & Thompson (1952), JASA 47:663-685; Hirano & Imbens (2001), Health
    Services and Outcomes Research Methodology 2:259-278.
    """
    if estimand == "everybody":
        return np.where(good, 1.0 / chance, 1.0 / (1.0 - chance))
    if estimand == "good":
        return np.where(good, 1.0, chance / (1.0 - chance))
    return np.where(good, (1.0 - chance) / chance, 1.0)


def hajek(outcome: Vector, good: Mask, weight: Vector) -> float:
    """Difference of the weighted means, each divided by its own sum of weights. Both groups must have weight.

    Kept to check the weights against published effects: the product shows the doubly robust effect.
    Source: Hajek (1971), comment in Foundations of Statistical Inference, p. 236.
    """
    if not (weight[good].sum() > 0.0 and weight[~good].sum() > 0.0):
        raise ValueError("both groups must have weight")
    return float(np.average(outcome[good], weights=weight[good]) - np.average(outcome[~good], weights=weight[~good]))


def standardised_differences(columns: Matrix, good: Mask, weight: Vector | None = None) -> Vector:
    """By how many standard deviations the means of the groups differ: (k,) for (n, k) columns.

    Formula: (m1 - m0) / sqrt((s1^2 + s0^2) / 2); means weighted, spreads (n - 1) of the unweighted groups, so that
    before and after are on one scale. 0 for a column without spread and without difference, infinite for one without
    spread whose means differ. Each group needs two rows. Source: Austin (2009), Statistics in Medicine 28:3083-3107.
    """
    n1, n0 = int(good.sum()), int((~good).sum())
    if min(n1, n0) < 2:
        raise ValueError(f"groups of {n1} and {n0}, both must have at least 2")
    centre = columns.mean(axis=0)
    first, second, squares1, squares0 = (np.zeros(columns.shape[1]) for _ in range(4))
    heavy1 = heavy0 = 0.0
    counted = np.ones(len(columns)) if weight is None else weight
    plain1, plain0 = np.zeros_like(first), np.zeros_like(first)
    for rows in blocks(*columns.shape):
        block, member, heavy = columns[rows] - centre, good[rows].astype(float), counted[rows]
        both, other = block * block, 1.0 - member
        plain1 += member @ block
        plain0 += other @ block
        squares1 += member @ both
        squares0 += other @ both
        first += (heavy * member) @ block
        second += (heavy * other) @ block
        heavy1 += float(heavy @ member)
        heavy0 += float(heavy @ other)
    spread1, spread0 = _spread(squares1, plain1, n1), _spread(squares0, plain0, n0)
    pooled, gap = np.sqrt((spread1 + spread0) / 2.0), first / heavy1 - second / heavy0
    flat = pooled <= 1e-12 * np.maximum(np.abs(centre), 1e-300)
    none = np.abs(gap) <= 1e-12 * np.maximum(np.abs(centre), 1.0)
    return np.where(flat, np.where(none, 0.0, np.inf), gap / np.where(flat, 1.0, pooled))


def _spread(squares: Vector, totals: Vector, n: int) -> Vector:
    """Variances with n - 1; 0 where all that is left of the squares is their rounding."""
    left = squares - totals**2 / n
    return np.where(left > ROUNDING * squares, left, 0.0) / (n - 1)


def overlap(chance: Vector) -> float:
    """Share of customers whose chance of being in the good group lies within COMFORTABLE."""
    low, high = COMFORTABLE
    return float(np.mean((chance >= low) & (chance <= high)))


def overlap_of_bad(chance: Vector, good: Mask) -> float:
    """Share of those with the bad experience who have customers like them with the good one: a chance of 5 % or more.

    For an effect in the bad group nobody's chance is too high: the good are plentiful there. So it can be estimated
    where bad experiences are rare, and hardly anybody's chance is comfortable. Source: Imbens (2004), Review of
    Economics and Statistics 86:4-29, on what the effect in one group needs. Needs a member of the bad group.
    """
    return float(np.mean(chance[~good] >= COMFORTABLE[0]))


def effective_n(weight: Vector) -> float:
    """How many equally weighted customers say as much. Formula: (sum w)^2 / sum w^2. Source: Kish (1965), ch. 11."""
    return float(weight.sum() ** 2 / (weight @ weight)) if weight.any() else 0.0


def directly_standardised(
    cells: dict[str, tuple[tuple[int, int], tuple[int, int]]],
) -> tuple[float, float] | None:
    """Shares of two groups had both the same mix of strata, that of all together.

    cells: stratum -> ((successes, n) of the first group, the same of the second). Formula: sum over strata of
    N_s / N x share in s. None when a stratum lacks one of the groups: then the two cannot be compared there.
    Kept as the published truth that the product's adjusted effect is held against.
    Source: Julious & Mullee (1994), BMJ 309:1480; Rothman (1986), Modern Epidemiology, ch. 5.
    """
    if not cells or any(n == 0 for pair in cells.values() for _successes, n in pair):
        return None
    sizes = {name: first[1] + second[1] for name, (first, second) in cells.items()}
    whole = sum(sizes.values())
    mixed = [sum(sizes[name] * pair[at][0] / pair[at][1] for name, pair in cells.items()) / whole for at in (0, 1)]
    return mixed[0], mixed[1]
