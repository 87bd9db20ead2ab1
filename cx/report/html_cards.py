"""The cards of a report in HTML, each with a line of its complete periods."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from cx.report.blocks import Card, Cards
from cx.report.html_text import rich

FEWEST_POINTS = 2
WIDTH, HEIGHT, ROOM = 100.0, 20.0, 2.0


def cards(block: Cards) -> str:
    """The cards side by side."""
    return f'<ul class="cards">{"".join(_card(card) for card in block.cards)}</ul>'


def _card(card: Card) -> str:
    basis = "".join(f'<p class="basis">{rich(line)}</p>' for line in card.basis)
    change = ""
    if card.change:
        change = f'<p class="change {card.colour}">{escape(card.change)} {escape(card.direction)}</p>'
    return (
        f'<li><h3 class="card-title" title="{escape(card.definition)}">{escape(card.title)}</h3>'
        f'<p class="value">{escape(card.value)}</p>{change}{basis}{spark(card.trend)}</li>'
    )


def spark(values: Sequence[float]) -> str:
    """A line through the values, which is only an ornament beside the figures: a screen reader passes over it."""
    if len(values) < FEWEST_POINTS:
        return ""
    least, most = min(values), max(values)
    step, span = WIDTH / (len(values) - 1), (most - least) or 1.0
    points = " ".join(
        f"{n * step:.1f},{HEIGHT - ROOM - (value - least) / span * (HEIGHT - 2 * ROOM):.1f}"
        for n, value in enumerate(values)
    )
    return (
        f'<svg class="spark" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" preserveAspectRatio="none" aria-hidden="true">'
        f'<polyline points="{points}"/></svg>'
    )
