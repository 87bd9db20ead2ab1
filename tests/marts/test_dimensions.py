"""Dimensions: found, named without collisions whatever a file calls them, and listed with their values."""

from pathlib import Path

import pytest

from cx.errors import UsageError
from cx.store.reading import Version
from tests.given import given

HOSTILE = (
    'we"ird',
    "x'; DROP SCHEMA mart; --",
    "split",
    "period",
    "person_no",
    "NET_REVENUE",
    "own:channel",
    "ünï cödé",
)


def named(version: Version) -> dict[str, dict[str, str]]:
    return {d.name: d.columns for d in version.dimensions}


def an_order(number: int = 1, **more: object) -> dict[str, object]:
    return {"order_id": str(number), "customer_id": "ann", "ordered_at": "2026-01-05", "amount": 1, **more}


def test_labels_and_extra_columns_are_dimensions_of_every_mart_that_can_have_them(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        customers=[{"customer_id": "ann", "segment": "S", "tier": "gold"}],
        orders=[an_order(channel="Web", coupon="yes")],
    )
    everywhere = {"customers", "orders", "responses", "contacts"}
    assert set(named(version)) == {"segment", "tier", "channel", "coupon"}
    assert set(named(version)["tier"]) == everywhere
    assert named(version)["coupon"] == {"orders": "coupon", "customers": "coupon"}


def test_a_name_that_two_tables_use_is_written_with_its_table(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        customers=[{"customer_id": "ann", "channel": "partner"}],
        orders=[an_order(channel="Web")],
        surveys=[{"response_id": "r", "customer_id": "ann", "responded_at": "2026-02-01", "nps": 9, "channel": "mail"}],
    )
    assert named(version) == {
        "customers.channel": {
            "customers": "channel",
            "orders": "customer_channel",
            "responses": "customer_channel",
            "contacts": "customer_channel",
        },
        "orders.channel": {"orders": "channel", "customers": "order_channel"},
        "surveys.channel": {"responses": "channel"},
    }
    assert version.column("orders", "channel") == "channel"
    assert version.column("orders", "customers.channel") == "customer_channel"
    rows = version.engine.query("SELECT channel, customer_channel FROM mart.orders")
    assert rows.values.tolist() == [["Web", "partner"]]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("table", ["customers", "orders"])
def test_hostile_names_stay_names(tmp_path: Path, name: str, table: str) -> None:
    extra = {name: "x"}
    version = given(
        tmp_path,
        customers=[{"customer_id": "ann", **(extra if table == "customers" else {})}],
        orders=[an_order(**(extra if table == "orders" else {}))],
    )
    column = version.column("orders", name)
    assert column.casefold() not in {"split", "period", "person_no", "net_revenue"}
    quoted = column.replace('"', '""')
    rows = version.engine.query(f'SELECT "{quoted}" AS value FROM mart.orders')
    assert rows["value"].tolist() == ["x"]


def test_values_are_listed_with_missing_where_any_mart_has_none(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        customers=[{"customer_id": "ann", "segment": "S"}],
        orders=[an_order(1), an_order(2) | {"customer_id": None}],
    )
    dimension = version.dimension("segment")
    assert dimension is not None
    assert dimension.values == {"S": 1, "(missing)": 1}


def test_more_than_two_hundred_values_are_not_listed_but_still_known(tmp_path: Path) -> None:
    version = given(tmp_path, orders=[an_order(n, coupon=f"code {n}") for n in range(201)])
    dimension = version.dimension("coupon")
    assert dimension is not None
    assert (dimension.distinct_values, dimension.values) == (201, None)


def test_a_column_without_any_value_is_no_dimension(tmp_path: Path) -> None:
    version = given(tmp_path, orders=[an_order()])
    assert version.dimensions == ()
    with pytest.raises(UsageError, match="channel"):
        version.column("orders", "channel")


def test_of_two_names_that_differ_in_signs_only_each_means_itself(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        customers=[{"customer_id": "ann", "we_ird": "x", "we_ird_": "p"}],
        orders=[an_order()],
    )
    assert version.column("orders", "we_ird") == "we_ird"
    assert version.column("orders", "we_ird_") == "we_ird_"
    assert (version.values("we_ird"), version.values("we_ird_")) == ({"x"}, {"p"})
    # Whoever writes neither as it is stored means what is called so, as before.
    assert version.column("orders", "We ird") == "we_ird"
