"""Key drivers: two predictors worked by hand, and what must be said of odd data."""

import warnings

import numpy as np
import pytest

from cx.stats.drivers import key_drivers
from cx.stats.relative_weights import coefficients, relative_weights, variance_inflation
from cx.stats.resampling import correlation_matrix, resampled_correlations
from cx.stats.shapley import lmg, r_squared_of_subsets


@pytest.fixture(autouse=True)
def no_numpy_warning_leaks():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def correlations(r12, r1, r2):
    return np.array([[1, r12, r1], [r12, 1, r2], [r1, r2, 1]], dtype=float)


def correlated(n, loadings, seed=3, noise=0.9):
    """Ratings that share a common part with a score, of known loadings."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=n)
    loadings = np.asarray(loadings, dtype=float)
    ratings = common[:, None] * loadings + rng.normal(size=(n, len(loadings))) * np.sqrt(1 - loadings**2)
    return common + noise * rng.normal(size=n), ratings


def ones(score):
    return np.ones(len(score), dtype=int)


def test_two_predictors_by_hand():
    """r12 = 0.5, r1 = 0.6, r2 = 0.4: R² = (0.36 + 0.16 - 0.24) / 0.75 = 0.37333; alone they explain 0.36 and 0.16, so
    LMG = (0.36 + 0.21333) / 2 and (0.16 + 0.01333) / 2; betas (0.6 - 0.2) / 0.75 and (0.4 - 0.3) / 0.75; VIF 1 / 0.75.
    The square root of the correlations is [[a, b], [b, a]], a, b = (sqrt(1.5) +- sqrt(0.5)) / 2 = 0.96593, 0.25882, so
    the orthogonal betas are (0.96593 x 0.6 - 0.25882 x 0.4) / 0.86603 = 0.54968 and 0.26684, and the weights
    0.93301 x 0.30214 + 0.06699 x 0.07119 = 0.28667 and 0.06699 x 0.30214 + 0.93301 x 0.07119 = 0.08666.
    """
    matrix = correlations(0.5, 0.6, 0.4)
    subsets = r_squared_of_subsets(matrix)
    assert subsets == pytest.approx([0, 0.36, 0.16, 0.28 / 0.75])
    assert lmg(subsets) == pytest.approx([0.286667, 0.086667], abs=1e-6)
    assert coefficients(matrix) == pytest.approx([0.4 / 0.75, 0.1 / 0.75])
    assert variance_inflation(matrix) == pytest.approx([4 / 3, 4 / 3])
    assert relative_weights(matrix) == pytest.approx([0.28667, 0.08666], abs=2e-5)


def test_without_correlation_everything_is_the_squared_correlation():
    matrix = correlations(0.0, 0.6, -0.4)
    assert lmg(r_squared_of_subsets(matrix)) == pytest.approx([0.36, 0.16])
    assert relative_weights(matrix) == pytest.approx([0.36, 0.16])
    assert coefficients(matrix) == pytest.approx([0.6, -0.4])


@pytest.mark.parametrize("k", [1, 3, 7, 12])
def test_both_divisions_sum_to_r_squared_of_least_squares(k):
    score, ratings = correlated(400, np.linspace(0.2, 0.8, k))
    matrix = correlation_matrix(np.column_stack([ratings, score]), ones(score))
    residual = (
        score
        - np.column_stack([np.ones(400), ratings])
        @ np.linalg.lstsq(np.column_stack([np.ones(400), ratings]), score, rcond=None)[0]
    )
    r_squared = 1 - residual.var() / score.var()
    assert lmg(r_squared_of_subsets(matrix)).sum() == pytest.approx(r_squared)
    assert relative_weights(matrix).sum() == pytest.approx(r_squared)


def test_more_than_twelve_are_refused():
    with pytest.raises(ValueError, match="1 to 12"):
        r_squared_of_subsets(np.eye(14))


def test_two_that_say_the_same_get_the_same_and_are_named():
    """The second is the first on another scale: nothing is gained over the first alone."""
    score, ratings = correlated(300, [0.7, 0.3])
    double = np.column_stack([ratings[:, 0], 2 * ratings[:, 0] - 3, ratings[:, 1]])
    found = key_drivers(score, double, ones(score))
    single = key_drivers(score, ratings, ones(score))
    one, other, _third = found.drivers
    assert found.alike == ((0, 1),)
    assert found.r_squared.value == pytest.approx(single.r_squared.value)
    assert one.weight.value == pytest.approx(other.weight.value)
    assert one.lmg.value == pytest.approx(other.lmg.value)
    assert one.coefficient.value == pytest.approx(other.coefficient.value)
    assert one.coefficient.value == pytest.approx(single.drivers[0].coefficient.value / 2)
    assert one.inflation.reason == "it can be computed from the other ratings"
    assert (0, 1) in found.unranked


def test_a_rating_that_is_the_same_for_all_says_so_and_changes_nothing():
    score, ratings = correlated(300, [0.7, 0.3])
    found = key_drivers(score, np.column_stack([ratings, np.full(300, 4.0)]), ones(score))
    assert found.drivers[2].weight.reason == "this rating is the same for all"
    assert found.drivers[0].raw_weight == pytest.approx(key_drivers(score, ratings, ones(score)).drivers[0].raw_weight)


def test_the_sign_comes_from_the_regression_not_from_the_weight():
    """y = x1 - 0.5 x2 with x2 close to x1: x2 goes with y by itself, and against it beside x1."""
    rng = np.random.default_rng(8)
    first = rng.normal(size=2000)
    second = first + 0.5 * rng.normal(size=2000)
    score = first - 0.5 * second + 0.3 * rng.normal(size=2000)
    suppressor = key_drivers(score, np.column_stack([first, second]), ones(score)).drivers[1]
    assert suppressor.correlation > 0.2
    assert suppressor.coefficient.high < 0
    assert suppressor.weight.value > 0


def test_what_cannot_be_ranked_apart_is_in_one_run():
    score, ratings = correlated(400, [0.6, 0.6, 0.1])
    assert key_drivers(score, ratings, ones(score)).unranked in (((0, 1),), ((1, 0),))


@pytest.mark.parametrize(
    ("score", "ratings", "reason"),
    [
        ([], np.empty((0, 2)), "no data: n = 0"),
        ([9] * 8, np.arange(16).reshape(8, 2), "too few: n = 8, at least 10 needed"),
        ([9] * 40, np.arange(80).reshape(40, 2), "all answers to be explained are equal"),
        (list(range(40)), np.ones((40, 2)), "every rating is the same for all"),
    ],
    ids=["nobody", "few", "equal scores", "equal ratings"],
)
def test_what_cannot_be_estimated_is_refused_in_words(score, ratings, reason):
    found = key_drivers(np.array(score, dtype=float), ratings.astype(float), ones(score))
    assert (found.refused, found.r_squared.reason, found.drivers) == (reason, reason, ())


def test_chance_is_not_shared_out():
    rng = np.random.default_rng(4)
    found = key_drivers(rng.normal(size=60), rng.normal(size=(60, 3)), np.ones(60, dtype=int))
    assert found.r_squared.known
    assert found.drivers == ()
    assert "no more than chance" in found.refused


def test_a_score_that_is_one_of_the_ratings_is_explained_wholly():
    _score, ratings = correlated(100, [0.5, 0.5])
    found = key_drivers(ratings[:, 0], ratings, ones(ratings))
    assert found.r_squared.value == pytest.approx(1.0)
    assert sum(d.weight.value for d in found.drivers) == pytest.approx(1.0)


def test_counted_cells_are_the_customers_written_out_in_any_order():
    rng = np.random.default_rng(6)
    cells = rng.integers(1, 6, size=(200, 4)).astype(float)
    cells[:, 3] += cells[:, 0]
    counts = rng.integers(1, 9, size=200)
    written_out = np.repeat(cells, counts, axis=0)
    counted = key_drivers(cells[:, 3], cells[:, :3], counts)
    listed = key_drivers(written_out[:, 3], written_out[:, :3], np.ones(len(written_out), dtype=int))
    assert counted.n == listed.n == counts.sum()
    for one, other in zip(counted.drivers, listed.drivers, strict=True):
        assert one.raw_lmg == pytest.approx(other.raw_lmg)
        assert one.raw_weight == pytest.approx(other.raw_weight)
    order = rng.permutation(200)
    again = key_drivers(cells[order, 3], cells[order, :3], counts[order])
    assert [d.weight for d in again.drivers] == [d.weight for d in counted.drivers]


@pytest.mark.parametrize("n", [1_500, 30_000], ids=["customers resampled", "groups resampled"])
def test_resamples_spread_as_the_standard_error_of_a_correlation_does(n):
    """Of two normal variables the standard error of r is (1 - r²) / sqrt(n); 1,000 resamples give it to some 5 %."""
    rng = np.random.default_rng(n)
    x = rng.normal(size=n)
    y = 0.6 * x + 0.8 * rng.normal(size=n)
    drawn = resampled_correlations(np.column_stack([x, y]), np.ones(n, dtype=int))[:, 0, 1]
    r = np.corrcoef(x, y)[0, 1]
    assert drawn.std() == pytest.approx((1 - r**2) / np.sqrt(n), rel=0.12)
    assert drawn.mean() == pytest.approx(r, abs=4 * drawn.std() / np.sqrt(1000))


def test_intervals_hold_the_true_shares_about_as_often_as_they_say():
    """Loadings 0.7, 0.5, 0.2 on what the score measures: the true shares follow from the true correlations."""
    loadings, hits, runs = np.array([0.7, 0.5, 0.2]), 0, 40
    matrix = np.eye(4)
    matrix[:3, :3] += np.outer(loadings, loadings) - np.diag(loadings**2)
    matrix[:3, 3] = matrix[3, :3] = loadings / np.sqrt(1 + 0.9**2)
    truth = relative_weights(matrix) / relative_weights(matrix).sum()
    for run in range(runs):
        score, ratings = correlated(300, loadings, seed=100 + run)
        found = key_drivers(score, ratings, ones(score))
        hits += sum(d.weight.low <= t <= d.weight.high for d, t in zip(found.drivers, truth, strict=True))
    assert 0.88 <= hits / (3 * runs) <= 1.0
