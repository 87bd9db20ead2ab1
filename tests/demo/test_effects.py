"""The planted effects are in the data: a larger draw shows them as `cx.demo.effects` states them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cx.demo import DemoFiles, effects, generate
from cx.demo.clock import Bools, Clock, Floats, Ints, clock_until
from cx.demo.people import PLANS, People, by_label, make_people, signup_month
from cx.demo.simulate import Events, band_of, simulate

LARGE = 30_000


@pytest.fixture(scope="module")
def drawn() -> tuple[People, Events, Ints, Clock]:
    clock = clock_until(effects.END, effects.MONTHS)
    people = make_people(np.random.default_rng(11), LARGE, clock)
    events, left_month = simulate(np.random.default_rng(12), people, clock)
    return people, events, left_month, clock


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    return generate(tmp_path_factory.mktemp("demo"))


def month_of(seconds: Ints, clock: Clock) -> Ints:
    return np.searchsorted(clock.starts, seconds, side="right").astype(np.int64) - 1


def present(people: People, left_month: Ints, clock: Clock) -> Bools:
    """(customers, months): with us in the month, neither new in it nor a one-time buyer."""
    month = np.arange(clock.months)
    joined = signup_month(people, clock)[:, None]
    regular = ~(people.never_orders | people.one_time)[:, None]
    return (joined < month) & (left_month[:, None] > month) & regular


def worst_recent_effort(people: People, events: Events, clock: Clock) -> Ints:
    """(customers, months): worst effort of the last LEAVING_MONTHS months: 1 medium, 2 high, else 0."""
    worst = np.zeros((people.count, clock.months), dtype=np.int64)
    steps = np.minimum(events.contact_transfers + events.contact_reopens, effects.HIGH_EFFORT_STEPS)
    np.maximum.at(worst, (events.contact_customer, month_of(events.contact_at, clock)), steps)
    recent = worst.copy()
    for back in range(1, effects.LEAVING_MONTHS):
        recent[:, back:] = np.maximum(recent[:, back:], worst[:, :-back])
    return recent


@pytest.mark.parametrize(("effort", "band"), [(1, "medium"), (2, "high")])
def test_leaving_after_effort_has_the_stated_hazard_ratio(
    drawn: tuple[People, Events, Ints, Clock], effort: int, band: str
) -> None:
    people, events, left_month, clock = drawn
    here = present(people, left_month, clock)
    leaves = here & (left_month[:, None] == np.arange(clock.months) + 1)
    leaves[:, -1] = False
    here[:, -1] = False
    recent = worst_recent_effort(people, events, clock)
    plan = by_label(effects.LEAVING_PLAN_FACTOR, PLANS)[people.plan][:, None] * np.ones(clock.months)
    observed = leaves[here & (recent == effort)].sum()
    expected = (effects.MONTHLY_LEAVING * plan)[here & (recent == effort)].sum()
    sampling_error = 4 * np.sqrt(observed) / expected
    assert observed / expected == pytest.approx(effects.LEAVING_HAZARD_RATIO[band], abs=sampling_error)


def last_band(people: People, events: Events, clock: Clock) -> Ints:
    """(customers, months): the band that holds at the month's beginning."""
    band = np.full((people.count, clock.months + 1), -1, dtype=np.int64)
    band[:, 0] = band_of(people.trait)
    for kind in ("order", "contact", "invite"):
        who, at = getattr(events, f"{kind}_customer"), getattr(events, f"{kind}_at")
        band[who, month_of(at, clock) + 1] = band_of(getattr(events, f"{kind}_experience"))
    for month in range(1, clock.months):
        band[:, month] = np.where(band[:, month] < 0, band[:, month - 1], band[:, month])
    return band[:, :-1]


def test_orders_after_an_experience_follow_the_stated_factors(
    drawn: tuple[People, Events, Ints, Clock],
) -> None:
    people, events, left_month, clock = drawn
    months = 30  # before anything else moves the rates
    here = present(people, left_month, clock)[:, :months]
    band = last_band(people, events, clock)[:, :months]
    season = np.array([effects.SEASON[day.month - 1] for day in clock.first_days[:months]])
    usual: Floats = people.order_rate[:, None] * season
    orders = np.zeros((people.count, clock.months))
    np.add.at(orders, (events.order_customer, month_of(events.order_at, clock)), 1)
    for position, factor in enumerate(effects.ORDER_RATE_FACTOR.values()):
        cells = here & (band == position)
        ratio = orders[:, :months][cells].sum() / usual[cells].sum()
        assert ratio == pytest.approx(factor, rel=0.02)


