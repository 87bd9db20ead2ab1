"""The adjusted effect on small histories: who is compared, what is refused, what the grade says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cx.metrics.adjusted_effect import METRIC
from cx.metrics.base import Options, Row
from cx.metrics.compute import compute
from cx.settings import Settings
from cx.store.reading import Version
from cx.view import Filter, View
from tests.given import Rows, given

ALL = View(period="all")
SETTINGS = Settings(forward_days=10, churn_days=20, minimum_n=10)
START, ANSWER, END = np.datetime64("2025-01-01"), 400, 500
NPS = Options(score="nps")


def order(customer: int, day: int, amount: float, **more: object) -> dict[str, object]:
    number = f"o{customer}-{day}"
    return {"order_id": number, "customer_id": f"c{customer}", "ordered_at": str(START + day), "amount": amount} | more


def answer(customer: int, nps: int, day: int = ANSWER, **more: object) -> dict[str, object]:
    number = f"r{customer}-{day}"
    return {"response_id": number, "customer_id": f"c{customer}", "responded_at": str(START + day), "nps": nps} | more


def shop(seed: int = 1, n: int = 400, effect: float = 30.0) -> dict[str, Rows]:
    """Large customers spend 100 more and are stricter; a promoter spends `effect` more than a detractor."""
    rng = np.random.default_rng(seed)
    large, orders = rng.random(n) < 0.5, []
    good = rng.random(n) < np.where(large, 0.3, 0.7)
    for i in range(n):
        orders += [order(i, int(day), round(float(rng.gamma(4.0, 5.0)), 2)) for day in rng.integers(0, 380, 3)]
        later = 60.0 + 100.0 * large[i] + effect * good[i] + rng.normal(0.0, 20.0)
        orders.append(order(i, ANSWER + 1 + int(rng.integers(0, 10)), round(float(max(later, 1.0)), 2)))
    orders = [*{str(o["order_id"]): o for o in orders}.values(), order(0, END, 1.0)]
    return {
        "customers": [{"customer_id": f"c{i}", "segment": "large" if large[i] else "small"} for i in range(n)],
        "orders": orders,
        "surveys": [answer(i, 9 if good[i] else 3) for i in range(n)],
    }


def by_part(version: Version, view: View = ALL, options: Options = NPS) -> dict[tuple[str | None, str | None], Row]:
    rows = compute(METRIC, version, view, options).rows
    return {(row.outcome, row.part): row for row in rows if row.item is None}


def test_adjusted_finds_what_the_raw_gap_hides(tmp_path: Path) -> None:
    """Planted: +30. Raw: the stricter spend more, so the gap is about 30 - 0.4 x 100 = -10."""
    rows = by_part(given(tmp_path, SETTINGS, **shop()))
    raw, adjusted = rows["forward_revenue", "raw"].estimate, rows["forward_revenue", "adjusted"].estimate
    assert raw.high is not None
    assert raw.high < 15.0
    assert adjusted.low is not None
    assert adjusted.high is not None
    assert adjusted.low <= 30.0 <= adjusted.high
    assert adjusted.high - adjusted.low < 12.0
    assert (adjusted.n, adjusted.unit) == (400, "money")
    bad = rows["forward_revenue", "adjusted_bad"].estimate
    assert bad.value == pytest.approx(30.0, abs=6.0)


def test_raw_figures_are_those_of_the_amounts(tmp_path: Path) -> None:
    """Promoters 10, 20, 30, detractors 1, 2, 3 after the answer; what comes on the day or later does not count."""
    amounts = [10.0, 20.0, 30.0, 1.0, 2.0, 3.0]
    orders = [order(i, ANSWER + 10, amount) for i, amount in enumerate(amounts)]
    orders += [order(i, day, 500.0) for i in range(6) for day in (ANSWER, ANSWER + 11)] + [order(9, END, 1.0)]
    surveys = [answer(i, 9 if i < 3 else 6) for i in range(6)] + [answer(7, 8)]
    settings = Settings(forward_days=10, churn_days=20, minimum_n=3)
    rows = by_part(given(tmp_path, settings, orders=orders, surveys=surveys))
    assert rows["forward_revenue", "mean_good"].estimate.value == pytest.approx(20.0)
    assert rows["forward_revenue", "mean_bad"].estimate.value == pytest.approx(2.0)
    assert rows["forward_revenue", "raw"].estimate.value == pytest.approx(18.0)
    assert rows["forward_revenue", "mean_good"].band == "promoter"


def test_what_the_grade_rests_on_is_there_and_in_words(tmp_path: Path) -> None:
    version = given(tmp_path, SETTINGS, **shop())
    rows = compute(METRIC, version, ALL, NPS).rows
    graded = [row for row in rows if row.grade]
    assert [(row.part, row.outcome, row.verdict) for row in graded] == [("adjusted", "forward_revenue", "real")]
    assert graded[0].grade in ("A", "B")
    said = str(graded[0].remark)
    for words in ("associated with", "Evidence grade", "Holds: the interval leaves zero out", "risk ratio"):
        assert words in said
    assert "cause" not in said
    before = {row.item: row.estimate.value for row in rows if row.part == "balance_raw"}
    after = {row.item: row.estimate.value for row in rows if row.part == "balance_weighted"}
    assert set(before) == set(after) >= {"segment", "tenure", "earlier spend", "no earlier order", "earlier contacts"}
    assert (before["segment"] or 0.0) > 0.5
    assert (after["segment"] or 1.0) < 0.1
    e_value = next(row.estimate for row in rows if row.part == "e_value")
    assert (e_value.value or 0.0) > (e_value.low or 0.0) > 1.0


def test_a_score_that_follows_the_past_fails_the_placebo(tmp_path: Path) -> None:
    """Promoters spent about 80 more in the ten days before the answer too: they differed already."""
    tables, rng = shop(), np.random.default_rng(5)
    promoters = [i for i in range(400) if tables["surveys"][i]["nps"] == 9]
    before = np.round(np.maximum(rng.normal(np.where(np.isin(np.arange(400), promoters), 280.0, 200.0), 60.0), 1.0), 2)
    spent = [order(i, ANSWER - 2, float(amount)) for i, amount in enumerate(before)]
    rows = by_part(given(tmp_path, SETTINGS, **(tables | {"orders": [*tables["orders"], *spent]})))
    placebo = rows["forward_revenue", "placebo"].estimate
    assert placebo.value == pytest.approx(80.0, abs=15.0)
    row = rows["forward_revenue", "adjusted"]
    assert row.grade == "C"
    assert "the same comparison of the 10 days before the answer gives" in str(row.remark).split("Fails:")[1]


def test_one_group_only_and_too_few(tmp_path: Path) -> None:
    tables = shop(n=40)
    only_good = [dict(row) | {"nps": 10} for row in tables["surveys"]]
    rows = by_part(given(tmp_path, SETTINGS, **(tables | {"surveys": only_good})))
    row = rows["forward_revenue", "adjusted"]
    assert (row.estimate.value, row.grade) == (None, "C")
    assert row.estimate.reason == "too few “detractor”: n = 0, at least 10 needed"


def test_nobody_ordered_afterwards(tmp_path: Path) -> None:
    tables = shop(n=60)
    before = [o for o in tables["orders"] if str(o["ordered_at"]) <= str(START + ANSWER)] + [order(99, END, 1.0)]
    rows = by_part(given(tmp_path, SETTINGS, **(tables | {"orders": before})))
    assert rows["forward_revenue", "adjusted"].estimate.reason == "all values are equal"
    assert rows["forward_revenue", "adjusted"].grade == "C"
    assert rows["repurchase", "adjusted"].estimate.reason == "all values are equal"


def answered(tables: dict[str, Rows], chance_of_good: dict[str, float], seed: int = 3) -> dict[str, Rows]:
    """The same customers, promoters with these chances by segment."""
    rng = np.random.default_rng(seed)
    segment = {str(c["customer_id"]): str(c["segment"]) for c in tables["customers"]}
    good = {who: rng.random() < chance_of_good[name] for who, name in segment.items()}
    return tables | {"surveys": [dict(r) | {"nps": 9 if good[str(r["customer_id"])] else 3} for r in tables["surveys"]]}


def test_without_overlap_nothing_is_shown(tmp_path: Path) -> None:
    """Large customers are all detractors, small ones all promoters: nobody could have had either experience."""
    apart = answered(shop(), {"large": 0.0, "small": 1.0})
    rows = compute(METRIC, given(tmp_path, SETTINGS, **apart), ALL, NPS).rows
    for row in rows:
        if row.part in ("adjusted", "adjusted_bad") and row.outcome == "forward_revenue":
            assert str(row.estimate.reason).startswith("too little overlap: 0.0%")
            assert row.verdict is None
    assert next(row.grade for row in rows if row.part == "adjusted") == "C"
    balance = next(row.estimate for row in rows if row.part == "balance_raw" and row.item == "segment")
    assert balance.reason == "the groups have nothing in common here"


def test_little_overlap_gets_no_verdict(tmp_path: Path) -> None:
    """Of the small, 98 of 100 are promoters: three quarters are comparable, enough to show and too few to judge."""
    tables = answered(shop(n=1200), {"large": 0.5, "small": 0.985})
    row = by_part(given(tmp_path, SETTINGS, **tables))["forward_revenue", "adjusted"]
    assert row.estimate.known
    assert (row.verdict, row.adjusted_p, row.grade) == (None, None, "C")
    assert "No verdict: too little overlap" in str(row.remark)


def test_where_the_bad_are_rare_the_effect_on_them_can_still_be_shown(tmp_path: Path) -> None:
    """One in 30 is a detractor: hardly anybody has a comfortable chance, and yet each detractor has his like."""
    rows = by_part(given(tmp_path, SETTINGS, **answered(shop(n=2000), {"large": 0.965, "small": 0.97})))
    assert str(rows["forward_revenue", "adjusted"].estimate.reason).startswith("too little overlap")
    assert rows["forward_revenue", "overlap_bad"].estimate.value == 1.0
    bad = rows["forward_revenue", "adjusted_bad"].estimate
    assert bad.low is not None
    assert bad.high is not None
    assert bad.low <= 0.0 <= bad.high


def test_a_rare_outcome_is_not_judged(tmp_path: Path) -> None:
    """Ten days later nine detractors came back: too few to spend (20) and too few to have done so (10)."""
    tables = shop(n=300)
    bad = {str(r["customer_id"]) for r in tables["surveys"] if r["nps"] == 3}
    first_nine = set(sorted(bad)[:9])
    late = [
        o
        for o in tables["orders"]
        if str(o["ordered_at"]) <= str(START + ANSWER) or o["customer_id"] in (first_nine | ({"c0"} - bad))
    ]
    good_ones = [order(i, ANSWER + 3, 40.0) for i in range(0, 300, 3) if f"c{i}" not in bad]
    rows = by_part(given(tmp_path, SETTINGS, **(tables | {"orders": [*late, *good_ones, order(0, END, 1.0)]})))
    assert rows["forward_revenue", "adjusted"].estimate.reason == (
        "too few “detractor” with later spend: 9, at least 20 needed"
    )
    for part in ("adjusted", "adjusted_bad"):
        assert rows["repurchase", part].estimate.reason == "too few “detractor” with the outcome: 9, at least 10 needed"


def test_a_verdict_does_not_depend_on_what_else_is_asked(tmp_path: Path) -> None:
    tables = shop(effect=5.0)
    surveys = [dict(row) | {"csat": 5 if i % 2 else 1} for i, row in enumerate(tables["surveys"])]
    version = given(tmp_path, SETTINGS, **(tables | {"surveys": surveys}))
    for score in ("nps", "csat"):
        alone = [
            (r.part, r.outcome, r.adjusted_p, r.grade) for r in compute(METRIC, version, ALL, Options(score=score)).rows
        ]
        among = [
            (r.part, r.outcome, r.adjusted_p, r.grade) for r in compute(METRIC, version, ALL).rows if r.score == score
        ]
        assert alone == among


def test_several_currencies_are_never_added(tmp_path: Path) -> None:
    tables = shop(n=80)
    orders = [dict(row) | {"currency": "EUR" if i % 2 else "USD"} for i, row in enumerate(tables["orders"])]
    rows = by_part(given(tmp_path, SETTINGS, **(tables | {"orders": orders})))
    for part in ("mean_good", "raw", "adjusted", "adjusted_bad", "placebo"):
        assert str(rows["forward_revenue", part].estimate.reason).startswith("amounts in several currencies")
    assert rows["repurchase", "raw"].estimate.known


def test_contacts_do_without_surveys_and_surveys_without_contacts(tmp_path: Path) -> None:
    """Effort needs contacts only; a filter that contacts do not have leaves effort out, and nothing else."""
    tables = shop(n=80)
    surveys = [dict(row) | {"touchpoint": "web"} for row in tables["surveys"]]
    contacts = [
        {
            "contact_id": f"k{i}",
            "customer_id": f"c{i}",
            "opened_at": str(START + ANSWER),
            "transfers": i % 2 * 2,
            "reopens": i % 2,
        }
        for i in range(80)
    ]
    version = given(tmp_path, SETTINGS, **(tables | {"surveys": surveys, "contacts": contacts}))
    assert {row.score for row in compute(METRIC, version, ALL).rows} == {"nps", "effort"}
    on_web = View(period="all", filters=(Filter("touchpoint", ("web",)),))
    assert {row.score for row in compute(METRIC, version, on_web).rows} == {"nps"}
    alone = given(tmp_path, SETTINGS, **(tables | {"surveys": [], "contacts": contacts}))
    assert {row.score for row in compute(METRIC, alone, ALL).rows} == {"effort"}


def test_split_fits_each_value_by_itself(tmp_path: Path) -> None:
    rows = compute(METRIC, given(tmp_path, SETTINGS, **shop()), View(period="all", split="segment"), NPS).rows
    found = {row.split: row.estimate.n for row in rows if row.part == "adjusted" and row.outcome == "forward_revenue"}
    assert set(found) == {"large", "small"}
    assert sum(found.values()) == 400
    for row in rows:
        if row.part == "adjusted" and row.outcome == "forward_revenue":
            assert (row.estimate.low or 0.0) <= 30.0 <= (row.estimate.high or 0.0)


def test_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    tables = shop(n=60)
    forwards = compute(METRIC, given(tmp_path, SETTINGS, **tables), ALL, NPS).rows
    turned = {name: rows[::-1] for name, rows in tables.items()}
    backwards = compute(METRIC, given(tmp_path, SETTINGS, **turned), ALL, NPS).rows
    assert [row.estimate.value for row in forwards] == pytest.approx([row.estimate.value for row in backwards])
