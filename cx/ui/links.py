"""The address is the one place where the view is kept: read here, written here, in one step each.

Widgets follow the address, never the other way round except through `put`. Streamlit's own binding would put the
label a person reads into the address (so a link would depend on the language) and drop what it cannot use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import streamlit as st

from cx.language import _
from cx.metrics.behind import BEHIND
from cx.metrics.registry import METRICS
from cx.view import Dates, View

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
    "figure": tuple(BEHIND),
    "by": (),
    "value": (),
    "cohort": (),
    "age": (),
    "currency": (),
    "side": ("all", "adds", "neither", "takes"),
    "back": (),
    "metric": tuple(METRICS),
    "show": ("load", "loads", "mappings", "health", "settings"),
}
"""Keys that single pages keep in the address -> the values they may have; none listed means any."""

PAGE_NUMBERS: dict[str, tuple[float, float]] = {"move": (0.0, 100.0), "lift": (0.0, 100.0), "cost": (0.0, 1e12)}
"""Keys whose value is a number -> its least and greatest value."""


def number(key: str, text: str) -> float | None:
    """What a link gives for a key whose value is a number; None when it cannot be used."""
    least, most = PAGE_NUMBERS[key]
    try:
        value = float(text)
    except ValueError:
        return None
    return value if least <= value <= most else None


def asked() -> dict[str, list[str]]:
    """What the address asks: every key with all its values."""
    found = {key: st.query_params.get_all(key) for key in st.query_params}
    return {key: values for key, values in found.items() if values}


def put(view: View) -> None:
    """Write the view into the address; keys of other things that are there stay, unknown ones go."""
    pairs = query_params(view)
    gone = [key for key in st.query_params if key not in pairs and key not in PAGE_KEYS]
    # One update is one entry in the browser's history; an empty list leaves the key out of the address.
    st.query_params.update({**{key: [] for key in gone}, **pairs})


def query_params(view: View) -> dict[str, list[str]]:
    """The view as the parameters of a link to another page (`st.page_link(..., query_params=...)`)."""
    pairs: dict[str, list[str]] = {}
    for key, value in parse_qsl(view.query(), keep_blank_values=True):
        pairs.setdefault(key, []).append(value)
    return pairs


def coloured(label: str) -> str:
    """The label of a link that stands in a row of several, in the colour of links."""
    return f":primary[{label}]"


def absolute(view: View, url: str, query: Mapping[str, Sequence[str]]) -> str:
    """The address of the page at `url` with the whole view written out, and the page's own keys kept."""
    parts = urlsplit(url)
    own = [(key, value) for key in PAGE_KEYS for value in query.get(key, ())]
    text = "&".join(part for part in (view.query(), urlencode(own)) if part)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, text, ""))


def live(view: View) -> View:
    """The view over the newest data, whatever data it is pinned to."""
    return replace(view, data=None)


def copy_link(view: View, days: Dates, version_id: str) -> None:
    """Draw the popover with the two links a reader can send on."""
    url, query = st.context.url or "", asked()
    with st.popover(_("Copy link"), icon=":material/link:", key="copy_link"):
        st.caption(_("Live: the receiver sees this view of the newest data."))
        st.code(absolute(live(view), url, query), language=None, wrap_lines=True)
        st.caption(_("Pinned: the receiver sees exactly these days of exactly these data."))
        st.code(absolute(view.pinned(days, version_id), url, query), language=None, wrap_lines=True)
