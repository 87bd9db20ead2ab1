"""Logistic regression: how likely somebody is to belong to a group, given what was known before.

Made for chances of single customers from many columns, hence row by row and with a ridge where groups are separated: a
prediction has to stay within bounds, no coefficient is read. For coefficients that are read, see `odds_ratios`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, special

from cx.stats.arrays import Mask, Matrix, Vector
from cx.stats.design import Design, blocks

MOST_STEPS = 40
# Half the gain in log-likelihood that the next step can bring: below it the step is taken and is the last.
NEAR_ENOUGH = 1e-6
# Coefficients of standardised columns beyond this mean that a column tells the groups apart (almost) by itself.
SEPARATED = 15.0
# Against singular curvature only: far below what any figure shows.
STABILISER = 1e-9
# With separated groups: a normal prior with standard deviation 1 on every standardised coefficient.
PENALTY = 1.0
# The start is fitted on so many rows, evenly spread: the rest then needs two or three steps.
START_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted model. coefficients: (k + 1,) of the standardised columns, the intercept first.

    probabilities: (n,), strictly between 0 and 1. separated: the likelihood had no maximum, so the coefficients were
    held back by a penalty; then there are customers who could only have been in one group.
    """

    coefficients: Vector
    probabilities: Vector
    separated: bool


def logistic(design: Design, member: Mask) -> Logistic:
    """The chance of being a member of the group.

    Formula: maximum likelihood by Newton's method (iteratively reweighted least squares) with step halving, started
    from a sample when there are many rows. design: (n, k) standardised columns; member: (n,). Where the groups are
    separated it is refitted with a ridge penalty and says so. Raises ValueError when everybody or nobody is a member.
    Source: McCullagh & Nelder (1989), Generalized Linear Models, ch. 4; Albert & Anderson (1984), Biometrika 71:1-10.
    """
    if member.all() or not member.any():
        raise ValueError("both groups must have members")
    share = float(member.mean())
    start = np.zeros(design.values.shape[1])
    start[0] = np.log(share / (1.0 - share))
    found = _staged(design, member, start, STABILISER * design.n)
    separated = found is None
    if found is None:
        found = _newton(design.values, member, start, PENALTY, bound=np.inf)
    if found is None:
        raise ValueError("the penalised fit did not converge")
    return Logistic(found, probabilities(design.values, found), separated)


def probabilities(values: Matrix, coefficients: Vector) -> Vector:
    """The fitted chances: (n,) for the (n, k + 1) values of a design."""
    chance: Vector = special.expit(values @ coefficients)
    return np.clip(chance, 1e-12, 1.0 - 1e-12)


def _staged(design: Design, member: Mask, start: Vector, penalty: float) -> Vector | None:
    every = design.n // START_ROWS
    if every >= 2:
        sample, belongs = np.ascontiguousarray(design.values[::every]), member[::every]
        if belongs.any() and not belongs.all():
            near = _newton(sample, belongs, start, penalty, bound=SEPARATED)
            start = start if near is None else near
    return _newton(design.values, member, start, penalty, bound=SEPARATED)


def _newton(values: Matrix, member: Mask, start: Vector, penalty: float, *, bound: float) -> Vector | None:
    """The coefficients; None when they run away or do not settle."""
    ridge = np.full(len(start), penalty)
    ridge[0] = 0.0
    at = start
    likelihood, score, curvature = _terms(values, member, at, ridge)
    for _step in range(MOST_STEPS):
        step = _move(curvature, score)
        if step is None or np.abs(at[1:] + step[1:]).max(initial=0.0) > bound:
            return None
        if float(score @ step) / 2.0 < NEAR_ENOUGH:
            return np.asarray(at + step)
        for _half in range(MOST_STEPS):
            reached = _terms(values, member, at + step, ridge)
            if reached[0] >= likelihood - NEAR_ENOUGH:
                break
            step = step / 2.0
        at, (likelihood, score, curvature) = at + step, reached
    return None


def _move(curvature: Matrix, score: Vector) -> Vector | None:
    """Newton's step; None where the curvature has vanished, as it does when the groups are separated."""
    try:
        factor = linalg.cho_factor(curvature + STABILISER * np.eye(len(score)))
    except linalg.LinAlgError:
        return None
    step: Vector = linalg.cho_solve(factor, score)
    return step if np.isfinite(step).all() else None


def _terms(values: Matrix, member: Mask, at: Vector, ridge: Vector) -> tuple[float, Vector, Matrix]:
    """Log-likelihood, its slope and its curvature, with the penalty."""
    likelihood = -float(ridge @ at**2) / 2.0
    score, curvature, belongs = -ridge * at, np.diag(ridge), member.astype(np.float64)
    for rows in blocks(*values.shape):
        block = values[rows]
        chance = special.expit(block @ at)
        missed = belongs[rows] - chance
        likelihood += float(np.log(np.maximum(1.0 - np.abs(missed), 1e-300)).sum())
        score += missed @ block
        curvature += (block * (chance - chance * chance)[:, None]).T @ block
    return likelihood, score, curvature
