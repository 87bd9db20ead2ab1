"""What pages keep in the address beside the view: which keys there are, and which values they may have."""

from __future__ import annotations

from cx.language import LANGUAGES

LANGUAGE = "lang"
"""The key of the language: links within the dashboard keep it, links to send on leave it to their receiver."""

PAGE_KEYS: dict[str, tuple[str, ...]] = {
    "grain": ("day", "week", "month", "quarter"),
    "measure": ("customers", "revenue", "orders", "margin"),
    "mode": ("first", "recurring"),
    "basis": ("first_order", "signed_up"),
    "score": ("nps", "csat", "ces", "effort"),
    "move": (),
    "lift": (),
    "cost": (),
    "of": ("nps", "csat", "aov", "retention", "revenue"),
    "why": (),
    LANGUAGE: tuple(LANGUAGES),
    "against": ("segments", "views"),
    "dim": (),
    "a": (),
    "b": (),
    "other": (),
    "figure": (),
    "by": (),
    "value": (),
    "cohort": (),
    "age": (),
    "currency": (),
    "days": (),
    "part": (),
    "band": (),
    "outcome": (),
    "item": (),
    "side": ("all", "adds", "neither", "takes"),
    "back": (),
    "metric": (),
    "show": ("load", "loads", "mappings", "health", "marks", "settings"),
}
"""Keys that single pages keep in the address -> the values they may have; none listed means any."""

PATHS = frozenset(
    (
        *("", "overview", "compare", "experience", "drivers", "retention", "survival", "lifetime-value", "orders"),
        *("roi-of-cx", "effort", "what-if", "data", "definitions", "customers"),
    )
)
"""The pages' addresses, for what knows no pages; a test holds them to the page table."""

PAGE_NUMBERS: dict[str, tuple[float, float]] = {"move": (0.0, 100.0), "lift": (0.0, 100.0), "cost": (0.0, 1e12)}
"""Keys whose value is a number -> its least and greatest value."""

SAVED_VIEW = "view"
"""The key by which an address names the saved view it came from."""


def number(key: str, text: str) -> float | None:
    """What a link gives for a key whose value is a number; None when it cannot be used."""
    least, most = PAGE_NUMBERS[key]
    try:
        value = float(text)
    except ValueError:
        return None
    return value if least <= value <= most else None


def allowed(key: str, value: str) -> bool:
    """Whether a key of a page may have a value."""
    if key in PAGE_NUMBERS:
        return number(key, value) is not None
    return not PAGE_KEYS[key] or value in PAGE_KEYS[key]
