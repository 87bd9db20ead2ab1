"""Several spans in one walk are what each span is alone, with and without a spending model."""

import numpy as np
import pytest

from bench.buyers import BGNBD, GAMMA_GAMMA, bgnbd_buyers, mean_values
from cx.stats import bgnbd, gamma_gamma, lifetime, pnbd
from cx.stats.fitting import Fitted
from cx.stats.histories import Histories
from cx.stats.horizons import Horizons

SPANS = (12, 24, 36)
SEEN = bgnbd_buyers(3_000, seed=5)
SEEN = Histories(SEEN.x, SEEN.t_x, SEEN.T, np.where(SEEN.x > 1, 2.0, 1.0))
SPENT = mean_values(SEEN.x, seed=6)
SPENDING = Fitted(GAMMA_GAMMA, 0.0, 1e-3 * np.eye(3), 100, gamma_gamma.NAMES)
MONTH = lifetime.DAYS_PER_MONTH / 7.0
TOGETHER = np.zeros(3_000, dtype=int)


def fitted(model, parameters):
    return Fitted(parameters, 0.0, 1e-3 * np.eye(4) + 1e-4, 100, model.NAMES)


MODELS = pytest.mark.parametrize(
    "buying", [fitted(bgnbd, BGNBD), fitted(pnbd, (0.55, 10.6, 0.61, 11.7))], ids=["BG/NBD", "Pareto/NBD"]
)


@MODELS
def test_means_are_those_of_each_span_alone(buying):
    found = Horizons(buying, SPENDING, SEEN, SPENT, SPANS, 0.1, 7.0).means()
    for place, months in enumerate(SPANS):
        rows = lifetime.lifetime_value(buying, SPENDING, SEEN, SPENT, months, 0.1, 7.0)
        assert found.values[place] == pytest.approx(np.average(rows, weights=SEEN.weight), rel=1e-9)
        alone = lifetime.purchases_by_group(buying, SEEN, months * MONTH, TOGETHER)[0]
        assert found.purchases[place] == pytest.approx(alone.value, rel=1e-9)


@MODELS
def test_intervals_of_purchases_are_those_of_each_span_alone(buying):
    found = Horizons(buying, SPENDING, SEEN, SPENT, SPANS, 0.1, 7.0).estimates(step=6)
    for months, ours in zip(SPANS, found.purchases, strict=True):
        alone = lifetime.purchases_by_group(buying, SEEN, months * MONTH, TOGETHER)[0]
        assert (ours.n, ours.unit, ours.method) == (alone.n, alone.unit, alone.method)
        assert [ours.low, ours.high] == pytest.approx([alone.low, alone.high], rel=1e-9)


def test_the_interval_of_value_is_that_of_its_rows_gradient():
    """One customer: the same interval as his row's."""
    buying, one = fitted(bgnbd, BGNBD), Histories(*(column[:1] for column in SEEN))
    ours = Horizons(buying, SPENDING, one, SPENT[:1], (12,), 0.1, 7.0).estimates().values[0]
    row = lifetime.with_interval(buying, SPENDING, one, SPENT[:1], 12, 0.1, 7.0)
    assert [ours.value, ours.low, ours.high] == pytest.approx([row.value[0], row.low[0], row.high[0]], rel=1e-9)


def test_without_a_spending_model_there_are_purchases_only():
    buying = fitted(bgnbd, BGNBD)
    whole = Horizons(buying, SPENDING, SEEN, SPENT, SPANS, 0.1, 7.0).estimates(step=6)
    found = Horizons(buying, None, SEEN, SPENT, SPANS, 0.1, 7.0).estimates(step=6)
    assert found.values == [] and found.purchases == whole.purchases
    assert Horizons(buying, None, SEEN, SPENT, SPANS, 0.1, 7.0).means().values.size == 0


def test_coarser_steps_discount_later_and_must_fit():
    """Half a year at once is worth what its last month is: less than month by month, the same without a discount."""
    buying = fitted(bgnbd, BGNBD)
    for discount, comparison in ((0.1, np.less), (0.0, np.isclose)):
        coarse = Horizons(buying, SPENDING, SEEN, SPENT, SPANS, discount, 7.0).means(step=6).values
        assert comparison(coarse, Horizons(buying, SPENDING, SEEN, SPENT, SPANS, discount, 7.0).means().values).all()
    with pytest.raises(ValueError, match="multiples"):
        Horizons(buying, SPENDING, SEEN, SPENT, (12, 15), 0.1, 7.0).means(step=6)
