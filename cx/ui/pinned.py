"""A pinned view beside the live one: what has changed since its sender looked, and the way to the newest data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from cx.language import _, numbers
from cx.metrics.base import Row
from cx.stats.comparison import Verdict, verdict_among
from cx.store.home import home
from cx.store.marks import newest
from cx.store.versions import current_id, open_version
from cx.ui import frame, headline, links, picking
from cx.ui.changes import Card, Judged, p_of
from cx.ui.page import Page
from cx.ui.plain import plain
from cx.view import View

MOST_TOLD = 3
"""Figures in the banner: more are read on the page."""


def draw(*, with_figures: bool) -> None:
    """Say that there are newer data, or newer targets and events, than those the view is pinned to."""
    view, version = frame.current()
    if view.data is None or version.empty:
        return
    newer_data = view.data != current_id(home())
    if not newer_data and (view.marks is None or view.marks >= newest(home())):
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True, key="pinned"):
        told = [_said(view, newer_data=newer_data)]
        if newer_data and with_figures:
            told += changed(view)
        st.markdown(":material/history: " + "  \n".join(told))
        st.button(_("Open live"), key="go_live", on_click=links.put, args=(view.unpinned(),))


def _said(view: View, *, newer_data: bool) -> str:
    if newer_data:
        return _("You look at data version {version}; newer data exist.").format(version=view.data)
    return _("You look at the targets and events of revision {n}; newer ones exist.").format(n=view.marks)


@dataclass(frozen=True, slots=True)
class Move:
    """A headline figure as the sender saw it and as it is live."""

    figure: Judged
    verdict: Verdict

    def sentence(self) -> str:
        """The figure before and now, both n, and whether the difference is beyond noise."""
        f = self.figure
        assert f.then is not None  # noqa: S101 - for the type checker: a move has two sides
        same = f.then.estimate == f.now.estimate
        words = {
            Verdict.REAL: _("beyond noise"),
            Verdict.NOISE: _("within noise"),
            Verdict.TOO_FEW: _("too few to compare"),
        }
        told = _("{figure} {before} → {now} (n\u00a0=\u00a0{then_n} → {now_n}, {verdict})")
        return told.format(
            figure=plain(f.title),
            before=f.before_text(),
            now=f.value_text(),
            then_n=numbers.count(f.then.estimate.n),
            now_n=numbers.count(f.now.estimate.n),
            verdict=_("unchanged") if same else words[self.verdict],
        )


def changed(view: View) -> list[str]:
    """NPS, or the first headline figure there is, and those whose difference is beyond noise, the surest first.

    Both sides may share answers and orders; taken for independent, their difference seems less sure than it is, so that
    nothing is called beyond noise that is not.
    """
    pinned, live = view, view.unpinned()
    sides = Page("pinned", pinned, open_version(home(), pinned.data)), Page("live", live, open_version(home()))
    moves = [move for card in headline.CARDS if (move := _move(card, *sides))]
    sure = sorted((m for m in moves[1:] if m.verdict is Verdict.REAL), key=lambda m: p_of(m.figure))
    return [_compared(moves[:1] + sure[: MOST_TOLD - 1])] if moves else []


def _compared(moves: Sequence[Move]) -> str:
    return _("Pinned → live: {figures}").format(figures="; ".join(move.sentence() for move in moves))


def _move(card: Card, pinned: Page, live: Page) -> Move | None:
    then, now = _row(card, pinned), _row(card, live)
    if not (then.estimate.known and now.estimate.known) or (then.age, then.currency) != (now.age, now.currency):
        return None
    minimum = live.version.settings.minimum_n
    figure = Judged(card, live.result(card.metric, options=card.options).metric, now, then, minimum=minimum)
    return Move(figure, verdict_among(figure.p, len(headline.CARDS)))


def _row(card: Card, page: Page) -> Row:
    first = max(page.dates.first, page.version.dates.first)
    return picking.pick(page.result(card.metric, options=card.options), card, first)
