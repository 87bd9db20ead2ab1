"""What every page starts with: the view, the opened data, and figures computed once per data version and view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cx.charts.theme import Look, Mode
from cx.errors import CxError
from cx.language import _, language
from cx.metrics.base import Options, Result, Row
from cx.metrics.compute import compute
from cx.metrics.reasons import not_here
from cx.metrics.registry import METRICS
from cx.periods import periods
from cx.stats.comparison import Verdict
from cx.stats.estimate import withheld
from cx.store.home import home
from cx.store.marks import Marks, marks
from cx.store.reading import Version
from cx.ui import comparable, drawn, followed, headline, picking, states
from cx.ui.changes import Card, Judged, judge
from cx.ui.frame import current
from cx.view import Dates, View

CACHED_RESULTS = 1024
NARROWEST_CHART = 320


@dataclass
class Page:
    """One page in one view. used: the results shown so far, for the receipt at the bottom."""

    name: str
    view: View
    version: Version
    used: list[Result] = field(default_factory=list)

    @cached_property
    def marks(self) -> Marks:
        """The targets and events of the view: those of its revision, the newest where it names none."""
        return marks(home(), self.view.marks)

    @cached_property
    def dates(self) -> Dates:
        """The days shown."""
        return self.view.dates(self.version.dates)

    @cached_property
    def compared_dates(self) -> Dates | None:
        """The days compared with, None when there is nothing to compare with."""
        return self.view.compared(self.version.dates)

    @property
    def every(self) -> str:
        """The grain of trends."""
        return self.view.grain(self.version.dates)

    @property
    def mode(self) -> Mode:
        """Light or dark, as the reader has it."""
        return "dark" if st.context.theme.type == "dark" else "light"

    def result(self, name: str, view: View | None = None, options: Options | None = None) -> Result:
        """A metric in the page's view, or in another one; a figure that cannot be given comes with its reason."""
        shown = view or replace(self.view, every=None, split=None)
        return self._kept(followed.explained(_figures(self.version, name, shown, options or Options()), self.version))

    def compared(self, name: str, options: Options | None = None) -> Result | None:
        """The same metric in the comparison period, None when there is none."""
        then = self.compared_dates
        view = replace(self.view, every=None, split=None)
        return self._kept(_figures(self.version, name, view.at(then), options or Options())) if then else None

    def _kept(self, result: Result) -> Result:
        """The result, remembered for the receipts."""
        self.used.append(result)
        return result

    def _has_rows(self, name: str, view: View) -> bool:
        return any(r.estimate.n for r in self.result(name, replace(view, every=None, split=None)).rows)

    def trend(self, name: str) -> Result:
        """The metric over time, split as the view says."""
        split = None if self.unsplit(name) else self.view.split
        return picking.by_currency(self.result(name, replace(self.view, every=self.every, split=split)))

    def unsplit(self, name: str) -> str:
        """Why a metric cannot be split as the view says; empty when it can, or nothing is split."""
        if not self.view.split:
            return ""
        try:
            asked = replace(self.view, filters=(), every=None)
            return not_here(self.version, asked, METRICS[name]) or ""
        except CxError as error:
            return error.sentence()

    def compared_trend(self, name: str) -> tuple[Row, ...]:
        """The metric over time in the comparison period; empty when there is none, or when there are several lines."""
        then = self.compared_dates
        if then is None or self.view.split:
            return ()
        view = replace(self.view.at(then), every=self.every, split=None)
        rows = self._kept(_figures(self.version, name, view, Options())).rows
        return rows if len(picking.currencies(rows)) < 2 else ()

    def by(self, name: str, dimension: str, options: Options | None = None) -> Result:
        """The metric split by a dimension."""
        return picking.by_currency(self.result(name, replace(self.view, every=None, split=dimension), options))

    def split(self, name: str, options: Options | None = None) -> Result:
        """The metric split as the view says, unsplit where its tables lack the dimension."""
        split = None if self.unsplit(name) else self.view.split
        return picking.by_currency(self.result(name, replace(self.view, every=None, split=split), options))

    def no_age(self, grain: str) -> str:
        """Why a curve over age has nothing to show yet: when the view's first cohort has completed its first period."""
        return picking.not_complete(1, grain, max(self.dates.first, self.version.dates.first))

    def dimensions(self, mart: str, *preferred: str) -> list[str]:
        """What to split a mart's figures by: the view's split where it is chosen, else the preferred ones there are."""
        wanted = (self.view.split,) if self.view.split else preferred
        found = (self.version.dimension(name, mart) for name in wanted)
        return [d.name for d in found if d is not None and d.distinct_values > 1]

    @staticmethod
    def side_by_side(charts: int) -> DeltaGenerator:
        """A grid in which charts stand side by side where there is room."""
        return st.grid(max(1, charts), min_column_width=NARROWEST_CHART)

    @cached_property
    def incomplete(self) -> frozenset[date]:
        """First days of the periods of a trend that the view's dates or the end of the data cut."""
        days = self.dates
        last = min(days.last, self.version.dates.last)
        return frozenset(start for start, end in periods(days, self.every) if start < days.first or end > last)

    def look(self, result: Result, *, every: str | None = None) -> Look:
        """How a chart of a result writes its figures."""
        found = picking.currencies(result.rows)
        return Look(result.metric.unit, found[0] if len(found) == 1 else None, every or self.every, self.mode)

    def judged(self, cards: Sequence[Card]) -> list[Judged]:
        """The figures of the cards with their changes and verdicts; stops the page when the filters match nothing."""
        figures = self.beside(cards)
        young = followed.too_young(figures[0].metric, self.dates, self.version)
        if self.view.filters and not young and not any(f.now.estimate.n for f in figures):
            reason = figures[0].now.estimate.reason or ""
            states.nothing_matches(self.view, reason, lambda view: self._has_rows(cards[0].metric, view))
            st.stop()
        return figures

    def beside(self, cards: Sequence[Card]) -> list[Judged]:
        """The same for cards that stand beside others: the page goes on where there is nothing to show."""
        return judge([self._figure(card) for card in cards], headline.CARDS)

    def verdict_of(self, metric: str) -> Verdict | None:
        """The verdict that a card gives a figure of the Overview; None when it is none of them."""
        card = next((c for c in headline.CARDS if c.metric == metric), None)
        if card is None:
            return None
        aside = Page(self.name, self.view, self.version)  # it is no part of what this page shows
        return judge([aside._figure(card, trend=False)], headline.CARDS)[0].verdict

    def _figure(self, card: Card, *, trend: bool = True) -> Judged:
        now = self.result(card.metric, options=card.options)
        row = picking.pick(now, card, max(self.dates.first, self.version.dates.first))
        before, why_not = self._before(card)
        then = picking.same_place(before, row, card) if before else None
        rows = self._over_time(card) if trend and now.metric.trended else ()
        whole = [r for r in rows if r.period not in self.incomplete]
        note = "; ".join(part for part in (picking.note(now, row, card), why_not) if part)
        points = picking.trend_values(whole, row, card)
        return Judged(card, now.metric, row, then, points, note, self.version.settings.minimum_n)

    def _over_time(self, card: Card) -> tuple[Row, ...]:
        view = replace(self.view, every=self.every, split=None)
        return self._kept(_figures(self.version, card.metric, view, card.options)).rows

    def _before(self, card: Card) -> tuple[Result | None, str]:
        """The card's metric in the comparison period, or why it is not held against it."""
        then, settings = self.compared_dates, self.version.settings
        if then is None:
            return None, ""
        metric = METRICS[card.metric]
        if not metric.trended:
            return None, ""
        why_not = comparable.stopped(metric, self.dates, self.version) or comparable.shared(
            metric, card.options, self.dates, then, settings.churn_days
        )
        return (None, why_not) if why_not else (self.compared(card.metric, card.options), "")


