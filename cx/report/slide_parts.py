"""The parts of a slide: a title, lines of text, cards, a table, a picture. All of them native, so they can be edited."""

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
from cx.report.slide_fit import cut

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


def write(frame: Any, lines: Sequence[Line], *, anchor: Any = MSO_ANCHOR.TOP) -> None:
    """Put lines into a text frame that does not grow."""
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, None, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = NOTHING
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(line.size / 2 if len(lines) > 1 and line.bullet else NOTHING)
        for run in [*whole("• ")] * line.bullet + [*line.text]:
            part = paragraph.add_run()
            part.text = run.text
            part.font.size, part.font.bold = Pt(line.size), line.bold or run.bold
            part.font.color.rgb = RGBColor.from_string(line.colour)


def text(slide: Any, box: Box, lines: Sequence[Line]) -> None:
    """A box of text."""
    write(slide.shapes.add_textbox(*box.emu()).text_frame, lines)


def card(slide: Any, box: Box, given: Card) -> None:
    """A card as one shape with its lines."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu())
    shape.name = given.title
    shape.shadow.inherit = False
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string("FFFFFF")
    shape.line.color.rgb = RGBColor.from_string(colours.LINE)
    room = box.width - 0.24
    lines = [
        Line(whole(cut(given.title, 11, room)), 11, colours.QUIET),
        Line(whole(cut(given.value, 22, room)), 22, bold=True),
    ]
    if given.change:
        change = cut(f"{given.change} {given.direction}", 11, room)
        lines.append(Line(whole(change), 11, colours.CHANGES[given.colour], bold=given.colour != "grey"))
    lines += [Line(whole(cut(said(basis), 9, room, 2)), 9, colours.QUIET) for basis in given.basis[:3]]
    write(shape.text_frame, lines)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = Inches(0.12)
    frame.margin_top = Inches(0.08)
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT


def table(slide: Any, box: Box, given: Table, widths: Sequence[float], *, size: float = 9) -> None:
    """A native table. widths: of its columns, as parts of the box. Every cell is one line."""
    rows = len(given.rows) + 1
    frame = slide.shapes.add_table(rows, len(given.columns), *box.emu())
    made = frame.table
    made.horz_banding = False
    total = sum(widths)
    for n, part in enumerate(widths):
        made.columns[n].width = Inches(box.width * part / total)
    for row in made.rows:
        row.height = Inches(box.height / rows)
    for r, line in enumerate([given.columns, *given.rows]):
        for n, value in enumerate(line):
            room = box.width * widths[n] / total - 0.1
            _cell(made.cell(r, n), cut(value, size, room), size, head=r == 0, right=n in given.figures)


def _cell(cell: Any, value: str, size: float, *, head: bool, right: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(0.05)
    cell.margin_top = cell.margin_bottom = Inches(0.01)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(colours.SURFACE if head else "FFFFFF")
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = value
    run.font.size, run.font.bold = Pt(size), head
    run.font.color.rgb = RGBColor.from_string(colours.TEXT)


def picture(slide: Any, box: Box, png: bytes, alt: str) -> None:
    """A picture with the words that a screen reader says."""
    shape = slide.shapes.add_picture(io.BytesIO(png), *box.emu())
    shape._element.nvPicPr.cNvPr.set("descr", alt)  # python-pptx has no name for it


def notes(slide: Any, lines: Sequence[str]) -> None:
    """What the speaker reads below the slide."""
    slide.notes_slide.notes_text_frame.text = "\n".join(line for line in lines if line)
