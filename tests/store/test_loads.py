"""Loading, loading again, replacing, taking back: what the store holds afterwards."""

import json
from pathlib import Path

import pytest

from cx.errors import LoadError, StoreError, UsageError
from cx.store import ledger
from cx.store.loads import LoadOptions, change_settings, history, load, undo
from cx.store.undo_trial import undone
from cx.store.versions import current_id, open_version, path_of, version_ids
from tests.ingest.loading import column, load_text, rows

FIRST = "order_id,customer_id,ordered_at,amount\n1,C1,2026-01-05,10\n2,C2,2026-01-06,20\n"
SECOND = "order_id,customer_id,ordered_at,amount\n2,C2,2026-01-06,25\n3,C1,2026-02-01,30\n"
REVENUE = "SELECT order_id, CAST(net_revenue AS DOUBLE) FROM mart.orders ORDER BY order_id"


def test_a_store_without_data_gives_an_empty_version(tmp_path: Path) -> None:
    assert current_id(tmp_path / "s") is None
    assert open_version(tmp_path / "s").empty
    assert history(tmp_path / "s") == []
    assert not (tmp_path / "s").exists()


def test_the_same_file_twice_changes_nothing_and_says_so(tmp_path: Path) -> None:
    store = tmp_path / "s"
    first = load_text(store, FIRST)
    again = load_text(store, FIRST, name="copy.csv")
    assert (first.rows_loaded, again.rows_loaded, again.duplicates) == (2, 0, 2)
    assert again.load_id is None
    assert again.data_version == first.data_version == current_id(store)
    assert any("was loaded before, as load L1" in note for note in again.notes)
    assert len(version_ids(store)) == 1


def test_a_row_with_the_same_key_and_other_content_replaces_the_earlier_one(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, FIRST)
    report = load_text(store, SECOND)
    assert (report.rows_loaded, report.duplicates, report.superseded) == (2, 0, 1)
    assert rows(store, REVENUE) == [("1", 10.0), ("2", 25.0), ("3", 30.0)]
    assert column(store, "SELECT count(*) FROM raw.orders") == [4]


def test_taking_the_last_load_back_moves_the_pointer_to_the_version_before(tmp_path: Path) -> None:
    store = tmp_path / "s"
    first = load_text(store, FIRST)
    load_text(store, SECOND)
    assert undo(store, "L2") == first.data_version == current_id(store)
    assert rows(store, REVENUE) == [("1", 10.0), ("2", 20.0)]
    assert [(entry.load_id, entry.status) for entry in history(store)] == [("L1", "loaded"), ("L2", "undone")]


def test_taking_a_middle_load_back_restores_the_row_it_had_replaced(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, FIRST)
    load_text(store, SECOND)
    load_text(store, "customer_id,region\nC1,North\n", name="customers.csv")
    undo(store, "L2")
    assert rows(store, REVENUE) == [("1", 10.0), ("2", 20.0)]
    assert column(store, "SELECT region FROM mart.customers WHERE person = 'C1'") == ["North"]
    with pytest.raises(UsageError, match="was taken back before"):
        undo(store, "L2")


def test_taking_the_only_load_back_leaves_an_empty_store(tmp_path: Path) -> None:
    load_text(tmp_path / "s", FIRST)
    undo(tmp_path / "s", "L1")
    assert open_version(tmp_path / "s").empty
    assert load_text(tmp_path / "s", FIRST).load_id == "L2"


