"""Who the demo's customers are: what a file shows, and the lasting habits that only the simulation knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from cx.demo import effects
from cx.demo.clock import DAY_SECONDS, Bools, Clock, Floats, Ints
from cx.demo.write import ids, labels, money, times

SEGMENTS = tuple(effects.SEGMENT_SHARE)
PLANS = ("Basic", "Plus", "Premium")
REGIONS = ("North", "South", "East", "West", "Central")
ACQUISITION = ("organic", "paid search", "referral", "social", "partner")
INDUSTRIES = ("Retail", "Hospitality", "Health", "Manufacturing", "Professional services", "Education")
TIERS = ("Bronze", "Silver", "Gold")

REGION_SHARE = (0.24, 0.19, 0.20, 0.22, 0.15)
PLAN_SHARE = {
    "Consumer": (0.62, 0.28, 0.10),
    "Small business": (0.40, 0.42, 0.18),
    "Enterprise": (0.12, 0.43, 0.45),
}
ACQUISITION_SHARE = (0.34, 0.26, 0.16, 0.16, 0.08)
ACQUISITION_COST = (4.0, 31.0, 14.0, 24.0, 40.0)
"""Mean cost in EUR of winning a customer, in the order of ACQUISITION."""
SECOND_ID_SHARE = 0.035
"""Share of customer ids that belong to a person who already has another one."""
NEVER_ORDER_SHARE = 0.03
NO_EMAIL_SHARE = 0.03
OPENING_BURST, OPENING_FADE_MONTHS = 4.5, 4.5
"""The opening campaign: signups start at 1 + OPENING_BURST times the later level and fade."""
SIGNUP_GROWTH = 0.004
"""Growth of signups per month."""


@dataclass(frozen=True, slots=True)
class People:
    """Arrays over customers, in order of signup. Labels are positions in SEGMENTS, REGIONS, ...

    person: position of the customer whose person this is. order_rate: orders per month; order_value:
    EUR, median. trait: the lasting part of experience, in points. one_time: leaves after the first
    order's month.
    """

    signed_up_at: Ints
    person: Ints
    segment: Ints
    region: Ints
    plan: Ints
    acquisition: Ints
    order_rate: Floats
    order_value: Floats
    trait: Floats
    one_time: Bools
    never_orders: Bools

    @property
    def count(self) -> int:
        """Number of customer ids."""
        return len(self.person)


def by_label(values: Mapping[str, float], names: tuple[str, ...]) -> Floats:
    """The values in the order of the names, to be indexed with label positions."""
    return np.array([values[name] for name in names], dtype=np.float64)


def make_people(rng: np.random.Generator, count: int, clock: Clock) -> People:
    """Draw the customers."""
    person = _persons(rng, count)
    segment = rng.choice(len(SEGMENTS), size=count, p=list(effects.SEGMENT_SHARE.values()))[person]
    region = rng.choice(len(REGIONS), size=count, p=REGION_SHARE)[person]
    shares = np.array([PLAN_SHARE[name] for name in SEGMENTS]).cumsum(axis=1)
    plan = (rng.random(count)[:, None] >= shares[segment][:, :-1]).sum(axis=1)
    mean_rate = by_label(effects.SEGMENT_ORDER_RATE, SEGMENTS)[segment]
    spread = rng.normal(0.0, effects.EXPERIENCE_SPREAD_BETWEEN, size=count)
    return People(
        signed_up_at=_signups(rng, count, clock),
        person=person,
        segment=segment,
        region=region,
        plan=plan,
        acquisition=rng.choice(len(ACQUISITION), size=count, p=ACQUISITION_SHARE),
        order_rate=mean_rate * rng.gamma(effects.RATE_SHAPE, 1 / effects.RATE_SHAPE, size=count),
        order_value=by_label(effects.SEGMENT_ORDER_VALUE, SEGMENTS)[segment] * rng.lognormal(0.0, 0.35, size=count),
        trait=effects.EXPERIENCE_MEAN + by_label(effects.SEGMENT_EXPERIENCE, SEGMENTS)[segment] + spread[person],
        one_time=rng.random(count) < by_label(effects.ONE_TIME_SHARE, PLANS)[plan],
        never_orders=rng.random(count) < NEVER_ORDER_SHARE,
    )


def _persons(rng: np.random.Generator, count: int) -> Ints:
    person = np.arange(count, dtype=np.int64)
    seconds = int(count * SECOND_ID_SHARE)
    chosen = rng.permutation(count)[: 2 * seconds]
    first = np.minimum(chosen[:seconds], chosen[seconds:])
    person[np.maximum(chosen[:seconds], chosen[seconds:])] = first
    return person


def _signups(rng: np.random.Generator, count: int, clock: Clock) -> Ints:
    month = np.arange(clock.months)
    season = np.array([effects.SEASON[day.month - 1] for day in clock.first_days]) ** 0.6
    level = (1 + OPENING_BURST * np.exp(-month / OPENING_FADE_MONTHS)) * (1 + SIGNUP_GROWTH * month) * season
    chosen = rng.choice(clock.months, size=count, p=level / level.sum())
    length = np.diff(clock.starts)[chosen]
    return np.sort(clock.starts[chosen] + (rng.random(count) * length).astype(np.int64))


def customers_table(rng: np.random.Generator, people: People) -> pa.Table:
    """customers.csv: what the shop knows about them."""
    numbers = np.arange(people.count)
    cost = np.array(ACQUISITION_COST)[people.acquisition] * rng.gamma(4.0, 0.25, size=people.count)
    business = SEGMENTS.index("Consumer") != people.segment
    industry = np.where(business, rng.integers(0, len(INDUSTRIES), size=people.count), -1)
    tier = rng.choice(4, size=people.count, p=(0.45, 0.3, 0.18, 0.07)) - 1
    mail = [f"customer.{number:06d}@example.com" for number in range(1, people.count + 1)]
    has_mail = rng.random(people.count) >= NO_EMAIL_SHARE
    return pa.table(
        {
            "customer_id": ids("C", numbers, 6),
            "person_id": ids("P", people.person, 6),
            "email": pa.array(mail, mask=~has_mail),
            "signed_up_at": times(people.signed_up_at),
            "segment": labels(SEGMENTS, people.segment),
            "region": labels(REGIONS, people.region),
            "plan": labels(PLANS, people.plan),
            "acquisition_channel": labels(ACQUISITION, people.acquisition),
            "acquisition_cost": money(np.rint(cost * 100).astype(np.int64)),
            "industry": labels(INDUSTRIES, industry),
            "loyalty_tier": labels(TIERS, tier),
        }
    )


def signup_month(people: People, clock: Clock) -> Ints:
    """The number of the month each customer signed up in."""
    return np.searchsorted(clock.starts, people.signed_up_at, side="right").astype(np.int64) - 1


def first_order_at(rng: np.random.Generator, people: People, clock: Clock) -> Ints:
    """When each customer first orders: within three days of the signup, and within its month."""
    month_end = clock.starts[signup_month(people, clock) + 1]
    wait = (rng.random(people.count) * 3 * DAY_SECONDS).astype(np.int64)
    return np.asarray(np.minimum(people.signed_up_at + wait, month_end - 1), dtype=np.int64)
