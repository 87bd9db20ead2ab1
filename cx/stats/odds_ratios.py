"""Which of several circumstances go with an outcome, each held against the same others: adjusted odds ratios.

Made for coefficients that are read, hence with intervals, on counted cells of few yes-or-no columns, and with Firth's
penalty where one decides the outcome: a ridge would draw all ratios towards 1. For chances of customers: `logistic`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import linalg, special

from cx.language import _
from cx.stats.arrays import Floats
from cx.stats.critical_values import critical_z
from cx.stats.estimate import Estimate, too_few, withheld

MOST_STEPS = 60
SETTLED = 1e-10
# Log odds ratios beyond this mean that a circumstance decides the outcome by itself: no finite maximum.
RUNNING_AWAY = 12.0
# Beyond e^700 a ratio is no number.
LARGEST_LOG = 700.0
MAXIMUM_LIKELIHOOD, PENALISED = "logistic regression, Wald", "logistic regression, Firth, Wald"


def odds_ratios(present: ArrayLike, yes: ArrayLike, n: ArrayLike, *, minimum: int = 1) -> list[Estimate]:
    """By how many times the odds of the outcome are higher with each circumstance than without, the others equal.

    Formula: exp of the coefficients of a logistic regression on counted cells. present: (cells, k) of 0 and 1; yes of n
    cases of each cell have the outcome. Where a circumstance decides the outcome the likelihood has no maximum and
    Firth's penalty is used; the method says so. Unit: ratio; n: cases with the circumstance. Withheld: fewer than
    `minimum` with or without it, a circumstance that all or none have or that another one always goes with, and an
    outcome that all or none have. Raises ValueError when shapes differ or yes is not within 0..n.
    Source: McCullagh & Nelder (1989), ch. 4; Firth (1993), Biometrika 80:27-38; Heinze & Schemper (2002).
    """
    columns = np.asarray(present, dtype=np.float64)
    counts, hits = np.asarray(n, dtype=np.float64), np.asarray(yes, dtype=np.float64)
    if columns.ndim != 2 or counts.shape != (len(columns),) or hits.shape != counts.shape:
        raise ValueError("present must be (cells, k), yes and n (cells,)")
    if not ((hits >= 0.0) & (hits <= counts)).all():
        raise ValueError("yes must be within 0..n")
    with_it = counts @ columns
    refused: dict[int, Estimate] = {}
    kept: list[int] = []
    for place in range(columns.shape[1]):
        chosen = [*kept, place]
        if refusal := _refusal(columns[:, chosen], counts, hits, int(with_it[place]), minimum):
            refused[place] = refusal
        else:
            kept.append(place)
    fitted = dict(zip(kept, _fitted(columns[:, kept], counts, hits, with_it[kept]), strict=True)) if kept else {}
    return [refused[place] if place in refused else fitted[place] for place in range(columns.shape[1])]


def _refusal(columns: Floats, counts: Floats, hits: Floats, with_it: int, minimum: int) -> Estimate | None:
    """Why the last of the columns gets no odds ratio."""
    total = int(counts.sum())
    if refusal := too_few(total, minimum, unit="ratio"):
        return refusal
    if hits.sum() in (0.0, counts.sum()):
        return withheld(_("all answers are alike: nothing goes with anything"), n=total, unit="ratio")
    if min(with_it, total - with_it) == 0:
        never = _("it never occurs: there is nothing to hold it against")
        always = _("it always occurs: there is nothing to hold it against")
        return withheld(never if with_it == 0 else always, n=total, unit="ratio")
    if min(with_it, total - with_it) < minimum:
        return too_few(min(with_it, total - with_it), minimum, unit="ratio")
    weighted = _with_intercept(columns) * np.sqrt(counts)[:, None]
    if np.linalg.matrix_rank(weighted) < weighted.shape[1]:
        return withheld(_("it always comes together with another one"), n=with_it, unit="ratio")
    return None


def _fitted(columns: Floats, counts: Floats, hits: Floats, with_it: Floats) -> list[Estimate]:
    design = _with_intercept(columns)
    for penalised in (False, True):
        found = _newton(design, counts, hits, penalised=penalised)
        if found is not None:
            return [
                _estimate(float(b), float(e), int(n), PENALISED if penalised else MAXIMUM_LIKELIHOOD)
                for b, e, n in zip(found[0][1:], found[1][1:], with_it, strict=True)
            ]
    return [withheld(_("the regression did not settle"), n=int(n), unit="ratio") for n in with_it]


def _estimate(coefficient: float, error: float, n: int, method: str) -> Estimate:
    half = critical_z() * error
    if abs(coefficient) + half > LARGEST_LOG:
        return withheld(_("the regression did not settle"), n=n, unit="ratio")
    value, low, high = (math.exp(end) for end in (coefficient, coefficient - half, coefficient + half))
    return Estimate(value, low, high, n, "ratio", method)


def _newton(design: Floats, counts: Floats, hits: Floats, *, penalised: bool) -> tuple[Floats, Floats] | None:
    """Coefficients and standard errors; None when they run away or do not settle."""
    at = np.zeros(design.shape[1])
    at[0] = special.logit((hits.sum() + 0.5) / (counts.sum() + 1.0))
    for _step in range(MOST_STEPS):
        chance = special.expit(design @ at)
        weight = counts * chance * (1.0 - chance)
        try:
            inverse = linalg.inv((design.T * weight) @ design)
        except linalg.LinAlgError:
            return None
        # Firth's correction adds to every case half its leverage of yes and half of no.
        leverage = weight * np.einsum("ij,jk,ik->i", design, inverse, design) if penalised else 0.0 * weight
        step = inverse @ (design.T @ (hits - counts * chance + leverage * (0.5 - chance)))
        step *= min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-300))
        at = at + step
        if np.abs(at).max() > (math.inf if penalised else RUNNING_AWAY):
            return None
        if np.abs(step).max() < SETTLED:
            return at, np.sqrt(np.diag(inverse))
    return None


def _with_intercept(columns: Floats) -> Floats:
    return np.column_stack([np.ones(len(columns)), columns])