def test_several_loads_are_taken_back_in_one_step_or_none_of_them(tmp_path: Path) -> None:
    store = tmp_path / "s"
    first = load_text(store, FIRST)
    load_text(store, SECOND)
    load_text(store, "customer_id,region\nC1,North\n", name="customers.csv")
    with pytest.raises(UsageError, match="there is no load “L9”"):
        undo(store, ["L2", "L9"])
    with pytest.raises(UsageError, match="no load was named"):
        undo(store, [])
    versions = version_ids(store)
    # What is left is what the version before both of them says: no new one is made.
    assert undo(store, ["L3", "L2", "L3"]) == first.data_version
    assert version_ids(store) == versions
    assert [entry.status for entry in history(store)] == ["loaded", "undone", "undone"]
    load_text(store, SECOND, name="again.csv")
    assert undo(store, ["L1", "L4"]) == version_ids(store)[-1]
    assert len(version_ids(store)) == len(versions) + 2
    assert open_version(store).empty


def test_trying_an_undo_of_several_loads_shows_what_it_would_leave(tmp_path: Path) -> None:
    store = tmp_path / "s"
    for number in (1, 2, 3):
        load_text(store, f"order_id,ordered_at,amount\n{number},2026-01-05,{number}\n", name=f"{number}.csv")
    before = current_id(store)
    with undone(store, ["L1", "L2"]) as after:
        assert list(after.engine.query("SELECT order_id FROM mart.orders")["order_id"]) == ["3"]
    assert current_id(store) == before
    assert list((store / "tmp").iterdir()) == []


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="this is a folder"):
        load(tmp_path / "s", [tmp_path])


