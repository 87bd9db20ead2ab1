"""Who is who: persons behind ids and e-mails, guests, and the customers that surveys belong to."""

from pathlib import Path

from tests.given import given
from tests.marts.shown import left_out, mart, order, persons


def test_one_person_behind_two_customer_ids_is_counted_once(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        customers=[
            {"customer_id": "c1", "person_id": "ann", "segment": "old"},
            {"customer_id": "c2", "person_id": "ann", "segment": "new"},
        ],
        orders=[order("1", "c1", "2026-01-05"), order("2", "c2", "2026-02-07"), order("3", "bob", "2026-03-01")],
    )
    customers = mart(version, "customers", "person")
    assert list(customers.index) == ["ann", "bob"]
    ann = customers.loc["ann"]
    assert (ann["customer_ids"], ann["order_count"], ann["segment"]) == (2, 2, "new")
    assert str(ann["first_order_date"])[:10] == "2026-01-05"
    orders = mart(version, "orders", "order_id")
    assert list(orders["is_first"]) == [1, 0, 1]
    assert list(orders["segment"].fillna("-")) == ["new", "new", "-"]


def test_the_first_row_of_a_person_says_how_he_was_won_and_the_latest_everything_else(tmp_path: Path) -> None:
    """Ann's first sign-up stands in the second row; Bob's rows have no day, so the order in the file decides."""

    def row(customer: str, person: str, day: str | None, channel: str | None, cost: object) -> dict[str, object]:
        won = {"acquisition_channel": channel, "acquisition_cost": cost}
        return {"customer_id": customer, "person_id": person, "signed_up_at": day, "segment": customer, **won}

    version = given(
        tmp_path,
        customers=[
            row("a1", "ann", "2026-03-01", "search", 9),
            row("a2", "ann", "2026-01-01", "friend", 4),
            row("a3", "ann", None, "mail", 7),
            row("b1", "bob", None, None, None),
            row("b2", "bob", None, "mail", 5),
        ],
        orders=[order("1", "a1", "2026-03-02")],
    )
    found = mart(version, "customers", "person")
    columns = ["segment", "acquisition_channel", "acquisition_cost"]
    assert found.loc["ann", columns].tolist() == ["a3", "friend", 4]
    assert found.loc["bob", "segment"] == "b2"
    assert found.loc["bob", ["acquisition_channel", "acquisition_cost"]].isna().all()
    assert str(found.loc["ann", "signed_up_date"])[:10] == "2026-01-01"
    assert mart(version, "orders", "order_id").loc["1", "acquisition_channel"] == "friend"


def test_guests_have_no_person_and_each_is_alone(tmp_path: Path) -> None:
    version = given(tmp_path, orders=[order("1", None), order("2", None), order("3", "ann")])
    assert mart(version, "orders", "order_id")["is_first"].fillna(0).tolist() == [0, 0, 1]
    assert persons(version) == {"ann": 1}
    reason = "guest orders: no customer, so in orders and revenue but not in customers and retention"
    assert left_out(version)[reason] == 2


def test_a_survey_finds_its_customer_through_id_order_contact_or_email(tmp_path: Path) -> None:
    def survey(number: str, **link: str) -> dict[str, object]:
        return {"response_id": number, "responded_at": "2026-02-01", "nps": 9, **link}

    version = given(
        tmp_path,
        customers=[
            {"customer_id": "ann", "email": "hash-a"},
            {"customer_id": "bob", "email": "hash-shared"},
            {"customer_id": "cy", "email": "hash-shared"},
        ],
        orders=[order("1", "bob"), order("void", "cy", status="canceled")],
        contacts=[{"contact_id": "k1", "customer_id": "cy", "opened_at": "2026-01-07"}],
        surveys=[
            survey("by id", customer_id="ann", order_id="1"),
            survey("by order", order_id="1"),
            survey("by uncounted order", order_id="void"),
            survey("by contact", contact_id="k1"),
            survey("by email", email="hash-a"),
            survey("by shared email", email="hash-shared"),
            survey("by nothing", order_id="unknown"),
        ],
    )
    number = persons(version)
    found = mart(version, "responses", "response_id")["person_no"]
    assert found["by id"] == found["by email"] == number["ann"]
    assert found["by order"] == number["bob"]
    assert found["by uncounted order"] == found["by contact"] == number["cy"]
    assert found[["by shared email", "by nothing"]].isna().all()
    assert left_out(version)["responses without a known customer: in scores, not in links to orders"] == 2


def test_orders_with_an_email_only_belong_to_the_customer_who_has_it_or_to_a_person_of_their_own(
    tmp_path: Path,
) -> None:
    version = given(
        tmp_path,
        customers=[{"customer_id": "ann", "email": "hash-a"}],
        orders=[order("1", None, email="hash-a"), order("2", None, email="hash-b"), order("3", None, email="hash-b")],
    )
    number, orders = persons(version), mart(version, "orders", "order_id")
    assert orders.loc["1", "person_no"] == number["ann"]
    assert orders.loc[["2", "3"], "person_no"].tolist() == [number["email:hash-b"]] * 2
