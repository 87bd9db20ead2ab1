"""Effort of contacts in the mart: its signs, the answers that belong to them, the score and the bands."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cx.store.reading import Version
from tests.given import Rows, given
from tests.marts.shown import mart


def contact(number: str, customer: str | None = "ann", opened: str = "2026-01-05 10:00", **more: object) -> dict:
    return {"contact_id": number, "customer_id": customer, "opened_at": opened, **more}


def answer(number: str, ces: int, day: str = "2026-01-06", **more: object) -> dict:
    return {"response_id": number, "responded_at": day, "ces": ces, "ces_scale": "1-7", **more}


def signs(version: Version, *columns: str) -> list[list[object]]:
    frame = mart(version, "contacts", "contact_id")[list(columns)]
    return [[None if pd.isna(cell) else cell for cell in row] for row in frame.values.tolist()]


def test_asked_again_within_seven_days_and_through_another_channel(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        contacts=[
            contact("1", opened="2026-01-05 10:00", channel="Phone"),
            contact("2", opened="2026-01-12 10:00", channel=" phone "),  # exactly seven days
            contact("3", opened="2026-01-13 09:00", channel="chat"),
            contact("4", opened="2026-01-20 09:01", channel="mail"),  # a minute too late
            contact("5", "bob", opened="2026-01-20 09:02", channel="chat"),
            contact("6", None, opened="2026-01-20 09:03", channel="chat"),  # nobody knows who
            contact("7", None, opened="2026-01-20 09:04", channel="chat"),
        ],
    )
    assert signs(version, "repeat_within_7_days", "channel_switched") == [
        *([0, 0], [1, 0], [1, 1], [0, 0], [0, 0], [None, None], [None, None])
    ]


def test_without_channels_no_switch_is_known(tmp_path: Path) -> None:
    version = given(tmp_path, contacts=[contact("1"), contact("2", opened="2026-01-06")])
    assert signs(version, "repeat_within_7_days", "channel_switched") == [[0, None], [1, None]]
    assert signs(version, "effort_signals") == [[0], [1]]


def test_a_reply_is_slow_among_those_of_its_channel(tmp_path: Path) -> None:
    """Calls 1 to 4 minutes, three quarters within 3.25; mails 100 to 400; of equal waits none is slow."""
    waits = [("phone", n) for n in (1, 2, 3, 4)] + [("mail", n) for n in (100, 200, 300, 400)] + [("chat", 5)] * 4
    rows = [contact(f"{n:02}", None, channel=way, first_reply_minutes=wait) for n, (way, wait) in enumerate(waits)]
    slow = [row[0] for row in signs(given(tmp_path, contacts=rows), "slow_first_reply")]
    assert slow == [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0]


def test_signals_count_transfers_and_reopens_up_to_twice(tmp_path: Path) -> None:
    rows = [
        contact("1", "a", transfers=5, reopens=1),
        contact("2", "b", transfers=1),
        contact("3", "c"),
        contact("4", None),
    ]
    version = given(tmp_path, contacts=rows)
    # Of the last one nothing at all is known: no customer, nothing counted.
    assert signs(version, "effort_signals", "effort_band") == [
        *([3, "high effort"], [1, "medium effort"], [0, "low effort"], [None, None])
    ]


def test_which_contact_an_answer_belongs_to(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        orders=[{"order_id": "o1", "customer_id": "ann", "ordered_at": "2026-01-01", "amount": 1}],
        contacts=[
            contact("1", opened="2026-01-05 10:00"),
            contact("2", opened="2026-01-05 11:00"),
            contact("3", opened="2026-01-20"),
            contact("4", "bob", opened="2026-01-20"),
        ],
        surveys=[
            answer("a", 2, "2026-02-28", contact_id="1"),  # it names the contact, however late
            answer("b", 7, "2026-01-12", customer_id="ann"),  # the last contact of the day seven days before
            answer("c", 1, "2026-01-28", customer_id="ann"),  # eight days after
            answer("d", 1, "2026-01-21", customer_id="ann", order_id="o1"),  # about an order
            answer("e", 4, "2026-01-22", contact_id="4"),
            answer("f", 5, "2026-01-21", contact_id="4"),  # the first answer counts
        ],
    )
    assert signs(version, "contact_ces") == [[2], [7], [None], [5]]


def calm_and_moved(calm: int, moved: int, hard_of_moved: int) -> tuple[Rows, Rows]:
    """Contacts of one customer each with an answer: calm ones easy, moved (transferred) ones hard as often as told."""
    contacts = [contact(f"c{n:04}", f"p{n}") for n in range(calm)]
    contacts += [contact(f"m{n:04}", f"q{n}", transfers=1) for n in range(moved)]
    surveys = [answer(f"c{n}", 7, contact_id=f"c{n:04}") for n in range(calm)]
    surveys += [answer(f"m{n}", 1 if n < hard_of_moved else 5, contact_id=f"m{n:04}") for n in range(moved)]
    return contacts, surveys


def test_the_score_is_the_chance_of_a_hard_answer(tmp_path: Path) -> None:
    """Calm 0 of 100, moved 30 of 40; base 30/140. One factor: drawn twice to it, at 20 answers' weight each."""
    contacts, surveys = calm_and_moved(100, 40, 30)
    frame = mart(given(tmp_path, contacts=contacts, surveys=surveys), "contacts", "contact_id")
    base = 30 / 140

    def odds(share: float) -> float:
        return share / (1 - share)

    def expected(hard: int, n: int) -> float:
        level = odds((hard + 20 * base) / (n + 20))
        # The three other signs never vary: their level holds everybody, so they say nothing.
        return (hard + 20 * level / (1 + level)) / (n + 20)

    assert frame["effort_score"].to_dict() == {
        name: pytest.approx(expected(30, 40) if name.startswith("m") else expected(0, 100)) for name in frame.index
    }


