"""A chart to take along by itself: with its finding, its definition and its source, as SVG or PNG."""

from __future__ import annotations

import json
import textwrap
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from html import escape

from cx.report.drawing import alone, settled
from cx.report.fonts import FAMILY, faces
from cx.report.studio import Drawing, studio

WIDTH, SCALE = 920, 2.5
EDGE = 12
_ONE_AT_A_TIME = ThreadPoolExecutor(max_workers=1, thread_name_prefix="picture")
"""A browser for every click of every visitor at once would be too much for a machine."""


@dataclass(frozen=True, slots=True)
class Style:
    """How the words around a chart are set. letters: on a line. high: of a line, in pixels."""

    size: float
    letters: int
    high: int
    bold: bool = False


TITLE, SMALL, FOOT = Style(16, 105, 22, bold=True), Style(12, 140, 17), Style(11, 150, 16)


def picture(spec: str, form: str, title: str, subtitle: str, foot: str) -> bytes:
    """The chart as a file. form: svg or png. Raises CxError when there is no browser to draw it."""
    # The thread that draws says its problems in the language of who asked.
    return _ONE_AT_A_TIME.submit(copy_context().run, _made, spec, form, title, subtitle, foot).result()


def _made(spec: str, form: str, title: str, subtitle: str, foot: str) -> bytes:
    words = title + subtitle + foot + json.dumps(json.loads(spec), ensure_ascii=False)
    letters = faces(words)
    with studio(letters) as open_studio:
        drawing = open_studio.drawing(spec, width=WIDTH)
        framed = _framed(drawing, _colours(spec), (title, TITLE), (subtitle, SMALL), foot=(foot, FOOT))
        if form == "png":
            return open_studio.png(framed, SCALE)
        return alone(framed, title, letters).encode("utf-8")


def _framed(drawing: Drawing, colours: tuple[str, str], *head: tuple[str, Style], foot: tuple[str, Style]) -> Drawing:
    """The drawing with words above and below it. colours: of the ground and of the words."""
    ground, ink = colours
    above, top = _set(head, EDGE, ink)
    below, bottom = _set([foot], top + drawing.height + EDGE, ink)
    height = bottom + EDGE
    inside = settled(drawing.svg, 1).replace("<svg ", f'<svg y="{top}" ', 1)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">'
        f'<rect width="{WIDTH}" height="{height}" fill="{ground}"/>{above}{inside}{below}</svg>'
    )
    return Drawing(svg, WIDTH, height)


def _set(parts: Sequence[tuple[str, Style]], top: int, ink: str) -> tuple[str, int]:
    """Words line by line from a height on, as SVG, and the height at which they end."""
    out = []
    for text, style in parts:
        weight = ' font-weight="700"' if style.bold else ""
        for line in textwrap.wrap(text, _letters(text, style)):
            top += style.high
            out.append(
                f'<text x="{EDGE}" y="{top - style.high // 4}" font-family="{FAMILY}" font-size="{style.size}"{weight} '
                f'fill="{ink}">{escape(line)}</text>'
            )
    return "".join(out), top


def _letters(text: str, style: Style) -> int:
    """Letters on a line; those of East Asia are twice as wide."""
    wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return style.letters // 2 if wide else style.letters


def _colours(spec: str) -> tuple[str, str]:
    """The figure's own colours of ground and words: light or dark, as its reader has it."""
    layout = json.loads(spec).get("layout", {}).get("template", {}).get("layout", {})
    return layout.get("paper_bgcolor", "#FFFFFF"), layout.get("font", {}).get("color", "#0E1720")
