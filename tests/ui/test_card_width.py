"""A card is wide enough for its title; short titles leave two of them side by side on a phone."""

from __future__ import annotations

import pytest

from cx.ui.card_width import narrowest

ON_A_PHONE = 175
"""Pixels of each of two cards at 390 px."""


def test_the_letters_of_a_title_are_added_up() -> None:
    assert narrowest(["mmmmmmmmmmmm"]) == 52 + 12 * 11
    assert narrowest(["客" * 10]) == 52 + 10 * 14
    assert narrowest(["nnnnnnnnnnnnnnnnnnnn", "n"]) == 52 + 144
    assert narrowest(["n"], ["n" * 20]) == 66 + 144


@pytest.mark.parametrize("change", ["+1.7 pointsup", "0.0 ptsunchanged"])
def test_these_changes_leave_two_cards_side_by_side(change: str) -> None:
    assert narrowest([], [change]) <= ON_A_PHONE


@pytest.mark.parametrize("title", ["NPS", "Average order value", "CSAT, top two boxes", "High-effort contacts"])
def test_two_cards_with_these_titles_stand_side_by_side_on_a_phone(title: str) -> None:
    assert narrowest([title]) <= ON_A_PHONE


@pytest.mark.parametrize("title", ["Detractors will spend", "Średnia wartość zamówienia", "高負担の問い合わせあり"])
def test_these_need_the_whole_width_of_a_phone(title: str) -> None:
    assert narrowest([title]) > ON_A_PHONE
