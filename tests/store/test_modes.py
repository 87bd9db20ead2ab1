"""Append, replace, upsert: what holds afterwards, and that any load taken back is as if it had never been made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.engines.base import Workspace
from cx.ingest.options import LoadOptions
from cx.ingest.prepare import ReadyTable
from cx.marts.holding import can_hold
from cx.store.health.refusals import reasons
from cx.store.health.sources import sources
from cx.store.loads import Source, history, load, undo
from cx.store.matching import matches
from cx.store.merging import REPLACE, merge, replace
from cx.store.schema import create_empty
from cx.store.undoing import take_back
from cx.store.versions import MAKER, open_version
from tests.ingest.loading import column, load_text, rows

HEAD = "order_id,customer_id,ordered_at,amount\n"
FIRST = HEAD + "1,C1,2026-01-05,10\n2,C2,2026-01-06,20\n"
SECOND = HEAD + "2,C2,2026-01-06,25\n3,C1,2026-02-01,30\n"
REVENUE = "SELECT order_id, CAST(net_revenue AS DOUBLE) FROM mart.orders ORDER BY order_id"
BOTH, OLD, NEW = [("1", 10.0), ("2", 20.0)], [("2", 25.0), ("3", 30.0)], [("1", 10.0), ("2", 20.0), ("3", 30.0)]


def test_appending_leaves_stored_rows_as_they_are_and_says_so(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, FIRST)
    report = load_text(store, SECOND, mode="append")
    assert (report.rows_loaded, report.duplicates, report.superseded) == (1, 1, 0)
    assert any("1 row differs from the stored row with the same key" in note for note in report.notes)
    assert rows(store, REVENUE) == NEW
    undo(store, "L1")
    assert rows(store, REVENUE) == OLD


def test_appending_rows_that_are_all_stored_is_no_load(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, FIRST)
    assert load_text(store, HEAD + "2,C2,2026-01-06,99\n", mode="append").load_id is None
    assert column(store, "SELECT count(*) FROM meta.passed") == [0]
    assert column(store, "SELECT count(*) FROM raw.orders") == [2]


def test_replacing_takes_the_place_of_all_rows_until_it_is_taken_back(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, FIRST)
    report = load_text(store, SECOND, mode="replace")
    assert (report.rows_loaded, report.duplicates) == (2, 0)
    assert any("The 2 rows of orders that were stored before do not count" in note for note in report.notes)
    assert rows(store, REVENUE) == OLD
    assert "orders that a file loaded in their place" in column(store, "SELECT reason FROM mart.left_out")[0]
    load_text(store, HEAD + "4,C4,2026-03-01,40\n", name="4.csv")
    undo(store, "L2")
    assert rows(store, REVENUE) == [*BOTH, ("4", 40.0)]


def test_replacing_keeps_other_tables_and_inherits_nothing(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, "customer_id,region,colour\nC1,North,Blue\n", name="customers.csv")
    load_text(store, FIRST)
    load_text(store, "customer_id,region\nC1,South\n", name="customers2.csv", mode="replace")
    assert rows(store, "SELECT region, colour FROM mart.customers WHERE person = 'C1'") == [("South", None)]
    assert rows(store, REVENUE) == BOTH


def test_an_earlier_load_taken_back_under_a_replacement_changes_nothing_visible(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, FIRST)
    load_text(store, SECOND, mode="replace")
    undo(store, "L1")
    assert rows(store, REVENUE) == OLD
    undo(store, "L2")
    assert rows(store, REVENUE) == []


def test_files_of_one_call_replace_their_table_together(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, FIRST)
    for number in (5, 6):
        (tmp_path / f"{number}.csv").write_text(HEAD + f"{number},C1,2026-04-01,{number}\n", encoding="utf-8")
    load(store, [Source(tmp_path / f"{number}.csv", LoadOptions(mode="replace")) for number in (5, 6)])
    assert rows(store, REVENUE) == [("5", 5.0), ("6", 6.0)]
    undo(store, "L2")
    assert rows(store, REVENUE) == [("6", 6.0)]
    undo(store, "L3")
    assert rows(store, REVENUE) == BOTH


def test_a_file_that_was_replaced_can_be_loaded_again(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, FIRST)
    load_text(store, SECOND, mode="replace")
    assert load_text(store, FIRST).load_id == "L3"
    again = load_text(store, SECOND, mode="replace")
    assert (again.load_id, rows(store, REVENUE)) == ("L4", OLD)
    assert load_text(store, SECOND, mode="replace").load_id is None
    assert [entry.mode for entry in history(store)] == ["upsert", "replace", "upsert", "replace"]


@dataclass(frozen=True)
class Made:
    """A load of customers: its mode, its columns, and customer -> value; together: in one call with the one before."""

    mode: str
    columns: tuple[str, ...]
    said: dict[str, str | None]
    together: bool


LOADS = st.lists(
    st.builds(
        Made,
        st.sampled_from(["upsert", "append", "replace"]),
        st.sampled_from([("region",), ("segment",), ("region", "segment"), ("region", "colour")]),
        st.dictionaries(st.sampled_from("ABC"), st.sampled_from(["x", "y", None]), min_size=1),
        st.booleans(),
    ),
    min_size=2,
    max_size=6,
)


def take_in(workspace: Workspace, made: Made, load_no: int, floor_no: int) -> bool:
    """Whether a load was made; none is made of rows that are all stored."""
    names = ("customer_id", *made.columns)
    said = {name: list(made.said.values()) for name in made.columns}
    table = pa.table(
        {"customer_id": list(made.said), **said, "row_no": list(range(2, len(made.said) + 2))},
        pa.schema([*((name, pa.string()) for name in names), ("row_no", pa.int64())]),
    )
    listed = ", ".join(f"{name} VARCHAR" for name in names)
    workspace.execute("BEGIN")
    workspace.execute(f"CREATE OR REPLACE TABLE ready ({listed}, row_no BIGINT)")
    workspace.append("ready", [table])
    if made.mode == REPLACE:
        replace(workspace, "customers", load_no, floor_no)
    merged = merge(workspace, ReadyTable("customers", "ready", names), load_no, made.mode, beside="main")
    options = json.dumps({"mode": made.mode, "brought": {"customers": names}})
    workspace.execute(
        "INSERT INTO meta.loads (load_no, load_id, options) VALUES ($no, $id, $options)",
        {"no": load_no, "id": f"L{load_no}", "options": options},
    )
    workspace.execute("COMMIT" if merged.loaded else "ROLLBACK")
    return merged.loaded > 0


def held(workspace: Workspace, besides: set[int]) -> list[dict[str, object]]:
    """What is stored of the customers but by some loads, and which rows hold."""
    newest = "row_number() OVER (PARTITION BY customer_id, able ORDER BY load_no DESC, row_no DESC) = 1"
    frame = workspace.query(
        f"SELECT *, able AND {newest} AS holds FROM "
        f"(SELECT *, {can_hold(workspace, 'customers')} AS able FROM raw.customers) ORDER BY load_no, row_no"
    )
    frame = frame[frame["holds"] | ~frame["load_no"].isin(besides)]
    return frame[sorted(frame.columns)].astype(object).where(frame.notna(), None).to_dict("records")


def call_of(loads: list[Made], number: int) -> int:
    """The number of the first load of the call that a replacing load belongs to."""
    while number > 1 and loads[number - 1].together and loads[number - 1].mode == loads[number - 2].mode == REPLACE:
        number -= 1
    return number


def stored(loads: list[Made], skipped: set[int]) -> tuple[Workspace, set[int]]:
    """A workspace after these loads but some, and the loads of which none was made."""
    workspace, unmade = MAKER.writer(Path(":memory:")), set(skipped)
    create_empty(workspace)
    for number, made in enumerate(loads, start=1):
        if number in skipped:
            continue
        # Files of one call stay together, also when one between them is taken back or says nothing new.
        floor_no = next(n for n in range(call_of(loads, number), number + 1) if n not in skipped)
        if not take_in(workspace, made, number, floor_no):
            unmade.add(number)
    return workspace, unmade


@given(LOADS, st.data())
@settings(max_examples=25, deadline=None)
def test_any_load_of_any_modes_taken_back_is_as_if_it_had_never_been_made(
    loads: list[Made], data: st.DataObject
) -> None:
    undone, unmade = stored(loads, set())
    number = data.draw(st.sampled_from([n for n in range(1, len(loads) + 1) if n not in unmade]))
    never, besides = stored(loads, unmade | {number})
    undone.execute("BEGIN")
    take_back(undone, number)
    undone.execute("COMMIT")
    # Of some loads none would have been made without the other: they hold nothing, and what they say is only noted.
    assert held(undone, besides) == held(never, besides)
    undone.close()
    never.close()


def test_rows_that_were_replaced_count_nowhere(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, "customer_id,region\nC8,North\nC9,South\n", name="customers.csv")
    load_text(store, FIRST + "x,C1,no day,5\n", name="shop.csv")
    report = load_text(store, HEAD + "7,C8,2026-03-01,5\n", name="other.csv", mode="replace")
    assert report.load_id == "L3"
    load_text(store, "customer_id,region\nC1,North\n", name="list.csv", mode="replace")
    version = open_version(store)
    assert [(one.name, one.rows) for one in sources(version)["orders"]] == [("other.csv", 1)]
    assert reasons(version) == []
    (orders,) = [match for match in matches(version) if match.table == "orders"]
    assert (orders.rows, orders.strangers) == (1, 1)
    found = load_text(store, HEAD + "9,C9,2026-03-02,5\n", name="more.csv").findings
    assert [f.n for f in found if f.check == "orphans"] == [1]


def test_what_refers_to_replaced_rows_waits_for_its_customers_again(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, "customer_id,region\nC8,North\n", name="customers.csv")
    undone = load_text(store, "customer_id,region\nC1,North\n", name="list.csv", mode="replace").load_id
    undo(store, str(undone))
    load_text(store, HEAD + "7,C8,2026-03-01,5\n", name="other.csv")
    (orders,) = matches(open_version(store))
    assert (orders.rows, orders.strangers) == (1, 0)
