"""Nodes and interpolation against what is known in closed form."""

import numpy as np
import pytest

from cx.stats.quadrature import beta_nodes, interpolated, legendre_nodes


@pytest.mark.parametrize(("a", "b"), [(1.0, 1.0), (0.5, 0.5), (0.01, 3.0), (2.5, 700.0), (5e4, 3e4), (0.8, 1e6)])
def test_moments_of_a_beta_distribution(a: float, b: float) -> None:
    """Mean a/(a + b); mean square a (a + 1)/((a + b)(a + b + 1)); weights sum to 1."""
    points, weights = beta_nodes(a, b, 64)
    assert weights.sum() == pytest.approx(1.0, abs=1e-14)
    assert weights @ points == pytest.approx(a / (a + b), rel=1e-8)
    assert weights @ points**2 == pytest.approx(a * (a + 1) / ((a + b) * (a + b + 1)), rel=1e-8)


def test_legendre() -> None:
    points, weights = legendre_nodes(32)
    assert weights @ np.exp(-30.0 * points) == pytest.approx((1.0 - np.exp(-30.0)) / 30.0, rel=1e-12)


def test_interpolation_calls_the_function_at_few_places() -> None:
    calls: list[int] = []

    def function(at: np.ndarray) -> np.ndarray:
        calls.append(at.size)
        return 1.0 / (1.0 + np.exp(-at))

    places = np.random.default_rng(0).uniform(-4.0, 4.0, 10_000)
    assert interpolated(function, places, 48) == pytest.approx(1.0 / (1.0 + np.exp(-places)), rel=1e-9)
    assert interpolated(function, np.full(100, 2.0), 48) == pytest.approx(np.full(100, 1.0 / (1.0 + np.exp(-2.0))))
    assert interpolated(function, places[:48], 48) == pytest.approx(1.0 / (1.0 + np.exp(-places[:48])), rel=1e-15)
    assert calls == [48, 1, 48]
    assert interpolated(function, places[:0], 48).size == 0
