"""A report as one page of HTML: nothing in it is fetched, nothing runs, and every word of the data is only a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from cx.language import _, numbers
from cx.report.blocks import Block, Cards, Chart, Prose, Report, Section, Table, said
from cx.report.definitions import definition_lines
from cx.report.drawing import inline
from cx.report.fonts import FAMILY
from cx.report.html_cards import cards
from cx.report.html_paper import paper_css
from cx.report.html_text import grouped, prose, rich
from cx.report.studio import Drawing

CSS = Path(__file__).with_name("report.css")
ROWS, ROWS_ON_PAPER = 500, 15
"""Rows of one table: a page can scroll, paper cannot."""
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
Drawings = Mapping[str, Drawing]
"""Key of a chart, as `place` makes it -> the chart drawn; none at all when there is no browser to draw."""


def place(section: Section, chart: Chart) -> str:
    """The key of a chart among all those of a report."""
    return f"{section.name}/{chart.key}"


def page(report: Report, drawings: Drawings, faces: str, *, paper: bool = False) -> str:
    """The whole document. faces: the style sheet with its letters. paper: to be printed, so nothing can be opened."""
    writer = _Writer(drawings, paper=paper, brief=len(report.sections) > 1)
    house, sheet = CSS.read_text(encoding="utf-8"), paper_css(report) if paper else ""
    css = f"{faces}\n{house}\nbody{{font-family:{FAMILY}}}\n{sheet}"
    parts = [
        f'<!DOCTYPE html>\n<html lang="{escape(report.language)}">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(_title(report))}</title>\n<style>{css}</style>\n</head>\n<body>",
        *_head(report),
        "<main>",
        *(line for section in report.sections for line in writer.section(section)),
        "</main>",
        *_definitions(report),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


def table(given: Table, most: int, caption: str) -> str:
    """A table with its caption; of a long one the first rows, and how many there are."""
    shown = given.first(most)
    if shown.cut:
        n, every = numbers.count(len(shown.rows)), numbers.count(shown.rows_in_all)
        caption = f"{caption} ({_('{n} of {all} rows').format(n=n, all=every)})"
    heads = "".join(f'<th scope="col"{_kind(n, given)}>{escape(name)}</th>' for n, name in enumerate(given.columns))
    lines = "".join(f"<tr>{''.join(_cells(line, given))}</tr>" for line in shown.rows)
    return (
        f'<div class="scroll"><table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _cells(line: tuple[str, ...], given: Table) -> Iterator[str]:
    for n, value in enumerate(line):
        tag, scope = ("th", ' scope="row"') if n < given.names else ("td", "")
        yield f"<{tag}{scope}{_kind(n, given)}>{escape(value)}</{tag}>"


def _kind(n: int, given: Table) -> str:
    return ' class="number"' if n in given.figures else ""


def _title(report: Report) -> str:
    return f"{report.title} · {report.strip}"


def _head(report: Report) -> Iterator[str]:
    yield f'<header><p class="product">{escape(report.product)}</p><h1>{escape(report.title)}</h1>'
    yield '<dl class="view">'
    yield from (f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in report.view)
    yield "</dl>"
    if report.told:
        yield f'<div class="notice"><b>{escape(_("Some of this link could not be used"))}</b><ul>'
        yield from (f"<li>{escape(problem)}</li>" for problem in report.told)
        yield "</ul></div>"
    if len(report.sections) > 1:
        entries = "".join(f'<li><a href="#{escape(s.name)}">{escape(s.title)}</a></li>' for s in report.sections)
        yield f'<nav aria-label="{escape(_("Pages"))}"><ol>{entries}</ol></nav>'
    yield "</header>"


def _definitions(report: Report) -> Iterator[str]:
    found = report.definitions()
    if not found:
        return
    yield f'<section class="page"><h2>{escape(_("Definitions"))}</h2><dl class="definitions">'
    for definition in found:
        yield f"<dt>{escape(definition.title)}</dt>"
        yield from (f"<dd>{escape(line)}</dd>" for line in definition_lines(definition))
    yield "</dl></section>"


class _Writer:
    """Writes the sections one after the other; charts are numbered through."""

    def __init__(self, drawings: Drawings, *, paper: bool, brief: bool) -> None:
        self._drawings, self._paper, self._brief, self._charts = drawings, paper, brief, 0
        self._most = ROWS_ON_PAPER if paper else ROWS

    def section(self, given: Section) -> Iterator[str]:
        yield f'<section class="{"page" if self._brief else ""}" id="{escape(given.name)}">'
        if self._brief:
            yield f"<h2>{escape(given.title)}</h2>"
        if given.question:
            yield f'<p class="question">{escape(given.question)}</p>'
        for group in grouped(given.blocks):
            inside = "".join(self._block(given, block) for block in group)
            if len(group) == 1 and not inside.startswith("<li"):
                yield inside
            else:
                yield f"<ul>{inside}</ul>" if inside.startswith("<li") else f'<div class="beside">{inside}</div>'
        if self._paper and not self._brief:
            yield from self._tables(given)
        yield "</section>"

    def _block(self, section: Section, block: Block) -> str:
        if isinstance(block, Prose):
            return prose(block)
        if isinstance(block, Cards):
            return cards(block)
        if isinstance(block, Table):
            return table(block, self._most, section.title)
        return self._figure(section, block)

    def _figure(self, section: Section, chart: Chart) -> str:
        """A chart under its finding, with its twin table; the table alone when it could not be drawn."""
        drawing = self._drawings.get(place(section, chart))
        what = rich(chart.subtitle) + (f"; {escape(chart.sample)}" if chart.sample else "")
        inside = f'<figcaption><b>{rich(chart.title)}</b><span class="what">{what}</span></figcaption>'
        if drawing:
            self._charts += 1
            inside += f'<div class="plot">{inline(drawing, self._charts, chart.alt, said(chart.subtitle))}</div>'
        elif chart.spec:
            told = _("No chart: there is no Chromium on the machine that made this; the table says the same.")
            inside += f'<p class="notice">{escape(told)}</p>'
        else:
            inside += f'<p class="notice">{rich(chart.instead)}</p>'
        return f"<figure>{inside}{self._twin(chart, opened=bool(chart.spec and not drawing))}</figure>"

    def _twin(self, chart: Chart, *, opened: bool) -> str:
        if self._paper or chart.table is None or not chart.table.rows:
            return ""
        now = " open" if opened else ""
        return (
            f"<details{now}><summary>{escape(_('Show as table'))}</summary>{self._table(chart, chart.table)}</details>"
        )

    def _table(self, chart: Chart, given: Table) -> str:
        notes = "".join(f'<p class="note">{escape(note)}</p>' for note in chart.notes)
        return table(given, self._most, chart.alt) + notes

    def _tables(self, section: Section) -> Iterator[str]:
        """The twin tables of the charts, in a part of their own: on paper nothing can be opened."""
        found = [(chart, chart.table) for chart in section.charts if chart.table and chart.table.rows]
        if found:
            yield f'<h2 class="apart">{escape(_("The figures of the charts"))}</h2>'
        yield from (self._table(chart, given) for chart, given in found)
