"""Johnson's relative weights, standardised coefficients and variance inflation, from a correlation matrix."""

from __future__ import annotations

import numpy as np

from cx.stats.arrays import Floats

SINGULAR = 1e-9
"""Eigenvalues below are rounding: the predictors repeat each other in that direction."""


def relative_weights(correlations: Floats) -> Floats:
    """Each predictor's part of R², through the orthogonal variables closest to the predictors.

    Formula: with the correlations of the predictors V D V', L = V D^½ V' and b = L^-1 r: weight i = sum_j L_ij² b_j².
    correlations: (..., k + 1, k + 1), the last row and column those of y. Returns (..., k), without sign, summing to
    R². Singular matrices by pseudo-inverse: predictors that say the same get the same weight. The same numbers as
    Genizi's (1993) decomposition. Source: Johnson (2000), Multivariate Behavioral Research 35:1-19.
    """
    eigenvalues, vectors, with_y = _decomposed(correlations)
    roots = np.sqrt(eigenvalues)
    loadings = (vectors * roots[..., np.newaxis, :]) @ np.swapaxes(vectors, -1, -2)
    turned = (np.swapaxes(vectors, -1, -2) @ with_y[..., np.newaxis])[..., 0] * _inverse(roots)
    betas = vectors @ turned[..., np.newaxis]
    weights: Floats = (loadings**2 @ betas**2)[..., 0]
    return weights


def coefficients(correlations: Floats) -> Floats:
    """Standardised regression coefficients (..., k): standard deviations of y per standard deviation of a predictor.

    By pseudo-inverse where predictors repeat each other: what they share is divided evenly.
    """
    eigenvalues, vectors, with_y = _decomposed(correlations)
    turned = (np.swapaxes(vectors, -1, -2) @ with_y[..., np.newaxis])[..., 0] * _inverse(eigenvalues)
    betas: Floats = (vectors @ turned[..., np.newaxis])[..., 0]
    return betas


def variance_inflation(correlations: Floats) -> Floats:
    """By what factor the others widen the variance of each coefficient: 1 / (1 - R² of the predictor on the others).

    Returns (..., k), at least 1; about 1e9 and more where a predictor can be computed from the others.
    Source: Marquardt (1970), Technometrics 12:591-612.
    """
    eigenvalues, vectors, _with_y = _decomposed(correlations)
    return np.maximum(1.0, (vectors**2 @ (1.0 / np.maximum(eigenvalues, 1e-12))[..., np.newaxis])[..., 0])


def _decomposed(correlations: Floats) -> tuple[Floats, Floats, Floats]:
    """Eigenvalues (rounding taken to zero), eigenvectors, and the predictors' correlations with y."""
    eigenvalues, vectors = np.linalg.eigh(correlations[..., :-1, :-1])
    return np.where(eigenvalues > SINGULAR, eigenvalues, 0.0), vectors, correlations[..., :-1, -1]


def _inverse(values: Floats) -> Floats:
    """1 / value, 0 for 0."""
    return np.divide(1.0, values, out=np.zeros_like(values), where=values > 0.0)