def test_bands_take_over_the_shares_of_hard_and_easy_answers(tmp_path: Path) -> None:
    """30 of 140 answers are hard; the 40 moved contacts come nearest, the 100 calm ones are easy."""
    contacts, surveys = calm_and_moved(100, 40, 30)
    frame = mart(given(tmp_path, contacts=contacts, surveys=surveys), "contacts", "contact_id")
    assert set(frame.loc[frame.index.str.startswith("m"), "effort_band"]) == {"high effort"}
    assert set(frame.loc[frame.index.str.startswith("c"), "effort_band"]) == {"low effort"}
    # With 5 hard answers of 140, 40 contacts would be far too many to be called hard.
    contacts, surveys = calm_and_moved(100, 40, 5)
    frame = mart(given(tmp_path, contacts=contacts, surveys=surveys), "contacts", "contact_id")
    assert "high effort" not in set(frame["effort_band"])


def test_too_few_answers_leave_no_score_and_count_signs(tmp_path: Path) -> None:
    contacts, surveys = calm_and_moved(60, 39, 30)
    frame = mart(given(tmp_path, contacts=contacts, surveys=surveys), "contacts", "contact_id")
    assert frame["effort_score"].isna().all()
    assert frame["effort_score_unseen"].isna().all()
    assert frame.groupby(frame.index.str[0])["effort_band"].unique().map(list).to_dict() == {
        "c": ["low effort"],
        "m": ["medium effort"],
    }


@pytest.mark.parametrize("ces", [1, 7])
def test_answers_that_are_all_alike_leave_no_score(tmp_path: Path, ces: int) -> None:
    contacts = [contact(f"{n:03}", f"p{n}", transfers=n % 3) for n in range(120)]
    surveys = [answer(f"{n}", ces, contact_id=f"{n:03}") for n in range(120)]
    frame = mart(given(tmp_path, contacts=contacts, surveys=surveys), "contacts", "contact_id")
    assert frame["effort_score"].isna().all()
    assert frame["effort_band"].notna().all()


def test_the_unseen_score_never_saw_the_customers_own_answer(tmp_path: Path) -> None:
    """Turning one customer's answers round changes the score, but not his own unseen one."""
    contacts, surveys = calm_and_moved(100, 40, 30)
    before = mart(given(tmp_path, contacts=contacts, surveys=surveys), "contacts", "contact_id")
    turned = [row | {"ces": 5} if row["response_id"] == "m0" else row for row in surveys]
    after = mart(given(tmp_path, contacts=contacts, surveys=turned), "contacts", "contact_id")
    assert before.loc["m0000", "effort_score"] != pytest.approx(after.loc["m0000", "effort_score"])
    assert before.loc["m0000", "effort_score_unseen"] == pytest.approx(after.loc["m0000", "effort_score_unseen"])
    assert before["effort_score_unseen"].notna().all()
    assert set(before["fold"]) <= set(range(10))
