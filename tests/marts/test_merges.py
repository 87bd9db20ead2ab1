"""Persons who come from several tools meet by their e-mail; what could be somebody else stays apart, and is told."""

import random
from pathlib import Path

import pytest
from hypothesis import given as example
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cx.settings import Settings
from cx.store.reading import Version
from tests.given import given, given_loads
from tests.marts.shown import mart, order, persons

Row = dict[str, object]


def customer(number: str, email: str | None = None, person: str | None = None) -> Row:
    return {"customer_id": number, "email": email, "person_id": person}


def ticket(number: str, customer_id: str | None, email: str | None = None) -> Row:
    return {"contact_id": number, "customer_id": customer_id, "email": email, "opened_at": "2026-02-01"}


def answer(number: str, customer_id: str | None = None, email: str | None = None) -> Row:
    return {"response_id": number, "customer_id": customer_id, "email": email, "responded_at": "2026-02-02", "nps": 9}


def not_merged(version: Version) -> dict[str, int]:
    rows = version.engine.query("SELECT reason, persons FROM mart.not_merged")
    return {str(r.reason): int(str(r.persons)) for r in rows.itertuples()}


def merges(version: Version) -> dict[str, tuple[int, int, int]]:
    rows = version.engine.query(
        "SELECT person, m.customer_ids, by_person_id, by_email "
        "FROM mart.merges AS m JOIN mart.customers USING (person_no)"
    )
    return {str(r.person): (int(r.customer_ids), int(r.by_person_id), int(r.by_email)) for r in rows.itertuples()}


def everywhere(version: Version) -> dict[str, set[str | None]]:
    """Table -> the persons its rows belong to."""
    tables = ("orders", "contacts", "responses")
    frames = {
        t: version.engine.query(f"SELECT person FROM mart.{t} LEFT JOIN mart.customers USING (person_no)")
        for t in tables
    }
    return {t: {p if isinstance(p, str) else None for p in f["person"]} for t, f in frames.items()}


def test_one_customer_of_a_shop_a_help_desk_a_survey_tool_and_a_crm_is_one_person(tmp_path: Path) -> None:
    """Orders and answers carry the e-mail only, tickets a number of their own beside it, the CRM its record id."""
    version = given_loads(
        tmp_path,
        {"orders": [order("1", None, email="ann@"), order("2", None, email="ann@"), order("3", None, email="bob@")]},
        {"contacts": [ticket("t1", "555", "ann@")]},
        {"surveys": [answer("r1", email="ann@")]},
        {"customers": [customer("9001", "ann@")]},
    )
    assert persons(version).keys() == {"9001", "email:bob@"}
    assert everywhere(version) == {"orders": {"9001", "email:bob@"}, "contacts": {"9001"}, "responses": {"9001"}}
    assert merges(version) == {"9001": (2, 0, 1)}


def test_without_any_customers_file_they_meet_all_the_same(tmp_path: Path) -> None:
    version = given_loads(
        tmp_path,
        {"orders": [order("1", None, email="ann@")]},
        {"contacts": [ticket("t1", "555", "ann@"), ticket("t2", "555", "ann.new@")]},
        {"surveys": [answer("r1", email="ann.new@")]},
    )
    assert everywhere(version) == {"orders": {"555"}, "contacts": {"555"}, "responses": {"555"}}
    assert merges(version) == {}


def test_an_address_in_the_column_of_customer_ids_meets_the_one_in_the_column_of_emails(tmp_path: Path) -> None:
    """Both are kept as the same keyed hash."""
    ann, bob = "a" * 64, "b" * 64
    version = given_loads(
        tmp_path,
        {"surveys": [answer("r1", ann), answer("r2", bob)]},
        {"customers": [customer("9001", ann)]},
        {"orders": [order("1", None, email=ann), order("2", None, email=bob)]},
    )
    assert everywhere(version) == {"orders": {"9001", bob}, "contacts": set(), "responses": {"9001", bob}}
    assert merges(version) == {"9001": (2, 0, 1)}


def test_ids_of_two_customers_files_with_one_email_are_one_person_unless_the_setting_says_otherwise(
    tmp_path: Path,
) -> None:
    loads = (
        {"customers": [customer("shop-1", "ann@"), customer("shop-2", "bob@")]},
        {"customers": [customer("crm-1", "ann@")]},
        {"surveys": [answer("r1", email="ann@")]},
    )
    version = given_loads(tmp_path, *loads)
    assert merges(version) == {"crm-1": (2, 0, 1)}
    assert everywhere(version)["responses"] == {"crm-1"}
    apart = given_loads(tmp_path, *loads, settings=Settings(match_by_email="only_unnamed"))
    assert persons(apart).keys() == {"shop-1", "shop-2", "crm-1"}
    assert everywhere(apart)["responses"] == {None}
    assert not_merged(apart) == {"the setting match_by_email does not join customers": 2}


