"""The demo's causal chain, month by month: orders -> contacts -> experience -> band and leaving later on.

All customers move together, one month at a time, in arrays; the effects are those of `effects`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from cx.demo import effects
from cx.demo.clock import DAY_SECONDS, Bools, Clock, Floats, Ints, day_seconds, time_of_day
from cx.demo.people import PLANS, REGIONS, People, by_label, first_order_at, signup_month

BANDS = ("detractor", "passive", "promoter")
EFFORTS = ("low", "medium", "high")
REASONS = ("delivery", "billing", "returns", "product question", "technical")
REASON_SHARE = (0.30, 0.16, 0.19, 0.20, 0.15)
REASON_STEPS = np.array([0.55, 0.65, 0.70, 0.30, 1.15])
"""Mean effort steps (transfers + reopens) of a contact, by reason."""
TRANSFER_SHARE = 0.6
"""Share of the effort steps that are transfers; the rest are reopens."""
STEPS_BY_SEGMENT = np.array([0.97, 1.03, 1.15])
STEPS_AFTER_RECOVERY = 0.85
CONTACT_PER_ORDER, CONTACT_PER_INCIDENT_ORDER, CONTACT_PER_MONTH = 0.165, 0.42, 0.048
CONTACT_DELAY_DAYS = 6.0
RELATIONSHIP_INVITED = 0.17
"""Share of the active customers invited to the relationship survey each month."""


@dataclass(frozen=True, slots=True)
class Events:
    """What happened, one array per column.

    *_experience: what the customer's NPS answer of that month would be, before rounding. order_band:
    position in BANDS at the time of the order, which moved its value. order_incident: whether the
    incident hit it.
    """

    order_customer: Ints
    order_at: Ints
    order_band: Ints
    order_incident: Bools
    order_experience: Floats
    contact_customer: Ints
    contact_at: Ints
    contact_reason: Ints
    contact_transfers: Ints
    contact_reopens: Ints
    contact_experience: Floats
    invite_customer: Ints
    invite_at: Ints
    invite_experience: Floats


@dataclass(slots=True)
class State:
    """Where each customer stands.

    left_month: first month without them. scar: what is left of past effort, in points. medium_until,
    high_until: last month in which the contact still acts on leaving.
    """

    left_month: Ints
    band: Ints
    scar: Floats
    medium_until: Ints
    high_until: Ints


def band_of(experience: Floats) -> Ints:
    """Position in BANDS of the rounded answer: 0-6, 7-8, 9-10."""
    answer = np.clip(np.rint(experience), 0, 10)
    return (answer >= 7).astype(np.int64) + (answer >= 9).astype(np.int64)


def simulate(rng: np.random.Generator, people: People, clock: Clock) -> tuple[Events, Ints]:
    """All events, and for each customer the first month after leaving (clock.months when they stay)."""
    never = np.full(people.count, -1, dtype=np.int64)
    stay = np.full(people.count, clock.months, dtype=np.int64)
    state = State(stay, band_of(people.trait), np.zeros(people.count), never.copy(), never.copy())
    joined, first_at = signup_month(people, clock), first_order_at(rng, people, clock)
    months = [_month(rng, people, clock, state, joined, first_at, t) for t in range(clock.months)]
    parts = [[getattr(month, field.name) for month in months] for field in fields(Events)]
    return Events(*(np.concatenate(part) for part in parts)), state.left_month


def _month(
    rng: np.random.Generator, people: People, clock: Clock, state: State, joined: Ints, first_at: Ints, t: int
) -> Events:
    active = (joined <= t) & (state.left_month > t) & ~people.never_orders
    opens = np.where(joined == t, first_at, clock.starts[t])
    band_before = state.band.copy()
    customer, at = _orders(rng, people, clock, state, active, joined == t, opens, t)
    hit = _in_incident(at) & _affected(people)[customer]
    contacts = _contacts(rng, people, clock, active, opens, (customer, at, hit), t)
    contact_customer, contact_at, reason, transfers, reopens = contacts
    worst = _worst_effort(people.count, contact_customer, transfers + reopens)
    invited = np.flatnonzero(active & (joined < t) & (rng.random(people.count) < RELATIONSHIP_INVITED))
    experience = _experience(rng, people, clock, state, worst, np.unique(customer[hit]), t)
    touched = np.unique(np.concatenate([customer, contact_customer, invited]))
    state.band[touched] = band_of(experience[touched])
    _leave(rng, people, state, active, joined == t, worst, t)
    invite_at = clock.starts[t] + rng.integers(0, 20, size=len(invited)) * DAY_SECONDS + 9 * 3600
    return Events(
        order_customer=customer,
        order_at=at,
        order_band=band_before[customer],
        order_incident=hit,
        order_experience=experience[customer],
        contact_customer=contact_customer,
        contact_at=contact_at,
        contact_reason=reason,
        contact_transfers=transfers,
        contact_reopens=reopens,
        contact_experience=experience[contact_customer],
        invite_customer=invited,
        invite_at=invite_at,
        invite_experience=experience[invited],
    )


def _orders(
    rng: np.random.Generator,
    people: People,
    clock: Clock,
    state: State,
    active: Bools,
    new: Bools,
    opens: Ints,
    t: int,
) -> tuple[Ints, Ints]:
    """Who orders and when: each newcomer once at `opens`, all at their rate for the rest of the month."""
    left_of_month = clock.starts[t + 1] - opens
    rate = people.order_rate * effects.SEASON[clock.first_days[t].month - 1]
    rate = rate * by_label(effects.ORDER_RATE_FACTOR, BANDS)[state.band]
    rate = rate * left_of_month / (clock.starts[t + 1] - clock.starts[t])
    if t >= clock.index(effects.DECLINE_FIRST_DAY):
        declining = people.region == REGIONS.index(effects.DECLINE_REGION)
        rate = np.where(declining, rate * effects.DECLINE_ORDER_RATE_FACTOR, rate)
    again = np.repeat(np.arange(people.count), rng.poisson(np.where(active, rate, 0.0)))
    moment = opens[again] + (rng.random(len(again)) * left_of_month[again]).astype(np.int64)
    moment = np.maximum(moment // DAY_SECONDS * DAY_SECONDS + time_of_day(rng, len(again)), opens[again])
    first = np.flatnonzero(active & new)
    return np.concatenate([first, again]), np.concatenate([opens[first], moment])


def _affected(people: People) -> Bools:
    return np.isin(people.region, [REGIONS.index(name) for name in effects.INCIDENT_REGIONS])


def _in_incident(at: Ints) -> Bools:
    after = day_seconds(effects.INCIDENT_LAST_DAY) + DAY_SECONDS
    return (at >= day_seconds(effects.INCIDENT_FIRST_DAY)) & (at < after)


def _contacts(
    rng: np.random.Generator,
    people: People,
    clock: Clock,
    active: Bools,
    opens: Ints,
    orders: tuple[Ints, Ints, Bools],
    t: int,
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Contacts after orders and out of the blue: customer, opened_at, reason, transfers, reopens."""
    customer, at, hit = orders
    after = rng.random(len(at)) < np.where(hit, CONTACT_PER_INCIDENT_ORDER, CONTACT_PER_ORDER)
    other = np.flatnonzero(active & (rng.random(people.count) < CONTACT_PER_MONTH))
    who = np.concatenate([customer[after], other])
    begin = np.concatenate([at[after], opens[other]])
    room = clock.starts[t + 1] - begin
    room[: after.sum()] = np.minimum(room[: after.sum()], int(CONTACT_DELAY_DAYS * DAY_SECONDS))
    opened = begin + (rng.random(len(who)) * room).astype(np.int64)
    reason = rng.choice(len(REASONS), size=len(who), p=REASON_SHARE)
    reason[: after.sum()][hit[after]] = REASONS.index("delivery")
    mean = REASON_STEPS[reason] * STEPS_BY_SEGMENT[people.segment[who]]
    if t >= clock.index(effects.RECOVERY_FIRST_DAY):
        mean = mean * STEPS_AFTER_RECOVERY
    return who, opened, reason, rng.poisson(mean * TRANSFER_SHARE), rng.poisson(mean * (1 - TRANSFER_SHARE))


