"""No cell of a file we write is a formula to a spreadsheet, whatever stands before its sign."""

import pytest

from cx.language.spreadsheet import cell

CALL = "=cmd|' /C calc'!A0"


@pytest.mark.parametrize("sign", list("=+-@|\uff1d\uff0b\uff0d\uff20\u2212"))
@pytest.mark.parametrize(
    "before", ["", " ", "\ufeff", "\u200b", "\u202e", "\u00a0", '"', "'", '\ufeff "', "\x1b", "\x00"]
)
def test_a_sign_behind_what_is_not_seen_is_text(before, sign):
    made = cell(f"{before}{sign}1+1")
    assert isinstance(made, str)
    assert made.startswith("'")


@pytest.mark.parametrize("mark", [";", "\t", "\n", "\r"])
def test_no_formula_begins_where_another_country_would_split(mark):
    made = cell(f"fine{mark}{CALL}")
    assert f"{mark}'=" in str(made)


@pytest.mark.parametrize("value", ["", "a=b", "mail@example.com", "2024-01-02", "x-y", "a; b", 5, -5, 1.5, None, True])
def test_other_cells_stay_as_they_are(value):
    assert cell(value) == value
