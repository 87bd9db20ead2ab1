"""The intervals of the parts: gradients against finite differences, coverage against simulated customers."""

import numpy as np
import pytest

from cx.stats.contribution import factor_parts, mean_parts, volume_parts
from cx.stats.decomposition import Guests, Table, errors, split_mean, split_total
from cx.stats.factors import split_revenue

K = 3


def table_of(rows: np.ndarray, segments: int = K) -> Table:
    """rows: one customer each, his totals (y0, x0, y1, x1) of every segment in turn: (customers, 4K)."""
    y0, x0, y1, x1 = rows.sum(axis=0).reshape(4, segments)
    there = [(rows[:, at * segments : (at + 1) * segments] > 0).sum(axis=0) for at in (1, 3)]
    return Table(y0, x0, y1, x1, rows.T @ rows, np.minimum(*there).astype(float))


def customers(rng: np.random.Generator, n: int, rates0=(0.3, 0.5, 0.7), rates1=(0.4, 0.5, 0.6)) -> np.ndarray:
    """Each is in one segment, answers up to four times in each period, and has a mood of his own."""
    segment = rng.choice(K, n, p=[0.5, 0.3, 0.2])
    mood = rng.normal(0, 0.15, n)
    rows = np.zeros((n, 4 * K))
    for at, rates, often in ((0, rates0, 1.2), (2, rates1, 1.0)):
        answers = rng.poisson(often * (1 + (segment == 1) * (at == 2)), n)
        chance = np.clip(np.array(rates)[segment] + mood, 0, 1)
        rows[np.arange(n), at * K + segment] = rng.binomial(answers, chance)
        rows[np.arange(n), (at + 1) * K + segment] = answers
    return rows


def no_guests(k: int = K) -> Guests:
    return Guests(np.zeros(k), np.zeros(k), np.zeros(k), np.zeros(k))


@pytest.mark.parametrize("kind", ["mix", "rate", "interaction"])
@pytest.mark.parametrize("absent", [None, 1, 3], ids=["all there", "came", "left"])
@pytest.mark.parametrize("form", ["mean", "total"])
def test_errors_are_those_of_numerical_gradients(kind, absent, form) -> None:
    rows = customers(np.random.default_rng(3), 200)
    if absent is not None:  # the first segment has nothing on one side
        rows[:, [(absent - 1) * K, absent * K]] = 0.0
    table = table_of(rows)
    exact = {"mean": mean_parts, "total": volume_parts}[form]
    found = (split_mean(table) if form == "mean" else split_total(table, no_guests())).by_segment[kind]

    def value(totals: np.ndarray, segment: int) -> float:
        moved = Table(*totals.reshape(4, K), table.products, table.customers)
        return float(getattr(exact(*moved.sides())[segment], kind))

    at = rows.sum(axis=0)
    for segment in range(K):
        gradient = np.zeros(4 * K)
        for i in np.flatnonzero(at):
            step = np.zeros(4 * K)
            step[i] = 1e-4 * at[i]
            gradient[i] = (value(at + step, segment) - value(at - step, segment)) / (2 * step[i])
        wanted = np.sqrt(np.sum((rows @ gradient) ** 2))
        assert found[segment].error == pytest.approx(wanted, rel=1e-5, abs=1e-9)


def test_the_kidney_stones_have_real_parts_and_no_real_change() -> None:
    """Charig et al. (1986): the mix is far beyond noise, the rates (+0.064 and +0.043) are not."""
    rows = []
    for at, arms in ((0, ((234, 270), (55, 80))), (2, ((81, 87), (192, 263)))):
        for segment, (good, all_treated) in enumerate(arms):
            for i in range(all_treated):
                row = np.zeros(8)
                row[at * 2 + segment], row[(at + 1) * 2 + segment] = float(i < good), 1.0
                rows.append(row)
    found = split_mean(table_of(np.array(rows), 2))
    assert found.whole == pytest.approx(273 / 350 - 289 / 350)
    assert found.sums["rate"].value > 0 > found.sums["mix"].value
    assert (found.sums["mix"].p or 1) < 0.01
    assert (found.sums["contribution"].p or 0) > 0.05
    assert found.sums["contribution"].error == pytest.approx(
        np.sqrt(273 * 77 / 350**3 + 289 * 61 / 350**3), rel=1e-9
    )  # two independent shares


