"""A choice that a single page offers and keeps in the address, as the view bar does: the address is the truth."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from cx.ui import links


def choose(key: str, label: str, options: Mapping[str, str]) -> str:
    """Draw a choice among values (value -> what people call it) and return the chosen one.

    key: one of `links.PAGE_KEYS`; the first option is the default. What the address asks and is no option is told by
    the frame and left at the default here.
    """
    first = next(iter(options))
    wanted = (links.asked().get(key) or [first])[0]
    value = wanted if wanted in options else first
    name = f"choice.{key}"
    st.session_state[name] = value
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        key=name,
        required=True,
        on_change=_changed,
        args=(key, name),
    )
    return value


def _changed(key: str, name: str) -> None:
    st.query_params.update({key: st.session_state[name]})
