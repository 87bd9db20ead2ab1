"""A report as plain data: the same blocks become HTML, slides and a PDF, so that all of them say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one kind."""

    text: str
    bold: bool = False
    code: bool = False


Text = tuple[Run, ...]
"""A line as people read it; nothing in it is markup."""


def said(text: Text) -> str:
    """A line without its emphasis."""
    return "".join(run.text for run in text)


def whole(text: str, *, bold: bool = False) -> Text:
    """A plain string as a line."""
    return (Run(text, bold),) if text else ()


class Role(StrEnum):
    """What a line of prose is for."""

    LEAD = "lead"
    HEADING = "heading"
    SMALL_HEADING = "small_heading"
    BODY = "body"
    ITEM = "item"
    CAPTION = "caption"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Prose:
    """One line of prose."""

    role: Role
    text: Text


@dataclass(frozen=True, slots=True)
class Card:
    """A figure with its small print. change: empty when it is not compared. colour: blue is better, orange is worse,
    grey may be noise. basis: verdict, comparison, interval and n, one line each. trend: complete periods.
    """

    title: str
    value: str
    change: str
    direction: str
    colour: str
    basis: tuple[Text, ...]
    definition: str
    trend: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as people read them. figures: numbers of the columns that hold numbers. names: how many columns at the
    front say what a row is. rows_in_all: how many rows there are, when not all of them are here.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int] = frozenset()
    names: int = 1
    rows_in_all: int = 0

    def first(self, most: int) -> Table:
        """The same with its first rows only."""
        total = max(self.rows_in_all, len(self.rows))
        return replace(self, rows=self.rows[:most], rows_in_all=total)

    @property
    def cut(self) -> bool:
        """Whether there are more rows than it holds."""
        return self.rows_in_all > len(self.rows)


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure means, and the rows it was made of."""

    name: str
    title: str
    question: str
    definition: str
    formula: str
    source: str
    rows_in: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its twin table. spec: the figure as Plotly's JSON, empty where the page shows none. instead: why
    there is none. sample: how many are behind its figures. notes: what must be known about them. beside: whether it
    stands beside others, in half the width.
    """

    key: str
    title: Text
    subtitle: Text
    alt: str
    spec: str
    table: Table | None = None
    notes: tuple[str, ...] = ()
    metric: str = ""
    instead: Text = ()
    sample: str = ""
    beside: bool = False


Block = Prose | Cards | Chart | Table


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the dashboard. name: of its address. definitions: of the figures it shows, each metric once."""

    name: str
    title: str
    question: str
    blocks: tuple[Block, ...]
    definitions: tuple[Definition, ...] = ()

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts that are drawn."""
        return tuple(block for block in self.blocks if isinstance(block, Chart) and block.spec)


@dataclass(frozen=True, slots=True)
class Report:
    """The whole document. view: what is shown (label and value), for its head. strip: the same in one line, for the
    foot of every page. told: what of the link could not be used. to: the last day of the data, which also dates the
    document, so that the same view of the same data is the same file.
    """

    product: str
    title: str
    language: str
    view: tuple[tuple[str, str], ...]
    strip: str
    data_version: str
    to: date
    sections: tuple[Section, ...]
    told: tuple[str, ...] = field(default=())

    def charts(self) -> Iterator[Chart]:
        """All charts that are drawn, in their order."""
        for section in self.sections:
            yield from section.charts

    def definitions(self) -> Sequence[Definition]:
        """The definitions of all sections, each metric once."""
        found = {d.name: d for section in reversed(self.sections) for d in reversed(section.definitions)}
        return [found[name] for name in dict.fromkeys(d.name for s in self.sections for d in s.definitions)]
