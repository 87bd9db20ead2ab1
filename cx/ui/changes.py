"""What a card states: a figure, what it is compared with, and whether the change between them is real."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cx.language import N_, Words, _, numbers
from cx.metrics.base import Metric, Options, Row
from cx.stats.comparison import Verdict, difference, p_value, relative_change, verdict_among, verdicts
from cx.stats.estimate import EXACT, Estimate

RELATIVE = frozenset({"money", "count"})
"""Units whose change is told in per cent of what it was."""
OF_ITSELF = Words(
    {
        Verdict.REAL.value: N_("real"),
        Verdict.NOISE.value: N_("within noise"),
        Verdict.TOO_FEW.value: N_("too few"),
    }
)
"""The verdict of a figure that is a comparison itself, such as the gap between two groups."""
MOST_RELATIVE = 10.0
"""A rise beyond 1000 % says how small the base was, not how much was won: it is told as "from X"."""


@dataclass(frozen=True, slots=True)
class Card:
    """One card to show. title, help: as people call it, and what it is in a sentence (the metric's definition when
    empty); said or marked. page: where it leads to. age: the age to read off a curve, or the oldest known below it.
    where: which row, when the metric gives several: field of Row -> its value.
    """

    metric: str
    title: str
    page: str | None = None
    age: int | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    options: Options = field(default_factory=Options)
    help: str = ""

    @property
    def place(self) -> tuple[object, ...]:
        """Which figure it is, whatever a page calls it."""
        return (self.metric, self.age, tuple(sorted(self.where.items())), self.options)

    def about(self, row: Row) -> bool:
        """Whether a row is one of those the card is about."""
        return all(getattr(row, name) in (None, value) for name, value in self.where.items())


@dataclass(frozen=True, slots=True)
class Judged:
    """A figure with its change and verdict. trend: its complete periods; note: what must be said beside it.

    minimum: the n below which neither side may be judged.
    """

    card: Card
    metric: Metric
    now: Row
    then: Row | None
    trend: tuple[float, ...] = ()
    note: str = ""
    minimum: int = 0
    verdict: Verdict = Verdict.TOO_FEW

    @property
    def title(self) -> str:
        """The card's title, with the age where it is read off a curve: at its end, or where the title has {age}."""
        title = _(self.card.title)
        if self.card.age is None:
            return title
        age = self.now.age or self.card.age
        return title.format(age=age) if "{age}" in title else f"{title} {age}"

    @property
    def unit(self) -> str:
        """The unit of the figure: a metric may answer in several."""
        return self.now.estimate.unit

    @property
    def currency(self) -> str | None:
        """The currency of the figure, when it is money."""
        return self.now.currency

    @property
    def difference(self) -> Estimate | None:
        """By how much the figure exceeds the compared one, in its own unit; None without a comparison."""
        return difference(self.now.estimate, self.then.estimate) if self.then else None

    @property
    def up(self) -> bool | None:
        """Whether the figure rose; None when it is not compared or did not move by as much as the card can show."""
        moved = self.difference
        if moved is None or not moved.value:
            return None
        if not self.from_little and not set(self.change_text()) & set("123456789"):
            return None
        return moved.value > 0

    @property
    def good(self) -> bool | None:
        """Whether the move is for the better; None when there is none, or neither direction is better."""
        if self.up is None or self.metric.better == "neither":
            return None
        return self.up == (self.metric.better == "higher")

    def value_text(self) -> str:
        """The figure, compact."""
        e = self.now.estimate
        return numbers.figure_of(e.value, e.low, e.high, self.unit, self.currency)

    def interval_text(self) -> str:
        """The interval of the figure; of an exact count that it is one."""
        e = self.now.estimate
        if e.method == EXACT:
            return _(e.method)
        return numbers.interval(e.low, e.high, self.unit, self.currency, of=e.value)

    def before_text(self) -> str:
        """The compared figure, compact."""
        e = self.then.estimate if self.then else None
        return numbers.figure(e.value, self.unit, self.currency) if e else numbers.DASH

    @property
    def p(self) -> float | None:
        """The p value of the change; None when it cannot be judged, or either side has fewer than the minimum."""
        if self.then is None or min(self.now.estimate.n, self.then.estimate.n) < self.minimum:
            return None
        return p_value(self.now.estimate, self.then.estimate)

    @property
    def from_little(self) -> bool:
        """Whether the base is so small that per cent of it would mislead."""
        if self.then is None or self.unit not in RELATIVE:
            return False
        relative = relative_change(self.now.estimate, self.then.estimate)
        few = self.then.estimate.n < self.minimum
        return relative.known and (few or (relative.value or 0.0) > MOST_RELATIVE)

    def change_text(self) -> str:
        """The change: per cent for amounts, points or the own unit for everything else; empty without a comparison."""
        if self.then is None or self.difference is None or not self.difference.known:
            return ""
        if self.from_little:
            return _("from {before}").format(before=self.before_text())
        if self.unit in RELATIVE:
            relative = relative_change(self.now.estimate, self.then.estimate)
            if relative.known:
                return numbers.relative_change(relative.value)
        return numbers.change(self.difference.value, self.unit, self.currency)


def judge(cards: Sequence[Judged], headline: Sequence[Card] = ()) -> list[Judged]:
    """The cards of a page with their verdicts, corrected for how many there are (Benjamini-Hochberg).

    headline: the figures of the Overview, one of which is corrected for their number wherever it stands (Bonferroni):
    so it has one verdict in one view, and no page has to compute the others to give it.
    """
    places = {card.place for card in headline}
    together = verdicts([card.p for card in cards])
    return [
        replace(card, verdict=verdict_among(card.p, len(headline)) if card.card.place in places else verdict)
        for card, verdict in zip(cards, together, strict=True)
    ]


def p_of(card: Judged) -> float:
    """The p value of a card's change, 1 when it cannot be judged."""
    return 1.0 if card.p is None else card.p


def verdict_text(card: Judged) -> str:
    """The verdict in words, that of a figure which is a comparison itself first; empty when nothing is compared."""
    own = OF_ITSELF.get(card.now.verdict or "", "")
    if card.then is None:
        return own
    words = {Verdict.REAL: _("real change"), Verdict.NOISE: _("within noise"), Verdict.TOO_FEW: _("too few to compare")}
    if not own:
        return words[card.verdict]
    words[Verdict.NOISE] = _("change within noise")
    return _("{own}; {change}").format(own=own, change=words[card.verdict])


def direction_text(card: Judged) -> str:
    """The direction in a word, so that colour and arrow are never alone; noise is neither better nor worse."""
    if card.up is None:
        return _("unchanged")
    if card.good is None or card.verdict is not Verdict.REAL:
        return _("up") if card.up else _("down")
    return _("better") if card.good else _("worse")
