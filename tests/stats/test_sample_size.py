"""How many answers a width takes."""

import pytest

from cx.stats.critical_values import critical_z
from cx.stats.sample_size import answers_needed, for_share


def test_share_of_one_half_ten_points_wide() -> None:
    """Bonett, R package statpsych, size.ci.prop(.05, .5, .1): 385."""
    assert for_share(0.5, 0.1) == 385


def test_nps_of_40_within_5_points() -> None:
    """Half promoters, a tenth detractors: variance 0.6 - 0.16 = 0.44; 0.44 (1.96 / 0.05)^2 = 676.1."""
    assert answers_needed(0.5 + 0.1 - 0.4**2, 0.05) == 677
    assert 0.44 * (critical_z() / 0.05) ** 2 == pytest.approx(676.1, abs=0.1)


def test_nothing_varies_and_nonsense() -> None:
    assert answers_needed(0.0, 0.1) == 1
    for variance, width in ((-0.1, 0.1), (0.1, 0.0)):
        with pytest.raises(ValueError, match="must be"):
            answers_needed(variance, width)
    with pytest.raises(ValueError, match="planned == 2"):
        for_share(2.0, 0.1)
