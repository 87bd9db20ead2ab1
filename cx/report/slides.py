"""A report as slides: a title, and for each page its finding with its cards, its charts, and what it says besides."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches

from cx.language import _, numbers
from cx.report import colours
from cx.report import slide_parts as parts
from cx.report.archive import settled
from cx.report.blocks import Block, Cards, Chart, Definition, Prose, Report, Role, Section, Table, said, whole
from cx.report.definitions import definition_lines
from cx.report.html import place
from cx.report.slide_fit import cut, height, pages
from cx.report.slide_parts import Box, Line

WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.5
ROOM = WIDTH - 2 * EDGE
TOP, BOTTOM = 1.6, 6.95
PICTURE = Box(EDGE, TOP + 0.35, 7.7, 4.95)
BESIDE = Box(EDGE + PICTURE.width + 0.25, PICTURE.top, ROOM - PICTURE.width - 0.25, PICTURE.height)
PICTURE_WIDTH, PICTURE_HEIGHT, PICTURE_SCALE = 770, 495, 2.5
ROWS, ROW_HEIGHT = 14, 0.3
COLUMNS = 8
CARDS_IN_A_ROW = 4
SIZES = {Role.HEADING: 18.0, Role.SMALL_HEADING: 14.0, Role.CAPTION: 12.0}
BODY_SIZE = 14.0
HEADINGS = (Role.HEADING, Role.SMALL_HEADING)
LONGEST_LABEL = 30
EAST_ASIAN = {"ja": "Yu Gothic"}
"""Language -> a typeface that PowerPoint has for its letters."""
TITLE_ONLY = 5
"""The layout of the built-in template that has a title and nothing else."""


def deck(report: Report, pictures: Mapping[str, bytes]) -> bytes:
    """The presentation. pictures: key of a chart, as `html.place` makes it -> PNG."""
    writer = _Deck(report, pictures)
    writer.title_slide()
    for section in report.sections:
        writer.section(section)
    return writer.content()


class _Deck:
    """Makes the slides one after the other."""

    def __init__(self, report: Report, pictures: Mapping[str, bytes]) -> None:
        self._report, self._pictures = report, pictures
        self._made: Any = Presentation()
        self._made.slide_width, self._made.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self._name()
        self._definitions = {d.name: d for d in report.definitions()}

    def content(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self._made.save(out)
        return settled(out.getvalue())

    def title_slide(self) -> None:
        """What the report is about: the view, and what of the link could not be used."""
        report = self._report
        slide = self._slide(report.title, report.product)
        rows = tuple((label, cut(value, 12, ROOM * 0.75)) for label, value in report.view)
        view = Table((_("View"), ""), rows)
        parts.table(slide, Box(EDGE, TOP, ROOM, 0.36 * (len(rows) + 1)), view, size=12)
        top = TOP + 0.36 * (len(rows) + 1) + 0.2
        lines = [Line(whole(cut(told, 12, ROOM, 2)), 12, bullet=True) for told in report.told[:5]]
        if lines:
            heading = Line(whole(_("Some of this link could not be used"), bold=True), 12)
            parts.text(slide, Box(EDGE, top, ROOM, BOTTOM - top), [heading, *lines], loose=True)

    def section(self, section: Section) -> None:
        """The slides of a page."""
        blocks = list(section.blocks)
        said_before: list[Prose] = []
        while blocks:
            block = blocks.pop(0)
            if isinstance(block, Prose):
                said_before.append(block)
                continue
            if isinstance(block, Cards):
                before, lead = _parted(said_before)
                self._words(section, before)
                after = _said_of_it(blocks)
                del blocks[: self._cards(section, lead, block, after)]
                said_before = []
                continue
            kicker = self._kicker(section, said_before)
            headings = [said(p.text) for p in said_before if p.role in HEADINGS]
            self._block(section, block, kicker, (headings or [section.title])[-1])
            said_before = []
        self._words(section, said_before)

    def _block(self, section: Section, block: Block, kicker: str, heading: str) -> None:
        if isinstance(block, Chart):
            self._chart(section, block, kicker)
        elif isinstance(block, Table):
            self._table(block, heading, kicker)

    def _kicker(self, section: Section, before: Sequence[Prose]) -> str:
        """What stands in small letters above the next title; more than a line of it is a slide of its own."""
        words = " · ".join([section.title, *(said(prose.text) for prose in before)])
        if cut(words, 12, ROOM) == words:
            return words
        last = len(before)
        while last and before[last - 1].role in HEADINGS:
            last -= 1  # a heading belongs to what follows
        self._words(section, before[:last])
        return " · ".join([section.title, *(said(prose.text) for prose in before[last:])])

    def _cards(self, section: Section, before: Sequence[Prose], block: Cards, after: Sequence[Prose] = ()) -> int:
        """Cards with what leads to them above, and below as much of what is said of them as there is room for.

        Returns how many paragraphs of `after` that was.
        """
        headed = bool(before) and before[0].role in HEADINGS
        lead = before[headed:]
        title, kicker = (said(before[0].text), section.title) if headed else (section.title, section.question)
        slide = self._slide(title, kicker)
        top = TOP
        for prose in lead:
            sentence, size = said(prose.text), 16.0 if prose is lead[0] and prose.role is not Role.CAPTION else 12.0
            high = min(height(sentence, size, ROOM), 1.3)
            parts.text(slide, Box(EDGE, top, ROOM, high), [Line(whole(cut(sentence, size, ROOM, 4)), size)])
            top += high + 0.1
        rows = -(-len(block.cards) // CARDS_IN_A_ROW)
        wide, high = ROOM / CARDS_IN_A_ROW, min(1.95, (BOTTOM - top - 0.1) / rows)
        for n, card in enumerate(block.cards):
            left, down = EDGE + n % CARDS_IN_A_ROW * wide, top + 0.1 + n // CARDS_IN_A_ROW * high
            parts.card(slide, Box(left, down, wide - 0.15, high - 0.12), card)
        down, told = top + 0.1 + rows * high + 0.1, 0
        for prose in after:
            tall = height(said(prose.text), 12, ROOM)
            if down + tall > BOTTOM:
                break
            parts.text(slide, Box(EDGE, down, ROOM, tall), [Line(prose.text, 12)])
            down, told = down + tall + 0.1, told + 1
        parts.notes(slide, [line for d in section.definitions for line in _noted(d)])
        return told

    def _chart(self, section: Section, chart: Chart, kicker: str) -> None:
        slide = self._slide(said(chart.title), kicker)
        under = "; ".join(part for part in (said(chart.subtitle), chart.sample) if part)
        subtitle = Line(whole(cut(under, 12, ROOM)), 12, colours.QUIET)
        parts.text(slide, Box(EDGE, TOP, ROOM, 0.3), [subtitle])
        png = self._pictures.get(place(section, chart))
        if png:
            parts.picture(slide, PICTURE, png, chart.alt)
        else:
            parts.text(slide, PICTURE, [Line(chart.instead, BODY_SIZE)])
        if chart.table and chart.table.rows:
            self._twin(slide, chart.table)
        own = self._definitions.get(chart.metric)
        parts.notes(slide, [said(chart.title), under, *(_noted(own) if own else ()), *chart.notes])

    def _twin(self, slide: Any, table: Table) -> None:
        """The first rows of a chart's table beside it: what each is, figure, interval, n."""
        names = table.names
        joined = tuple(
            (" · ".join(c for c in row[:names] if c != numbers.DASH), *row[names : names + 3]) for row in table.rows
        )
        heads = (" · ".join(table.columns[:names]), *table.columns[names : names + 3])
        fits = Table(heads, joined, frozenset({1, 2, 3})).first(ROWS)
        high = ROW_HEIGHT * (len(fits.rows) + 1)
        parts.table(slide, Box(BESIDE.left, BESIDE.top, BESIDE.width, high), fits, size=8)
        self._cut_note(slide, fits, Box(BESIDE.left, BESIDE.top + high + 0.05, BESIDE.width, 0.25))

    def _table(self, table: Table, heading: str, kicker: str) -> None:
        slide = self._slide(heading, kicker)
        most = slice(0, COLUMNS)
        rows = tuple(row[most] for row in table.rows)
        figures = frozenset(n for n in table.figures if n < COLUMNS)
        fits = Table(table.columns[most], rows, figures, rows_in_all=table.rows_in_all).first(ROWS)
        high = ROW_HEIGHT * (len(fits.rows) + 1)
        parts.table(slide, Box(EDGE, TOP, ROOM, high), fits, size=10)
        self._cut_note(slide, fits, Box(EDGE, TOP + high + 0.05, ROOM, 0.25))

    def _cut_note(self, slide: Any, table: Table, box: Box) -> None:
        if table.cut:
            words = _("{n} of {all} rows").format(
                n=numbers.count(len(table.rows)), all=numbers.count(table.rows_in_all)
            )
            parts.text(slide, box, [Line(whole(words), 9, colours.QUIET)])

    def _words(self, section: Section, prose: Sequence[Prose]) -> None:
        """What a page says besides its charts, on as many slides as it takes."""
        sized = [(said(p.text), SIZES.get(p.role, BODY_SIZE)) for p in prose]
        leading = {n for n, p in enumerate(prose) if p.role in HEADINGS or _is_label(p)}
        for page in pages(sized, ROOM - 0.3, BOTTOM - TOP, leading):
            slide = self._slide(section.title, section.question)
            lines = [
                Line(prose[n].text, sized[n][1], bold=sized[n][1] > BODY_SIZE, bullet=prose[n].role is Role.ITEM)
                for n in page
            ]
            parts.text(slide, Box(EDGE, TOP, ROOM, BOTTOM - TOP), lines, loose=True)

    def _slide(self, title: str, kicker: str) -> Any:
        """A slide with its title, what stands above it, and the foot with view and data version."""
        slide = self._made.slides.add_slide(self._made.slide_layouts[TITLE_ONLY])
        heading = slide.shapes.title
        heading.left, heading.top, heading.width, heading.height = Box(EDGE, 0.6, ROOM, 0.95).emu()
        size = 24.0 if cut(title, 24, ROOM) == title else 18.0
        parts.write(
            heading.text_frame, [Line(whole(cut(title, size, ROOM, 2)), size, bold=True)], anchor=MSO_ANCHOR.MIDDLE
        )
        parts.text(slide, Box(EDGE, 0.3, ROOM, 0.28), [Line(whole(cut(kicker, 12, ROOM)), 12, colours.QUIET)])
        foot = f"{self._report.product} · {self._report.strip}"
        parts.text(slide, Box(EDGE, 7.1, ROOM - 0.8, 0.25), [Line(whole(cut(foot, 9, ROOM - 0.8)), 9, colours.QUIET)])
        number = numbers.count(len(self._made.slides))
        parts.text(slide, Box(WIDTH - EDGE - 0.6, 7.1, 0.6, 0.25), [Line(whole(number), 9, colours.QUIET)])
        return slide

    def _name(self) -> None:
        """Properties that depend on the report only, and the typeface of its language."""
        about = self._made.core_properties
        day = datetime.combine(self._report.to, time())
        about.title, about.subject = self._report.title, self._report.strip
        about.author = about.last_modified_by = self._report.product
        about.language, about.revision = self._report.language, 1
        about.created = about.modified = about.last_printed = day
        if face := EAST_ASIAN.get(self._report.language):
            theme = self._made.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
            theme._blob = theme.blob.replace(b'<a:ea typeface=""/>', f'<a:ea typeface="{face}"/>'.encode())


def _parted(before: Sequence[Prose]) -> tuple[Sequence[Prose], Sequence[Prose]]:
    """What stands for itself, and what belongs to the cards that follow: from the last heading on."""
    last = max((n for n, prose in enumerate(before) if prose.role in HEADINGS), default=0)
    return before[:last], before[last:]


def _said_of_it(blocks: Sequence[Block]) -> list[Prose]:
    """The sentences that follow, up to the next heading, choice, chart, table or cards."""
    found: list[Prose] = []
    for block in blocks:
        if not isinstance(block, Prose) or block.role in HEADINGS or _is_label(block):
            break
        found.append(block)
    return found


def _is_label(prose: Prose) -> bool:
    """Whether small print only names what stands below it."""
    words = said(prose.text)
    return prose.role is Role.CAPTION and len(words) < LONGEST_LABEL and not words.endswith(".")


def _noted(definition: Definition) -> list[str]:
    return [f"{definition.title}:", *definition_lines(definition), ""]
