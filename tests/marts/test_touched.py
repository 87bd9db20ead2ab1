"""After a load only rows of persons it says something new of are made anew; the marts are those of a whole build."""

import itertools
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import given as drawn
from hypothesis import settings as trying
from hypothesis import strategies as st

from cx.engines.base import Workspace
from cx.engines.duckdb import DuckMaker
from cx.marts import touched
from cx.marts.build import MARTS, build
from cx.settings import Settings
from cx.store.schema import create_empty
from tests.given import add_rows
from tests.marts.shown import order

BESIDE_MARTS = ("cohorts", "cohort_money", "coverage", "left_out", "merges", "ways", "dimension_values")
NUMBERS = itertools.count()


@contextmanager
def empty(folder: Path) -> Iterator[Workspace]:
    """A workspace with empty tables, and no marts yet."""
    workspace = DuckMaker().writer(folder / f"{next(NUMBERS)}.duckdb")
    with closing(workspace):
        create_empty(workspace)
        yield workspace


def add(workspace: Workspace, number: int, tables: dict[str, list[dict[str, object]]]) -> None:
    """A load, without the marts."""
    for table, rows in tables.items():
        if rows:
            add_rows(workspace, table, rows, number)


def amounts(workspace: Workspace) -> dict[str, float]:
    rows = workspace.query("SELECT order_id, net_revenue FROM mart.orders")
    return dict(zip(rows["order_id"], rows["net_revenue"].astype(float), strict=True))


def test_rows_of_those_nothing_is_new_of_stay_as_they_are(tmp_path: Path) -> None:
    """Whoever's rows were made anew has lost the mark of 99 that all were given after the first load."""
    bought = [order(f"{n}", name) for n, name in enumerate(("ann", "bob", "cy", "dan", "eve", "flo", "guy", "hal"))]
    with empty(tmp_path) as workspace:
        add(workspace, 1, {"orders": [*bought, order("guest", None)], "customers": [{"customer_id": "bob"}]})
        build(workspace, Settings())
        workspace.execute("UPDATE mart.orders SET net_revenue = 99")
        add(workspace, 2, {"orders": [order("new", "ann", amount=5)]})
        build(workspace, Settings())
        kept = dict.fromkeys((*"1234567", "guest"), 99.0)
        assert amounts(workspace) == {**kept, "0": 10, "new": 5}
        add(workspace, 3, {"customers": [{"customer_id": "bob", "signed_up_at": "2025-01-01"}]})
        build(workspace, Settings())
        assert amounts(workspace) == {**kept, "0": 10, "new": 5, "1": 10}
        numbers = dict(workspace.query("SELECT person, person_no FROM mart.customers").itertuples(index=False))
        assert numbers == {name: n for n, name in enumerate(("ann", "bob", "cy", "dan", "eve", "flo", "guy", "hal"), 1)}


def test_when_a_quarter_was_written_out_of_its_sorting_all_is_made_anew(tmp_path: Path) -> None:
    """Eight orders, a customer each: two may be replaced, and a third makes everything new."""
    bought = [order(f"{n}", f"c{n}") for n in range(8)]
    with empty(tmp_path) as workspace:
        add(workspace, 1, {"orders": bought})
        build(workspace, Settings())
        workspace.execute("UPDATE mart.orders SET net_revenue = 99")
        for n, left in ((0, 7), (1, 6), (2, 0)):
            add(workspace, n + 2, {"orders": [order(f"{n}", f"c{n}", amount=1)]})
            build(workspace, Settings())
            assert list(amounts(workspace).values()).count(99) == left


def test_other_columns_make_all_anew(tmp_path: Path) -> None:
    with empty(tmp_path) as workspace:
        add(workspace, 1, {"orders": [order(f"{n}", f"c{n}") for n in range(8)]})
        build(workspace, Settings())
        workspace.execute("UPDATE mart.orders SET net_revenue = 99")
        add(workspace, 2, {"orders": [order("8", "c8", shop="North")]})
        build(workspace, Settings())
        assert set(amounts(workspace).values()) == {10}
        assert "shop" in workspace.columns("mart")["orders"]


