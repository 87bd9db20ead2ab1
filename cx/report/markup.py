"""The Markdown of the pages as lines of plain text with their emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from cx.report.blocks import Prose, Role, Run, Text

ICON = re.compile(r":material/\w+:\s*")
UNSEEN = "\u2060"
"""Word joiners, with which the pages keep values of the data from being taken for markup."""
HEADINGS = {"h1": Role.HEADING, "h2": Role.HEADING, "h3": Role.HEADING}
PARSER = MarkdownIt("commonmark", {"html": False})


def line(markup: str) -> Text:
    """Markup as one line; a break in it becomes a blank."""
    found = [run for part in lines(markup) for run in (*part.text, Run(" "))]
    return _joined(found[:-1])


def lines(markup: str, role: Role = Role.BODY) -> list[Prose]:
    """Markup as lines: paragraphs (one line each, more where they are broken), items of lists and headings."""
    found: list[Prose] = []
    inside, now = 0, role
    for token in PARSER.parse(ICON.sub("", markup)):
        if token.type == "list_item_open":
            inside += 1
        elif token.type == "list_item_close":
            inside -= 1
        elif token.type == "heading_open":
            now = HEADINGS.get(token.tag, Role.SMALL_HEADING)
        elif token.type == "heading_close":
            now = role
        elif token.type == "inline":
            kind = Role.ITEM if inside else now
            found += [Prose(kind, text) for text in _broken(token.children or ()) if text]
    return found


def _broken(tokens: Sequence[Token]) -> Iterator[Text]:
    runs: list[Run] = []
    bold = 0
    for token in tokens:
        if token.type == "hardbreak":
            yield _joined(runs)
            runs = []
        elif token.type in ("strong_open", "strong_close"):
            bold += 1 if token.type == "strong_open" else -1
        elif token.type == "softbreak":
            runs.append(Run(" ", bold > 0))
        elif token.content:
            runs.append(Run(token.content, bold > 0, token.type == "code_inline"))
    yield _joined(runs)


def _joined(runs: Sequence[Run]) -> Text:
    """Neighbours of one kind as one run, without the marks that nobody is to see."""
    found: list[Run] = []
    for run in runs:
        text = run.text.replace(UNSEEN, "")
        if found and (found[-1].bold, found[-1].code) == (run.bold, run.code):
            found[-1] = Run(found[-1].text + text, run.bold, run.code)
        elif text:
            found.append(Run(text, run.bold, run.code))
    return tuple(found)
