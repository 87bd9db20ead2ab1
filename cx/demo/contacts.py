"""contacts.csv: the effort of getting help, in the columns a help desk exports."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from cx.demo.clock import Bools, Clock, Floats, Ints
from cx.demo.simulate import REASONS, Events
from cx.demo.write import ids, labels, money, numbers, times

CHANNELS, CHANNEL_SHARE = ("phone", "email", "chat"), (0.42, 0.33, 0.25)
FIRST_REPLY_MEDIAN_MINUTES = np.array([4.0, 310.0, 2.5])
SLA_MINUTES = np.array([10.0, 480.0, 5.0])
HANDLE_MEDIAN_MINUTES = np.array([9.0, 11.0, 8.0])
HANDLE_PER_STEP_MINUTES = 7.0
COST_PER_MINUTE_CENTS = 62.0
COST_PER_CONTACT_CENTS = 140.0
PHONE_COST_FACTOR = 1.25
QUEUES = ("Front line", "Logistics desk", "Billing desk", "Technical desk")
QUEUE_OF_REASON = np.array([1, 2, 0, 0, 3])


@dataclass(frozen=True, slots=True)
class Contacts:
    """The contacts in order of time. event: position in the simulation's contacts.

    closed_at is -1 while open; steps = transfers + reopens.
    """

    event: Ints
    customer: Ints
    opened_at: Ints
    closed_at: Ints
    channel: Ints
    first_reply_minutes: Ints
    handle_minutes: Ints
    steps: Ints


def make_contacts(rng: np.random.Generator, events: Events, clock: Clock) -> Contacts:
    """Put channel, waits and durations on the simulated contacts."""
    event = np.argsort(events.contact_at, kind="stable")
    count = len(event)
    opened, steps = events.contact_at[event], (events.contact_transfers + events.contact_reopens)[event]
    channel = rng.choice(len(CHANNELS), size=count, p=CHANNEL_SHARE)
    wait = np.ceil(FIRST_REPLY_MEDIAN_MINUTES[channel] * rng.lognormal(0.0, 0.7, size=count))
    handle = HANDLE_MEDIAN_MINUTES[channel] * rng.lognormal(0.0, 0.45, size=count) + steps * HANDLE_PER_STEP_MINUTES
    handle = np.ceil(handle)
    delay = rng.exponential(1_500.0, size=count) * steps
    closed = opened + ((wait + handle + delay) * 60).astype(np.int64)
    return Contacts(
        event=event,
        customer=events.contact_customer[event],
        opened_at=opened,
        closed_at=np.where(closed < clock.end, closed, -1),
        channel=channel,
        first_reply_minutes=wait.astype(np.int64),
        handle_minutes=handle.astype(np.int64),
        steps=steps,
    )


def _cost_cents(contacts: Contacts, phone: Bools) -> Ints:
    per_minute: Floats = np.where(phone, PHONE_COST_FACTOR, 1.0) * COST_PER_MINUTE_CENTS
    cents = COST_PER_CONTACT_CENTS + per_minute * contacts.handle_minutes
    return np.asarray(np.rint(cents), dtype=np.int64)


def contacts_table(rng: np.random.Generator, events: Events, contacts: Contacts, clock: Clock) -> pa.Table:
    """contacts.csv."""
    reason = events.contact_reason[contacts.event]
    answered = contacts.opened_at + contacts.first_reply_minutes * 60 < clock.end
    met = contacts.first_reply_minutes <= SLA_MINUTES[contacts.channel]
    escalated = rng.random(len(reason)) < 0.08
    return pa.table(
        {
            "contact_id": ids("T", np.arange(len(reason)), 7),
            "customer_id": ids("C", contacts.customer, 6),
            "opened_at": times(contacts.opened_at),
            "closed_at": times(contacts.closed_at, contacts.closed_at >= 0),
            "channel": labels(CHANNELS, contacts.channel),
            "reason": labels(REASONS, reason),
            "first_reply_minutes": numbers(contacts.first_reply_minutes, answered),
            "handle_minutes": numbers(contacts.handle_minutes),
            "transfers": numbers(events.contact_transfers[contacts.event]),
            "reopens": numbers(events.contact_reopens[contacts.event]),
            "replies": numbers(1 + contacts.steps + rng.poisson(0.8, size=len(reason))),
            "sla_met": pa.array(met, mask=~answered),
            "cost": money(_cost_cents(contacts, contacts.channel == CHANNELS.index("phone"))),
            "queue": labels(QUEUES, np.where(escalated, 3, QUEUE_OF_REASON[reason])),
        }
    )
