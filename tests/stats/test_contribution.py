"""Parts that sum to the whole: by hand, over any input, and the kidney stones that are better and worse at once."""

import json
import math
import os
import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.stats.contribution import Totals, as_shown, factor_parts, mean_parts, on_one_grid, volume_parts

SHARED = Path(os.environ.get("CX_SHARED", Path(__file__).parents[2].parent / "shared"))
TRAPS = SHARED / "groundtruth" / "causal_and_traps.json"

WHOLE = st.integers(min_value=0, max_value=10**9)
MONEY = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)
SEGMENTS = st.lists(st.tuples(MONEY, WHOLE, MONEY, WHOLE), min_size=1, max_size=12)


def sides(segments):
    then = [Totals(y0 if x0 else 0.0, x0) for y0, x0, _y1, _x1 in segments]
    now = [Totals(y1 if x1 else 0.0, x1) for _y0, _x0, y1, x1 in segments]
    return then, now


def added(parts):
    return sum((sum(part, Fraction(0)) for part in parts), Fraction(0))


def kidney_stones():
    """Charig et al. (1986), BMJ 292:879-882; Julious & Mullee (1994), BMJ 309:1480: successes, treated."""
    percutaneous = [Totals(234, 270), Totals(55, 80)]
    open_surgery = [Totals(81, 87), Totals(192, 263)]
    return percutaneous, open_surgery


def test_the_kidney_stones_are_better_in_both_groups_and_worse_together() -> None:
    parts = mean_parts(*kidney_stones())
    assert all(part.rate > 0 for part in parts)
    better = 270 / 350 * (81 / 87 - 234 / 270) + 80 / 350 * (192 / 263 - 55 / 80)
    assert float(sum(part.rate for part in parts)) == pytest.approx(better)
    assert sum(part.mix for part in parts) < 0
    assert added(parts) == Fraction(273, 350) - Fraction(289, 350)


@pytest.mark.skipif(not TRAPS.is_file(), reason="reference files absent: set CX_SHARED to the folder of groundtruth/")
def test_the_kidney_stones_of_the_reference_file() -> None:
    """causal_and_traps.json, CAU-03."""
    case = next(c for c in json.loads(TRAPS.read_text(encoding="utf-8")) if c["id"] == "CAU-03")
    then, now = ([Totals(*case["input"][arm][size]) for size in ("small", "large")] for arm in "BA")
    change = case["expected"]["A_overall"] - case["expected"]["B_overall"]
    parts = mean_parts(then, now)
    assert float(added(parts)) == pytest.approx(change, abs=1e-9)
    assert change < 0 < float(sum(part.rate for part in parts))


def test_a_segment_of_average_figure_that_grows_brings_nothing() -> None:
    """Averages 10, 20 and 30 with weights a quarter, a half and a quarter: the middle is the mean of 20."""
    then = [Totals(10, 1), Totals(40, 2), Totals(30, 1)]
    now = [Totals(10, 1), Totals(120, 6), Totals(30, 1)]
    assert mean_parts(then, now)[1] == (0, 0, 0)
    assert added(mean_parts(then, now)) == 0


def test_mix_rate_and_interaction_by_hand() -> None:
    """Half at 0.2 and half at 0.6, then a quarter at 0.4 and three quarters at 0.6: 0.4 to 0.55."""
    first, second = mean_parts([Totals(10, 50), Totals(30, 50)], [Totals(10, 25), Totals(45, 75)])
    assert first == (Fraction(-1, 4) * (Fraction(1, 5) - Fraction(2, 5)), Fraction(1, 10), Fraction(-1, 20))
    assert second == (Fraction(1, 4) * Fraction(1, 5), 0, 0)


def test_a_segment_that_comes_or_leaves_does_so_wholly_as_mix() -> None:
    """Then 10 at 1 and 10 at 0, mean 0.5; now 10 at 1 and 10 at 0.8, another segment: mean 0.9."""
    stays, leaves, comes = mean_parts(
        [Totals(10, 10), Totals(0, 10), Totals(0, 0)], [Totals(10, 10), Totals(0, 0), Totals(8, 10)]
    )
    assert (stays.mix, stays.rate) == (0, 0)
    assert leaves == (Fraction(1, 4), 0, 0)
    assert comes == (Fraction(1, 2) * (Fraction(4, 5) - Fraction(1, 2)), 0, 0)


