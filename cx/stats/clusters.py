"""Repeated answers of one customer: how much wider than for independent answers an interval has to be."""

from __future__ import annotations

from typing import NamedTuple

from cx.language import _

INDEPENDENT = 1.0


class ClusterSums(NamedTuple):
    """Sums over customers of their totals y (promoters - detractors, top boxes) and x (answers), and of squares.

    clusters: how many customers; who cannot be told is a customer of its own for every answer.
    """

    y: float
    x: float
    yy: float
    xy: float
    xx: float
    clusters: int


def residual_squares(value: float, yy: float, xy: float, xx: float) -> float:
    """Sum of (y - value x)^2 from the sums of squares and products."""
    return yy - 2.0 * value * xy + value * value * xx


def design_effect(sums: ClusterSums, row_squares: float) -> float:
    """By what factor repeated answers widen the variance of y / x; n / effect is the effective number of answers.

    Formula: r = y / x; sum over customers of (y - r x)^2 / sum over answers of (y - r)^2, at least 1: exactly 1
    when everybody answers once, as there is no m/(m - 1). row_squares: sum over answers of y^2. Where the answers
    cannot tell (all equal, or one customer only) a customer's answers count as one: sum x^2 / sum x.
    Raises ValueError when x is not positive. Source: Kish (1965), Survey Sampling, ch. 8; for shares Korn &
    Graubard (1998), Survey Methodology 24:193-201.
    """
    if sums.x <= 0.0:
        raise ValueError(f"x == {sums.x}, must be > 0")
    value = sums.y / sums.x
    independent = residual_squares(value, row_squares, sums.y, sums.x)
    if independent <= 1e-9 or sums.clusters < 2:
        return max(INDEPENDENT, sums.xx / sums.x)
    return max(INDEPENDENT, residual_squares(value, sums.yy, sums.xy, sums.xx) / independent)


def with_effect(method: str, effect: float, repeated: str = "answers") -> str:
    """The method's name, with the design effect (two digits) where there is one."""
    if effect == INDEPENDENT:
        return method
    said = _("{method}, design effect {effect} for repeated {repeated}")
    return said.format(method=method, effect=f"{effect:.{1 if effect < 9.95 else 0}f}", repeated=repeated)
