"""The parts of a slide: a title, lines of text, cards, a table, a picture; native ones, which can be edited."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from cx.report import colours
from cx.report.blocks import Card, Table, Text, said, whole
from cx.report.slide_fit import CELL, columns, cut

NOTHING = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    def emu(self) -> tuple[int, int, int, int]:
        """The same in the unit of the file."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its size in points and its colour."""

    text: Text
    size: float
    colour: str = colours.TEXT
    bold: bool = False
    bullet: bool = False


def _rgb(colour: str) -> RGBColor:
    red, green, blue = bytes.fromhex(colour)
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call] # its module is typed but for this


def write(frame: Any, lines: Sequence[Line], *, anchor: Any = MSO_ANCHOR.TOP, loose: bool = False) -> None:
    """Put lines into a text frame that does not grow. loose: with half a line between them."""
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, None, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = NOTHING
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(line.size / 2 if loose else NOTHING)
        for run in [*whole("• ")] * line.bullet + [*line.text]:
            part = paragraph.add_run()
            part.text = run.text
            part.font.size, part.font.bold = Pt(line.size), line.bold or run.bold
            part.font.color.rgb = _rgb(line.colour)


def text(slide: Any, box: Box, lines: Sequence[Line], *, loose: bool = False) -> None:
    """A box of text. loose: with half a line between its lines."""
    write(slide.shapes.add_textbox(*box.emu()).text_frame, lines, loose=loose)


def card(slide: Any, box: Box, given: Card) -> None:
    """A card as one shape with its lines."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu())
    shape.name = given.title
    shape.shadow.inherit = False
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb("FFFFFF")
    shape.line.color.rgb = _rgb(colours.LINE)
    room = box.width - 0.24
    lines = [
        Line(whole(cut(given.title, 11, room)), 11, colours.QUIET),
        Line(whole(cut(given.value, 24, room)), 24, bold=True),
    ]
    if given.change:
        change = cut(f"{given.change} {given.direction}", 11, room)
        lines.append(Line(whole(change), 11, colours.CHANGES[given.colour], bold=given.colour != "grey"))
    lines += [Line(_whole_or_cut(basis, 10, room), 10, colours.QUIET) for basis in given.basis[:3]]
    write(shape.text_frame, lines)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = Inches(0.12)
    frame.margin_top = Inches(0.08)
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT


def _whole_or_cut(line: Text, size: float, room: float) -> Text:
    words = said(line)
    short = cut(words, size, room, 2)
    return line if short == words else whole(short)


def table(slide: Any, box: Box, given: Table, *, size: float = 9) -> None:
    """A native table. Every cell is one line; words are cut when they are too long, figures never."""
    rows = len(given.rows) + 1
    frame = slide.shapes.add_table(rows, len(given.columns), *box.emu())
    made = frame.table
    made.horz_banding = False
    widths = columns([given.columns, *given.rows], given.figures, size, box.width)
    for n, part in enumerate(widths):
        made.columns[n].width = Inches(part)
    for row in made.rows:
        row.height = Inches(box.height / rows)
    for r, line in enumerate([given.columns, *given.rows]):
        for n, value in enumerate(line):
            shown = value if n in given.figures else cut(value, size, widths[n] - CELL + 0.02)
            _cell(made.cell(r, n), shown, size, head=r == 0, right=n in given.figures)


def _cell(cell: Any, value: str, size: float, *, head: bool, right: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(0.05)
    cell.margin_top = cell.margin_bottom = Inches(0.01)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = _rgb(colours.SURFACE if head else "FFFFFF")
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = value
    run.font.size, run.font.bold = Pt(size), head
    run.font.color.rgb = _rgb(colours.TEXT)


def picture(slide: Any, box: Box, png: bytes, alt: str) -> None:
    """A picture with the words that a screen reader says."""
    shape = slide.shapes.add_picture(io.BytesIO(png), *box.emu())
    shape._element.nvPicPr.cNvPr.set("descr", alt)  # python-pptx has no name for it


def notes(slide: Any, lines: Sequence[str]) -> None:
    """What the speaker reads below the slide."""
    slide.notes_slide.notes_text_frame.text = "\n".join(line for line in lines if line)
