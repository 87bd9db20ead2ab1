"""Two estimates against each other."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cx.stats.comparison import Verdict, difference, p_value, relative_change, verdict_among, verdicts
from cx.stats.correlation import pearson
from cx.stats.counts import poisson_count
from cx.stats.estimate import Estimate, withheld
from cx.stats.nps import nps
from cx.stats.proportions import wilson

# Benjamini & Hochberg (1995), sec. 3.2: the fifteen p values of the thrombolysis trial.
PUBLISHED = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]
SHARES = st.integers(1, 400).flatmap(lambda n: st.builds(wilson, st.integers(0, n), st.just(n)))
AMOUNTS = st.tuples(st.floats(1, 1e6), st.floats(0.01, 0.99), st.floats(1.01, 10)).map(
    lambda t: Estimate(t[0], t[0] * t[1], t[0] * t[2], 10, "money", "t")
)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
    ],
)
def test_newcombe_1998(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10: MOVER of Wilson intervals."""
    change = difference(wilson(*first), wilson(*second))
    assert (change.low, change.high) == pytest.approx((low, high), abs=5e-5)
    assert change.value == pytest.approx(first[0] / first[1] - second[0] / second[1])
    assert (change.n, change.unit, change.method) == (first[1] + second[1], "share", "MOVER")


def test_difference_by_hand() -> None:
    """10 (7..15) - 5 (1..9): low 5 - sqrt(9 + 16) = 0, high 5 + sqrt(25 + 16)."""
    a = Estimate(10.0, 7.0, 15.0, 30, "score", "t")
    b = Estimate(5.0, 1.0, 9.0, 40, "score", "t")
    change = difference(a, b)
    assert (change.value, change.low, change.high, change.n) == (5.0, 0.0, 5.0 + math.sqrt(41), 70)
    assert p_value(a, b) == pytest.approx(0.05)


def test_symmetric_intervals_give_the_z_test() -> None:
    """50 +- 1.96 * 3 against 40 +- 1.96 * 4: z = 10 / 5 = 2, p = 0.0455."""
    z = 1.959963985
    a = Estimate(50.0, 50 - 3 * z, 50 + 3 * z, 9, "score", "t")
    b = Estimate(40.0, 40 - 4 * z, 40 + 4 * z, 9, "score", "t")
    assert p_value(a, b) == pytest.approx(0.0455, abs=5e-5)


def test_relative_change_by_hand() -> None:
    """150 (100..225) against 100 (100/1.2 .. 120): ln 1.5 and ln 1.2 join in the root of their squares."""
    a = Estimate(150.0, 100.0, 225.0, 30, "money", "t")
    b = Estimate(100.0, 100.0 / 1.2, 120.0, 40, "money", "t")
    change = relative_change(a, b)
    reach = math.hypot(math.log(1.5), math.log(1.2))
    assert change.value == pytest.approx(0.5)
    assert change.low == pytest.approx(1.5 * math.exp(-reach) - 1)
    assert change.high == pytest.approx(1.5 * math.exp(reach) - 1)
    assert (change.n, change.unit, change.method) == (70, "share", "MOVER on logs")


def test_relative_change_of_what_can_be_nothing_is_withheld() -> None:
    needed = "a relative change needs both figures and intervals above zero"
    assert relative_change(poisson_count(5), poisson_count(0)).reason == needed
    below = Estimate(5.0, -1.0, 11.0, 3, "money", "t")
    assert relative_change(below, Estimate(5.0, 1.0, 9.0, 3, "money", "t")).reason == needed


def test_relative_change_of_points_is_withheld() -> None:
    assert relative_change(nps(90, 5, 5), nps(80, 10, 10)).reason == "a relative change has no meaning for points"


def test_what_is_withheld_stays_withheld_with_its_reason() -> None:
    few = withheld("too few: n = 7, at least 30 needed", n=7, unit="share")
    for change in (difference(wilson(5, 10), few), difference(few, wilson(5, 10)), relative_change(few, few)):
        assert change.reason == "too few: n = 7, at least 30 needed"
    assert p_value(wilson(5, 10), few) is None


def test_an_estimate_without_interval_is_not_compared() -> None:
    bare = Estimate(3.0, None, None, 5, "share", "none")
    assert difference(bare, wilson(5, 10)).reason == "no interval to compare"


