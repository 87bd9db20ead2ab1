"""Repeated answers of one customer: the design effect and the intervals it widens."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.stats.clusters import ClusterSums, design_effect, with_effect
from cx.stats.nps import adjusted_wald, nps
from cx.stats.proportions import wilson, wilson_interval


def effect_of(customers: list[list[int]]) -> float:
    """The design effect of answers (1, 0 or -1) given customer by customer."""
    y, x = np.array([(sum(answers), len(answers)) for answers in customers], dtype=float).T
    sums = ClusterSums(y.sum(), x.sum(), (y * y).sum(), (x * y).sum(), (x * x).sum(), len(customers))
    return design_effect(sums, float(sum(answer * answer for answers in customers for answer in answers)))


def test_two_who_say_the_same_three_times_are_two_answers() -> None:
    """Three promoters and three detractors, one person each: 3^2 + 3^2 = 18 over six times 1 = 6."""
    assert effect_of([[1, 1, 1], [-1, -1, -1]]) == 3.0
    # Six answers become two, to which Rocks adds three: 1.75 and 1.75 of 5.
    low, high = adjusted_wald(3, 0, 3, design_effect=3.0)
    assert (high - low) / 2 == pytest.approx(1.959964 * ((3.5 / 5) / 5) ** 0.5, abs=1e-6)


def test_satisfied_twice_and_dissatisfied_once_by_hand() -> None:
    """2/2, 0/1 and 1/1: r = 3/4; residuals 1/2, -3/4, 1/4; squares 14/16 over 3 (1/16) + 9/16 = 12/16."""
    assert effect_of([[1, 1], [0], [1]]) == pytest.approx(14 / 12)


def test_everybody_once_is_exactly_one() -> None:
    assert effect_of([[1]] * 50 + [[0]] * 30 + [[-1]] * 20) == 1.0
    assert effect_of([[1]] * 7) == 1.0


@given(st.lists(st.sampled_from([1, 0, -1]), min_size=1, max_size=200))
def test_everybody_once_is_exactly_one_whatever_they_say(answers: list[int]) -> None:
    assert effect_of([[answer] for answer in answers]) == 1.0


@given(st.lists(st.lists(st.sampled_from([1, 0, -1]), min_size=1, max_size=9), min_size=1, max_size=40))
def test_repeated_answers_never_narrow(customers: list[list[int]]) -> None:
    assert effect_of(customers) >= 1.0


def test_where_answers_cannot_tell_a_customer_counts_once() -> None:
    """All alike, 4 + 1 + 1: (16 + 1 + 1) / 6 = 3. One customer only: nothing to compare him with."""
    assert effect_of([[1] * 4, [1], [1]]) == 3.0
    assert effect_of([[1, 0, -1, 1, 1]]) == 5.0


def test_an_effect_of_one_leaves_the_published_values_to_the_last_digit() -> None:
    """R package NPS, nps.test; R prop.test(120, 300, correct = FALSE)."""
    assert nps(50, 30, 20, design_effect=1.0) == nps(50, 30, 20)
    assert adjusted_wald(50, 30, 20, design_effect=1.0) == adjusted_wald(50, 30, 20)
    assert wilson_interval(120, 300, design_effect=1.0) == wilson_interval(120, 300)
    assert wilson_interval(120, 300, design_effect=1.0) == pytest.approx((0.3461651906, 0.4563634037), abs=1e-9)


def test_an_effect_of_two_is_half_the_answers() -> None:
    assert adjusted_wald(50, 30, 20, design_effect=2.0) == adjusted_wald(25, 15, 10)
    assert wilson_interval(120, 300, design_effect=2.0) == pytest.approx(wilson_interval(60, 150))
    widened = wilson(120, 300, design_effect=2.0)
    assert (widened.value, widened.n) == (0.4, 300)


def test_the_method_names_the_effect() -> None:
    assert nps(50, 30, 20, design_effect=2.06).method == (
        "adjusted Wald (Rocks 2016), design effect 2.1 for repeated answers"
    )
    assert with_effect("Wilson score", 1.0) == "Wilson score"
    assert with_effect("Wilson score", 12.3, "invitations").endswith("design effect 12 for repeated invitations")


def test_impossible_inputs_are_refused() -> None:
    with pytest.raises(ValueError, match="x == 0"):
        design_effect(ClusterSums(0, 0, 0, 0, 0, 0), 0)
    for interval in (lambda: wilson(1, 2, design_effect=0.5), lambda: nps(1, 0, 1, design_effect=0.5)):
        with pytest.raises(ValueError, match=r"design_effect == 0\.5"):
            interval()


def test_coverage_of_repeated_answers_where_the_independent_interval_fails() -> None:
    """2,000 seeded samples of 150 customers with 1 to 8 answers each, of whom 70 % are the customer's usual one."""
    rng = np.random.default_rng(20260305)
    shares, kinds = [0.5, 0.3, 0.2], [1, 0, -1]
    hits = []
    for _ in range(2000):
        customers = np.repeat(np.arange(150), rng.integers(1, 9, size=150))
        usual = rng.choice(kinds, p=shares, size=150)[customers]
        answers = np.where(rng.random(usual.size) < 0.7, usual, rng.choice(kinds, p=shares, size=usual.size))
        counts = [int((answers == kind).sum()) for kind in kinds]
        scored, promoted = effect_by(customers, answers), effect_by(customers, (answers == 1).astype(int))
        intervals = [
            (adjusted_wald(*counts, design_effect=scored), 0.3),
            (wilson_interval(counts[0], answers.size, design_effect=promoted), 0.5),
            (adjusted_wald(*counts), 0.3),
            (wilson_interval(counts[0], answers.size), 0.5),
        ]
        hits.append([low <= true <= high for (low, high), true in intervals])
    nps_covered, share_covered, nps_naive, share_naive = np.mean(hits, axis=0)
    assert 0.92 <= nps_covered <= 0.98
    assert 0.92 <= share_covered <= 0.98
    assert max(nps_naive, share_naive) < 0.85


def effect_by(customers: npt.NDArray[np.int_], answers: npt.NDArray[np.int_]) -> float:
    """The design effect of answers, each with its customer."""
    y, x = np.bincount(customers, answers), np.bincount(customers).astype(float)
    sums = ClusterSums(y.sum(), x.sum(), (y * y).sum(), (x * y).sum(), (x * x).sum(), x.size)
    return design_effect(sums, float((answers * answers).sum()))