def test_nothing_is_built_on_marts_that_were_left_half_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with empty(tmp_path) as workspace:
        add(workspace, 1, {"orders": [order(f"{n}", f"c{n}") for n in range(8)]})
        build(workspace, Settings())
        with monkeypatch.context() as broken:
            broken.setattr("cx.marts.touched.find", lambda *_words: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                build(workspace, Settings())
        workspace.execute("UPDATE mart.orders SET net_revenue = 99")
        build(workspace, Settings())
        assert set(amounts(workspace).values()) == {10}


WHO = st.sampled_from(("c0", "c1", "c2", "c3", None))
MAIL = st.sampled_from(("m0", "m1", None, None))
DAY = st.integers(0, 400).map(lambda days: str(date(2024, 1, 1) + timedelta(days=days)))
LABEL = st.sampled_from(("a", "b", None))


def _row(**columns: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries(columns).map(lambda row: {k: v for k, v in row.items() if v is not None})


def _rows(key: str, most: int, **columns: st.SearchStrategy[object]) -> st.SearchStrategy[list[dict[str, object]]]:
    """Rows with a key that is there once in a load, as the loader sees to; in another load it may be there again."""
    row = _row(**{key: st.integers(0, most).map(lambda n: f"{key[0]}{n}"), **columns})
    return st.lists(row, max_size=most, unique_by=lambda row: row[key])


LOADS = st.lists(
    st.fixed_dictionaries(
        {
            "customers": _rows("customer_id", 5, email=MAIL, signed_up_at=st.none() | DAY, plan=LABEL, person_id=LABEL),
            "orders": _rows(
                "order_id",
                9,
                customer_id=WHO,
                email=MAIL,
                ordered_at=DAY,
                amount=st.integers(-20, 90) | st.none(),
                cost=st.none() | st.integers(0, 9),
                status=st.sampled_from(("paid", "canceled", None)),
                currency=st.sampled_from(("EUR", "EUR", "EUR", "USD", None)),
                channel=LABEL,
            ),
            "order_lines": _rows("line_id", 3, order_id=st.sampled_from(("o1", "o20")), amount=st.integers(1, 9)),
            "surveys": _rows("response_id", 4, customer_id=WHO, email=MAIL, responded_at=DAY, nps=st.integers(0, 10)),
            "contacts": _rows("contact_id", 4, customer_id=WHO, email=MAIL, opened_at=DAY, channel=LABEL),
        }
    ),
    min_size=2,
    max_size=3,
)
STATED = st.sampled_from(
    (Settings(), Settings(), Settings(match_by_email="only_unnamed"), Settings(not_revenue=("paid",)))
)


def read(workspace: Workspace, mart: str) -> pd.DataFrame:
    """A mart with the names of persons in place of their numbers, in an order of its own."""
    columns = workspace.columns("mart")[mart]
    rows = workspace.query(f'SELECT * FROM mart."{mart}"')
    if "person_no" in columns:
        names = workspace.query("SELECT person_no, person AS name FROM mart.customers")
        rows = rows.merge(names, how="left", on="person_no").drop(columns="person_no")
        assert mart == "orders" or rows["name"].notna().all() or mart in ("responses", "contacts", "subscriptions")
    rows = rows[sorted(rows.columns)]
    return rows.sort_values(list(rows.columns), ignore_index=True, key=lambda column: column.astype(str))


def compare(grown: Workspace, whole: Workspace) -> None:
    """Every mart of the one as in the other, which is built here for the first time."""
    for mart in (*MARTS, *BESIDE_MARTS):
        pd.testing.assert_frame_equal(read(grown, mart), read(whole, mart), rtol=1e-12, obj=mart)


ANN = {"customer_id": "a1", "person_id": "ann", "signed_up_at": "2024-01-05", "plan": "a", "email": "m0"}
BEGUN = {
    "customers": [ANN, {"customer_id": "b1", "plan": "b"}],
    "orders": [
        order("1", "a1", "2026-01-05", status="paid"),
        order("2", "b1", "2026-01-06"),
        order("3", None, "2026-01-07", email="m0"),
        order("4", "b1", "2026-01-08", amount=None),
    ],
    "order_lines": [{"order_id": "4", "line_id": "1", "amount": 3}],
    "surveys": [{"response_id": "r", "customer_id": "b1", "responded_at": "2026-01-07", "nps": 9}],
}
CHANGES = {
    "a label": {"customers": [ANN | {"plan": "c"}]},
    "another sign-up": {"customers": [ANN | {"signed_up_at": "2023-01-05"}]},
    "what he cost": {"customers": [ANN | {"acquisition_cost": 4}]},
    "another id": {"customers": [{"customer_id": "a2", "person_id": "ann", "plan": "a", "email": "m0"}]},
    "an earlier answer": {"surveys": [{"response_id": "s", "customer_id": "a1", "sent_at": "2023-01-01"}]},
    "an earlier contact": {"contacts": [{"contact_id": "k", "customer_id": "b1", "opened_at": "2023-01-01"}]},
    "another amount": {"orders": [order("1", "a1", "2026-01-05", amount=11)]},
    "an order canceled": {"orders": [order("1", "a1", "2026-01-05", status="canceled")]},
    "an order of another": {"orders": [order("2", "a1", "2026-01-06")]},
    "another line": {"order_lines": [{"order_id": "4", "line_id": "2", "amount": 3}]},
    "an address of several": {
        "customers": [{"customer_id": "c1", "email": "m0"}, {"customer_id": "c2", "email": "m0"}]
    },
    "a stranger": {"orders": [order("5", "d1", "2025-01-05", currency="USD")]},
    "a guest": {"orders": [order("5", None, "2025-01-05")]},
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_new_of_a_person_reaches_his_rows(tmp_path: Path, monkeypatch, change: str) -> None:
    monkeypatch.setattr(touched, "MOST_REPLACED", 100.0)
    with empty(tmp_path) as grown, empty(tmp_path) as whole:
        for workspace in (grown, whole):
            add(workspace, 1, BEGUN)
        build(grown, Settings())
        for workspace in (grown, whole):
            add(workspace, 2, CHANGES[change])
            build(workspace, Settings())
        compare(grown, whole)


def test_who_is_gone_has_no_rows_any_more(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(touched, "MOST_REPLACED", 100.0)
    with empty(tmp_path) as grown, empty(tmp_path) as whole:
        add(grown, 1, BEGUN)
        add(grown, 2, CHANGES["a stranger"])
        build(grown, Settings())
        grown.execute("DELETE FROM raw.orders WHERE load_no = 2")
        add(whole, 1, BEGUN)
        for workspace in (grown, whole):
            build(workspace, Settings())
        compare(grown, whole)


# Not made smaller when it fails: an example takes seconds.
@trying(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=(Phase.explicit, Phase.generate),
)
@drawn(loads=LOADS, stated=st.lists(STATED, min_size=4, max_size=4), undone=st.booleans())
def test_after_any_loads_the_marts_are_those_of_a_whole_build(tmp_path, monkeypatch, loads, stated, undone) -> None:
    monkeypatch.setattr(touched, "MOST_REPLACED", 100.0)
    with empty(tmp_path) as grown, empty(tmp_path) as whole:
        build(grown, Settings())
        for number, tables in enumerate(loads, start=1):
            for workspace in (grown, whole):
                add(workspace, number, tables)
            build(grown, stated[number - 1])
        if undone:
            for workspace in (grown, whole):
                for table in loads[0]:
                    workspace.execute(f"DELETE FROM raw.{table} WHERE load_no = 1")
        build(grown, stated[3])
        build(whole, stated[3])
        compare(grown, whole)