def test_no_width_is_no_evidence() -> None:
    """Two orders of exactly 50 against two of exactly 40 prove nothing."""
    a = Estimate(50.0, 50.0, 50.0, 2, "money", "none: all values equal")
    b = Estimate(40.0, 40.0, 40.0, 2, "money", "none: all values equal")
    assert p_value(a, b) is None
    assert verdicts([p_value(a, b)]) == [Verdict.TOO_FEW]


def test_different_units_are_refused() -> None:
    for compare in (difference, p_value, relative_change):
        with pytest.raises(ValueError, match="cannot be compared"):
            compare(wilson(5, 10), nps(5, 3, 2))


def test_verdicts_of_benjamini_hochberg_1995() -> None:
    """At q = 0.05 the published example rejects the first four of fifteen."""
    assert verdicts(PUBLISHED) == [Verdict.REAL] * 4 + [Verdict.NOISE] * 11


def test_verdicts_keep_order_and_leave_out_what_was_not_tested() -> None:
    assert verdicts([0.5, None, 0.001]) == [Verdict.NOISE, Verdict.TOO_FEW, Verdict.REAL]
    assert verdicts([]) == []
    assert [verdict.value for verdict in Verdict] == ["real", "within noise", "too few"]


def test_one_look_at_the_threshold_is_real_and_one_of_two_is_not() -> None:
    assert verdicts([0.04]) == [Verdict.REAL]
    assert verdicts([0.04, 0.9]) == [Verdict.NOISE, Verdict.NOISE]


def test_impossible_q_is_refused() -> None:
    with pytest.raises(ValueError, match="q == 0"):
        verdicts([0.5], q=0.0)


@given(SHARES, SHARES)
def test_difference_holds_its_value_and_its_range(a: Estimate, b: Estimate) -> None:
    change = difference(a, b)
    assert change.value is not None
    assert change.low is not None
    assert change.high is not None
    assert -1.0 - 1e-12 <= change.low <= change.value <= change.high <= 1.0 + 1e-12


@given(SHARES, SHARES)
def test_difference_is_antisymmetric(a: Estimate, b: Estimate) -> None:
    forth, back = difference(a, b), difference(b, a)
    assert forth.low == pytest.approx(-(back.high or 0.0))
    assert p_value(a, b) == pytest.approx(p_value(b, a))


@given(SHARES, SHARES)
def test_p_value_agrees_with_the_interval(a: Estimate, b: Estimate) -> None:
    p, change = p_value(a, b), difference(a, b)
    assert p is not None
    assert change.low is not None
    assert change.high is not None
    assume(min(abs(change.low), abs(change.high)) > 1e-9)
    assert (p < 0.05) == (change.low > 0.0 or change.high < 0.0)


@given(AMOUNTS, AMOUNTS)
def test_relative_change_turned_round_is_its_reciprocal(a: Estimate, b: Estimate) -> None:
    forth, back = relative_change(a, b), relative_change(b, a)
    assert forth.value is not None
    assert forth.low is not None
    assert forth.high is not None
    assert back.low is not None
    assert -1.0 < forth.low <= forth.value <= forth.high
    assert (1 + forth.high) * (1 + back.low) == pytest.approx(1.0)


def test_difference_of_two_correlations() -> None:
    """Bonett, R package statpsych, ci.cor2(.05, .64, .31, 200, 200): 0.1797 to 0.4814 with a bias adjustment of z that
    is left out here, which moves the ends by less than 0.002.
    """
    found = difference(pearson(0.64, 200), pearson(0.31, 200))
    assert found.value == pytest.approx(0.33)
    assert (found.low, found.high) == pytest.approx((0.1797, 0.4814), abs=0.002)


def test_one_of_eight_looks_is_real_from_an_eighth_of_the_level_on() -> None:
    assert verdict_among(0.00625, 8) is Verdict.REAL  # 8 x 0.00625 = 0.05
    assert verdict_among(0.0063, 8) is Verdict.NOISE
    assert verdict_among(None, 8) is Verdict.TOO_FEW
    with pytest.raises(ValueError, match="looks == 0"):
        verdict_among(0.01, 0)


def test_bonferroni_never_calls_real_what_benjamini_hochberg_does_not() -> None:
    p_values = [0.001, 0.006, 0.007, 0.02, 0.3, 0.5, 0.8, 0.9]
    by_rank = verdicts(p_values)
    assert [verdict_among(p, 8) for p in p_values] == [Verdict.REAL] * 2 + [Verdict.NOISE] * 6
    assert all(by_rank[at] is Verdict.REAL for at, p in enumerate(p_values) if verdict_among(p, 8) is Verdict.REAL)
