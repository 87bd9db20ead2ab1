"""Lines of a report in HTML: every word of the data stays only a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from cx.report.blocks import Block, Prose, Role, Text

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


def in_lists(blocks: Sequence[Block]) -> Iterator[Block | list[Prose]]:
    """The blocks, neighbouring items as one list."""
    for are_items, group in groupby(blocks, lambda block: isinstance(block, Prose) and block.role is Role.ITEM):
        if are_items:
            yield [block for block in group if isinstance(block, Prose)]
        else:
            yield from group
