"""The silent majority on the Experience page: with invitations, without them, and under a filter it does not know."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.pages.conftest import Show
from tests.pages.test_pages import texts


def test_the_section_compares_those_who_answer_with_the_silent(show: Show) -> None:
    app = show("experience/experience", period="all")
    assert "The silent majority" in [e.value for e in app.header]
    said = texts(app)
    assert "Compared at the first invitation of each customer" in said
    assert "Counting each customer once, NPS is" in said
    assert "who keeps silent because of the experience itself is not made up for" in said


def test_a_filter_that_customers_do_not_have_is_told(show: Show) -> None:
    said = texts(show("experience/experience", f__touchpoint="support"))
    assert "because customers have no dimension touchpoint" in said


def test_without_invitations_it_says_whom_it_compares_with(show: Show, tiny_home: Callable[..., Path]) -> None:
    surveys = [
        {"response_id": f"r{i}", "customer_id": f"c{i}", "responded_at": "2026-01-10", "nps": i % 11} for i in range(40)
    ]
    orders = [
        {"order_id": f"o{i}", "customer_id": f"c{i}", "ordered_at": "2026-01-05", "amount": 10 + i} for i in range(90)
    ]
    app = show("experience/experience", home=tiny_home(surveys=surveys, orders=orders), period="all")
    assert not app.exception
    assert "no unanswered invitations" in texts(app)
    assert "all customers of the view, asked or not" in texts(app)


def test_a_split_does_not_tell_the_same_title_twice(show: Show) -> None:
    titles = [m.value for m in show("experience/experience", split="segment").markdown if m.value.startswith("**")]
    assert len(titles) == len(set(titles))
