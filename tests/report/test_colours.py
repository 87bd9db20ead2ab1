"""A report has the colours of the pages in light mode."""

import re

from cx.charts.theme import DARK, LIGHT
from cx.report import colours
from cx.report.html import CSS


def test_slides_have_the_colours_of_the_pages():
    shown = (colours.TEXT, colours.QUIET, colours.LINE, colours.SURFACE)
    assert [f"#{c}" for c in shown] == [LIGHT.text, LIGHT.context, LIGHT.line, LIGHT.surface]


def test_the_style_sheet_has_them_too_in_light_and_dark():
    roots = re.findall(r":root \{(.*?)\}", CSS.read_text(encoding="utf-8"), re.DOTALL)
    for root, tokens in zip(roots, (LIGHT, DARK), strict=False):
        found = dict(re.findall(r"--(\w+): (#\w+)", root))
        shown = [found[name] for name in ("text", "quiet", "line", "surface", "page", "accent")]
        assert shown == [tokens.text, tokens.context, tokens.line, tokens.surface, tokens.background, tokens.accent]