def test_ids_that_one_file_tells_apart_are_one_person_only_when_the_setting_says_always(tmp_path: Path) -> None:
    rows = [customer("c1", "office@"), customer("c2", "office@")]
    assert persons(given(tmp_path, customers=rows)).keys() == {"c1", "c2"}
    assert not_merged(given(tmp_path, customers=rows)) == {"one file has them as different customers": 2}
    always = given(tmp_path, Settings(match_by_email="always"), customers=rows)
    assert persons(always).keys() == {"c1"}
    assert not_merged(always) == {}


def test_a_file_that_repeats_a_row_of_an_earlier_one_still_tells_it_apart(tmp_path: Path) -> None:
    """The second file says c1 as before, so that only c2 is stored of it: a claim remembers that c1 was in it, too."""
    from cx.engines.duckdb import DuckMaker
    from cx.marts.build import build
    from cx.store.opening import describe
    from cx.store.schema import create_empty, write_settings
    from tests.given import add_rows

    path = tmp_path / "claimed.duckdb"
    workspace = DuckMaker().writer(path)
    create_empty(workspace)
    write_settings(workspace, Settings())
    add_rows(workspace, "customers", [customer("c1", "office@")], 1)
    add_rows(workspace, "customers", [customer("c2", "office@")], 2)
    workspace.execute("INSERT INTO meta.claims VALUES ('customers', 2, 9, 1, 1)")
    build(workspace, Settings())
    workspace.finish()
    assert persons(describe(DuckMaker().reader(path), "1-abcdef")).keys() == {"c1", "c2"}


def test_person_id_is_believed_before_an_email(tmp_path: Path) -> None:
    version = given_loads(
        tmp_path,
        {"customers": [customer("a1", "home@", "ann"), customer("a2", "work@", "ann"), customer("b1", "work@", "bob")]},
        {"customers": [customer("crm-1", "home@"), customer("crm-2", "work@")]},
    )
    assert merges(version) == {"ann": (3, 1, 1)}
    assert persons(version).keys() == {"ann", "bob", "crm-2"}
    assert not_merged(version) == {"person_id or another e-mail tells them apart": 3}


def test_an_address_that_more_than_ten_ids_share_joins_nobody(tmp_path: Path) -> None:
    def tickets(n: int) -> list[Row]:
        return [ticket(f"t{i}", f"z{i:02}", "info@") for i in range(n)]

    ten = given_loads(tmp_path, {"customers": [customer("c", "info@")]}, {"contacts": tickets(10)})
    assert merges(ten) == {"c": (11, 0, 10)}
    eleven = given_loads(tmp_path, {"customers": [customer("c", "info@")]}, {"contacts": tickets(11)})
    assert merges(eleven) == {}
    assert not_merged(eleven) == {"an address that many customer ids share": 11}


def test_an_id_beside_the_emails_of_two_customers_stays_by_itself(tmp_path: Path) -> None:
    """An agent writes tickets for others under his own number."""
    version = given_loads(
        tmp_path,
        {"customers": [customer("ann", "ann@"), customer("bob", "bob@")]},
        {"contacts": [ticket("t1", "agent", "ann@"), ticket("t2", "agent", "bob@"), ticket("t3", None, "bob@")]},
    )
    assert everywhere(version)["contacts"] == {"agent", "bob"}
    assert not_merged(version) == {"a customer id that stands beside e-mails of several customers": 1}


def test_an_email_of_two_customers_says_of_a_stranger_nothing(tmp_path: Path) -> None:
    version = given_loads(
        tmp_path,
        {"customers": [customer("c1", "office@"), customer("c2", "office@")]},
        {"contacts": [ticket("t1", "555", "office@"), ticket("t2", None, "office@")]},
    )
    assert everywhere(version)["contacts"] == {"555", None}


def test_a_row_that_names_a_listed_id_was_found_by_it_whoever_it_was_joined_to(tmp_path: Path) -> None:
    version = given_loads(
        tmp_path,
        {"customers": [customer("shop-1", "ann@")]},
        {"customers": [customer("crm-1", "ann@")], "orders": [order("1", "shop-1"), order("2", "crm-1")]},
    )
    found = version.engine.query("SELECT way, row_count FROM mart.ways")
    assert dict(zip(found["way"], found["row_count"], strict=True)) == {"customer_id": 2}


def test_merges_do_not_chain_from_email_to_email(tmp_path: Path) -> None:
    """x is of 1 and 2, y of 2 and 3, z of 3 and 4: each id could be the next, and the first is not the last."""
    version = given_loads(
        tmp_path,
        {"contacts": [ticket("1x", "1", "x"), ticket("3y", "3", "y"), ticket("4z", "4", "z")]},
        {"surveys": [answer("2x", "2", "x"), answer("2y", "2", "y"), answer("3z", "3", "z")]},
    )
    assert merges(version) == {"2": (2, 0, 1), "3": (2, 0, 1)}
    assert not_merged(version) == {"person_id or another e-mail tells them apart": 2}


