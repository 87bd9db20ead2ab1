"""The page table: every page's script, its name, its address and the section it stands in, in the order of the menu."""

from __future__ import annotations

from dataclasses import dataclass

from cx.language import N_, Words

SECTIONS = Words(
    {
        "": "",
        "experience": N_("Experience"),
        "loyalty": N_("Loyalty"),
        "value": N_("Value"),
        "impact": N_("Impact"),
        "data": N_("Data"),
    }
)
"""Section -> its heading; the first has none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One page. script: below `pages/`, without ending. title: marked, to be said where it is shown. path: its address,
    empty for the first page. figures: whether it shows any: without data it has nothing to say.
    """

    section: str
    script: str
    title: str
    icon: str
    path: str
    figures: bool = True

    @property
    def name(self) -> str:
        """What the page is called in addresses that lead back to it."""
        return self.script.rpartition("/")[2]

    @property
    def file(self) -> str:
        """The script as a link inside the dashboard names it."""
        return f"pages/{self.script}.py"


OVERVIEW = Entry("", "overview/overview", N_("Overview"), "dashboard", "")
WRITTEN_OUT = Entry("", "overview/overview", N_("Overview"), "dashboard", "overview")
"""The first page's address is “/”; who writes /overview means it too."""
BEHIND = Entry("", "customers/customers", N_("The customers behind the figure"), "groups", "customers")
"""Opened from a figure, not from the menu."""
HIDDEN = (WRITTEN_OUT, BEHIND)
COMPARE = Entry("", "compare/compare", N_("Compare"), "compare_arrows", "compare")
EXPERIENCE = Entry("experience", "experience/experience", N_("NPS, CSAT and CES"), "sentiment_satisfied", "experience")
DRIVERS = Entry("experience", "experience/drivers", N_("Drivers"), "tune", "drivers")
RETENTION = Entry("loyalty", "loyalty/retention", N_("Retention"), "loyalty", "retention")
SURVIVAL = Entry("loyalty", "loyalty/survival", N_("How long customers stay"), "hourglass_bottom", "survival")
VALUE = Entry("value", "value/lifetime_value", N_("Lifetime value"), "savings", "lifetime-value")
ORDERS = Entry("value", "value/orders", N_("Orders"), "shopping_cart", "orders")
ROI = Entry("impact", "impact/roi_of_cx", N_("ROI of CX"), "trending_up", "roi-of-cx")
EFFORT = Entry("impact", "impact/effort", N_("Effort and loyalty"), "exercise", "effort")
WHAT_IF = Entry("impact", "impact/what_if", N_("What if"), "calculate", "what-if")
DATA = Entry("data", "data/data", N_("Data"), "database", "data", figures=False)
DEFINITIONS = Entry("data", "definitions/definitions", N_("Definitions"), "menu_book", "definitions", figures=False)
PAGES = (
    OVERVIEW,
    COMPARE,
    EXPERIENCE,
    DRIVERS,
    RETENTION,
    SURVIVAL,
    VALUE,
    ORDERS,
    ROI,
    EFFORT,
    WHAT_IF,
    DATA,
    DEFINITIONS,
)
BY_FILE = {entry.file: entry for entry in (*PAGES, BEHIND)}
BY_PATH = {entry.path: entry for entry in (*PAGES, *HIDDEN)}
