"""How sure a proposal is: names raised and lowered by what the values say, and what is asked instead of guessed."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.ingest.confidence import USED_FROM
from tests.ingest.recognising import Seen, looks, see

TIMES = [f"2026-01-0{n}" for n in range(1, 7)]
IDS = [f"O{n}" for n in range(1, 7)]
TEXTS = ["red", "blue", "red", "green", "blue", "red"]


def table(**columns: list[str]) -> str:
    """A CSV of these columns; the first of a name's underscores become blanks."""
    rows = zip(*columns.values(), strict=True)
    return "\n".join([",".join(columns), *(",".join(row) for row in rows)]) + "\n"


def sure(seen: Seen, header: str) -> float:
    return next(p.confidence for p in seen.proposals if p.header == header)


def test_values_raise_and_lower_what_the_name_says() -> None:
    fitting = see(table(order_id=IDS, order_date=TIMES, amount=["9.50"] * 6))
    silent = see(table(order_id=IDS, order_date=TIMES, amount=["", "", "", "", "", ""]))
    against = see(table(order_id=IDS, order_date=TIMES, amount=TEXTS))
    assert sure(fitting, "amount") == 0.98  # 0.97 + 0.4 of the gap
    assert sure(silent, "amount") == 0.97
    assert against.questions[0].field == "amount"
    assert against.questions[0].pass_option == "--map amount=COLUMN, or --map amount= to leave it empty"
    assert "amount" not in against.fields
    assert see(table(order_id=IDS, order_date=TIMES, amount=TEXTS), maps={"amount": "amount"}).questions == []
    assert see(table(order_id=IDS, order_date=TIMES, amount=TEXTS), maps={"amount": ""}).questions == []


def test_a_required_column_full_of_something_else_is_asked_about() -> None:
    seen = see(table(order_id=IDS, date=["17", "23", "1", "2", "3", "4"], shipped=TIMES))
    (question,) = seen.questions
    assert "“date” was not taken: the name is one for it, but its values are plain numbers." in question.question
    assert "It could be “shipped” (2026-01-01, 2026-01-02, 2026-01-03)." in question.question


def test_an_optional_label_full_of_something_else_is_a_dimension_and_told() -> None:
    seen = see(table(order_id=IDS, order_date=TIMES, status=TIMES))
    assert (seen.fields.get("status"), seen.dimensions) == (None, {"status_": "status"})
    assert "“status” is not read as status: the name is one for it, but its values are times." in seen.notes


def test_few_values_are_no_proof_against_a_name() -> None:
    assert see("order_id,order_date,amount\nO1,2026-01-05,abc\n").fields["amount"] == "amount"


def test_a_column_in_which_nothing_is_known_is_no_proof_either() -> None:
    assert see(table(order_id=IDS, order_date=TIMES, amount=["unknown"] * 6)).questions == []


def test_a_customer_column_of_names_is_no_id() -> None:
    people = ["Ann Lee", "Bob Ray", "Cy Young", "Di Moss", "Ed Hall", "Flo Kim"]
    seen = see(table(order_id=IDS, order_date=TIMES, customer=people))
    assert ("customer_id" in seen.fields, seen.personal) == (False, ["customer"])
    assert next(p.examples for p in seen.proposals if p.header == "customer") == ("xxx xxx", "xx xxxxx")


def test_a_name_with_a_slip_needs_values_that_speak_for_it() -> None:
    seen = see(table(oder_id=IDS, order_date=TIMES, amuont=["9.50", "8.10", "7.25", "1.10", "2.20", "3.30"]))
    assert seen.fields["amount"] == "amuont"
    assert any("“amuont” is read as amount: the name is one slip away from “amount”" in note for note in seen.notes)
    words = ["O-1", "n/k", "O-3", "late", "O-5", "O-6"]
    assert "amount" not in see(table(order_id=IDS, order_date=TIMES, amuont=words)).fields


def test_net_and_gross_are_asked_about_once() -> None:
    seen = see(table(order_id=IDS, order_date=TIMES, net_amount=["8.00"] * 6, gross_amount=["9.52"] * 6))
    (question,) = seen.questions
    assert (question.field, question.examples) == ("amount", ("net_amount: 8.00", "gross_amount: 9.52"))
    german = see("Bestellnr;Bestelldatum;Nettobetrag;Bruttobetrag\n1;2026-01-05;8,00;9,52\n")
    assert [q.field for q in german.questions] == ["amount"]


def test_a_clear_rank_decides_and_is_told() -> None:
    seen = see(table(order_id=IDS, order_date=TIMES, invoice_date=TIMES, amount=["8.00"] * 6))
    assert (seen.fields["ordered_at"], seen.questions) == ("order_date", [])
    assert (
        "“order_date” is read as ordered_at; “invoice_date” could be it too "
        "(--map ordered_at=invoice_date says otherwise)." in seen.notes
    )


def test_a_currency_behind_a_name_does_not_hide_it() -> None:
    assert see(table(order_id=IDS, order_date_utc=TIMES, total_in_eur=["8.00"] * 6)).fields == {
        "order_id": "order_id",
        "ordered_at": "order_date_utc",
        "amount": "total_in_eur",
    }


