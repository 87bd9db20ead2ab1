"""The small line on a card: where a figure has been, without axes; its last point is marked.

A drawing instead of a chart: a browser needs 40 ms for each chart of Plotly, which on a page of eight cards is a third
of the wait.
"""

from __future__ import annotations

from collections.abc import Sequence

from cx.charts.theme import TOKENS, Mode

HEIGHT = 44
MARK = 3.5
"""Radius of the mark on the last point; the line keeps so far from the edges that no mark is cut."""
WIDTH = 2


def sparkline(values: Sequence[float], mode: Mode) -> str:
    """SVG of a line through two figures or more, the oldest first; it takes the width of its place."""
    colour = TOKENS[mode].context
    low, spread = min(values), max(values) - min(values)
    # Figures that are all the same run through the middle.
    heights = [MARK + (HEIGHT - 2 * MARK) * (1 - (value - low) / spread if spread else 0.5) for value in values]
    points = " ".join(f"{place},{height:.2f}" for place, height in enumerate(heights))
    end = heights[-1]
    # The inner drawing is stretched to the width and its line is not; the mark would become an ellipse in it.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="{HEIGHT}">'
        f'<svg width="97%" height="{HEIGHT}" viewBox="0 0 {len(values) - 1} {HEIGHT}" preserveAspectRatio="none">'
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{WIDTH}" '
        'stroke-linejoin="round" vector-effect="non-scaling-stroke"/></svg>'
        f'<circle cx="97%" cy="{end:.2f}" r="{MARK}" fill="{colour}"/></svg>'
    )
