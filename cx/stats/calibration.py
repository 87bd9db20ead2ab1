"""Whether a score that predicts yes or no keeps its word: calibration, discrimination and error."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from cx.language import _
from cx.stats.arrays import Counts, Floats, Mask
from cx.stats.critical_values import critical_z
from cx.stats.estimate import Estimate, bounded, too_few, withheld
from cx.stats.means import mean
from cx.stats.proportions import wilson, wilson_interval


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of similar scores. lowest, highest, predicted: least, greatest and mean score; observed: share of yes."""

    lowest: float
    highest: float
    predicted: float
    observed: Estimate


@dataclass(frozen=True, slots=True)
class Scored:
    """Cases counted by score: arrays of one length. yes of n cases turned out as predicted by the score.

    fold: scores are only ranked within a fold; every fold's scores come from a model that has not seen it.
    """

    score: Floats
    yes: Counts
    n: Counts
    fold: Counts


def scored(score: ArrayLike, yes: ArrayLike, n: ArrayLike, fold: ArrayLike | None = None) -> Scored:
    """Checked and put in the order of the scores. Raises ValueError when shapes differ, a score is no share, or yes is
    not within 0..n.
    """
    scores = np.asarray(score, dtype=np.float64)
    folds = np.zeros(scores.shape) if fold is None else np.asarray(fold)
    found = Scored(scores, np.asarray(yes, np.int64), np.asarray(n, np.int64), folds.astype(np.int64))
    if not scores.ndim == 1 or len({scores.shape, found.yes.shape, found.n.shape, found.fold.shape}) > 1:
        raise ValueError("score, yes, n and fold must be flat and of one length")
    if not ((scores >= 0.0) & (scores <= 1.0)).all():
        raise ValueError("a score must be within 0..1")
    if not ((found.yes >= 0) & (found.yes <= found.n)).all():
        raise ValueError("yes must be within 0..n")
    order = np.argsort(scores, kind="stable")
    return Scored(scores[order], found.yes[order], found.n[order], found.fold[order])


def calibration(cases: Scored, *, bins: int = 10, minimum: int = 1) -> list[Bin]:
    """Bins of similar scores, from the least up: what was predicted beside what was observed, with its Wilson interval.

    A bin is closed as soon as it holds a share 1 / bins of the cases and at least `minimum` of them; cases of one score
    stay together; a rest too small joins the last bin. No cases, no bins.
    """
    wanted = max(float(minimum), cases.n.sum() / bins)
    _values, starts = np.unique(cases.score, return_index=True)
    groups: list[list[int]] = [[]]
    for places in np.split(np.arange(len(cases.score)), starts[1:]) if len(starts) else ():
        if cases.n[groups[-1]].sum() >= wanted:
            groups.append([])
        groups[-1] += list(places)
    if len(groups) > 1 and cases.n[groups[-1]].sum() < wanted:
        rest = groups.pop()
        groups[-1] += rest
    return [_bin(cases, np.asarray(group), minimum) for group in groups if group]


def area_under_curve(cases: Scored, *, minimum: int = 1) -> Estimate:
    """How often a case that turned out yes was scored above one that did not; a half is chance. Ties count half.

    Formula: share of the pairs within a fold; its variance from the placements of either side, pooled over folds; the
    interval on the logit. Unit: share; n: cases. Withheld below `minimum`, where all turned out alike, or where no
    score tells any two apart. Source: DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44:837-845; the logit: Pepe
    (2003), The Statistical Evaluation of Medical Tests, ch. 5.
    """
    n = int(cases.n.sum())
    if refusal := too_few(n, minimum, unit="share"):
        return refusal
    sides = [_placements(cases, cases.fold == fold) for fold in np.unique(cases.fold)]
    pairs = sum(yes.sum() * no.sum() for yes, no, _above, _below in sides)
    if pairs == 0:
        return withheld(_("all answers are alike: there is nothing to tell apart"), n=n, unit="share")
    value = float(sum((yes * above).sum() for yes, _no, above, _below in sides) / pairs)
    variance = _of_side([(yes, above, no.sum()) for yes, no, above, _below in sides], value)
    variance += _of_side([(no, below, yes.sum()) for yes, no, _above, below in sides], value)
    error = math.sqrt(variance) / float(pairs)
    if value in (0.0, 1.0):
        fewer = min(int(sum(yes.sum() for yes, *_rest in sides)), int(sum(no.sum() for _yes, no, *_rest in sides)))
        low, high = wilson_interval(int(value) * fewer, fewer)
        return bounded(value, low, high, n=n, unit="share", method="Wilson on the smaller side", low_bound=0.0)
    if error == 0.0:
        return withheld(_("all scores are equal: there is nothing to rank by"), n=n, unit="share")
    centre, half = math.log(value / (1.0 - value)), critical_z() * error / (value * (1.0 - value))
    low, high = (float(special.expit(end)) for end in (centre - half, centre + half))
    return bounded(value, low, high, n=n, unit="share", method="DeLong, logit", low_bound=0.0, high_bound=1.0)


def brier(cases: Scored, *, minimum: int = 2) -> Estimate:
    """The mean squared distance of score and outcome: 0 is perfect, and 0.25 what always saying a half would give.

    Unit: score, 0..1, with a t interval. Source: Brier (1950), Monthly Weather Review 78:1-3.
    """
    no = cases.n - cases.yes
    missed, hit = (1.0 - cases.score) ** 2, cases.score**2
    total = float((cases.yes * missed + no * hit).sum())
    squares = float((cases.yes * missed**2 + no * hit**2).sum())
    return mean(int(cases.n.sum()), total, squares, low_bound=0.0, high_bound=1.0, unit="score", minimum=minimum)


def _bin(cases: Scored, places: Counts, minimum: int) -> Bin:
    score, n = cases.score[places], cases.n[places]
    total = int(n.sum())
    observed = wilson(int(cases.yes[places].sum()), total, minimum=minimum)
    predicted = float(score @ n / total) if total else float(score.mean())
    return Bin(float(score.min()), float(score.max()), predicted, observed)


Side = tuple[Counts, Counts, Floats, Floats]


def _placements(cases: Scored, chosen: Mask) -> Side:
    """Yes and no by distinct score of one fold; above: for each score the no it lies above, ties half, as a count;
    below: the yes it lies below.
    """
    _values, place = np.unique(cases.score[chosen], return_inverse=True)
    size = int(place.max()) + 1
    yes = np.bincount(place, weights=cases.yes[chosen], minlength=size).astype(np.int64)
    no = np.bincount(place, weights=(cases.n - cases.yes)[chosen], minlength=size).astype(np.int64)
    above = np.cumsum(no) - no / 2.0
    below = yes.sum() - np.cumsum(yes) + yes / 2.0
    return yes, no, above, below


def _of_side(sides: list[tuple[Counts, Floats, np.int64]], value: float) -> float:
    """One side's part of the variance of the number of pairs won."""
    cases = sum(int(count.sum()) for count, _placed, _others in sides)
    squares = sum(float((count * (placed - value * others) ** 2).sum()) for count, placed, others in sides)
    return squares * cases / (cases - 1) if cases > 1 else squares
