"""What came after and before an answer or a contact, made once per load."""

from pathlib import Path

import pandas as pd
import pytest

from cx.settings import Settings
from cx.store.reading import Version
from tests.given import given
from tests.marts.shown import order, persons

TEN_DAYS = Settings(forward_days=10, churn_days=20)
DAY = "2026-03-01"


def response(number: str, customer: str | None, day: str, nps: int | None = 9) -> dict[str, object]:
    return {"response_id": number, "customer_id": customer, "responded_at": day, "nps": nps}


def contact(number: str, customer: str, day: str) -> dict[str, object]:
    return {"contact_id": number, "customer_id": customer, "opened_at": f"{day} 09:00:00"}


def followed(version: Version, customer: str, day: str) -> pd.Series:
    rows = version.engine.query(
        "SELECT * FROM mart.followed WHERE person_no = $person AND day = CAST($day AS DATE)",
        {"person": persons(version)[customer], "day": day},
    )
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.fixture
def shop(tmp_path: Path) -> Version:
    """Ann is asked on March 1st. With 10 days of follow-up: after it to the 11th, before it from February 20th."""
    return given(
        tmp_path,
        TEN_DAYS,
        orders=[
            order("long", day="2025-02-25", amount=1000),
            order("year", day="2025-03-02", amount=100),
            order("late", day="2026-02-19", amount=40),
            order("former", day="2026-02-20", amount=8),
            order("same", day=DAY, amount=4),
            order("first", day="2026-03-02", amount=2),
            order("last", day="2026-03-11", amount=1),
            order("churn", day="2026-03-12", amount=500),
            order("other", "bob", day="2026-03-21", amount=7),
            order("end", "bob", day="2026-03-25", amount=7),
        ],
        surveys=[response("1", "ann", DAY, 9), response("2", "bob", "2026-03-01", 3), response("3", None, DAY)],
        contacts=[
            contact("before", "ann", "2025-12-01"),
            contact("same", "ann", DAY),
            contact("after", "ann", "2026-03-20"),
        ],
    )


def test_each_window_holds_its_first_and_its_last_day(shop: Version) -> None:
    """Former: February 20th to March 1st; earlier: from March 2nd of the year before; long: ends on February 19th."""
    ann = followed(shop, "ann", DAY)
    assert (float(ann["later_revenue"]), ann["later_orders"], ann["repurchased"], ann["churned"]) == (3.0, 2, 1, 0)
    assert float(ann["former_revenue"]) == 12.0
    assert (float(ann["earlier_revenue"]), ann["earlier_orders"], ann["earlier_recency"]) == (152.0, 4, 0)
    assert (float(ann["long_revenue"]), ann["long_orders"], ann["long_recency"]) == (1140.0, 3, 0)
    assert (ann["earlier_contacts"], ann["long_contacts"]) == (1, 1)
    assert (ann["has_former"], ann["forward_known"], ann["churn_known"]) == (1, 1, 1)


def test_who_stays_away_has_zero_and_who_cannot_be_known_yet_is_told(shop: Version) -> None:
    """Bob orders again after 20 days: not within 10, not lost. Ann's contact of the 20th has 5 days of orders left."""
    bob = followed(shop, "bob", DAY)
    assert (float(bob["later_revenue"]), bob["repurchased"], bob["churned"], bob["has_former"]) == (0.0, 0, 0, 0)
    assert pd.isna(bob["earlier_recency"])
    later = followed(shop, "ann", "2026-03-20")
    assert (later["forward_known"], later["churn_known"]) == (0, 0)


def test_a_day_with_an_answer_and_a_contact_is_one_row_and_strangers_have_none(shop: Version) -> None:
    rows = shop.engine.query("SELECT person_no, day, count(*) AS n FROM mart.followed GROUP BY person_no, day")
    assert rows["n"].tolist() == [1] * 4


def test_the_next_recommendation_counts_within_the_follow_up(tmp_path: Path) -> None:
    """The contact of March 1st is followed by a 2 on the 11th; that of April by nothing within ten days."""
    version = given(
        tmp_path,
        TEN_DAYS,
        orders=[order("a", day="2026-01-01"), order("b", day="2026-06-01")],
        surveys=[response("1", "ann", "2026-03-11", 2), response("2", "ann", "2026-03-12", 10)],
        contacts=[contact("1", "ann", DAY), contact("2", "ann", "2026-04-01")],
    )
    assert followed(version, "ann", DAY)["told_detractor"] == 1
    assert pd.isna(followed(version, "ann", "2026-04-01")["told_detractor"])


def test_currencies_are_those_of_all_orders_of_the_customer(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        TEN_DAYS,
        orders=[
            order("1", currency="EUR"),
            order("2", currency="USD"),
            order("3", "bob", currency="EUR"),
            order("4", "bob", currency=None),
            order("5", "eve", amount=None, currency="EUR"),
        ],
        surveys=[response(name, name, "2026-01-05") for name in ("ann", "bob", "eve", "dan")],
    )
    found = {
        name: followed(version, name, "2026-01-05")[["currency", "other_currency", "has_amounts"]].tolist()
        for name in ("ann", "bob", "eve")
    }
    assert found == {"ann": ["EUR", "USD", 1], "bob": ["", "EUR", 1], "eve": ["EUR", "EUR", 0]}
    assert followed(version, "dan", "2026-01-05")[["currency", "has_amounts"]].isna().all()