def test_intervals_cover_the_truth() -> None:
    """400 data sets of 300 customers: between 92 and 98 % of the intervals of each part hold its true value."""
    rng = np.random.default_rng(11)
    great = split_mean(table_of(customers(rng, 400_000)))
    hits = dict.fromkeys(great.sums, 0)
    for _i in range(400):
        found = split_mean(table_of(customers(rng, 300)))
        for kind, part in found.sums.items():
            e = part.estimate(300, "share", 1.0)
            hits[kind] += (e.low or 0) <= great.sums[kind].value <= (e.high or 0)
    assert all(0.92 <= hit / 400 <= 0.98 for hit in hits.values()), hits


def test_nobody_agrees_by_accident_one_more_answer_of_each_end_keeps_an_interval() -> None:
    """40 of 40 satisfied in both periods: no change, and yet no certainty."""
    rows = np.zeros((80, 4))
    rows[:40, :2], rows[40:, 2:] = 1.0, 1.0
    table = table_of(rows, 1)
    bare = split_mean(table).sums["rate"]
    assert (bare.error, bare.p) == (0.0, 1.0)  # exactly nothing is no change
    widened = split_mean(table.widened((0.0, 1.0))).sums["rate"]
    assert widened.value == 0.0
    assert widened.error == pytest.approx(np.sqrt(2) / 40)  # (1 - 1)^2 + (0 - 1)^2 = 1 more on each side


def test_a_part_never_leaves_the_range_of_a_change() -> None:
    rows = np.zeros((4, 4))
    rows[:2, :2], rows[2:, 3] = 1.0, 1.0
    part = split_mean(table_of(rows, 1).widened((0.0, 1.0))).sums["contribution"]
    estimate = part.estimate(4, "share", 1.0)
    assert (estimate.value, estimate.low) == (-1.0, -1.0)


def test_guests_are_a_part_of_their_own_and_of_the_contribution() -> None:
    """10 customers of 5 become 12 of 6; guests bring 30 in three orders of 10, then 10 in one."""
    rows = np.zeros((22, 4))
    rows[:10, :2], rows[10:, 2:] = (5.0, 1.0), (6.0, 1.0)
    guests = Guests(np.array([30.0]), np.array([10.0]), np.array([400.0]), np.array([4.0]))
    found = split_total(table_of(rows, 1), guests)
    values = {kind: part.value for kind, part in found.sums.items()}
    assert values == {"mix": 10.0, "rate": 10.0, "interaction": 2.0, "guests": -20.0, "contribution": 2.0}
    assert found.sums["guests"].error == 20.0
    assert found.sums["contribution"].error == pytest.approx(np.sqrt(10 * 25 + 12 * 36 + 400))


def test_three_factors_have_the_errors_of_numerical_gradients() -> None:
    rng = np.random.default_rng(5)
    rows = np.zeros((150, 6))
    for at in (0, 3):
        orders = rng.poisson(1.3, 150)
        rows[:, at + 1], rows[:, at + 2] = orders, orders > 0
        rows[:, at] = orders * rng.gamma(2, 20, 150)
    at = rows.sum(axis=0)

    def parts(totals: np.ndarray) -> np.ndarray:
        from fractions import Fraction

        sides = [[Fraction(float(v)) for v in (s[2], s[1] / s[2], s[0] / s[1])] for s in (totals[:3], totals[3:])]
        return np.array([float(part) for part in factor_parts(*sides)])

    gradient = np.zeros((3, 6))
    for i in range(6):
        step = np.zeros(6)
        step[i] = 1e-4 * at[i]
        gradient[:, i] = (parts(at + step) - parts(at - step)) / (2 * step[i])
    found = split_revenue(at[:3], at[3:], rows.T @ rows, 100, no_guests(1))
    assert [part.value for part in found[:3]] == pytest.approx(parts(at))
    assert [part.error for part in found[:3]] == pytest.approx(errors(gradient, rows.T @ rows), rel=1e-5)
    assert sum(part.value for part in found) == pytest.approx(at[3] - at[0])
    with pytest.raises(ValueError, match="without customers"):
        split_revenue([1, 0, 0], [1, 1, 1], np.eye(6), 1, no_guests(1))