def test_every_column_has_a_proposal_in_its_place() -> None:
    seen = see(table(order_id=IDS, Phone=IDS, order_date=TIMES, note=[""] * 6, colour=TEXTS))
    assert [(p.number, p.header, p.field, p.use) for p in seen.proposals] == [
        (1, "order_id", "order_id", "field"),
        (2, "Phone", None, "personal"),
        (3, "order_date", "ordered_at", "field"),
        (4, "note", None, "empty"),
        (5, "colour", None, "dimension"),
    ]
    assert [p.examples for p in seen.proposals][4] == ("red", "blue", "green")


def test_a_file_that_is_asked_about_has_its_proposals_too() -> None:
    seen = see("sensor,mail,reading\na,x@y.de,1\nb,z@y.de,2\n")
    assert [(p.header, p.use) for p in seen.proposals][1] == ("mail", "field")
    assert len(seen.proposals) == 3


HEADERLESS = "4,17,19970101,2,29.33\n4,18,19970118,2,29.73\n21,19,19970101,2,14.96\n21,20,19970102,1,26.48\n"


def test_columns_without_names_are_suggested_by_their_values_in_one_question() -> None:
    (question,) = see(HEADERLESS).questions
    assert question.pass_option == "--as orders --map order_id=2 --map customer_id=1 --map ordered_at=3 --map amount=5"
    assert "columns 2, 1, 3 and 5 look like order_id, customer_id, ordered_at and amount of orders" in question.question
    assert question.examples[4] == "5: 29.33, 29.73, 14.96"
    assert all(p.confidence < USED_FROM for p in see(HEADERLESS).proposals if p.use == "field")


def test_answers_without_names_may_be_an_nps() -> None:
    rows = "".join(f"R{n},2026-01-0{n % 9 + 1},{score}\n" for n, score in enumerate([10, 9, 0, 7, 8]))
    (question,) = see(rows).questions
    assert question.pass_option == "--as surveys --map response_id=1 --map responded_at=2 --map nps=3"


COLUMNS = {
    "order_id": IDS,
    "id": [f"x{n}" for n in range(6)],
    "date": TIMES,
    "Created at": TIMES,
    "total": ["9.50"] * 6,
    "net_amount": ["8.10"] * 6,
    "customer": [f"C{n}" for n in range(6)],
    "client_region": TEXTS,
    "state": TEXTS,
}


@settings(max_examples=10, deadline=None)
@given(st.permutations(list(COLUMNS)))
def test_the_order_of_the_columns_changes_nothing(order: list[str]) -> None:
    first, other = see(table(**COLUMNS)), see(table(**{name: COLUMNS[name] for name in order}))
    assert (other.table, other.fields) == (first.table, first.fields)
    assert set(other.dimensions) == set(first.dimensions)
    assert [q.field for q in other.questions] == [q.field for q in first.questions]
    assert {p.header: p.confidence for p in other.proposals} == {p.header: p.confidence for p in first.proposals}


def test_two_regions_of_the_same_rank_give_the_same_choice_in_any_order() -> None:
    columns = {"customer_id": IDS, "client_region": TEXTS, "customer_region": TEXTS}
    chosen = {see(table(**{n: columns[n] for n in order})).fields["region"] for order in permutations(columns)}
    assert chosen == {"client_region"}


@pytest.mark.parametrize(
    ("values", "share", "wanted"),
    [
        (["2026-01-05", "2026-01-05 10:00", "x", ""], "iso", 2 / 3),
        (["5.1.2026", "1/5/26", "5. März 2026", "2026年1月5日"], "dates", 1.0),
        (["1.234,50 €", "EUR 12.50", "(3.00)", "-"], "numbers", 1.0),
        (["Paid", "storniert", "unknown", "payée"], "statuses", 1.0),
        (["a@b.de", "c d", "e@f.gh", "i"], "emails", 0.5),
        (["DE", "Österreich", "Atlantis", "東京都"], "places", 0.75),
        (["1767603600", "1767603600000", "12", "13"], "epochs", 0.5),
    ],
)
def test_the_profile_counts_forms_among_the_values_there_are(values: list[str], share: str, wanted: float) -> None:
    text = "line;value\n" + "".join(f"{n};{value}\n" for n, value in enumerate(values))
    assert looks(text).columns["c2"].share(share) == pytest.approx(wanted)


def test_the_profile_counts_values_and_addresses() -> None:
    found = looks("a,b\n3,mail x@y.de now\n10,none\n3,\n").columns
    assert (found["c1"].filled, found["c1"].distinct, found["c1"].low, found["c1"].high) == (3, 2, 3, 10)
    assert (found["c1"].unique, found["c2"].addresses, found["c2"].filled) == (False, 1, 2)


def test_an_address_far_behind_the_sample_is_seen_and_a_rare_value_too() -> None:
    rows = [["1", "", ""] for _ in range(60_000)]
    rows[30_001] = ["2", "x@y.de", ""]
    rows[30_002] = ["2", "", "late"]
    found = looks("a,b,c\n" + "\n".join(",".join(row) for row in rows) + "\n")
    assert (found.whole, found.columns["c2"].addresses, found.columns["c3"].any_value) == (False, 1, True)
