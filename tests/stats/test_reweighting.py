"""Re-weighting by cells: by hand, against a known truth, and at its edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.stats.nps import nps
from cx.stats.reweighting import FEWEST_ANSWERS, Cell, joined, reweighted_nps

YOUNG, OLD = Cell((0,), 900, 10, 20, 70), Cell((1,), 100, 40, 40, 20)
"""100 of 900 new customers answered, NPS -60; all 100 old ones did, NPS +20."""


def test_by_hand() -> None:
    """Raw: (50 - 90) / 200 = -20. Re-weighted: 0.9 x -60 + 0.1 x 20 = -52."""
    found = reweighted_nps([YOUNG, OLD])
    assert (found.raw.value, found.reweighted.value) == pytest.approx((-20.0, -52.0))
    assert found.difference.estimate.value == pytest.approx(-32.0)
    assert found.cells == 2
    assert found.heaviest == pytest.approx(9 / 5)


def test_variance_by_hand() -> None:
    """Var = 0.9^2 v1/100 + 0.1^2 v2/100 + (0.9 (8)^2 + 0.1 (72)^2) / 1000 / 1e4, v1 = 0.44, v2 = 0.56; SRS v/200."""
    variance = 0.81 * 0.44 / 100 + 0.01 * 0.56 / 100 + (0.9 * 0.08**2 + 0.1 * 0.72**2) / 1000
    promoters, detractors = 0.9 * 0.1 + 0.1 * 0.4, 0.9 * 0.7 + 0.1 * 0.2
    independent = (promoters + detractors - 0.52**2) / 200
    assert reweighted_nps([YOUNG, OLD]).effective == pytest.approx(200 * independent / variance)


def test_everybody_answered_or_all_alike_leaves_the_raw_score() -> None:
    whole = reweighted_nps([Cell((0,), 100, 50, 30, 20), Cell((1,), 50, 10, 20, 20)])
    assert whole.reweighted.value == pytest.approx(nps(60, 50, 40).value)
    assert whole.difference.estimate.value == pytest.approx(0.0, abs=1e-9)
    assert whole.difference.p_value is None
    assert whole.effective == pytest.approx(150.0)
    one = reweighted_nps([Cell((0,), 1000, 50, 30, 20)])
    assert one.reweighted.low == pytest.approx(one.raw.low)
    assert one.heaviest == 1.0


def test_joining_stays_within_the_larger_class_while_it_can() -> None:
    cells = [
        Cell((0, 0), 50, 5, 0, 0),
        Cell((0, 1), 50, 30, 0, 0),
        Cell((1, 0), 50, 30, 0, 0),
        Cell((1, 1), 9, 0, 0, 0),
    ]
    found = joined(cells[::-1])
    assert [(c.place, c.customers, c.answers) for c in found] == [((0, 0), 100, 35), ((1, 0), 59, 30)]
    assert joined([Cell((0, 0), 5, 1, 0, 0), Cell((1, 0), 5, 1, 0, 0)]) == [Cell((0, 0), 10, 2, 0, 0)]
    assert joined([]) == []


def test_nothing_few_and_contradictions() -> None:
    assert reweighted_nps([]).reweighted.reason == "no data: n = 0"
    assert reweighted_nps([Cell((0,), 90, 0, 0, 0)]).raw.reason == "no data: n = 0"
    few = reweighted_nps([Cell((0,), 90, 3, 0, 0)], minimum=30)
    assert few.difference.estimate.reason == "too few: n = 3, at least 30 needed"
    with pytest.raises(ValueError, match="more answers than customers"):
        reweighted_nps([Cell((0,), 2, 3, 0, 0)])


def test_one_sided_answers_keep_a_width() -> None:
    """40 promoters of 400: the adjusted Wald interval of the raw score, widened by unequal weights only."""
    found = reweighted_nps([Cell((0,), 380, 20, 0, 0), Cell((1,), 20, 20, 0, 0)])
    assert (found.reweighted.value, found.reweighted.high) == (100.0, 100.0)
    assert found.reweighted.low is not None
    assert found.raw.low is not None
    assert found.reweighted.low < found.raw.low < 100.0


def test_mends_what_the_cells_tell_apart() -> None:
    """Answering depends on the cell only: the re-weighted score covers the truth in about 95 %, the raw one never."""
    generator = np.random.default_rng(11)
    sizes, chances = np.array([3000, 2000, 1000]), np.array([0.05, 0.15, 0.6])
    classes = np.array([[0.2, 0.3, 0.5], [0.4, 0.3, 0.3], [0.7, 0.2, 0.1]])
    truth = 100 * float(sizes @ (classes[:, 0] - classes[:, 2])) / 6000
    hits = raw_hits = 0
    for _ in range(300):
        mix = generator.multinomial(6000, sizes / 6000)
        counts = [
            generator.multinomial(generator.binomial(m, p), c) for m, p, c in zip(mix, chances, classes, strict=True)
        ]
        found = reweighted_nps(
            [Cell((i,), int(m), *map(int, c)) for i, (m, c) in enumerate(zip(mix, counts, strict=True))]
        )
        r, w = found.raw, found.reweighted
        assert None not in (r.low, r.high, w.low, w.high)
        hits += (w.low or 0) <= truth <= (w.high or 0)
        raw_hits += (r.low or 0) <= truth <= (r.high or 0)
    assert 0.91 <= hits / 300 <= 0.985
    assert raw_hits == 0


def test_difference_errs_as_often_as_it_says() -> None:
    """Score and answering both independent of the cells: at most some 5 % of the differences look real."""
    generator = np.random.default_rng(12)
    real = 0
    for _ in range(300):
        counts = [generator.multinomial(generator.binomial(m, 0.2), [0.5, 0.3, 0.2]) for m in (500, 800, 700)]
        p = reweighted_nps(
            [Cell((i,), m, *map(int, c)) for i, (m, c) in enumerate(zip((500, 800, 700), counts, strict=True))]
        ).difference.p_value
        real += p is not None and p < 0.05
    assert real / 300 <= 0.085


@given(st.lists(st.tuples(*[st.integers(0, 60)] * 4), min_size=1, max_size=8))
def test_never_leaves_its_range(rows: list[tuple[int, int, int, int]]) -> None:
    cells = [Cell((i,), silent + a + b + c, a, b, c) for i, (silent, a, b, c) in enumerate(rows)]
    found = reweighted_nps(cells)
    for e, end in ((found.raw, 100.0), (found.reweighted, 100.0), (found.difference.estimate, 200.0)):
        if e.known:
            assert e.low is not None
            assert e.high is not None
            assert e.value is not None
            assert -end <= e.low <= e.value <= e.high <= end
    assert found.effective <= sum(cell.answers for cell in cells) + 1e-9
    assert found.cells == 1 or all(cell.answers >= FEWEST_ANSWERS for cell in joined(cells))
