"""Least squares: what a measure changes by with each of several others, with two kinds of standard error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cx.stats.arrays import Matrix, Vector
from cx.stats.critical_values import critical_t, two_sided_p
from cx.stats.design import Design, blocks, inverse, standardised

# At a leverage this near 1 a row is fitted exactly, whatever it says: it has no residual to learn from.
FITTED_EXACTLY = 1.0 - 1e-8


@dataclass(frozen=True, slots=True)
class Coefficient:
    """Change of the outcome per unit of one column. df: residual degrees of freedom, for t."""

    value: float
    standard_error: float
    df: int

    def interval(self) -> tuple[float, float]:
        """95 % t interval."""
        half_width = critical_t(self.df) * self.standard_error
        return self.value - half_width, self.value + half_width

    def p_value(self) -> float | None:
        """Two-sided p value of no association; None when the error is 0."""
        return two_sided_p(self.value / self.standard_error, self.df) if self.standard_error > 0.0 else None


@dataclass(frozen=True, slots=True)
class LeastSquares:
    """A fitted regression. classical and robust: column -> its coefficient with that kind of standard error.

    dropped: columns left out because they are constant or follow from the others. df: rows less parameters.
    """

    classical: dict[str, Coefficient]
    robust: dict[str, Coefficient]
    dropped: tuple[str, ...]
    intercept: float
    df: int


def least_squares(columns: Matrix, outcome: Vector, names: Sequence[str]) -> LeastSquares | None:
    """How the outcome goes with each column, the others held fixed.

    Formula: b = (X'X)^-1 X'y with an intercept; classical variance s^2 (X'X)^-1, s^2 with n - k - 1; robust variance
    HC3: (X'X)^-1 X' diag(e_i^2 / (1 - h_i)^2) X (X'X)^-1. columns: (n, k); outcome: (n,); names: of the columns.
    Kept for published regressions: the product standardises the columns once and calls `fitted`. None when there are no
    residual degrees of freedom. Raises ValueError for numbers that are not finite.
    Source: MacKinnon & White (1985), Journal of Econometrics 29:305-325; Long & Ervin (2000), American Statistician
    54:217-224.
    """
    return fitted(standardised(columns, names), outcome)


def fitted(design: Design, outcome: Vector) -> LeastSquares | None:
    """As `least_squares`, for columns that are standardised already: several outcomes can share them."""
    if not np.isfinite(outcome).all():
        raise ValueError("the outcome must be finite numbers")
    df = design.n - len(design.names) - 1
    if df < 1:
        return None
    bread = inverse(design.products)
    slopes = _slopes(design, outcome, bread)
    squares, meat = _residuals(design, outcome, bread, slopes)
    variance = squares / df
    classical, robust = variance * np.diag(bread), np.diag(bread @ meat @ bread)
    scaled = np.concatenate([[1.0], design.scale])
    values = slopes / scaled
    return LeastSquares(
        _coefficients(design, values, np.sqrt(classical) / scaled, df),
        _coefficients(design, values, np.sqrt(np.maximum(robust, 0.0)) / scaled, df),
        design.dropped,
        float(slopes[0] - values[1:] @ design.centre),
        df,
    )


def _coefficients(design: Design, values: Vector, errors: Vector, df: int) -> dict[str, Coefficient]:
    return {
        name: Coefficient(float(values[at]), float(errors[at]), df) for at, name in enumerate(design.names, start=1)
    }


def _slopes(design: Design, outcome: Vector, bread: Matrix) -> Vector:
    """Coefficients of the standardised columns, improved once on the residuals against rounding."""
    slopes = np.zeros(len(bread))
    for _round in range(2):
        score = np.zeros(len(bread))
        for rows in blocks(*design.values.shape):
            block = design.values[rows]
            score += block.T @ (outcome[rows] - block @ slopes)
        slopes = slopes + bread @ score
    return slopes


def _residuals(design: Design, outcome: Vector, bread: Matrix, slopes: Vector) -> tuple[float, Matrix]:
    """Sum of squared residuals, and the middle of the robust variance."""
    squares, meat = 0.0, np.zeros_like(bread)
    for rows in blocks(*design.values.shape):
        block = design.values[rows]
        residual = outcome[rows] - block @ slopes
        squares += float(residual @ residual)
        spread = corrected(residual, leverages(block, bread))
        weighted = block * spread[:, None]
        meat += weighted.T @ weighted
    return squares, meat


def leverages(block: Matrix, bread: Matrix) -> Vector:
    """How far each row pulls the line towards itself: x' (X'X)^-1 x, (n,) for (n, k) rows."""
    pulled: Vector = np.einsum("ij,ij->i", block @ bread, block)
    return pulled


def corrected(residual: Vector, leverage: Vector) -> Vector:
    """Residuals as large as they would be had the row not pulled the line towards itself: e / (1 - h)."""
    free = leverage < FITTED_EXACTLY
    return np.where(free, residual / np.where(free, 1.0 - leverage, 1.0), 0.0)