def test_fifty_files_of_one_call_are_one_version(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.csv" for number in range(50)]
    for number, path in enumerate(paths):
        path.write_text(f"order_id,ordered_at,amount\n{number},2026-01-05,{number}\n", encoding="utf-8")
    reports = load(tmp_path / "s", paths)
    assert [report.load_id for report in reports] == [f"L{number}" for number in range(1, 51)]
    assert version_ids(tmp_path / "s") == [reports[0].data_version]
    assert rows(tmp_path / "s", "SELECT count(*), CAST(sum(net_revenue) AS DOUBLE) FROM mart.orders") == [(50, 1225.0)]


def test_an_unknown_load_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no load “L9”"):
        undo(tmp_path / "s", "L9")
    assert not (tmp_path / "s").exists()


def test_columns_a_later_file_does_not_bring_keep_what_was_stored_until_that_is_taken_back(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, "customer_id,region,colour\nC1,North,Blue\n", name="customers.csv")
    report = load_text(store, "customer_id,segment\nC1,Business\n", name="customers2.csv")
    assert (report.rows_loaded, report.superseded) == (1, 1)
    sql = "SELECT region, segment, colour FROM mart.customers"
    assert rows(store, sql) == [("North", "Business", "Blue")]
    undo(store, "L1")
    assert rows(store, "SELECT region, segment FROM mart.customers") == [(None, "Business")]
    assert "colour" not in open_version(store).engine.columns("raw")["customers"]


def test_files_of_one_call_load_together_or_not_at_all(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(FIRST, encoding="utf-8")
    bad.write_text("response_id,responded_at,ces\nR1,2026-01-05,3\n", encoding="utf-8")
    reports = load(tmp_path / "s", [good, bad], LoadOptions())
    assert [len(report.questions) for report in reports] == [0, 1]
    assert [report.rows_loaded for report in reports] == [0, 0]
    assert current_id(tmp_path / "s") is None
    bad.write_text("nothing,here\n", encoding="utf-8")
    with pytest.raises(LoadError):
        load(tmp_path / "s", [good, bad], LoadOptions())
    assert current_id(tmp_path / "s") is None


@pytest.mark.parametrize("order", [("orders", "customers", "surveys"), ("surveys", "customers", "orders")])
def test_files_may_come_in_any_order(tmp_path: Path, order: tuple[str, ...]) -> None:
    texts = {
        "orders": FIRST,
        "customers": "customer_id,region\nC1,North\nC2,South\n",
        "surveys": "response_id,order_id,responded_at,nps\nR1,1,2026-01-09,9\n",
    }
    for name in order:
        load_text(tmp_path / "s", texts[name], name=f"{name}.csv")
    assert rows(tmp_path / "s", "SELECT nps, region FROM mart.responses") == [(9, "North")]


def test_a_dry_run_tells_the_same_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(FIRST, encoding="utf-8")
    (report,) = load(tmp_path / "s", [path], LoadOptions(), dry_run=True)
    assert (report.table, report.rows_loaded, report.data_version) == ("orders", 2, None)
    assert not (tmp_path / "s").exists()
    loaded = load_text(tmp_path / "s", FIRST).data_version
    load(tmp_path / "s", [path], LoadOptions(), dry_run=True)
    assert version_ids(tmp_path / "s") == [loaded]
    assert list((tmp_path / "s" / "tmp").iterdir()) == []


def test_the_report_as_json_has_the_agreed_keys(tmp_path: Path) -> None:
    report = load_text(tmp_path / "s", FIRST + "4,C1,soon,1\n").to_json()
    told = {"notes": [], "mapping": {}, "data_version": "x", "proposals": [], "findings": []}
    how = {"format", "encoding", "delimiter", "signature"}
    assert {key: value for key, value in (report | told).items() if key not in how} == {
        "file": "file.csv",
        "load": "L1",
        "table": "orders",
        "rows_read": 3,
        "rows_loaded": 2,
        "duplicates": 0,
        "superseded": 0,
        "refused": [{"line": 4, "column": "ordered_at", "value": "soon", "reason": "is not a date"}],
        "refused_count": 1,
        "questions": [],
        "notes": [],
        "also": {},
        "mapping": {},
        "data_version": "x",
        "proposals": [],
        "findings": [],
    }
    json.dumps(report)


def test_settings_make_a_new_version_and_change_the_figures(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, "order_id,ordered_at,amount,status\n1,2026-01-05,10,open\n2,2026-01-05,20,paid\n")
    before = current_id(store)
    after = change_settings(store, {"not_revenue": "open"})
    assert after == current_id(store) != before
    assert rows(store, REVENUE) == [("2", 20.0)]
    assert open_version(store, before).settings.not_revenue != ("open",)
    with pytest.raises(UsageError, match="there is no setting “colour”"):
        change_settings(store, {"colour": "blue"})


def test_a_pinned_version_stays_what_it_was(tmp_path: Path) -> None:
    store = tmp_path / "s"
    first = load_text(store, FIRST).data_version
    load_text(store, SECOND)
    assert open_version(store, first).counts["orders"] == 2
    assert open_version(store).counts["orders"] == 3


def test_versions_that_are_gone_or_damaged_say_how_to_mend(tmp_path: Path) -> None:
    store = tmp_path / "s"
    load_text(store, FIRST)
    with pytest.raises(StoreError, match="is not kept any more"):
        open_version(store, "7-abcdef")
    with pytest.raises(StoreError, match="is not a data version"):
        open_version(store, "../key")
    path_of(store, "8-abcdef").write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="go back to an earlier version with `cx restore`"):
        open_version(store, "8-abcdef")


def test_old_versions_are_pruned_and_the_current_one_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx.store.versions.KEPT", 2)
    store = tmp_path / "s"
    for number in range(1, 5):
        load_text(store, f"order_id,ordered_at\n{number},2026-01-05\n")
    assert [name.partition("-")[0] for name in version_ids(store)] == ["3", "4"]
    undo(store, "L4")
    assert [name.partition("-")[0] for name in version_ids(store)] == ["3", "4"]
    assert load_text(store, "order_id,ordered_at\n9,2026-01-05\n").data_version.startswith("5-")


def test_the_ledger_passes_over_a_line_cut_off_by_a_crash(tmp_path: Path) -> None:
    load_text(tmp_path / "s", FIRST)
    with (tmp_path / "s" / ledger.LEDGER).open("a", encoding="utf-8") as stream:
        stream.write('{"event": "lo')
    load_text(tmp_path / "s", SECOND)
    assert [entry.load_id for entry in history(tmp_path / "s")] == ["L1", "L2"]
