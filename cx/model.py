"""The canonical tables: what CSVs are mapped to, with types, units, keys and what each column is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cx.language import N_, Words


class Kind(StrEnum):
    """What a column holds; decides how its text is read."""

    KEY = "key"
    LABEL = "label"
    TIME = "time"
    MONEY = "money"
    NUMBER = "number"
    SCORE = "score"
    YESNO = "yesno"
    COMMENT = "comment"
    EMAIL = "email"


SQL_TYPE = {
    Kind.KEY: "VARCHAR",
    Kind.LABEL: "VARCHAR",
    Kind.TIME: "TIMESTAMP",
    Kind.MONEY: "DECIMAL(18,4)",
    Kind.NUMBER: "DOUBLE",
    Kind.SCORE: "DOUBLE",
    Kind.YESNO: "BOOLEAN",
    Kind.COMMENT: "VARCHAR",
    Kind.EMAIL: "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One canonical column. required: a row without it is refused. about: a sentence for templates and help, marked."""

    name: str
    kind: Kind
    about: str
    required: bool = False

    @property
    def stored_name(self) -> str:
        """The name in the store: an e-mail is kept only as a keyed hash."""
        return "email_hash" if self.kind is Kind.EMAIL else self.name


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table. key: the columns that make a row the same row in a later file."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when there is none."""
        return next(c for c in self.columns if c.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """All column names, in order."""
        return tuple(c.name for c in self.columns)


def _key(name: str, about: str, *, required: bool = False) -> Column:
    return Column(name, Kind.KEY, about, required)


def _label(name: str, about: str) -> Column:
    return Column(name, Kind.LABEL, about)


def _time(name: str, about: str, *, required: bool = False) -> Column:
    return Column(name, Kind.TIME, about, required)


def _money(name: str, about: str) -> Column:
    return Column(name, Kind.MONEY, about)


def _number(name: str, about: str) -> Column:
    return Column(name, Kind.NUMBER, about)


CUSTOMERS = Table(
    "customers",
    N_("Who they are: one row per customer id; the source of segments and regions."),
    ("customer_id",),
    (
        _key("customer_id", N_("The id that orders, surveys and contacts refer to."), required=True),
        _key(
            "person_id",
            N_(
                "One person behind several customer ids: counted as one customer, with the labels of the latest row "
                "and the acquisition channel and cost of the first."
            ),
        ),
        Column("email", Kind.EMAIL, N_("Used to join surveys; stored only as a keyed hash.")),
        _time("signed_up_at", N_("When the customer signed up.")),
        _label("segment", N_("Customer segment.")),
        _label("region", N_("Region, state or country.")),
        _label("plan", N_("Plan or tier.")),
        _label("acquisition_channel", N_("How the customer was won.")),
        _money("acquisition_cost", N_("What winning the customer cost.")),
    ),
)
ORDERS = Table(
    "orders",
    N_("What they bought: one row per order."),
    ("order_id",),
    (
        _key("order_id", N_("The order number."), required=True),
        _key("customer_id", N_("Who ordered; empty for a guest order.")),
        _time("ordered_at", N_("When it was ordered."), required=True),
        _money("amount", N_("What the order was worth before refunds; may come from order_lines instead.")),
        _label("currency", N_("ISO currency code of all money columns.")),
        _label("status", N_("Order status; which statuses count as revenue is a setting.")),
        _label("channel", N_("Where it was ordered.")),
        _money("refunded_amount", N_("What was given back.")),
        _money("cost", N_("What the goods cost; makes margin possible.")),
        Column("email", Kind.EMAIL, N_("The buyer's e-mail, to find the customer; stored only as a keyed hash.")),
    ),
)
ORDER_LINES = Table(
    "order_lines",
    N_("What was in an order: one row per item; a flat file also names the order's customer and date."),
    ("order_id", "line_id"),
    (
        _key("order_id", N_("The order the line belongs to."), required=True),
        _key("line_id", N_("The line's number within its order, when the file has one.")),
        _label("product", N_("Product name or number.")),
        _label("category", N_("Product category.")),
        _number("quantity", N_("How many.")),
        _money("unit_price", N_("Price of one.")),
        _money("amount", N_("What the line was worth; quantity x unit_price when missing.")),
        _key("customer_id", N_("The order's customer (flat files).")),
        _time("ordered_at", N_("The order's date (flat files).")),
        _label("currency", N_("The order's currency (flat files).")),
        _label("status", N_("The order's status (flat files).")),
        _label("channel", N_("The order's channel (flat files).")),
    ),
)
SURVEYS = Table(
    "surveys",
    N_("What they say: one row per invitation or answer."),
    ("response_id",),
    (
        _key("response_id", N_("The id of the response or invitation."), required=True),
        _key("customer_id", N_("Who was asked.")),
        _key("order_id", N_("The order it was about; also finds the customer.")),
        _key("contact_id", N_("The contact it was about; also finds the customer.")),
        Column("email", Kind.EMAIL, N_("Finds the customer; stored only as a keyed hash.")),
        _time("sent_at", N_("When the invitation went out; makes the response rate possible.")),
        _time("responded_at", N_("When it was answered; empty for an invitation without an answer."), required=True),
        Column("nps", Kind.SCORE, N_("Likelihood to recommend, whole numbers 0-10.")),
        Column("csat", Kind.SCORE, N_("Satisfaction on csat_scale.")),
        _label("csat_scale", N_("The satisfaction scale as worst-best, for example 1-5.")),
        Column("ces", Kind.SCORE, N_("Effort score on ces_scale.")),
        _label(
            "ces_scale",
            N_("The effort scale as hardest-easiest: 1-7 when 7 means very easy, 5-1 when 1 means very easy."),
        ),
        _label("touchpoint", N_("What the survey was about.")),
        _label("channel", N_("How it was asked.")),
        Column("comment", Kind.COMMENT, N_("The customer's own words.")),
    ),
)
CONTACTS = Table(
    "contacts",
    N_("Where they needed help: one row per contact, ticket or call."),
    ("contact_id",),
    (
        _key("contact_id", N_("The ticket number."), required=True),
        _key("customer_id", N_("Who asked.")),
        Column("email", Kind.EMAIL, N_("Finds the customer; stored only as a keyed hash.")),
        _time("opened_at", N_("When it was opened."), required=True),
        _time("closed_at", N_("When it was solved.")),
        _label("channel", N_("Phone, e-mail, chat, ...")),
        _label("reason", N_("What it was about.")),
        _number("first_reply_minutes", N_("Minutes to the first reply.")),
        _number("handle_minutes", N_("Minutes of work.")),
        _number("transfers", N_("How often it changed hands.")),
        _number("reopens", N_("How often it was opened again.")),
        _number("replies", N_("How many replies it took.")),
        Column("sla_met", Kind.YESNO, N_("Whether the service promise was kept.")),
        _money("cost", N_("What the contact cost to serve.")),
    ),
)
SUBSCRIPTIONS = Table(
    "subscriptions",
    N_("What they subscribe to: one row per subscription period."),
    ("subscription_id",),
    (
        _key("subscription_id", N_("The subscription's id."), required=True),
        _key("customer_id", N_("Who subscribes."), required=True),
        _time("started_at", N_("When it began."), required=True),
        _time("ended_at", N_("When it ended; empty while it runs.")),
        _label("plan", N_("Plan or tier.")),
        _money("mrr", N_("Monthly recurring revenue.")),
    ),
)
JOURNEY_EVENTS = Table(
    "journey_events",
    N_("What they did on the way: one row per event."),
    ("event_id",),
    (
        _key("event_id", N_("The event's id.")),
        _key("customer_id", N_("Who, when known.")),
        _key("visitor_id", N_("The visitor, when the customer is not known.")),
        _time("occurred_at", N_("When."), required=True),
        Column("stage", Kind.LABEL, N_("Stage of the journey."), required=True),
        _label("channel", N_("Where.")),
        _label("trigger", N_("What set it off.")),
    ),
)

TABLES: dict[str, Table] = {
    t.name: t for t in (CUSTOMERS, ORDERS, ORDER_LINES, SURVEYS, CONTACTS, SUBSCRIPTIONS, JOURNEY_EVENTS)
}
CALLED: Words[str] = Words(
    {
        "customers": N_("customers"),
        "orders": N_("orders"),
        "order_lines": N_("order_lines"),
        "surveys": N_("surveys"),
        "responses": N_("responses"),
        "contacts": N_("contacts"),
        "subscriptions": N_("subscriptions"),
        "journey_events": N_("journey_events"),
    }
)
"""Table, or mart that is called otherwise -> what it is called in a sentence."""
MISSING = "(missing)"
"""How a row without a value in a dimension is shown and filtered, so that parts always sum to the whole."""


def called(table: str) -> str:
    """What a table is called in a sentence; what is none of them, as it is."""
    return CALLED.get(table, table)
