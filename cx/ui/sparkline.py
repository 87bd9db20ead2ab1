"""The line on a card with the words a screen reader says instead; the chart of `st.metric` cannot be given any."""

from __future__ import annotations

import streamlit as st

from cx.charts.sparkline import sparkline
from cx.charts.theme import Mode
from cx.language import _, numbers
from cx.ui.changes import Judged
from cx.ui.twin import spoken

FEWEST_POINTS = 4
"""A line through fewer whole periods would suggest a trend that nobody has seen."""


def show(card: Judged, mode: Mode) -> None:
    """The line through the card's whole periods, where there are enough of them."""
    if len(card.trend) < FEWEST_POINTS:
        # Its place is kept: the browser would make everything below anew when a line comes or goes.
        st.empty()
        return
    st.image(sparkline(card.trend, mode), width="stretch", alt=in_words(card))


def in_words(card: Judged) -> str:
    """What the line shows: where it begins and ends, its lowest and its highest point."""
    ends = (card.trend[0], card.trend[-1], min(card.trend), max(card.trend))
    first, last, lowest, highest = (numbers.figure(value, card.unit, card.currency) for value in ends)
    words = _("{figure} over {n} whole periods: from {first} to {last}, between {lowest} and {highest}.")
    return words.format(
        figure=spoken(card.title), n=len(card.trend), first=first, last=last, lowest=lowest, highest=highest
    )
