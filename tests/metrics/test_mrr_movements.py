"""MRR movements against the published playbook and by hand."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from cx.metrics.base import Row
from cx.metrics.compute import compute
from cx.metrics.mrr_movements import GAINS, LOSSES, RATES
from cx.settings import Settings
from cx.view import Dates, Filter, View
from tests.given import given

SHARED = Path(__file__).parents[2].parent / "shared"
PERIODS = SHARED / "data" / "dbt-mrr-playbook" / "subscription_periods.csv"
PUBLISHED = SHARED / "groundtruth" / "dbt_mrr_playbook_fullspine_monthly.csv"
ALL = View(period="all")
FEW = Settings(minimum_n=1, currency="USD")
needs_playbook = pytest.mark.skipif(not PERIODS.exists(), reason="the MRR playbook's files are not on this machine")


def contracts(**customers: str) -> list[dict[str, object]]:
    """Subscriptions from customer -> "start end mrr" triples, end "-" while it runs."""
    rows: list[dict[str, object]] = []
    for customer, history in customers.items():
        for number, period in enumerate(history.split(","), start=1):
            start, end, mrr = period.split()
            rows.append(
                {
                    "subscription_id": f"{customer}{number}",
                    "customer_id": customer,
                    "started_at": start,
                    "ended_at": None if end == "-" else end,
                    "mrr": None if mrr == "-" else mrr,
                }
            )
    return rows


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def playbook() -> list[dict[str, object]]:
    return [
        {
            "subscription_id": row["subscription_id"],
            "customer_id": row["customer_id"],
            "started_at": row["start_date"],
            "ended_at": row["end_date"],
            "mrr": row["monthly_amount"],
        }
        for row in read(PERIODS)
    ]


def by_month(rows: tuple[Row, ...]) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = {}
    for row in rows:
        found.setdefault(str(row.period), {})[str(row.part)] = row
    return found


def adds_up(month: dict[str, Row]) -> bool:
    total = {name: row.total or 0.0 for name, row in month.items()}
    gained, lost = (sum(total[name] for name in names) for names in (GAINS, LOSSES))
    return abs(total["starting"] + gained - lost - total["ending"]) < 0.005


@needs_playbook
def test_the_playbook_of_dbt_labs(tmp_path: Path) -> None:
    """Every month of the published table, and in every month ending = starting + what moved, to the cent."""
    months = by_month(compute("mrr_movements", given(tmp_path, FEW, subscriptions=playbook()), ALL).rows)
    published = read(PUBLISHED)
    assert len(published) == 19
    for line in published:
        month = months[line["date_month"]]
        for name in (*GAINS, *LOSSES):
            assert month[name].total == abs(float(line[name])), (line["date_month"], name)
            assert month[name].estimate.n == int(line[f"n_{name}"])
        assert month["ending"].total == float(line["ending_mrr"])
        assert month["ending"].estimate.n == float(line["active_customers"] or 0)
    # The months in which nothing moved are there, too; January 2020 is not over when the last contract begins.
    assert months["2017-12-01"]["ending"].total == 0
    assert months["2020-01-01"]["new"].estimate.reason == "incomplete until 31 Jan 2020"
    whole = [month for name, month in months.items() if name < "2020"]
    assert len(whole) == 28
    assert all(adds_up(month) for month in whole)


@needs_playbook
def test_parts_sum_to_the_whole_over_a_split(tmp_path: Path) -> None:
    people = [{"customer_id": str(n), "plan": "odd" if n % 2 else "even"} for n in range(1, 51)]
    version = given(tmp_path, FEW, subscriptions=playbook(), customers=people)
    whole = {(r.period, r.part): r.total for r in compute("mrr_movements", version, ALL).rows}
    split: dict[tuple[date | None, str | None], float] = {}
    for row in compute("mrr_movements", version, View(period="all", split="plan")).rows:
        if row.total is not None:
            split[row.period, row.part] = split.get((row.period, row.part), 0.0) + row.total
    assert split == {place: total for place, total in whole.items() if total is not None}
    filtered = compute("mrr_movements", version, View(period="all", filters=(Filter("plan", ("odd",)),))).rows
    assert all(adds_up(month) for month in by_month(filtered).values())


BOOKS = contracts(
    ann="2026-01-10 - 50",
    bob="2026-01-20 2026-02-15 30, 2026-04-05 - 20",
    cid="2026-01-03 2026-03-01 100, 2026-03-01 - 60",
    dee="2026-02-05 - 40, 2026-03-09 - 10",
    eve="2026-02-05 2026-02-20 99",
    end="2026-05-31 - 1",
)


def test_movements_by_hand(tmp_path: Path) -> None:
    """Bob leaves in February and returns in April; Cid pays less, Dee more in March; Eve's month never shows."""
    months = by_month(compute("mrr_movements", given(tmp_path, FEW, subscriptions=BOOKS), ALL).rows)
    moves = {
        name: {part: row.total for part, row in month.items() if row.total and part not in ("starting", "ending")}
        for name, month in months.items()
    }
    assert moves == {
        "2026-01-01": {"new": 180},
        "2026-02-01": {"new": 40, "churn": 30},
        "2026-03-01": {"upgrade": 10, "downgrade": 40},
        "2026-04-01": {"reactivation": 20},
        "2026-05-01": {"new": 1},
    }
    assert [month["ending"].total for month in months.values()] == [180, 190, 160, 180, 181]
    assert {row.currency for month in months.values() for name, row in month.items() if name not in RATES} == {"USD"}