def _worst_effort(count: int, customer: Ints, steps: Ints) -> Ints:
    """Per customer the position in EFFORTS of the month's worst contact; -1 without any."""
    worst = np.full(count, -1, dtype=np.int64)
    effort = (steps >= 1).astype(np.int64) + (steps >= effects.HIGH_EFFORT_STEPS).astype(np.int64)
    np.maximum.at(worst, customer, effort)
    return worst


def _experience(
    rng: np.random.Generator, people: People, clock: Clock, state: State, worst: Ints, hit: Ints, t: int
) -> Floats:
    """This month's experience of every customer, and the scar that it leaves."""
    shift = np.array([0.0, effects.EXPERIENCE_SHIFT_MEDIUM_EFFORT, effects.EXPERIENCE_SHIFT_HIGH_EFFORT])
    state.scar[:] = state.scar / 2
    has_contact = worst >= 0
    state.scar[has_contact] = np.minimum(state.scar[has_contact], shift[worst[has_contact]])
    noise = rng.normal(0.0, effects.EXPERIENCE_SPREAD_WITHIN, size=people.count)
    experience = people.trait + state.scar + noise
    experience[hit] += effects.INCIDENT_EXPERIENCE_SHIFT
    if clock.index(effects.INCIDENT_LAST_DAY) < t <= clock.index(effects.INCIDENT_AFTERMATH_LAST_DAY):
        experience[_affected(people)] += effects.INCIDENT_AFTERMATH_SHIFT
    if t >= clock.index(effects.RECOVERY_FIRST_DAY):
        experience += effects.RECOVERY_EXPERIENCE_SHIFT
    return experience


def _leave(
    rng: np.random.Generator, people: People, state: State, active: Bools, new: Bools, worst: Ints, t: int
) -> None:
    """Draw who is gone from the next month on."""
    last = t + effects.LEAVING_MONTHS - 1
    state.medium_until[worst == EFFORTS.index("medium")] = last
    state.high_until[worst == EFFORTS.index("high")] = last
    ratio = np.where(state.medium_until >= t, effects.LEAVING_HAZARD_RATIO["medium"], 1.0)
    ratio = np.where(state.high_until >= t, effects.LEAVING_HAZARD_RATIO["high"], ratio)
    hazard = effects.MONTHLY_LEAVING * by_label(effects.LEAVING_PLAN_FACTOR, PLANS)[people.plan] * ratio
    leaves = active & ((rng.random(people.count) < hazard) | (new & people.one_time))
    state.left_month[leaves] = t + 1


def left_at(rng: np.random.Generator, clock: Clock, left_month: Ints) -> Ints:
    """A moment in the first days of the month of leaving; -1 for those who stay."""
    begin = clock.starts[np.minimum(left_month, clock.months)]
    moment = begin + rng.integers(0, 5 * DAY_SECONDS, size=len(left_month))
    return np.where(left_month < clock.months, moment, -1)
