"""subscriptions.csv and journey_events.csv: smaller tables for the pages that come later."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from cx.demo.clock import Clock, Ints
from cx.demo.orders import Orders
from cx.demo.people import PLANS, People
from cx.demo.simulate import left_at
from cx.demo.write import ids, labels, money, times

MONTHLY_PRICE_CENTS = np.array([0, 900, 2900])
SEGMENT_PRICE_FACTOR = np.array([1, 3, 10])
STAGES = ("awareness", "consideration", "basket", "purchase")
STAGE_CHANNELS, STAGE_CHANNEL_SHARE = ("web", "app"), (0.64, 0.36)
TRIGGERS, TRIGGER_SHARE = ("search", "newsletter", "advert", "recommendation"), (0.38, 0.24, 0.22, 0.16)
TRACKED_SHARE = 0.05
"""Share of orders whose way to the purchase was tracked."""
LOST_PER_TRACKED = (1.6, 0.9, 0.45)
"""Journeys that end at awareness, consideration and basket, for each that ends in a purchase."""
STEP_MEAN_SECONDS = 40_000.0


def subscriptions_table(rng: np.random.Generator, people: People, left_month: Ints, clock: Clock) -> pa.Table:
    """subscriptions.csv: everybody on a paid plan, until they leave."""
    who = np.flatnonzero((people.plan != PLANS.index("Basic")) & ~people.never_orders)
    ended = left_at(rng, clock, left_month)[who]
    factor = SEGMENT_PRICE_FACTOR[people.segment[who]]
    return pa.table(
        {
            "subscription_id": ids("S", np.arange(len(who)), 6),
            "customer_id": ids("C", who, 6),
            "started_at": times(people.signed_up_at[who]),
            "ended_at": times(ended, ended >= 0),
            "plan": labels(PLANS, people.plan[who]),
            "mrr": money(MONTHLY_PRICE_CENTS[people.plan[who]] * factor),
        }
    )


def journey_table(rng: np.random.Generator, orders: Orders, clock: Clock) -> pa.Table:
    """journey_events.csv: visits that end in an order of a known customer, and visits that end before."""
    tracked = np.flatnonzero((orders.customer >= 0) & (rng.random(len(orders.at)) < TRACKED_SHARE))
    lost = [int(len(tracked) * share) for share in LOST_PER_TRACKED]
    ends_at = np.repeat(np.array([3, 0, 1, 2]), [len(tracked), *lost])
    like = rng.integers(0, max(len(tracked), 1), size=sum(lost))
    finish = orders.at[np.concatenate([tracked, tracked[like]])]
    customer = np.concatenate([orders.customer[tracked], np.full(sum(lost), -1, dtype=np.int64)])
    journey = np.repeat(np.arange(len(ends_at)), ends_at + 1)
    stage = np.arange(len(journey)) - np.repeat(np.cumsum(ends_at + 1) - ends_at - 1, ends_at + 1)
    before = rng.uniform(0.5, 1.5, size=len(journey)) * STEP_MEAN_SECONDS * (ends_at[journey] - stage)
    at = np.maximum(finish[journey] - before.astype(np.int64), clock.starts[0])
    channel = rng.choice(len(STAGE_CHANNELS), size=len(journey), p=STAGE_CHANNEL_SHARE)
    trigger = rng.choice(len(TRIGGERS), size=len(ends_at), p=TRIGGER_SHARE)[journey]
    rank = np.argsort(at, kind="stable")
    return pa.table(
        {
            "event_id": ids("E", np.arange(len(journey)), 7),
            "customer_id": ids("C", customer[journey][rank], 6),
            "visitor_id": ids("V", journey[rank], 6),
            "occurred_at": times(at[rank]),
            "stage": labels(STAGES, stage[rank]),
            "channel": labels(STAGE_CHANNELS, channel[rank]),
            "trigger": labels(TRIGGERS, np.where(stage[rank] == 0, trigger[rank], -1)),
        }
    )
