"""A chart's SVG made fit for a document: the same every time, named for a screen reader, and beside others."""

from __future__ import annotations

import re
from html import escape

from cx.report.studio import Drawing

OPENING = re.compile(r"<svg\b[^>]*>")
OWN_ID = re.compile(r'id="defs-([0-9a-f]{6})"')
TRACE = re.compile(r"\btrace([0-9a-f]{6})\b")


def settled(svg: str, number: int) -> str:
    """The same drawing with ids that depend on its number only; Plotly draws lots for them."""
    found = OWN_ID.search(svg)
    if found:
        svg = svg.replace(found[1], f"{number:06d}")
    names = list(dict.fromkeys(TRACE.findall(svg)))
    return TRACE.sub(lambda match: f"trace{number}-{names.index(match[1])}", svg)


def inline(drawing: Drawing, number: int, title: str, description: str) -> str:
    """The drawing as a part of a page of HTML: it scales with the page and tells a screen reader what it says."""
    svg = settled(drawing.svg, number)
    named = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-labelledby="t{number} d{number}" '
        f'viewBox="0 0 {drawing.width} {drawing.height}">'
        f'<title id="t{number}">{escape(title)}</title><desc id="d{number}">{escape(description)}</desc>'
    )
    return OPENING.sub(lambda _found: named, svg, count=1)


def alone(drawing: Drawing, title: str, faces: str) -> str:
    """The drawing as a file of its own, with its letters."""
    svg = settled(drawing.svg, 1)
    inside = f"<title>{escape(title)}</title><style>{faces}</style>"
    return OPENING.sub(lambda found: found[0] + inside, svg, count=1)
