"""A choice that a single page offers and keeps in the address, as the view bar does: the address is the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from cx.language import _
from cx.page_keys import PAGE_NUMBERS, SAVED_VIEW
from cx.page_keys import number as read_number
from cx.ui import links
from cx.ui.plain import plain
from cx.ui.shortened import shortened
from cx.view import EVERY, Dates, coarsest_enough

SHOWN = "choices_shown"
MOST_COHORTS = 120
"""More rows of cohorts than a heatmap can name, and than a reader waits for."""


def begin() -> None:
    """Forget what the run before showed."""
    st.session_state[SHOWN] = {}


def shown() -> dict[str, str]:
    """Every choice that this run showed, as the address writes it: also those left at their default."""
    found: dict[str, str] = st.session_state.get(SHOWN, {})
    return found


def choose(key: str, label: str, options: Mapping[str, str]) -> str:
    """Draw a choice among values (value -> what people call it) and return the chosen one.

    key: one of `cx.page_keys.PAGE_KEYS`; the first option is the default. What the address asks and is no option is
    told by the frame and left at the default here.
    """
    value = chosen(key, options)
    name = f"choice.{key}"
    st.session_state[name] = value
    shown()[key] = value
    # Not a segmented control: what is chosen there differs in colour only, and in the dark too little.
    st.radio(
        label,
        list(options),
        format_func=options.__getitem__,
        key=name,
        horizontal=True,
        on_change=_changed,
        args=(key, name),
    )
    return value


def pick(key: str, label: str, options: Mapping[str, str], *, clears: Sequence[str] = ()) -> str:
    """The same as a list to pick from, where there may be many options; what is asked and is none of them is told.

    clears: keys of the address whose options depend on this one: they go when it changes.
    """
    value = chosen(key, options)
    asked = (links.asked().get(key) or [value])[0]
    if asked != value:
        told = _("{label}: there is no “{asked}” here; {value} is shown.")
        st.caption(plain(told.format(label=label, asked=shortened(asked), value=options[value])))
    name = f"choice.{key}"
    st.session_state[name] = value
    shown()[key] = value
    st.selectbox(
        label,
        list(options),
        format_func=lambda v: options.get(v, v),
        key=name,
        on_change=_changed,
        args=(key, name, tuple(clears)),
    )
    return value


def chosen(key: str, options: Mapping[str, str]) -> str:
    """What the address chooses among the options, the first when it chooses none: for what stands above the control."""
    first = next(iter(options))
    wanted = (links.asked().get(key) or [first])[0]
    return wanted if wanted in options else first


def given(key: str, default: float) -> float:
    """The number that the address gives, the default when it gives none: for what stands above the field."""
    found = read_number(key, (links.asked().get(key) or [""])[0])
    return default if found is None else found


def number(key: str, label: str, default: float, *, step: float, hint: str = "") -> float:
    """Draw a field for a number that the address keeps, and return it; `default` when the address gives none.

    key: one of `cx.page_keys.PAGE_NUMBERS`, which says what it may be.
    """
    least, most = PAGE_NUMBERS[key]
    value = given(key, default)
    name = f"choice.{key}"
    st.session_state[name] = value
    shown()[key] = f"{value:g}"
    st.number_input(
        label, least, most, step=step, format="%g", key=name, help=hint or None, on_change=_changed, args=(key, name)
    )
    return value


def few_enough(dates: Dates, grain: str, titles: Mapping[str, str]) -> str:
    """The grain, or the next coarser one that makes a table of cohorts somebody can read; a change is told.

    titles: grain -> what people call it, for all grains there are to choose from.
    """
    fit = coarsest_enough(dates, grain, MOST_COHORTS, [every for every in EVERY if every in titles])
    if fit != grain:
        words = _("By {asked} there would be more than {n} cohorts; they are shown by {grain}.")
        st.caption(words.format(asked=titles[grain].lower(), n=MOST_COHORTS, grain=titles[fit].lower()))
    return fit


def _changed(key: str, name: str, clears: Sequence[str] = ()) -> None:
    value = st.session_state[name]
    text = f"{value:g}" if isinstance(value, float) else value
    # What is shown is then no longer the saved view that the address came from.
    st.query_params.update({key: text, **{gone: [] for gone in (SAVED_VIEW, *clears)}})
