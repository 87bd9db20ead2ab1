"""Rows that come twice, and rows that are refused, with their lines."""

from pathlib import Path

from tests.ingest.checks.told import found

HEAD = "order_id,customer_id,ordered_at,amount\n"


def test_copies_and_rows_of_a_known_key_are_told_apart(tmp_path: Path) -> None:
    text = HEAD + "1,a,2026-01-05,10\n2,b,2026-01-06,20\n1,a,2026-01-05,10\n2,b,2026-01-06,21\n"
    findings = found(tmp_path, text)
    copies, others = findings["duplicates"], findings["same_key_other_content"]
    assert (copies.n, copies.lines, copies.examples) == (1, (4,), ("1",))
    assert (others.n, others.lines, others.examples) == (1, (5,), ("2",))
    assert others.sentence == "1 row has the order_id of an earlier row and other content."


def test_equal_rows_without_a_key_are_told_since_both_count(tmp_path: Path) -> None:
    text = "customer_id,ordered_at,amount\na,2026-01-05,10\nb,2026-01-06,20\na,2026-01-05,10\na,2026-01-05,10\n"
    equal = found(tmp_path, text, table="orders")["equal_rows"]
    assert (equal.n, equal.of, equal.lines) == (2, 4, (4, 5))


def test_refused_rows_are_told_by_reason_and_share(tmp_path: Path) -> None:
    text = HEAD + "".join(f"{n},a,2026-01-05,10\n" for n in range(8)) + "8,a,soon,10\n9,a,later,10\n"
    refused = found(tmp_path, text)["refused"]
    assert (refused.n, refused.of, refused.lines, refused.status) == (2, 10, (10, 11), "bad")
    assert refused.examples == ("later", "soon")
    assert "20.0% of the rows" in refused.meaning


def test_a_clean_file_has_no_finding(tmp_path: Path) -> None:
    assert found(tmp_path, HEAD + "1,a,2026-01-05,10\n2,b,2026-01-06,20\n") == {}
