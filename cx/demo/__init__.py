"""Demo data: a made-up shop whose truths are known (see `effects`), as the CSV files it would export."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

import numpy as np

from cx.demo import effects
from cx.demo.clock import clock_until
from cx.demo.contacts import contacts_table, make_contacts
from cx.demo.journeys import journey_table, subscriptions_table
from cx.demo.orders import lines_table, make_orders, orders_table
from cx.demo.people import customers_table, make_people
from cx.demo.simulate import simulate
from cx.demo.surveys import invite, surveys_table
from cx.demo.write import write_table
from cx.errors import UsageError

CUSTOMERS = 8000
SEED = 20240501
FEWEST_CUSTOMERS = 50


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """Where the CSV files are; the fields are the canonical tables."""

    customers: Path
    orders: Path
    order_lines: Path
    surveys: Path
    contacts: Path
    subscriptions: Path
    journey_events: Path

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files, those first that the others refer to."""
        return astuple(self)


def generate(folder: Path, *, customers: int = CUSTOMERS, seed: int = SEED, end: date = effects.END) -> DemoFiles:
    """Write the demo's CSV files into the folder (made when absent), the same bytes for the same arguments.

    customers: number of customer ids; the other tables grow with it (7.5 orders per customer).
    end: last day of the 36 months of data, a month's last day; the events of `effects` stay on their dates.
    Raises UsageError when end is not a month's last day or customers is below FEWEST_CUSTOMERS.
    """
    if customers < FEWEST_CUSTOMERS:
        raise UsageError(
            f"{customers} customers are too few for the demo's story.",
            where="demo data, customers",
            mend=f"Ask for {FEWEST_CUSTOMERS} or more.",
        )
    clock = clock_until(end, effects.MONTHS)
    people_rng, month_rng, order_rng, contact_rng, survey_rng, other_rng = np.random.default_rng(seed).spawn(6)
    people = make_people(people_rng, customers, clock)
    events, left_month = simulate(month_rng, people, clock)
    orders = make_orders(order_rng, people, events, clock)
    contacts = make_contacts(contact_rng, events, clock)
    asked = invite(survey_rng, events, orders, contacts, clock)
    folder.mkdir(parents=True, exist_ok=True)
    return DemoFiles(
        customers=write_table(customers_table(people_rng, people), folder / "customers.csv"),
        orders=write_table(orders_table(order_rng, orders), folder / "orders.csv"),
        order_lines=write_table(lines_table(order_rng, orders), folder / "order_lines.csv"),
        surveys=write_table(surveys_table(survey_rng, asked, clock), folder / "surveys.csv"),
        contacts=write_table(contacts_table(contact_rng, events, contacts, clock), folder / "contacts.csv"),
        subscriptions=write_table(
            subscriptions_table(other_rng, people, left_month, clock), folder / "subscriptions.csv"
        ),
        journey_events=write_table(journey_table(other_rng, orders, clock), folder / "journey_events.csv"),
    )
