"""Whether customers of the two experiences can be compared at all, and in words why not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cx.language import _, numbers
from cx.metrics import row_words
from cx.metrics.covariates import Covariates
from cx.stats.arrays import Mask, Matrix, Vector
from cx.stats.balance import USABLE, Estimand, standardised_differences, weights
from cx.stats.doubly_robust import DoublyRobust, doubly_robust
from cx.stats.evidence import IMBALANCE_BELOW, OVERLAP_AT_LEAST

LEAST_OVERLAP = 0.5
"""Below this share of comparable customers nothing is shown: most of the figure would be the regression's guess."""

LEAST_BUYERS, LEAST_EVENTS = 20, 10
"""In each group: customers who spent at all; customers with a yes-or-no outcome, and as many without. With fewer, far
more than 5 % of effects that are none were called real, in simulations with rare outcomes and skewed amounts.
"""


@dataclass(frozen=True, slots=True)
class Comparable:
    """What a comparison rests on. overlap: share of those it is for who have their like in both groups. imbalance: the
    largest standardised difference left after weighting. separated: something held fixed tells the groups apart.
    """

    overlap: float
    imbalance: float
    separated: bool

    def refused(self) -> str | None:
        """Why there is no figure; None when there can be one.

        Below LEAST_OVERLAP, or below OVERLAP_AT_LEAST when the groups are told apart by something held fixed.
        """
        apart = self.separated or not math.isfinite(self.imbalance)
        least = OVERLAP_AT_LEAST if apart else LEAST_OVERLAP
        if self.overlap >= least:
            return None
        return _(
            "too little overlap: {share} have comparable customers in both groups, at least {least} needed"
        ).format(share=numbers.percent(self.overlap), least=numbers.percent(least))

    def unjudged(self) -> str | None:
        """Why a figure gets no verdict; None when it may get one."""
        if self.overlap >= OVERLAP_AT_LEAST:
            return None
        return _("No verdict: too little overlap; {share} have comparable customers, {least} are needed.").format(
            share=numbers.percent(self.overlap), least=numbers.percent(OVERLAP_AT_LEAST)
        )

    def unlike(self) -> str | None:
        """Why a figure without a grade of its own gets no verdict: also where weighting leaves the groups unlike."""
        if said := self.unjudged():
            return said
        if self.imbalance < IMBALANCE_BELOW:
            return None
        return _("No verdict: after weighting the groups still differ by {gap} standard deviations.").format(
            gap=numbers.figure(self.imbalance, "score") if math.isfinite(self.imbalance) else _("many")
        )


def rare(values: Vector, good: Mask, bands: tuple[str, str], *, money: bool) -> str | None:
    """Why an outcome happens too seldom in one of the groups to be compared; None when often enough.

    values: (n,) later spend, or 0 and 1 with NaN where not known.
    """
    for members, band in ((good, bands[0]), (~good, bands[1])):
        told = values[members & ~np.isnan(values)]
        for count, what, least in _counts(told, money=money):
            if count < least:
                return _("too few “{band}” {what}: {n}, at least {least} needed").format(
                    band=row_words.band(band), what=what, n=count, least=least
                )
    return None


def _counts(values: Vector, *, money: bool) -> Iterator[tuple[int, str, int]]:
    some = int(np.count_nonzero(values))
    if money:
        yield some, _("with later spend"), LEAST_BUYERS
        return
    yield some, _("with the outcome"), LEAST_EVENTS
    yield len(values) - some, _("without the outcome"), LEAST_EVENTS


@dataclass(frozen=True, slots=True)
class Fit:
    """One comparison as fitted: what is held fixed, for whom, and what there was no room for (left)."""

    held: Covariates
    good: Mask
    robust: DoublyRobust
    left: tuple[str, ...]

    def differences(self, estimand: Estimand | None) -> dict[str, float]:
        """Covariate -> standardised difference after weighting for the estimand; None: as they are."""
        chance = np.clip(self.robust.chance, *USABLE)
        weight = None if estimand is None else weights(chance, self.good, estimand)
        return self.held.by_covariate(standardised_differences(self.held.matrix(shown=True), self.good, weight))

    def comparable(self, estimand: Estimand, after: dict[str, float] | None = None) -> Comparable:
        """For the effect in all customers or in the bad. after: their differences after weighting, if known already."""
        left = max((self.differences(estimand) if after is None else after).values(), default=0.0)
        overlap = self.robust.overlap_of_bad if estimand == "bad" else self.robust.overlap
        return Comparable(overlap, left, self.robust.separated)


def fit(held: Covariates, good: Mask, outcomes: Matrix) -> Fit:
    """The comparison of the good with the bad among customers alike in what is held fixed."""
    design, left = held.design(min(int(good.sum()), int((~good).sum())))
    return Fit(held, good, doubly_robust(design, good, outcomes), left)
