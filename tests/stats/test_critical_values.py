"""Critical values against the printed tables of the normal and t distributions."""

import pytest

from cx.stats.critical_values import critical_t, critical_z, two_sided_p


def test_normal_table() -> None:
    assert critical_z(0.95) == pytest.approx(1.959964, abs=1e-6)
    assert critical_z(0.99) == pytest.approx(2.575829, abs=1e-6)


@pytest.mark.parametrize(("df", "t"), [(1, 12.706), (2, 4.303), (9, 2.262), (30, 2.042)])
def test_student_table(df: int, t: float) -> None:
    assert critical_t(df) == pytest.approx(t, abs=5e-4)


def test_p_value_of_its_own_critical_value_is_five_per_cent() -> None:
    assert two_sided_p(critical_z()) == pytest.approx(0.05)
    assert two_sided_p(-critical_t(4), 4) == pytest.approx(0.05)
    assert two_sided_p(0.0) == 1.0


def test_impossible_confidence_and_df_are_refused() -> None:
    with pytest.raises(ValueError, match="confidence == 1"):
        critical_z(1.0)
    with pytest.raises(ValueError, match="df == 0"):
        critical_t(0)
