"""The score the answers would give if those who answered were mixed like everybody who was asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cx.stats.arrays import Floats
from cx.stats.contrast import Contrast
from cx.stats.critical_values import critical_z, two_sided_p
from cx.stats.estimate import Estimate, bounded, too_few
from cx.stats.nps import ADDED_DETRACTORS, ADDED_PASSIVES, ADDED_PROMOTERS, POINTS, nps

FEWEST_ANSWERS = 20
"""A cell with fewer answers is joined with its neighbour: what so few say must not stand for many who are silent."""
METHOD = "post-stratified in {cells} cells, adjusted Wald of effective answers"
DIFFERENCE = "linearised, same answers on both sides"
SCORES = np.array([1.0, 0.0, -1.0])
"""What a promoter, a passive and a detractor add to the score."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Customers alike in what is known of them. place: the cell's steps, the weightiest first, neighbours one apart.

    customers: all of them; promoters, passives, detractors: those who answered, never more than customers.
    """

    place: tuple[int, ...]
    customers: int
    promoters: int
    passives: int
    detractors: int

    @property
    def answers(self) -> int:
        """How many of them answered."""
        return self.promoters + self.passives + self.detractors


@dataclass(frozen=True, slots=True)
class Reweighted:
    """The raw score, the re-weighted one and their difference (re-weighted minus raw), in points.

    effective: how many equally weighted answers the weighted ones are worth. cells: after joining. heaviest: the
    largest weight of an answer over the mean weight.
    """

    raw: Estimate
    reweighted: Estimate
    difference: Contrast
    effective: float
    cells: int
    heaviest: float


def reweighted_nps(cells: Sequence[Cell], *, minimum: int = 1) -> Reweighted:
    """What is the NPS when every customer counts, those who are silent through the answers of those like them?

    Formula: sum over cells of N_c / N times the cell's score; N_c customers, of whom those that answered stand for the
    others (weight N_c / n_c). Cells are joined first (`joined`), so that each has answers. Variance from the customers'
    influences, the mix of cells being chance too: sum psi^2 / N^2, psi = (N_c / n_c) (y - score_c) for an answer plus
    score_c - score for everybody. Interval: adjusted Wald of the weighted shares at n / design effect answers, at least
    1. All are withheld when fewer than `minimum` answered. Raises ValueError when a cell has more answers than
    customers. It mends what the cells tell apart and nothing else: within a cell answering must not depend on the
    score. Source: Holt & Smith (1979), JRSS A 142:33-46; Little (1986), International Statistical Review 54:139-157.
    """
    found = joined(cells)
    customers = np.array([cell.customers for cell in found], dtype=np.float64)
    counts = np.array([[c.promoters, c.passives, c.detractors] for c in found], dtype=np.float64).reshape(-1, 3)
    answers = counts.sum(axis=1)
    n = int(answers.sum())
    if refusal := too_few(n, max(1, minimum), unit="points"):
        return Reweighted(refusal, refusal, Contrast(refusal), 0.0, len(found), 0.0)
    if (answers > customers).any():
        raise ValueError("a cell has more answers than customers")
    totals = counts.sum(axis=0)
    raw = nps(*(int(count) for count in totals), minimum=minimum)
    weights = customers / answers
    shares = weights @ counts / customers.sum()
    silent, spoken = _influences(counts, customers)
    variance = _variance(silent, spoken, counts, customers)
    independent = (float(shares @ SCORES**2) - float(shares @ SCORES) ** 2) / n
    kish = float(answers @ weights**2) * n / float(answers @ weights) ** 2
    effect = max(1.0, variance / independent if independent > 1e-12 else kish)
    return Reweighted(
        raw,
        _estimate(shares, n, effect, len(found)),
        _difference(raw, shares, silent, spoken, counts, customers),
        n / effect,
        len(found),
        float(weights.max() / (answers @ weights / n)),
    )


def joined(cells: Sequence[Cell], fewest: int = FEWEST_ANSWERS) -> list[Cell]:
    """The cells with too few answers joined with their neighbours, within the same larger class as long as that helps.

    Neighbours are joined along the last step of `place` first, then along the one before, in the end across all. One
    cell is left when there are fewer than `fewest` answers in all. Source: Kalton & Flores-Cervantes (2003), Journal
    of Official Statistics 19:81-97.
    """
    found = sorted(cells, key=lambda cell: cell.place)
    for depth in range(max((len(cell.place) for cell in found), default=0) - 1, -1, -1):
        found = _joined_within(found, depth, fewest)
    return found


def _joined_within(cells: Sequence[Cell], depth: int, fewest: int) -> list[Cell]:
    """One pass: a small cell and its neighbour become one when they share the first `depth` steps."""
    result: list[Cell] = []
    for cell in cells:
        last = result[-1] if result else None
        if last and last.place[:depth] == cell.place[:depth] and min(last.answers, cell.answers) < fewest:
            result[-1] = Cell(
                last.place,
                last.customers + cell.customers,
                last.promoters + cell.promoters,
                last.passives + cell.passives,
                last.detractors + cell.detractors,
            )
        else:
            result.append(cell)
    return result


def _influences(counts: Floats, customers: Floats) -> tuple[Floats, Floats]:
    """Of the re-weighted score: (cells,) of a silent customer, (cells, 3) of an answer, by class."""
    answers = counts.sum(axis=1)
    scores = counts @ SCORES / answers
    overall = customers @ scores / customers.sum()
    silent = scores - overall
    return silent, silent[:, None] + (customers / answers)[:, None] * (SCORES - scores[:, None])


def _variance(silent: Floats, spoken: Floats, counts: Floats, customers: Floats) -> float:
    """Sum of squared influences over the customers, over N^2."""
    quiet = customers - counts.sum(axis=1)
    return float(quiet @ silent**2 + (counts * spoken**2).sum()) / float(customers.sum()) ** 2


def _estimate(shares: Floats, n: int, effect: float, cells: int) -> Estimate:
    """The weighted score with the adjusted Wald interval (Rocks 2016) of n / effect answers."""
    added = np.array([ADDED_PROMOTERS, ADDED_PASSIVES, ADDED_DETRACTORS])
    total = n / effect + added.sum()
    adjusted = (shares * n / effect + added) / total
    centre = float(adjusted @ SCORES)
    half_width = critical_z() * math.sqrt(max(0.0, float(adjusted @ SCORES**2) - centre**2) / total)
    return bounded(
        POINTS * float(shares @ SCORES),
        POINTS * (centre - half_width),
        POINTS * (centre + half_width),
        n=n,
        unit="points",
        method=METHOD.format(cells=cells),
        low_bound=-POINTS,
        high_bound=POINTS,
    )


def _difference(
    raw: Estimate, shares: Floats, silent: Floats, spoken: Floats, counts: Floats, customers: Floats
) -> Contrast:
    """Re-weighted minus raw: both move with the same answers, so the influences are subtracted customer by customer."""
    answers = counts.sum()
    plain = float(counts.sum(axis=0) @ SCORES / answers)
    apart = spoken - float(customers.sum() / answers) * (SCORES - plain)
    error = POINTS * math.sqrt(_variance(silent, apart, counts, customers))
    value = POINTS * (float(shares @ SCORES) - plain)
    half_width = critical_z() * error
    estimate = bounded(
        value,
        value - half_width,
        value + half_width,
        n=raw.n,
        unit="points",
        method=DIFFERENCE,
        low_bound=-2 * POINTS,
        high_bound=2 * POINTS,
    )
    return Contrast(estimate, error, None, two_sided_p(value / error) if error > 1e-9 else None)
