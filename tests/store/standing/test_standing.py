"""A file beside what is stored: known rows, rows that match nobody, days and amounts that do not fit."""

from datetime import date, timedelta
from pathlib import Path

from cx.ingest.findings import Finding
from tests.ingest.loading import load_text

HEAD = "order_id,customer_id,ordered_at,amount,currency\n"
START = date(2025, 1, 1)


def orders(n: int, *, first: int = 0, start: date = START, times: float = 1.0, currency: str = "EUR") -> str:
    """n orders, two a day, of 10.25 to 39.25 times something."""
    rows = (
        f"{first + k},c{k % 50},{start + timedelta(days=k // 2)},{round((10.25 + k % 30) * times, 2)},{currency}\n"
        for k in range(n)
    )
    return HEAD + "".join(rows)


def told(store: Path, text: str, name: str = "second.csv", **options: str) -> dict[str, Finding]:
    report = load_text(store, text, name=name, **options)
    assert report.questions == [], report.questions
    return {finding.check: finding for finding in report.findings}


def test_a_first_load_is_beside_nothing(tmp_path: Path) -> None:
    assert told(tmp_path / "s", orders(100)) == {}


def test_known_rows_and_new_versions_are_told(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, orders(100), name="first.csv")
    changed = orders(100).replace("0,c0,2025-01-01,10.25", "0,c0,2025-01-01,11.25")
    found = told(store, changed + "200,c1,2025-02-20,12.5,EUR\n")
    assert (found["known_rows"].n, found["known_rows"].of, found["known_rows"].lines[0]) == (99, 101, 3)
    assert (found["new_versions"].n, found["new_versions"].of) == (1, 101)
    assert "same_days" not in found


def test_an_appending_load_tells_which_rows_it_leaves_as_stored(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, orders(4), name="first.csv")
    rows = "0,c0,2025-01-01,99.5,EUR\n9,c1,2025-01-03,12.5,EUR\n"
    left = told(store, HEAD + rows, mode="append")["left_as_stored"]
    assert (left.n, left.of, left.lines) == (1, 2, (2,))


def test_the_same_orders_under_other_numbers_are_told_as_likely_doubled(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, orders(100), name="first.csv")
    same = told(store, orders(100, first=1000))["same_days"]
    assert (same.n, same.of, same.status) == (100, 100, "bad")
    assert "of which first.csv is stored already" in same.sentence
    assert "100.0% of the rows equal a stored row" in same.sentence


def test_another_shop_on_the_same_days_is_told_and_not_called_doubled(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, orders(100), name="first.csv")
    assert told(store, orders(100, first=1000, times=1.3))["same_days"].status == "look"


def test_days_between_two_files_that_neither_has_are_told(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, orders(100), name="january.csv")
    # 100 orders are 50 days from 1 Jan: to 19 Feb. From 20 Feb to 19 Mar are 28 days, two orders a day.
    found = told(store, orders(100, first=1000, start=date(2025, 3, 20)))
    missing = found["missing_days"]
    assert missing.n == 28
    assert "20 Feb 2025 to 19 Mar 2025" in missing.sentence
    assert "About 56 rows" in missing.meaning


def test_the_next_days_are_no_jump(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, orders(100), name="january.csv")
    assert told(store, orders(100, first=1000, start=date(2025, 2, 20))) == {}


def test_amounts_in_cents_after_amounts_in_euros_are_told(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, orders(100), name="january.csv")
    shift = told(store, orders(100, first=1000, start=date(2025, 2, 20), times=100))["unit_shift"]
    assert (shift.n, shift.status) == (100, "bad")
    assert "about 100 times the stored" in shift.sentence


def test_another_currency_is_told(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, orders(100), name="january.csv")
    other = told(store, orders(100, first=1000, start=date(2025, 2, 20), currency="USD"))["other_currency"]
    assert other.sentence == "100 amounts are in USD; the stored ones are in EUR."


def test_orders_of_customers_who_are_not_loaded_are_orphans(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, "customer_id,region\n" + "".join(f"c{n},North\n" for n in range(40)), name="customers.csv")
    orphans = told(store, orders(100))["orphans"]
    # c40 to c49 twice each.
    assert (orphans.n, orphans.of, orphans.lines) == (20, 100, (42, 43, 44, 45, 46))
    assert "Match rate of these rows: 80.0%." in orphans.meaning


def test_answers_match_by_customer_order_or_e_mail_and_the_others_are_orphans(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, "customer_id,email\nc0,a@example.com\n", name="customers.csv")
    load_text(store, orders(10), name="orders.csv")
    text = (
        "response_id,customer_id,order_id,email,responded_at,nps\n1,c3,,,2025-01-05,9\n2,,7,,2025-01-05,9\n"
        "3,,,A@Example.com,2025-01-05,9\n4,x,404,b@example.com,2025-01-05,9\n5,,,,2025-01-05,9\n"
    )
    found = told(store, text, name="surveys.csv")
    assert (found["orphans"].n, found["orphans"].of, found["orphans"].lines) == (1, 4, (5,))
    assert (found["nameless"].n, found["nameless"].lines) == (1, (6,))


def test_lines_without_their_orders_are_orphans(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, orders(2), name="orders.csv")
    text = "order_id,line_id,product,quantity,unit_price\n0,1,a,1,10.25\n404,1,b,1,5.5\n"
    orphans = told(store, text, name="lines.csv")["orphans"]
    assert (orphans.n, orphans.lines, orphans.status) == (1, (3,), "look")
