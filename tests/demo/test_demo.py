"""The demo data hold what they promise: the same bytes, the promised sizes, whole references, exact sums."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cx.demo import DemoFiles, generate
from cx.demo.clock import clock_until
from cx.errors import UsageError
from cx.model import TABLES


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    return generate(tmp_path_factory.mktemp("demo"))


def read(path: Path) -> pd.DataFrame:
    """All cells as text, the empty ones as missing."""
    return pd.read_csv(path, dtype=str)


def digest(files: DemoFiles) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in files.paths]


def test_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    once = digest(generate(tmp_path / "once", customers=300, seed=7))
    assert once == digest(generate(tmp_path / "twice", customers=300, seed=7))
    other = digest(generate(tmp_path / "other", customers=300, seed=8))
    assert all(a != b for a, b in zip(once, other, strict=True))


def test_sizes_are_those_that_were_asked_for(files: DemoFiles) -> None:
    surveys = read(files.surveys)
    answered = int(surveys["responded_at"].notna().sum())
    assert len(read(files.customers)) == 8000
    assert 57_000 <= len(read(files.orders)) <= 63_000
    assert 19_000 <= answered <= 21_500
    assert 42_000 <= len(surveys) - answered <= 50_000
    assert 14_000 <= len(read(files.contacts)) <= 16_000


def test_36_whole_months_from_the_first_to_the_last_day(files: DemoFiles) -> None:
    ordered = read(files.orders)["ordered_at"]
    assert ordered.min()[:10] == "2023-11-01"
    assert ordered.max()[:10] == "2026-10-31"
    assert ordered.str[:7].nunique() == 36


@pytest.mark.parametrize("table", list(TABLES))
def test_columns_have_the_canonical_names_and_required_ones_are_there(files: DemoFiles, table: str) -> None:
    frame = read(getattr(files, table))
    required = {column.name for column in TABLES[table].columns if column.required}
    assert required <= set(frame.columns)
    key = list(TABLES[table].key)
    assert not frame.duplicated(key).any()
    assert frame[key].notna().all(axis=None)


def test_lines_sum_to_their_order_to_the_cent(files: DemoFiles) -> None:
    orders, lines = read(files.orders), read(files.order_lines)
    cents = lines["amount"].str.replace(".", "").astype(int)
    unit = lines["unit_price"].str.replace(".", "").astype(int)
    assert (unit * lines["quantity"].astype(int) == cents).all()
    total = cents.groupby(lines["order_id"]).sum().reindex(orders["order_id"])
    assert (total.to_numpy() == orders["amount"].str.replace(".", "").astype(int).to_numpy()).all()
    assert lines.groupby("order_id").size().isin([1, 2, 3]).all()


def test_every_reference_is_found(files: DemoFiles) -> None:
    known = {
        "customer_id": read(files.customers),
        "order_id": read(files.orders),
        "contact_id": read(files.contacts),
    }
    for path in files.paths:
        frame = read(path)
        for key in set(known) & set(frame.columns):
            assert set(frame[key].dropna()) <= set(known[key][key])


def test_guests_are_about_two_percent_and_some_persons_have_two_ids(files: DemoFiles) -> None:
    assert 0.015 < read(files.orders)["customer_id"].isna().mean() < 0.025
    ids_of_person = read(files.customers).groupby("person_id").size()
    assert ids_of_person.max() == 2
    assert (ids_of_person == 2).sum() == 280


def test_mail_addresses_are_the_ones_reserved_for_examples(files: DemoFiles) -> None:
    assert read(files.customers)["email"].dropna().str.endswith("@example.com").all()
    for path in files.paths[1:]:
        assert "@" not in path.read_text(encoding="utf-8")


def test_nothing_happens_before_it_can(files: DemoFiles) -> None:
    customers = read(files.customers).set_index("customer_id")["signed_up_at"]
    orders = read(files.orders).dropna(subset="customer_id")
    assert (orders["ordered_at"] >= orders["customer_id"].map(customers)).all()
    surveys, contacts = read(files.surveys), read(files.contacts)
    answered, closed = surveys.dropna(subset="responded_at"), contacts.dropna(subset="closed_at")
    assert (answered["responded_at"] > answered["sent_at"]).all()
    assert (closed["closed_at"] > closed["opened_at"]).all()


def test_scores_are_on_their_scales_and_only_where_answered(files: DemoFiles) -> None:
    surveys = pd.read_csv(files.surveys, low_memory=False)
    for column, low, high in (
        ("nps", 0, 10),
        ("csat", 1, 5),
        ("ces", 1, 7),
        ("ease", 1, 5),
        ("delivery", 1, 5),
    ):
        assert surveys[column].dropna().between(low, high).all()
        assert surveys.loc[surveys["responded_at"].isna(), column].isna().all()


def test_awkward_comments_are_there(files: DemoFiles) -> None:
    comments = read(files.surveys)["comment"].dropna()
    assert comments.str.startswith("=SUM(").any()
    assert comments.str.contains("<b>", regex=False).any()


def test_an_end_within_a_month_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="2026-10-30 is not the last day of a month"):
        generate(tmp_path, end=date(2026, 10, 30))
    assert not list(tmp_path.iterdir())


def test_too_few_customers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="49 customers"):
        generate(tmp_path, customers=49)


def test_clock_counts_whole_months_back_from_the_end() -> None:
    clock = clock_until(date(2024, 2, 29), 3)
    assert clock.first_days == (date(2023, 12, 1), date(2024, 1, 1), date(2024, 2, 1))
    assert [int(days) for days in (clock.starts[1:] - clock.starts[:-1]) // 86_400] == [31, 31, 29]
    assert clock.index(date(2024, 2, 15)) == 2