def test_revenue_is_customers_times_what_each_brings() -> None:
    """10 customers of 5 become 12 of 6: 50 to 72 = 10 from customers + 10 from each + 2 from both."""
    assert volume_parts([Totals(50, 10)], [Totals(72, 12)]) == [(10, 10, 2)]
    assert volume_parts([Totals(0, 0)], [Totals(72, 12)]) == [(72, 0, 0)]
    assert volume_parts([Totals(50, 10)], [Totals(-3, 0)]) == [(-53, 0, 0)]


def test_three_factors_share_what_they_bring_together_equally() -> None:
    """1 x 1 x 1 becomes 2 x 2 x 2: each of the three brings a third of 7; one that moves alone brings all."""
    one, two = [Fraction(1)] * 3, [Fraction(2)] * 3
    assert factor_parts(one, two) == [Fraction(7, 3)] * 3
    assert factor_parts([Fraction(n) for n in (3, 2, 5)], [Fraction(n) for n in (3, 4, 5)]) == [0, 30, 0]
    with pytest.raises(ValueError, match="must be 3"):
        factor_parts(one[:2], two)


def test_nothing_to_divide_by_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing to divide by"):
        mean_parts([Totals(0, 0)], [Totals(1, 1)])
    with pytest.raises(ValueError, match="must be >= 0"):
        mean_parts([Totals(0, -1)], [Totals(1, 1)])


@given(SEGMENTS)
@settings(max_examples=150, deadline=None)
def test_the_parts_of_a_mean_sum_to_its_change_to_the_last_digit(segments) -> None:
    then, now = sides(segments)
    if not (sum(t.x for t in then) and sum(t.x for t in now)):
        return
    parts = mean_parts(then, now)
    change = sum(map(Fraction, (t.y for t in now))) / sum(t.x for t in now)
    change -= sum(map(Fraction, (t.y for t in then))) / sum(t.x for t in then)
    assert added(parts) == change
    in_any_order(parts)


@given(SEGMENTS)
@settings(max_examples=150, deadline=None)
def test_the_parts_of_a_total_sum_to_its_change_to_the_last_digit(segments) -> None:
    then, now = sides(segments)
    parts = volume_parts(then, now)
    assert added(parts) == sum(map(Fraction, (t.y for t in now))) - sum(map(Fraction, (t.y for t in then)))
    in_any_order(parts)


def in_any_order(parts) -> None:
    """As floating-point numbers too: plain addition in two orders and the exact sum agree in the last bit."""
    exact = [value for part in parts for value in part]
    floats = on_one_grid(exact)
    mixed = random.Random(1).sample(floats, len(floats))
    assert sum(floats) == sum(mixed) == math.fsum(floats)
    size = sum(abs(float(value)) for value in exact)
    assert sum(floats) == pytest.approx(float(sum(exact, Fraction(0))), abs=max(1e-14 * size, 5e-324))
    assert all(abs(a - float(b)) <= 1e-14 * size for a, b in zip(floats, exact, strict=True))


@given(st.lists(st.floats(min_value=-1e6, max_value=1e6, allow_nan=False), max_size=15))
@settings(max_examples=150, deadline=None)
def test_what_is_shown_adds_up_and_is_never_off_by_a_step(values) -> None:
    shown = as_shown(values, 0.1)
    assert round(sum(shown) * 10) == round(sum(map(Fraction, values), Fraction(0)) * 10)
    assert all(abs(a - b) < 0.1 + 1e-9 for a, b in zip(shown, values, strict=True))


def test_a_part_of_exactly_nothing_is_shown_as_nothing() -> None:
    assert as_shown([0.34, 0.33, 0.33, 0.0], 0.1) == [0.4, 0.3, 0.3, 0.0]
    assert on_one_grid([Fraction(0), Fraction(0)]) == [0.0, 0.0]
    with pytest.raises(ValueError, match="must be > 0"):
        as_shown([1.0], 0.0)
