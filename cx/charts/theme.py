"""The colours of the charts, light and dark, and the Plotly templates made of them.

The same values stand in `.streamlit/config.toml` for the rest of the page; a test keeps the two equal. Blue and orange
are the pair of Okabe & Ito that every kind of colour vision tells apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import plotly.graph_objects as go

from cx.language.direction import undirected

Mode = Literal["light", "dark"]
Figure = go.Figure
"""What every chart returns, for those who may not import Plotly."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The named colours of one mode. good, bad: direction; context: what is shown only for comparison."""

    background: str
    surface: str
    text: str
    context: str
    line: str
    good: str
    bad: str
    categorical: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]

    @property
    def accent(self) -> str:
        """The colour of the one series that is looked at."""
        return self.categorical[0]


LIGHT = Tokens(
    background="#FFFFFF",
    surface="#F3F6F9",
    text="#0E1720",
    context="#5B6B7A",
    line="#D5DDE5",
    good="#0072B2",
    bad="#D55E00",
    categorical=("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#5B6B7A"),
    sequential=(
        *("#EFF6FB", "#DCEBF6", "#C2DDEF", "#A1CBE6", "#7AB5DB"),
        *("#519DCE", "#2C84BF", "#146CA8", "#08548A", "#053C66"),
    ),
    diverging=(
        *("#8F3D00", "#B85200", "#D9772B", "#EBA672", "#F6D6BD"),
        *("#D3E5F2", "#A1CBE6", "#519DCE", "#146CA8", "#053C66"),
    ),
)
DARK = Tokens(
    background="#10161D",
    surface="#1B2530",
    text="#E6ECF2",
    context="#9AA9B7",
    line="#36434F",
    good="#56B4E9",
    bad="#E69F00",
    categorical=("#56B4E9", "#E69F00", "#2FC79C", "#CC79A7", "#F0E442", "#2C84BF", "#9AA9B7"),
    sequential=(
        *("#17242F", "#18303F", "#193F57", "#1A5072", "#1B6390"),
        *("#2379AF", "#3F93C9", "#67ADDA", "#97C9E8", "#CBE4F4"),
    ),
    diverging=(
        *("#F6C98F", "#F2B84B", "#E69F00", "#A87405", "#574317"),
        *("#193F57", "#1B6390", "#2379AF", "#67ADDA", "#CBE4F4"),
    ),
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a chart writes and colours its figures: unit and currency of the figures, grain of periods, light or dark."""

    unit: str
    currency: str | None = None
    every: str | None = None
    mode: Mode = "light"

    @property
    def tokens(self) -> Tokens:
        """The colours of the mode."""
        return TOKENS[self.mode]


TOKENS: dict[str, Tokens] = {"light": LIGHT, "dark": DARK}
FONT_SIZE = 13
APART: dict[str, Any] = {"ticks": "", "ticklabelstandoff": 6, "fixedrange": True}
"""For every axis: labels a little away from the plot, no tick marks, no zoom by accident on a phone."""
SMALL = 12
"""Pixels of what is written inside a chart."""
BAND_OPACITY = 0.16


def blank(mode: Mode, *, height: int) -> go.Figure:
    """An empty figure in the house style: no title, tight margins, horizontal legend above, hover in the house colours.

    Streamlit replaces the template's fonts and grid by its own, whose grey is too pale to be read on white: what is
    written has its colour and size here. The template serves figures drawn elsewhere.
    """
    figure = go.Figure(layout=_house(mode))
    figure.layout.height = height
    return figure


@cache
def _house(mode: Mode) -> go.Layout:
    """The layout every figure starts with a copy of; Plotly checks it key by key, 16 ms each time it is written out."""
    tokens = TOKENS[mode]
    written = {"color": tokens.context, "size": SMALL}
    axis = {**APART, "tickfont": written, "title": {"font": written}}
    return go.Layout(
        template=template(mode),
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        showlegend=False,
        font={"color": tokens.text, "size": SMALL},
        legend={
            "font": {"color": tokens.text, "size": SMALL},
            "orientation": "h",
            "yanchor": "bottom",
            "y": 1.0,
            "xanchor": "left",
            "x": 0,
        },
        hoverlabel={"bgcolor": tokens.surface, "bordercolor": tokens.line, "font": {"color": tokens.text}},
        dragmode=False,
        xaxis=axis,
        yaxis=axis,
    )


def template(mode: Mode) -> go.layout.Template:
    """The Plotly template of a mode."""
    tokens = TOKENS[mode]
    axis = {"gridcolor": tokens.line, "zerolinecolor": tokens.context, "linecolor": tokens.line, "automargin": True}
    return go.layout.Template(
        layout={
            "colorway": list(tokens.categorical),
            "font": {"color": tokens.text, "size": FONT_SIZE},
            "paper_bgcolor": tokens.background,
            "plot_bgcolor": tokens.background,
            "xaxis": axis,
            "yaxis": axis,
        }
    )


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 black to 1 white. Source: WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21. Source: WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def faded(colour: str, opacity: float) -> str:
    """A colour at some opacity, as Plotly writes it."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def label(text: str, width: int = 26) -> str:
    """Text of the data as a label: its markup shown, not obeyed, and cut with an ellipsis when it is long."""
    whole = undirected(text)
    short = whole if len(whole) <= width else whole[: width - 1].rstrip() + "…"
    return short.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def interval_band(
    figure: go.Figure, x: Sequence[object], lows: Sequence[object], highs: Sequence[object], colour: str
) -> None:
    """Draw a line's interval as a faint area behind it; no legend, no hover of its own."""
    figure.add_scatter(
        x=[*x, *reversed(x)],
        y=[*highs, *reversed(lows)],
        fill="toself",
        fillcolor=faded(colour, BAND_OPACITY),
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
    )
