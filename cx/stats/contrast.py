"""The form in which a tested difference of two groups leaves the statistics."""

from __future__ import annotations

from dataclasses import dataclass

from cx.stats.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Contrast:
    """First group minus second group, with its test.

    estimate: the signed difference. standard_error: in the estimate's unit. df: degrees of freedom of the t
    distribution, None for the normal one. p_value: two-sided, of no difference. The last three are None when
    the estimate is withheld; p_value is also None when neither group has any spread to judge by.
    """

    estimate: Estimate
    standard_error: float | None = None
    df: float | None = None
    p_value: float | None = None
