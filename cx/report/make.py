"""A report in one of its forms. The same report gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cx.errors import UsageError
from cx.ingest.progress import Progress
from cx.language import _
from cx.report import html, pdf, slides
from cx.report.blocks import Chart, Report
from cx.report.chromium import NoBrowserError
from cx.report.fonts import faces
from cx.report.html import place
from cx.report.studio import Drawing, Studio, studio

WIDTH, HALF_WIDTH = 920, 450
"""Pixels of a chart in HTML and on paper, and of one that stands beside another."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document. told: what could not be done, in words."""

    content: bytes
    told: tuple[str, ...] = ()


def form_of(file: Path) -> str:
    """The form that a file's name asks for. Raises UsageError when there is no such form."""
    form = file.suffix.lower().lstrip(".")
    if form not in FORMS:
        raise UsageError(
            _("a report cannot be a “{form}” file.").format(form=file.suffix),
            where=file.name,
            mend=_("End its name in {forms}.").format(forms=", ".join(f".{name}" for name in FORMS)),
        )
    return form


def make(report: Report, form: str, tell: Progress) -> Made:
    """The report as a document. form: one of FORMS."""
    return FORMS[form](report, tell)


def _html(report: Report, tell: Progress) -> Made:
    letters = _letters(report)
    try:
        with studio(letters) as open_studio:
            drawings = _drawn(report, open_studio, tell)
    except NoBrowserError as error:
        return Made(html.page(report, {}, letters).encode("utf-8"), (error.sentence(),))
    return Made(html.page(report, drawings, letters).encode("utf-8"))


def _pdf(report: Report, tell: Progress) -> Made:
    letters = _letters(report)
    with studio(letters) as open_studio:
        drawings = _drawn(report, open_studio, tell)
        tell(_("Printing"), 1.0)
        printed = open_studio.pdf(html.page(report, drawings, letters, paper=True))
    return Made(pdf.settled(printed, report.to))


def _pptx(report: Report, tell: Progress) -> Made:
    with studio(_letters(report)) as open_studio:
        pictures = {}
        for key, chart in _charts(report, tell):
            drawing = open_studio.drawing(chart.spec, width=slides.PICTURE_WIDTH, height=slides.PICTURE_HEIGHT)
            pictures[key] = open_studio.png(drawing, slides.PICTURE_SCALE)
    return Made(slides.deck(report, pictures))


FORMS: Mapping[str, Callable[[Report, Progress], Made]] = {"html": _html, "pptx": _pptx, "pdf": _pdf}


def _drawn(report: Report, open_studio: Studio, tell: Progress) -> dict[str, Drawing]:
    return {
        key: open_studio.drawing(chart.spec, width=HALF_WIDTH if chart.beside else WIDTH)
        for key, chart in _charts(report, tell)
    }


def _charts(report: Report, tell: Progress) -> Iterator[tuple[str, Chart]]:
    """The charts with their keys; tells before each how far the work is."""
    found = [(place(section, chart), chart) for section in report.sections for chart in section.charts]
    for number, (key, chart) in enumerate(found):
        tell(_("Drawing {n} charts").format(n=len(found)), number / len(found))
        yield key, chart


def _letters(report: Report) -> str:
    """The style sheet with every letter that the report and its charts use."""
    specs = "".join(json.dumps(json.loads(chart.spec), ensure_ascii=False) for chart in report.charts())
    return faces(html.page(report, {}, "") + html.page(report, {}, "", paper=True) + specs)
