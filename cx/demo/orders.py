"""orders.csv and order_lines.csv: values that follow the band, lines that sum to the order to the cent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from cx.demo import effects
from cx.demo.clock import DAY_SECONDS, Bools, Clock, Ints
from cx.demo.people import People, by_label
from cx.demo.simulate import BANDS, Events
from cx.demo.write import ids, labels, money, numbers, times

CHANNELS, CHANNEL_SHARE = ("web", "app", "store"), (0.52, 0.31, 0.17)
STATUSES = ("completed", "cancelled", "pending")
DELIVERY_METHODS, DELIVERY_SHARE = ("standard", "express", "pickup"), (0.66, 0.22, 0.12)
CANCELLED_SHARE = 0.02
PENDING_DAYS, PENDING_SHARE = 4, 0.5
GUEST_SHARE = 0.021
"""Guest orders for each order of a known customer."""
GUEST_MEDIAN_EUR = 46.0
ORDER_VALUE_SPREAD = 0.48
"""Standard deviation of log order value around the customer's own median."""
COST_SHARE_LOW, COST_SHARE_HIGH = 0.54, 0.66
LINES_SHARE = (0.55, 0.30, 0.15)
"""Share of orders with 1, 2 and 3 lines."""
PRODUCTS = {
    "Kitchen": ("Kettle", "Pan set", "Knife block", "Coffee grinder", "Storage jars"),
    "Home": ("Desk lamp", "Blanket", "Wall clock", "Curtain", "Picture frame"),
    "Office": ("Notebook set", "Desk chair mat", "Label printer", "Monitor stand", "Paper"),
    "Garden": ("Watering can", "Planter", "Pruning shears", "Garden light", "Seeds"),
}


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders in order of time. event: position in the simulation's orders.

    customer and event are -1 for a guest.
    """

    customer: Ints
    at: Ints
    event: Ints
    cents: Ints
    status: Ints
    refunded_cents: Ints


def make_orders(rng: np.random.Generator, people: People, events: Events, clock: Clock) -> Orders:
    """Put values, guests, statuses and refunds on the simulated orders."""
    known = len(events.order_at)
    guest_at = events.order_at[rng.permutation(known)[: int(known * GUEST_SHARE)]]
    guest_at = guest_at // DAY_SECONDS * DAY_SECONDS + rng.integers(8 * 3600, 22 * 3600, size=len(guest_at))
    no_one = np.full(len(guest_at), -1, dtype=np.int64)
    value = people.order_value[events.order_customer] * by_label(effects.ORDER_VALUE_FACTOR, BANDS)[events.order_band]
    value = np.concatenate([value, np.full(len(guest_at), GUEST_MEDIAN_EUR)])
    at = np.concatenate([events.order_at, guest_at])
    hit = np.concatenate([events.order_incident, np.zeros(len(guest_at), dtype=np.bool_)])
    cents = np.rint(value * rng.lognormal(0.0, ORDER_VALUE_SPREAD, size=len(at)) * 100).astype(np.int64)
    cents = np.maximum(cents, 300)
    status = _status(rng, at, clock)
    rank = np.argsort(at, kind="stable")
    return Orders(
        customer=np.concatenate([events.order_customer, no_one])[rank],
        at=at[rank],
        event=np.concatenate([np.arange(known), no_one])[rank],
        cents=cents[rank],
        status=status[rank],
        refunded_cents=_refunds(rng, cents, hit, status)[rank],
    )


def _status(rng: np.random.Generator, at: Ints, clock: Clock) -> Ints:
    status = np.where(rng.random(len(at)) < CANCELLED_SHARE, STATUSES.index("cancelled"), 0)
    late = (at >= clock.end - PENDING_DAYS * DAY_SECONDS) & (rng.random(len(at)) < PENDING_SHARE)
    return np.where(late & (status == 0), STATUSES.index("pending"), status)


def _refunds(rng: np.random.Generator, cents: Ints, hit: Bools, status: Ints) -> Ints:
    share = np.where(hit, effects.INCIDENT_REFUND_SHARE, effects.REFUND_SHARE)
    refunded = (rng.random(len(cents)) < share) & (status == 0)
    part = rng.choice([1.0, 1.0, 0.5, 0.3], size=len(cents))
    return np.where(refunded, np.rint(cents * part).astype(np.int64), 0)


def orders_table(rng: np.random.Generator, orders: Orders) -> pa.Table:
    """orders.csv."""
    count = len(orders.at)
    cost = np.rint(orders.cents * rng.uniform(COST_SHARE_LOW, COST_SHARE_HIGH, size=count)).astype(np.int64)
    channel = rng.choice(len(CHANNELS), size=count, p=CHANNEL_SHARE)
    delivery = rng.choice(len(DELIVERY_METHODS), size=count, p=DELIVERY_SHARE)
    delivery = np.where(channel == CHANNELS.index("store"), DELIVERY_METHODS.index("pickup"), delivery)
    return pa.table(
        {
            "order_id": ids("O", np.arange(count), 7),
            "customer_id": ids("C", orders.customer, 6),
            "ordered_at": times(orders.at),
            "amount": money(orders.cents),
            "currency": labels(("EUR",), np.zeros(count, dtype=np.int64)),
            "status": labels(STATUSES, orders.status),
            "channel": labels(CHANNELS, channel),
            "refunded_amount": money(orders.refunded_cents),
            "cost": money(cost),
            "delivery_method": labels(DELIVERY_METHODS, delivery),
        }
    )


def lines_table(rng: np.random.Generator, orders: Orders) -> pa.Table:
    """order_lines.csv: 1 to 3 lines an order; quantity x unit_price = amount, and they sum to the order's."""
    lines = 1 + rng.choice(3, size=len(orders.at), p=LINES_SHARE)
    order = np.repeat(np.arange(len(lines)), lines)
    number = np.arange(len(order)) - np.repeat(np.cumsum(lines) - lines, lines)
    cents = orders.cents[order] // lines[order]
    cents = (cents * rng.uniform(0.6, 1.0, size=len(order))).astype(np.int64)
    quantity = np.where(rng.random(len(order)) < 0.2, 2, 1)
    last = number == lines[order] - 1
    quantity = np.where(last, 1, quantity)
    cents = np.maximum(cents // quantity, 1) * quantity
    paid_before = np.bincount(order, weights=np.where(last, 0, cents), minlength=len(lines)).astype(np.int64)
    cents = np.where(last, orders.cents[order] - paid_before[order], cents)
    names = tuple(name for group in PRODUCTS.values() for name in group)
    groups = tuple(group for group, members in PRODUCTS.items() for _ in members)
    product = rng.integers(0, len(names), size=len(order))
    return pa.table(
        {
            "order_id": ids("O", order, 7),
            "line_id": numbers(number + 1),
            "product": labels(names, product),
            "category": labels(groups, product),
            "quantity": numbers(quantity),
            "unit_price": money(cents // quantity),
            "amount": money(cents),
        }
    )
