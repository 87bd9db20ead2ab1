"""Of which metrics the customers can be listed, and in which words: what n counts, and what a customer adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cx.language import N_, ngettext, numbers
from cx.metrics.cost_to_serve import MINUTES

FOLDER = Path(__file__).parent
LISTS = FOLDER / "lists"
"""Where the SQL stands that makes a list of any kind's rows."""
BY_CUSTOMER = frozenset({"customers", "cohort members"})
"""What is counted is the customers themselves."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a figure is made of customers.

    sql: the file whose rows are what is counted: person_no, currency, n and adds. counts: what n counts, see `counted`.
    adds: the heading of what a customer adds. per: the figure is the sum of adds per n; else the sum itself, or neither
    (a median). sides: 1 adds, -1 takes away, 0 neither -> what such customers are called; empty where all add alike.
    adds is empty where a customer adds nothing but himself. evidence: n of the figure is how many it was learnt from;
    how many it is of stands in another row of the answer.
    """

    sql: str
    counts: str
    adds: str
    per: bool = True
    median: bool = False
    sides: Mapping[int, str] = field(default_factory=dict)
    evidence: bool = False

    @property
    def file(self) -> Path:
        """The file with the SQL."""
        return FOLDER / f"{self.sql}.sql"

    def adds_in(self, measure: str) -> str:
        """The heading of what a customer adds, marked, where it has that measure or item."""
        return MEASURED.get((self.sql, measure), self.adds)

    @property
    def modelled(self) -> bool:
        """Whether what a customer adds is what a model expects of him."""
        return self.sql == "modelled"

    @property
    def heading(self) -> str:
        """The heading of what is counted, marked; empty where every customer counts once."""
        return HEADINGS.get(self.counts, "")

    @property
    def strangers(self) -> str:
        """Why some of what is counted is not listed, marked; empty where only customers are counted."""
        return STRANGERS.get(self.counts, "")

    @property
    def not_counted(self) -> str:
        """Why a row in the view may not count, marked; empty where what is counted are no rows."""
        return NOT_COUNTED.get(self.counts, "")


STRANGERS: Mapping[str, str] = {
    "answers": N_("their customer is not known: an anonymous answer, or an id that no other table has"),
    "invitations": N_("their customer is not known"),
    "orders": N_("guest orders: they name no customer"),
    "orders and credit notes": N_("guest orders: they name no customer"),
    "contacts": N_("their customer is not known"),
    "contacts by effort": N_("their customer is not known"),
}
NOT_COUNTED: Mapping[str, str] = {
    "answers": N_("invitations without an answer, or answers to other questions"),
    "orders": N_("credit notes, or for amounts orders without one"),
    "orders and credit notes": N_("orders without an amount"),
    "contacts": N_("contacts that are not closed"),
    "contacts by effort": N_("contacts that carry no such figure, or are of another effort"),
}
HEADINGS: Mapping[str, str] = {
    "answers": N_("Answers"),
    "invitations": N_("Invitations"),
    "orders": N_("Orders counted"),
    "orders and credit notes": N_("Orders and credit notes"),
    "pairs": N_("Pairs of order days"),
    "contacts": N_("Contacts solved"),
    "contacts by effort": N_("Contacts counted"),
    "cohort members": N_("Times in a cohort"),
}
MEASURED: Mapping[tuple[str, str], str] = {
    ("retention", "orders"): N_("Orders at this age"),
    ("retention", "revenue"): N_("Net revenue at this age"),
    ("observed_ltv", "margin"): N_("Margin up to this age"),
    ("cost_to_serve", MINUTES): N_("Minutes of work on them"),
}
"""Kind and measure or item -> the heading of what a customer adds, where it is not that of the kind."""
RETURNED: Mapping[int, str] = {1: N_("Active at this age"), 0: N_("Not active")}
WITH_OUTCOME: Mapping[int, str] = {1: N_("With this outcome"), 0: N_("Without it")}
LATER_SPEND = N_("Spent in the days after")