@pytest.mark.parametrize(
    ("rows", "ways"),
    [
        (
            {
                "customers": [customer("ann", "ann@")],
                "orders": [order("1", "ann"), order("2", None, email="ann@"), order("3", None)],
                "contacts": [ticket("t1", "ann"), ticket("t2", "555", "ann@"), ticket("t3", None)],
                "surveys": [
                    answer("by id", "ann"),
                    answer("by email", None, "ann@"),
                    answer("by order") | {"order_id": "2"},
                    answer("by contact") | {"contact_id": "t2", "order_id": "3"},
                    answer("by nothing") | {"contact_id": "t3"},
                ],
            },
            {
                ("orders", "customer_id"): 1,
                ("orders", "email"): 1,
                ("contacts", "customer_id"): 1,
                ("contacts", "email"): 1,
                ("responses", "customer_id"): 1,
                ("responses", "email"): 1,
                ("responses", "order_id"): 1,
                ("responses", "contact_id"): 1,
            },
        ),
        ({"orders": [order("1", None)]}, {}),
    ],
)
def test_every_row_is_told_how_it_found_its_person(
    tmp_path: Path, rows: dict[str, list[Row]], ways: dict[tuple[str, str], int]
) -> None:
    version = given(tmp_path, **rows)
    found = version.engine.query("SELECT mart, way, row_count FROM mart.ways")
    assert {(r.mart, r.way): r.row_count for r in found.itertuples()} == ways
    for table in ("orders", "contacts", "responses"):
        named = mart(version, table, {"orders": "order_id", "contacts": "contact_id"}.get(table, "response_id"))
        assert sum(n for (name, _way), n in ways.items() if name == table) == named["person_no"].count()


def test_persons_whom_no_customers_file_has_are_told_with_whether_they_ordered(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        customers=[customer("ann", "ann@")],
        orders=[
            order("1", "bob", status="canceled"),
            order("2", None, email="cy@"),
            order("3", "ann"),
            order("4", None, email="eva@"),
        ],
        contacts=[ticket("t1", "dan"), ticket("t2", "555", "ann@"), ticket("t3", "eva", "eva@")],
    )
    rows = version.engine.query("SELECT person, ordered FROM mart.unlisted JOIN mart.customers USING (person_no)")
    assert dict(zip(rows["person"], rows["ordered"], strict=True)) == {
        "bob": True,
        "email:cy@": True,
        "dan": False,
        "eva": True,
    }


IDS = st.sampled_from(["1", "2", "3", "4", "5"])
EMAILS = st.sampled_from([None, "u", "v", "w"])
LISTED = st.lists(st.tuples(IDS, EMAILS, st.sampled_from([None, None, "p", "1"])), max_size=5, unique_by=lambda r: r[0])
ROWS = st.lists(st.tuples(st.one_of(st.none(), IDS), EMAILS), max_size=6)


@hypothesis_settings(max_examples=8)
@example(LISTED, LISTED, ROWS, ROWS, st.randoms(use_true_random=False), st.sampled_from(["across_files", "always"]))
def test_the_order_of_rows_never_matters_and_no_person_is_joined_to_one_who_is_joined_himself(
    tmp_path_factory, first, second, contacts, orders, shuffle: random.Random, setting: str
) -> None:
    def build(*parts: list) -> dict[str, object]:
        one, two, tickets, bought = parts
        loads = (
            {"customers": [customer(*row) for row in one]},
            {"customers": [customer(*row) for row in two if row[0] not in {r[0] for r in one}]},
            {"contacts": [ticket(str(number), *row) for number, row in tickets]},
            {"orders": [order(str(number), row[0], email=row[1]) for number, row in bought]},
        )
        version = given_loads(tmp_path_factory.mktemp("merged"), *loads, settings=Settings(match_by_email=setting))
        rows = [mart(version, "contacts", "contact_id")["person_no"], mart(version, "orders", "order_id")["person_no"]]
        # Whoever is joined to one who is joined himself would have no person at all.
        assert mart(version, "contacts", "contact_id")["person_no"].count() >= sum(1 for _, row in tickets if row[0])
        return {
            "persons": persons(version),
            "rows": [list(r.fillna(0)) for r in rows],
            "merges": merges(version),
            "not": not_merged(version),
        }

    parts = [first, second, list(enumerate(contacts)), list(enumerate(orders))]
    shuffled = [shuffle.sample(part, len(part)) for part in parts]
    assert build(*parts) == build(*shuffled)
