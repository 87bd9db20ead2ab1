"""Holds what a reader saw to the data version that the page itself names: computed again, alone, without any cache."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

from bench.websocket_client import Answer
from cx.errors import CxError
from cx.language import numbers
from cx.metrics.base import Row
from cx.metrics.compute import compute
from cx.metrics.registry import METRICS
from cx.stats.estimate import withheld
from cx.store.reading import Version
from cx.store.versions import open_version
from cx.ui import picking
from cx.ui.asked import understand
from cx.ui.changes import Card, Judged
from cx.ui.headline import CARDS
from cx.ui.notices import counted, matched
from cx.view import View

NAMED = re.compile(r"\bversion (?P<id>[0-9]+-[0-9a-f]+)$")
HEADLINE_PAGES = frozenset({"", "orders", "experience"})
"""Pages whose cards are the Overview's figures as they are; others show some of them with options of their own."""

SHOWN = {"experience": ("NPS",), "orders": ("Net revenue",)}
"""Page -> a figure that it shows whenever it shows any; the Overview shows them all."""
NOTHING = "Nothing matches these filters"


def version_named(answer: Answer) -> str | None:
    """The data version in the strip above the page."""
    return next((found["id"] for text in answer.texts if (found := NAMED.search(text))), None)


class Reference:
    """Expected texts for a version and a query, each worked out once."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._cards: dict[tuple[str, str], dict[str, str]] = {}
        self._strips: dict[tuple[str, str], tuple[str, ...]] = {}

    def wrong(self, answer: Answer) -> list[str]:
        """What in an answer is not what its data version gives, in words; empty when all of it is."""
        named = version_named(answer)
        if named is None:
            return ["the page names no data version"]
        place = (named, answer.query)
        strip = next(text for text in answer.texts if NAMED.search(text))
        if place not in self._strips:
            self._work_out(place)
        found = [f"the strip lacks “{part}”: {strip}" for part in self._strips[place] if part not in strip]
        if answer.page in HEADLINE_PAGES:
            found += [
                f"{title}: {answer.metrics[title]} where {wanted} was expected"
                for title, wanted in self._cards[place].items()
                if answer.metrics.get(title, wanted) != wanted
            ]
            if not set(self._cards[place]) & set(answer.metrics) and not self._nothing(place, answer):
                found.append("no figure of the page is known")
        return [f"/{answer.page}?{answer.query} version {named}: {words}" for words in found]

    def _nothing(self, place: tuple[str, str], answer: Answer) -> bool:
        """Whether the page says that nothing matches, and rightly: none of its cards has a figure."""
        cards = self._cards[place]
        titles = SHOWN.get(answer.page, tuple(cards))
        return NOTHING in answer.texts and all(cards[title] == numbers.DASH for title in titles)

    def _work_out(self, place: tuple[str, str]) -> None:
        version = open_version(self._store, place[0])
        view = understand(parse_qs(place[1], keep_blank_values=True), version, None).view
        self._cards[place] = dict(_card(card, version, view) for card in CARDS)
        self._strips[place] = _strip(version, view)


def _card(card: Card, version: Version, view: View) -> tuple[str, str]:
    try:
        result = compute(card.metric, version, replace(view, every=None, split=None), card.options)
        row = picking.pick(result, card, max(view.dates(version.dates).first, version.dates.first))
    except CxError as error:
        row = Row(withheld(error.sentence(), n=0, unit=METRICS[card.metric].unit))
    shown = Judged(card, METRICS[card.metric], row, None)
    return shown.title, shown.value_text()


def _strip(version: Version, view: View) -> tuple[str, ...]:
    days = view.dates(version.dates)
    parts = [f"{numbers.day(days.first)} – {numbers.day(days.last)}"]
    parts += [counted(mart, n) for mart, n in matched(version, view).items()]
    return tuple(parts)