BEHIND: Mapping[str, Kind] = {
    "nps": Kind(
        "nps",
        "answers",
        N_("Promoter less detractor answers"),
        sides={1: N_("More promoter answers"), 0: N_("Neither"), -1: N_("More detractor answers")},
    ),
    "csat": Kind(
        "csat",
        "answers",
        N_("Answers in the top two boxes"),
        sides={1: N_("Satisfied at least once"), 0: N_("Not once")},
    ),
    "csat_mean": Kind("csat_mean", "answers", N_("Sum of the answers")),
    "ces": Kind("ces", "answers", N_("Sum of the answers, 1–7")),
    "response_rate": Kind(
        "response_rate",
        "invitations",
        N_("Invitations answered"),
        sides={1: N_("Answered at least once"), 0: N_("Never answered")},
    ),
    "customers": Kind("customers", "customers", N_("Customers"), per=False),
    "new_customers": Kind("new_customers", "customers", N_("Customers"), per=False),
    "orders": Kind("orders", "orders", N_("Orders in these days"), per=False),
    "orders_per_customer": Kind("orders_per_customer", "customers", N_("Orders in these days")),
    "repeat_rate": Kind(
        "repeat_rate",
        "customers",
        N_("Two orders or more"),
        sides={1: N_("Two orders or more"), 0: N_("One order")},
    ),
    "time_between_orders": Kind("time_between_orders", "pairs", N_("Days between the orders"), median=True),
    "contacts_per_customer": Kind(
        "contacts_per_customer",
        "customers",
        N_("Contacts in these days"),
        sides={1: N_("With contacts"), 0: N_("Without contacts")},
    ),
    "resolution_time": Kind("resolution_time", "contacts", N_("Days to the solution"), median=True),
    "net_revenue": Kind("net_revenue", "orders and credit notes", N_("Net revenue in these days"), per=False),
    "aov": Kind("aov", "orders", N_("Net revenue in these days")),
    "churn_rate": Kind("churn_rate", "customers", N_("Stopped ordering"), sides={1: N_("Stopped"), 0: N_("Came back")}),
    "retention": Kind("retention", "cohort members", N_("Active at this age"), sides=RETURNED),
    "retention_curve": Kind("retention", "cohort members", N_("Active at this age"), sides=RETURNED),
    "observed_ltv": Kind("observed_ltv", "cohort members", N_("Brought up to this age")),
    "ltv_curve": Kind("observed_ltv", "cohort members", N_("Brought up to this age")),
    "forward_revenue": Kind("forward_revenue", "customers", LATER_SPEND),
    "adjusted_effect": Kind("forward_revenue", "customers", LATER_SPEND),
    "risk_ratio": Kind("risk_ratio", "customers", N_("With this outcome"), sides=WITH_OUTCOME),
    "effort_loyalty": Kind("effort_loyalty", "customers", N_("With this outcome"), sides=WITH_OUTCOME),
    "cost_to_serve": Kind("cost_to_serve", "contacts by effort", N_("Cost of these contacts")),
    "predicted_clv": Kind("modelled", "customers", N_("Expected to bring")),
    "p_alive": Kind("modelled", "customers", N_("P(alive)")),
    "revenue_at_risk": Kind("revenue_at_risk", "customers", "", per=False, evidence=True),
}
"""Metric -> how its customers are found. The others are models, or no customers are behind them."""


def counted(counts: str, n: int) -> str:
    """So many answers, orders or whatever n counts, in words."""
    words = {
        "answers": ngettext("{n} answer", "{n} answers", n),
        "invitations": ngettext("{n} invitation", "{n} invitations", n),
        "customers": ngettext("{n} customer", "{n} customers", n),
        "cohort members": ngettext("{n} customer", "{n} customers", n),
        "orders": ngettext("{n} order", "{n} orders", n),
        "orders and credit notes": ngettext("{n} order or credit note", "{n} orders and credit notes", n),
        "pairs": ngettext("{n} pair of order days", "{n} pairs of order days", n),
        "contacts": ngettext("{n} contact", "{n} contacts", n),
        "contacts by effort": ngettext("{n} contact", "{n} contacts", n),
    }
    return words[counts].format(n=numbers.count(n))
