"""The Effort page: each outcome with its own window, one message for what is not known, no sentence twice."""

from __future__ import annotations

from tests.pages.conftest import Show
from tests.pages.test_pages import texts


def test_what_cannot_be_known_yet_is_one_message_with_a_longer_period(show: Show) -> None:
    app = show("impact/effort", period="last_month")
    (message,) = [i.value for i in app.info if "Not known yet" in i.value]
    assert "No order for 180 days: no 180 days of follow-up yet" in message
    assert "Ordered again within 90 days: no 90 days of follow-up yet" in message
    assert "Show the last 12 months" in {b.label for b in app.button}


def test_no_sentence_is_told_twice(show: Show) -> None:
    app = show("impact/effort", period="all")
    told = [s for m in app.markdown for s in m.value.replace("**", "").split(". ") if len(s) > 40]
    assert len(told) == len(set(told))
    assert "taken to be in EUR" in texts(app)


def test_how_a_contact_is_judged_hard_stands_behind_a_question(show: Show) -> None:
    app = show("impact/effort", period="all")
    assert "foretold" not in texts(app)
    app.session_state["effort_sure"] = True
    assert "foretold" in texts(app.run())