def test_the_incident_lowers_nps_of_its_regions_only(tmp_path: Path) -> None:
    files = generate(tmp_path, customers=LARGE)
    drop = {affected: -nps_change(files, affected) for affected in (True, False)}
    assert drop[True] == pytest.approx(effects.INCIDENT_NPS_DROP, abs=8)
    assert drop[False] == pytest.approx(0, abs=6)


def test_the_incident_shows_in_the_demo_itself(files: DemoFiles) -> None:
    assert nps_change(files, affected=True) < -10


def nps_change(files: DemoFiles, affected: bool) -> float:
    """NPS of March 2026 minus the mean of the six months before, in points."""
    surveys = pd.read_csv(files.surveys, low_memory=False).dropna(subset="nps")
    customers = pd.read_csv(files.customers)
    answers = surveys.merge(customers[["customer_id", "region"]], on="customer_id")
    answers = answers[answers["region"].isin(effects.INCIDENT_REGIONS) == affected]
    points = 100.0 * ((answers["nps"] >= 9).astype(int) - (answers["nps"] <= 6).astype(int))
    monthly = points.groupby(answers["responded_at"].str[:7]).mean()
    return float(monthly["2026-03"] - monthly.loc["2025-09":"2026-02"].mean())


def test_high_effort_customers_order_less_in_the_180_days_after(files: DemoFiles) -> None:
    contacts = pd.read_csv(files.contacts, parse_dates=["opened_at"], low_memory=False)
    orders = pd.read_csv(files.orders, parse_dates=["ordered_at"]).dropna(subset="customer_id")
    follow = pd.Timedelta(days=180)
    contacts = contacts[contacts["opened_at"] <= pd.Timestamp(effects.END) - follow]
    pairs = contacts.merge(orders, on="customer_id")
    after = pairs[(pairs["ordered_at"] > pairs["opened_at"]) & (pairs["ordered_at"] <= pairs["opened_at"] + follow)]
    later = after.groupby("contact_id").size().reindex(contacts["contact_id"], fill_value=0).to_numpy()
    steps = (contacts["transfers"] + contacts["reopens"]).to_numpy()
    assert later[steps >= 2].mean() < 0.95 * later[steps == 0].mean()


def test_segments_hide_the_effect_of_experience_on_later_spend(tmp_path: Path) -> None:
    later = spend_after_answers(generate(tmp_path, customers=LARGE), days=90)
    raw = later.groupby("band")["spend"].mean()
    within = later.groupby(["segment", "band"])["spend"].mean().unstack()
    weights = later.groupby("segment").size()
    adjusted = (within[2] * weights).sum() / (within[0] * weights).sum()
    assert raw[2] / raw[0] + 0.15 < adjusted < effects.LATER_SPEND_RATIO
    assert adjusted > 1.2


def spend_after_answers(files: DemoFiles, days: int) -> pd.DataFrame:
    """One row per answer: segment, band (0 detractor, 1 passive, 2 promoter), EUR spent in the days after."""
    answers = pd.read_csv(files.surveys, parse_dates=["responded_at"], low_memory=False).dropna(subset="nps")
    follow = pd.Timedelta(days=days)
    answers = answers[answers["responded_at"] <= pd.Timestamp(effects.END) - follow]
    answers["band"] = band_of(answers["nps"].to_numpy(dtype=float))
    answers = answers.merge(pd.read_csv(files.customers)[["customer_id", "segment"]], on="customer_id")
    orders = pd.read_csv(files.orders, parse_dates=["ordered_at"]).dropna(subset="customer_id")
    pairs = answers[["response_id", "customer_id", "responded_at"]].merge(orders, on="customer_id")
    wait = pairs["ordered_at"] - pairs["responded_at"]
    spend = pairs[(wait > pd.Timedelta(0)) & (wait <= follow)].groupby("response_id")["amount"].sum()
    return answers.assign(spend=answers["response_id"].map(spend).fillna(0.0))


def test_the_stated_ratio_of_later_spend_is_the_product_of_its_parts() -> None:
    assert pytest.approx(1.20 * 1.05 / (0.70 * 0.94)) == effects.LATER_SPEND_RATIO
