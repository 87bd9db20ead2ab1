"""How far an adjusted effect can be trusted: five checks and the grade they make. The rule stands here, in public.

A: all five hold. B: the interval leaves zero out, the groups overlap, at most one of the other three fails, and the
placebo does not fail clearly. C: everything else; nothing should be decided on it alone.

The placebo fails clearly when its interval leaves zero out and it reaches a quarter of the effect: the customers
differed before the experience, so the grade is C whatever else holds. It is undecided when its interval holds zero but
it reaches half of the effect, or when it could not be had: that is one failed check, so no A.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Grade = Literal["A", "B", "C"]

OVERLAP_AT_LEAST = 0.90
"""Share of customers who could have had either experience (chance between 5 and 95 %; Crump et al. 2009)."""

IMBALANCE_BELOW = 0.1
"""Largest standardised difference after weighting (Austin 2009)."""

PLACEBO_BELOW, PLACEBO_BELOW_IN_NOISE = 0.25, 0.5
"""Share of the effect that the placebo must stay below, and below which it must stay when its interval holds zero: a
wide interval holds zero whatever the truth."""

E_VALUE_AT_LEAST = 1.25
"""E-value of the interval's limit."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the checks look at. low, high: of the effect's interval. placebo: (value, low, high) of the same estimator
    on the time before, None when it could not be had. imbalance: the largest after weighting, infinite if unknown.
    """

    value: float
    low: float
    high: float
    overlap: float
    imbalance: float
    placebo: tuple[float, float, float] | None
    e_value_limit: float

    def interval_holds(self) -> bool:
        """The interval leaves zero out."""
        return not self.low <= 0.0 <= self.high

    def overlap_holds(self) -> bool:
        """Enough customers could have had either experience."""
        return self.overlap >= OVERLAP_AT_LEAST

    def balance_holds(self) -> bool:
        """After weighting the groups are alike in everything measured."""
        return self.imbalance < IMBALANCE_BELOW

    def placebo_holds(self) -> bool:
        """The score does not go with the time before: the placebo is small beside the effect."""
        if self.placebo is None:
            return False
        most = PLACEBO_BELOW_IN_NOISE if self._placebo_in_noise() else PLACEBO_BELOW
        return abs(self.placebo[0]) < most * abs(self.value)

    def placebo_clearly_fails(self) -> bool:
        """The groups differed before the experience already, beyond noise and by a fair part of the effect."""
        return self.placebo is not None and not self._placebo_in_noise() and not self.placebo_holds()

    def _placebo_in_noise(self) -> bool:
        return self.placebo is not None and self.placebo[1] <= 0.0 <= self.placebo[2]

    def e_value_holds(self) -> bool:
        """Something unmeasured would have to be stronger than a trifle to explain the effect away."""
        return self.e_value_limit >= E_VALUE_AT_LEAST

    def grade(self) -> Grade:
        """A, B or C by the rule at the head of this file."""
        others = (self.balance_holds(), self.placebo_holds(), self.e_value_holds())
        ruled_out = not (self.interval_holds() and self.overlap_holds()) or self.placebo_clearly_fails()
        if ruled_out or others.count(False) > 1:
            return "C"
        return "A" if all(others) else "B"
