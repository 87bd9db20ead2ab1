"""Scores on another scale than they are read on, constant columns, damaged ids."""

from pathlib import Path

from tests.ingest.checks.told import found


def surveys(scores: list[int]) -> str:
    rows = (f"r{n},2026-01-{n % 28 + 1:02},{score},c{n}\n" for n, score in enumerate(scores))
    return "response_id,responded_at,nps,customer_id\n" + "".join(rows)


def test_a_recommendation_score_that_ends_at_5_is_told(tmp_path: Path) -> None:
    short = found(tmp_path, surveys([1, 2, 3, 4, 5] * 4))["short_scale"]
    assert (short.n, short.status) == (20, "bad")
    assert "from 1 to 5 only" in short.sentence


def test_a_score_that_reaches_10_is_not(tmp_path: Path) -> None:
    assert found(tmp_path, surveys([1, 2, 3, 4, 10] * 4)) == {}


def test_columns_with_one_value_are_told_in_one_finding(tmp_path: Path) -> None:
    rows = "".join(f"{n},c{n},2026-01-{n + 1:02},{n + 10}.5,web,shop A\n" for n in range(25))
    constant = found(tmp_path, "order_id,customer_id,ordered_at,amount,channel,store\n" + rows)["constant_columns"]
    assert (constant.n, constant.of, constant.status) == (2, 4, "good")
    assert "“channel” is web, “store” is shop A" in constant.sentence


def test_ids_that_a_spreadsheet_damaged_are_told(tmp_path: Path) -> None:
    text = "order_id,customer_id,ordered_at,amount\nA1,#REF!,2026-01-05,10\nA2,c2,2026-01-06,20\n"
    damaged = found(tmp_path, text)["damaged_ids"]
    assert (damaged.n, damaged.of, damaged.lines, damaged.examples) == (1, 2, (2,), ("#REF!",))


def orders(customers: list[str]) -> str:
    rows = (f"{n},{customer},2026-01-{n % 28 + 1:02},{n + 10}.5\n" for n, customer in enumerate(customers))
    return "order_id,customer_id,ordered_at,amount\n" + "".join(rows)


def test_an_id_that_stands_for_guests_is_told(tmp_path: Path) -> None:
    stand_in = found(tmp_path, orders(["0"] * 10 + [f"c{n}" for n in range(20)]))["stand_in_customer"]
    assert (stand_in.n, stand_in.of, stand_in.status) == (10, 30, "look")
    assert stand_in.sentence == "“0” is the customer of 33.3% of the rows."


def test_ids_that_differ_by_case_only_are_told(tmp_path: Path) -> None:
    by_case = found(tmp_path, orders([f"{'C' if n < 15 else 'c'}{n % 15}" for n in range(30)]))["ids_by_case"]
    assert by_case.n == 15


def test_amounts_that_no_column_fills_are_told_with_what_could(tmp_path: Path) -> None:
    rows = "".join(f"{n},c{n},2026-01-{n + 1:02},{n + 10}.5,web\n" for n in range(5))
    missing = found(
        tmp_path, "order_id,customer_id,ordered_at,netto_x,source\n" + rows, table="orders", maps={"amount": ""}
    )["no_amount"]
    assert missing.sentence == "No column fills amount. It could be “netto_x”."
    assert missing.status == "bad"


def test_a_file_that_names_no_customer_says_what_is_lost(tmp_path: Path) -> None:
    lost = found(tmp_path, "order_id,ordered_at,amount\n1,2026-01-05,10\n2,2026-01-06,20\n")["no_customer_id"]
    assert "no retention" in lost.meaning


def test_a_total_on_every_line_of_its_order_is_told(tmp_path: Path) -> None:
    rows = "".join(f"{n // 2},{n % 2},p{n},{10 + n // 2}.5\n" for n in range(40))
    text = "order_id,line_id,product,amount\n" + rows
    repeated = found(tmp_path, text, table="order_lines")["repeated_totals"]
    assert (repeated.n, repeated.of, repeated.status) == (20, 20, "bad")


def test_percentages_are_no_amounts(tmp_path: Path) -> None:
    text = "order_id,customer_id,ordered_at,amount\n1,a,2026-01-05,10\n2,b,2026-01-06,5%\n"
    refused = found(tmp_path, text)["refused"]
    assert (refused.lines, refused.examples) == ((3,), ("5%",))
    assert "“amount” is a percentage and not an amount" in refused.sentence


def test_names_as_ids_are_hashed_and_not_shown(tmp_path: Path) -> None:
    said = {"maps": {"customer_id": "customer_id"}}
    named = found(tmp_path, orders([f"Anna M{chr(97 + n)}ller" for n in range(22)]), **said)["personal_hashed"]
    assert (named.n, named.of, named.status, named.examples) == (22, 22, "good", ())
    assert named.sentence == "22 values of “customer_id” tell who somebody is."
