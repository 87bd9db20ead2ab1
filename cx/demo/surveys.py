"""surveys.csv: invitations after orders, after contacts and now and then; about three in ten are answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from cx.demo import effects
from cx.demo.clock import DAY_SECONDS, Bools, Clock, Floats, Ints
from cx.demo.comments import comments
from cx.demo.contacts import Contacts
from cx.demo.orders import Orders
from cx.demo.people import by_label
from cx.demo.simulate import BANDS, Events, band_of
from cx.demo.write import ids, labels, numbers, times

TOUCHPOINTS = ("purchase", "delivery", "support", "relationship")
STAGES = ("buy", "receive", "get help", "use")
CHANNELS, CHANNEL_SHARE = ("email", "in-app", "sms"), (0.64, 0.24, 0.12)
ORDER_INVITED, CONTACT_INVITED = 0.68, 0.80
PURCHASE_SHARE = 0.4
"""Share of the order surveys that ask about the purchase; the others ask about the delivery."""
SENT_AFTER_DAYS = np.array([1.0, 5.0, 1.0, 0.0])
"""Days between the event and the invitation, by touchpoint."""
ANSWER_MEAN_DAYS, ANSWER_WITHIN_DAYS = 1.4, 14.0
CSAT_MEAN, CSAT_PER_POINT, CSAT_SPREAD = 4.25, 0.31, 0.66
CES_SUPPORT, CES_PURCHASE, CES_PER_POINT, CES_SPREAD = 5.95, 5.42, 0.22, 1.1
DRIVER_SPREAD, DRIVER_MISSING_SHARE = 0.95, 0.06


@dataclass(frozen=True, slots=True)
class Invitations:
    """Arrays over invitations, in order of sent_at. order, contact: row in their table, else -1."""

    customer: Ints
    order: Ints
    contact: Ints
    touchpoint: Ints
    sent_at: Ints
    experience: Floats
    steps: Ints


def invite(rng: np.random.Generator, events: Events, orders: Orders, contacts: Contacts, clock: Clock) -> Invitations:
    """Who is asked about what, and when."""
    about_order = np.flatnonzero((orders.event >= 0) & (orders.status == 0))
    about_order = about_order[rng.random(len(about_order)) < ORDER_INVITED]
    about_contact = np.flatnonzero(rng.random(len(contacts.event)) < CONTACT_INVITED)
    counts = (len(about_order), len(about_contact), len(events.invite_at))
    kind = np.repeat(np.arange(3), counts)
    touchpoint = np.array([1, 2, 3])[kind]
    touchpoint[: counts[0]] = rng.random(counts[0]) >= PURCHASE_SHARE
    steps = np.zeros(len(kind), dtype=np.int64)
    steps[kind == 1] = contacts.steps[about_contact]
    closed = np.where(contacts.closed_at < 0, clock.end, contacts.closed_at)
    begin = np.concatenate([orders.at[about_order], closed[about_contact], events.invite_at])
    sent = begin + (SENT_AFTER_DAYS[touchpoint] * DAY_SECONDS).astype(np.int64)
    experience = [events.order_experience[orders.event[about_order]]]
    experience += [events.contact_experience[contacts.event[about_contact]], events.invite_experience]
    customer = [orders.customer[about_order], contacts.customer[about_contact], events.invite_customer]
    rank = np.argsort(sent, kind="stable")
    rank = rank[sent[rank] < clock.end]
    return Invitations(
        customer=np.concatenate(customer)[rank],
        order=_rows_of(kind == 0, about_order)[rank],
        contact=_rows_of(kind == 1, about_contact)[rank],
        touchpoint=touchpoint[rank],
        sent_at=sent[rank],
        experience=np.concatenate(experience)[rank],
        steps=steps[rank],
    )


def _rows_of(chosen: Bools, rows: Ints) -> Ints:
    out = np.full(len(chosen), -1, dtype=np.int64)
    out[chosen] = rows
    return out


def surveys_table(rng: np.random.Generator, asked: Invitations, clock: Clock) -> pa.Table:
    """surveys.csv; an invitation without an answer has no responded_at and no scores."""
    count = len(asked.sent_at)
    band = band_of(asked.experience)
    days = np.minimum(rng.exponential(ANSWER_MEAN_DAYS, size=count), ANSWER_WITHIN_DAYS)
    responded = asked.sent_at + (days * DAY_SECONDS).astype(np.int64) + 60
    answered = rng.random(count) < by_label(effects.RESPONSE_RATE, BANDS)[band]
    answered &= responded < clock.end
    has_ces = answered & np.isin(asked.touchpoint, [TOUCHPOINTS.index("purchase"), TOUCHPOINTS.index("support")])
    one = np.zeros(count, dtype=np.int64)
    columns = {
        "response_id": ids("R", np.arange(count), 7),
        "customer_id": ids("C", asked.customer, 6),
        "order_id": ids("O", asked.order, 7),
        "contact_id": ids("T", asked.contact, 7),
        "sent_at": times(asked.sent_at),
        "responded_at": times(responded, answered),
        "nps": numbers(np.clip(np.rint(asked.experience), 0, 10).astype(np.int64), answered),
        "csat": numbers(_csat(rng, asked), answered),
        "csat_scale": labels(("1-5",), np.where(answered, one, -1)),
        "ces": numbers(_ces(rng, asked), has_ces),
        "ces_scale": labels(("1-7",), np.where(has_ces, one, -1)),
        "touchpoint": labels(TOUCHPOINTS, asked.touchpoint),
        "channel": labels(CHANNELS, rng.choice(len(CHANNELS), size=count, p=CHANNEL_SHARE)),
        "journey_stage": labels(STAGES, asked.touchpoint),
    }
    columns |= _drivers(rng, asked, answered & ~has_ces)
    columns["comment"] = comments(rng, band, answered)
    return pa.table(columns)


def _on_scale(score: Floats, top: int) -> Ints:
    return np.clip(np.rint(score), 1, top).astype(np.int64)


def _above_mean(asked: Invitations) -> Floats:
    return asked.experience - effects.EXPERIENCE_MEAN


def _csat(rng: np.random.Generator, asked: Invitations) -> Ints:
    noise = rng.normal(0.0, CSAT_SPREAD, size=len(asked.sent_at))
    return _on_scale(CSAT_MEAN + CSAT_PER_POINT * _above_mean(asked) + noise, 5)


def _ces(rng: np.random.Generator, asked: Invitations) -> Ints:
    """Agreement with "made it easy", 1-7: of getting help after support, else of the checkout."""
    support = asked.touchpoint == TOUCHPOINTS.index("support")
    mean = np.where(support, CES_SUPPORT + effects.CES_PER_STEP * asked.steps, CES_PURCHASE)
    noise = rng.normal(0.0, CES_SPREAD, size=len(support))
    return _on_scale(mean + CES_PER_POINT * _above_mean(asked) + noise, 7)


def _drivers(rng: np.random.Generator, asked: Invitations, rated: Bools) -> dict[str, pa.Array]:
    """Driver ratings 1-5 of the delivery and relationship surveys, some items left out."""
    spread = np.hypot(effects.EXPERIENCE_SPREAD_BETWEEN, effects.EXPERIENCE_SPREAD_WITHIN)
    standard = _above_mean(asked) / spread
    columns = {}
    for name, loading in effects.DRIVER_LOADING.items():
        noise = rng.normal(size=len(standard)) * np.sqrt(1 - loading**2)
        rating = effects.DRIVER_MEAN[name] + DRIVER_SPREAD * (loading * standard + noise)
        given = rated & (rng.random(len(standard)) >= DRIVER_MISSING_SHARE)
        columns[name] = numbers(_on_scale(rating, 5), given)
    return columns
