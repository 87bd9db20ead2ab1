"""The search on likelihoods whose maximum is known on paper."""

import numpy as np
import pytest

from cx.stats.fitting import NotFitted, Point, concluded, maximise, starts_near


def exponential(total: float, n: int):
    """n waiting times summing to total at rate k: n ln k - k total, highest at n/total with error k/sqrt(n)."""

    def function(at: np.ndarray) -> Point:
        k = at[0]
        return Point(n * np.log(k) - k * total, np.array([n / k - total]), np.array([[-n / k**2]]))

    return function


@pytest.mark.parametrize("start", [0.001, 0.5, 300.0])
def test_exponential_rate(start: float) -> None:
    found = maximise(exponential(50.0, 100), [(start,)])
    fitted = concluded(("rate",), found, np.zeros(1), 0.0, 100, {})
    assert fitted.parameters == pytest.approx((2.0,), rel=1e-5)
    assert fitted.standard_errors() == pytest.approx((0.2,), rel=1e-4)
    assert fitted.log_likelihood == pytest.approx(100 * np.log(2.0) - 100)


def test_units_and_shift_are_put_back() -> None:
    found = maximise(exponential(50.0, 100), [(1.0,)])
    fitted = concluded(("rate",), found, np.log([7.0]), -3.0, 100.4, {})
    assert (fitted.parameters[0], fitted.customers) == (pytest.approx(14.0, rel=1e-5), 100)
    assert fitted.log_likelihood == pytest.approx(100 * np.log(2.0) - 103)


def test_the_edge_is_told_in_words() -> None:
    """Total 0: the likelihood rises for ever."""
    found = maximise(exponential(0.0, 100), [(1.0,)])
    with pytest.raises(NotFitted, match="no waiting at all"):
        concluded(("rate",), found, np.zeros(1), 0.0, 100, {("rate", True): "no waiting at all"})
    with pytest.raises(NotFitted, match="rate runs to its edge"):
        concluded(("rate",), found, np.zeros(1), 0.0, 100, {})


def test_another_start_is_tried_where_one_ends_at_an_edge() -> None:
    """Highest at 2 but flat and rising outwards beyond e^3: only the second start is inside."""

    def two_hills(at: np.ndarray) -> Point:
        log = float(np.log(at[0]))
        if log > 3.0:
            return Point(0.1 * log, 0.1 / at, np.diag(-0.1 / at**2))
        away = log - np.log(2.0)
        gradient = -10.0 * away / at
        return Point(-5.0 * away**2, gradient, np.diag((-10.0 + 10.0 * away) / at**2))

    at, _point = maximise(two_hills, [(1_000.0,), (1.0,)])
    assert np.exp(at) == pytest.approx([2.0], rel=1e-5)


def test_what_many_parameters_fit_equally_well_is_not_fitted() -> None:
    """Only the product of the two counts."""

    def product(at: np.ndarray) -> Point:
        log = float(np.log(at).sum())
        return Point(-(log**2), -2 * log / at, (-2 + 2 * log * np.eye(2)) / np.outer(at, at))

    found = maximise(product, [(3.0, 0.5)])
    with pytest.raises(NotFitted, match="equally well"):
        concluded(("one", "other"), found, np.zeros(2), 0.0, 10, {})


def test_no_convergence_is_said() -> None:
    with pytest.raises(NotFitted, match="did not converge"):
        maximise(lambda at: Point(float("nan"), np.ones(1), -np.eye(1)), [(1.0,), (2.0,)])


def test_a_sample_gives_the_first_start() -> None:
    starts = starts_near(exponential(50.0, 100), [(1.0,)])
    assert starts[0] == pytest.approx([2.0], rel=1e-5) and starts[1:] == ((1.0,),)
    assert starts_near(None, [(1.0,)]) == [(1.0,)]
