"""Lines of a report in HTML: every word of the data stays only a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from cx.report.blocks import Block, Chart, Prose, Role, Text

MARKS = {(True, False): "b", (False, True): "code", (True, True): "code"}
TAGS = {
    Role.LEAD: ("p", "lead"),
    Role.HEADING: ("h3", ""),
    Role.SMALL_HEADING: ("h4", ""),
    Role.BODY: ("p", ""),
    Role.ITEM: ("li", ""),
    Role.CAPTION: ("p", "caption"),
    Role.NOTICE: ("p", "notice"),
}


def rich(text: Text) -> str:
    """A line with its emphasis."""
    out = []
    for run in text:
        mark = MARKS.get((run.bold, run.code))
        out.append(f"<{mark}>{escape(run.text)}</{mark}>" if mark else escape(run.text))
    return "".join(out)


def prose(block: Prose) -> str:
    """A line in the element that its role asks for."""
    tag, kind = TAGS[block.role]
    named = f' class="{kind}"' if kind else ""
    return f"<{tag}{named}>{rich(block.text)}</{tag}>"


def grouped(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """The blocks in order; neighbouring items are one list, neighbouring charts of half the width one row."""
    for kind, group in groupby(blocks, _together):
        if kind:
            yield list(group)
        else:
            yield from ([block] for block in group)


def _together(block: Block) -> str:
    if isinstance(block, Prose) and block.role is Role.ITEM:
        return "items"
    return "charts" if isinstance(block, Chart) and block.beside else ""
