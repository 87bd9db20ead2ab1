"""The address is the one place where the view is kept: read here, written here, in one step each.

Widgets follow the address, never the other way round except through `put`. Streamlit's own binding would put the
label a person reads into the address (so a link would depend on the language) and drop what it cannot use.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import streamlit as st

from cx.page_keys import LANGUAGE, PAGE_KEYS
from cx.view import View


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
    if spoken := asked().get(LANGUAGE):
        pairs[LANGUAGE] = spoken
    return pairs


def coloured(label: str) -> str:
    """The label of a link that stands in a row of several, in the colour of links."""
    return f":blue[{label}]"


def written(view: View, own: Mapping[str, str]) -> str:
    """The query string of a link to send on: the whole view and the page's own keys; the language is its receiver's."""
    chosen = urlencode([(key, own[key]) for key in PAGE_KEYS if key in own and key != LANGUAGE])
    return "&".join(part for part in (view.query(), chosen) if part)


def absolute(view: View, url: str, own: Mapping[str, str]) -> str:
    """The address of the page at `url` with the whole view and the page's own keys written out."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, written(view, own), ""))
