"""A row that several loads hold stays until the last of them is taken back."""

import shutil
from pathlib import Path

import pytest

from cx.store.loads import load, undo
from cx.store.versions import MAKER, open_version, path_of, point_to
from tests.ingest.loading import load_text, rows

HEAD = "order_id,customer_id,ordered_at,amount\n"
A, B, C = "A,c1,2026-01-05,10\n", "B,c2,2026-01-06,20\n", "C,c1,2026-02-01,30\n"
LATER_B = "B,c2,2026-01-06,25\n"
OWNERS = "SELECT order_id, load_no, row_no FROM raw.orders ORDER BY order_id, load_no"


def load_all(store: Path, texts: list[str]) -> None:
    for number, text in enumerate(texts, start=1):
        load_text(store, text, name=f"{number}.csv")


def test_rows_of_an_undone_load_that_another_load_holds_stay(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_all(store, [HEAD + A + B, HEAD + A + B + C])
    assert rows(store, OWNERS) == [("A", 1, 2), ("B", 1, 3), ("C", 2, 4)]
    undo(store, "L1")
    assert rows(store, OWNERS) == [("A", 2, 2), ("B", 2, 3), ("C", 2, 4)]
    assert rows(store, "SELECT * FROM meta.claims") == []
    again = load_text(store, HEAD + A + B + C)
    assert "loaded before, as load L2" in " ".join(again.notes)
    undo(store, "L2")
    assert rows(store, OWNERS) == []


def test_the_earliest_remaining_claimant_gets_the_row_and_the_others_claim_it_from_him(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_all(store, [HEAD + A, HEAD + A + B, HEAD + A + C])
    undo(store, "L1")
    assert rows(store, OWNERS) == [("A", 2, 2), ("B", 2, 3), ("C", 3, 3)]
    assert rows(store, "SELECT * FROM meta.claims") == [("orders", 3, 2, 2, 2)]
    undo(store, "L2")
    assert rows(store, OWNERS) == [("A", 3, 2), ("C", 3, 3)]


def test_a_claim_holds_when_the_load_between_is_taken_back(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_all(store, [HEAD + B, HEAD + LATER_B, HEAD + B + A, HEAD + C])
    undo(store, "L2")
    # L3 had replaced L2's row; without L2 it says what L1 says.
    assert rows(store, OWNERS) == [("A", 3, 3), ("B", 1, 2), ("C", 4, 2)]
    assert rows(store, "SELECT * FROM meta.claims") == [("orders", 3, 2, 1, 2)]


def test_a_file_that_brings_nothing_new_is_no_load_and_claims_nothing(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_all(store, [HEAD + A + B])
    report = load_text(store, HEAD + A)
    assert (report.load_id, report.duplicates) == (None, 1)
    assert "Every row is stored already, so no load was made of this file." in report.notes
    assert rows(store, "SELECT * FROM meta.claims") == []


def test_a_version_made_before_there_were_claims_takes_loads(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_all(store, [HEAD + A])
    (path,) = (store / "versions").iterdir()
    older = path_of(store, "2-abcdef")
    shutil.copy(path, older)
    workspace = MAKER.writer(older)
    workspace.execute("DROP TABLE meta.claims")
    workspace.finish()
    point_to(store, "2-abcdef")
    load_text(store, HEAD + A + B)
    assert rows(store, "SELECT load_no FROM meta.claims") == [(2,)]


SEQUENCE = {
    "plain": "customer_id,region,colour\nC1,North,Blue\nC2,South,Red\n",
    "segment": "customer_id,segment\nC1,Business\nC3,Home\n",
    "both": "customer_id,region,segment\nC1,North,Business\nC2,South,\nC4,West,Home\n",
    "other": "customer_id,region\nC1,East\nC2,South\nC5,West\n",
    "plain again": "customer_id,region,colour\nC1,North,Blue\nC2,South,Red\nC6,North,Blue\n",
}
FLAT = "order_id,line_id,product,quantity,unit_price,ordered_at\n"
LINES = {
    "one": FLAT + "1,1,Mug,2,2.50,2026-01-05\n1,2,Cup,1,3.00,2026-01-05\n",
    "two": FLAT + "1,1,Mug,2,2.50,2026-01-05\n2,1,Cup,1,3.00,2026-01-06\n",
    "three": FLAT + "1,1,Mug,3,2.50,2026-01-05\n2,1,Cup,1,3.00,2026-01-06\n3,1,Cup,1,3.00,2026-01-07\n",
}


def together(store: Path, files: dict[str, str]) -> None:
    """Load files in one call, each as a load of its own: the marts are made once."""
    store.mkdir()
    for name, text in files.items():
        (store / f"{name}.csv").write_text(text, encoding="utf-8")
    load(store, [store / f"{name}.csv" for name in files])


def held(store: Path, table: str, order: str) -> list[dict[str, object]]:
    """What a table holds, with the file each row came from in place of its load."""
    frame = open_version(store).engine.query(
        f"SELECT r.* EXCLUDE (load_no), l.file_name FROM raw.{table} AS r JOIN meta.loads AS l USING (load_no) "
        f"ORDER BY {order}, l.load_no, r.row_no"
    )
    return frame[sorted(frame.columns)].astype(object).where(frame.notna(), None).to_dict("records")


@pytest.mark.parametrize(("files", "table", "order"), [(SEQUENCE, "customers", "1"), (LINES, "order_lines", "1, 2")])
def test_taking_any_load_back_is_as_if_it_had_never_been_made(
    tmp_path: Path, files: dict[str, str], table: str, order: str
) -> None:
    whole = tmp_path / "whole"
    together(whole, files)
    for number, skipped in enumerate(files, start=1):
        undone, never = tmp_path / f"{number}-undone", tmp_path / f"{number}-never"
        shutil.copytree(whole, undone)
        undo(undone, f"L{number}")
        together(never, {name: text for name, text in files.items() if name != skipped})
        assert held(undone, table, order) == held(never, table, order), skipped
        owners = rows(undone, "SELECT load_no, owner_load_no FROM meta.claims")
        assert all(owner < claimant and owner != number for claimant, owner in owners)