def open_page(name: str) -> Page:
    """The page's view and data, as the frame resolved them; says how to load data when there are none."""
    view, version = current()
    if version.empty:
        states.empty_store()
        st.stop()
    page = Page(name, view, version)
    drawn.begin(page.used)
    return page


def lead(title: str, sentence: str, question: str = "") -> None:
    """The head of a page: its name, then the finding."""
    st.title(title, anchor=False, help=question or None)
    st.markdown(sentence)


def _figures(version: Version, name: str, view: View, options: Options) -> Result:
    if METRICS[name].trended:
        return _figure_or_reason(version, name, view, options)
    # A model over a million customers takes a second or two: the reader sees that something is on its way.
    with st.spinner(
        _("Fitting the model for {title} …").format(title=METRICS[name].said.title.lower()), show_time=True
    ):
        return _figure_or_reason(version, name, view, options)


def _figure_or_reason(version: Version, name: str, view: View, options: Options) -> Result:
    asked = "\n".join((version.id, name, view.query(), repr(options), language()))
    # What a metric combines is mostly on the page already: answered once for all.
    combined = partial(_figure_or_reason, version)
    try:
        return _computed(asked, partial(compute, name, version, view, options, combined=combined))
    except CxError as error:
        reason = withheld(error.sentence(), n=0, unit=METRICS[name].unit)
        return Result(METRICS[name], view, version.id, (Row(reason),), (error.sentence(),), "", 0, {}, options)


# Results are immutable, so that all readers share one object; copying them on every hit (cache_data) would be waste.
# What is asked is one text: Streamlit looks up how a function calls its parameters anew for each of them, at every hit.
@st.cache_resource(max_entries=CACHED_RESULTS, show_spinner=False)
def _computed(asked: str, _compute: Callable[[], Result]) -> Result:
    return _compute()