def test_rates_by_hand(tmp_path: Path) -> None:
    """February: of 180 30 are lost, 3 subscribers and 1 new; March: 190 at the start, 10 more, 40 less."""
    months = by_month(compute("mrr_movements", given(tmp_path, FEW, subscriptions=BOOKS), ALL).rows)
    february = {name: months["2026-02-01"][name].estimate for name in RATES}
    assert february["nrr"].value == pytest.approx(150 / 180)
    assert february["gross churn"].value == pytest.approx(30 / 180)
    assert february["quick ratio"].value == pytest.approx(40 / 30)
    assert february["subscriber churn"].value == pytest.approx(1 / 4)
    march = {name: months["2026-03-01"][name].estimate for name in RATES}
    assert march["nrr"].value == pytest.approx(160 / 190)
    assert march["net churn"].value == pytest.approx(30 / 190)
    assert months["2026-04-01"]["quick ratio"].estimate.reason == "nothing was lost: the quick ratio is undefined"
    assert months["2026-01-01"]["nrr"].estimate.reason == "there was no MRR at the start of the month"
    few = by_month(compute("mrr_movements", given(tmp_path, Settings(), subscriptions=BOOKS), ALL).rows)
    assert few["2026-02-01"]["nrr"].estimate.reason == "too few: n = 3, at least 30 needed"


def test_stripes_plans_add_up_to_their_mrr(tmp_path: Path) -> None:
    """Stripe's glossary: 100 at $100 a month and 50 at $600 a year are 12,500 MRR, a year stored as a 12th."""
    monthly = [contracts(**{f"m{n}": "2026-01-01 - 100"})[0] for n in range(100)]
    yearly = [contracts(**{f"y{n}": f"2026-01-01 - {600 / 12}"})[0] for n in range(50)]
    end = contracts(z="2026-01-31 2026-01-31 1")
    months = by_month(compute("mrr_movements", given(tmp_path, subscriptions=[*monthly, *yearly, *end]), ALL).rows)
    assert months["2026-01-01"]["ending"].total == 12_500


def test_days_of_the_view_choose_months_and_history_stays(tmp_path: Path) -> None:
    view = View().at(Dates(date(2026, 3, 1), date(2026, 3, 31)))
    months = by_month(compute("mrr_movements", given(tmp_path, FEW, subscriptions=BOOKS), view).rows)
    assert list(months) == ["2026-03-01"]
    assert months["2026-03-01"]["starting"].total == 190


def test_why_there_is_nothing(tmp_path: Path) -> None:
    orders = [{"order_id": "1", "customer_id": "a", "ordered_at": "2026-01-01", "amount": 1}]
    without = compute("mrr_movements", given(tmp_path, orders=orders), ALL).only()
    assert without.estimate.reason == "no subscriptions are loaded: load a subscriptions file"
    free = given(tmp_path, subscriptions=contracts(ann="2026-01-10 - -"))
    assert compute("mrr_movements", free, ALL).only().estimate.reason == (
        "no subscription of these customers has an MRR"
    )
