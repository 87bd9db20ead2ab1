"""The target of a figure on its card: reached or missed, by how much, and whether that is beyond noise."""

from __future__ import annotations

from cx.language import _, apart, numbers
from cx.metrics.base import Options
from cx.metrics.targets import Standing, for_days, in_force, of_one_segment, segment_of, standing
from cx.ui.changes import Judged
from cx.ui.page import Page
from cx.ui.plain import JOINER, plain


def line(judged: Standing | None, card: Judged) -> str:
    """`vs target +45: missed (−4.0 points), beyond noise`; empty when the figure has no target in this view."""
    if judged is None:
        return ""
    write = _exactly(judged, card)
    target = write(judged.target) if write else numbers.figure(judged.target, card.unit, card.currency)
    return _("vs target {target}: {verdict}").format(target=plain(target), verdict=_verdict(judged, card))


def interval_text(judged: Standing | None, card: Judged) -> str:
    """The interval of the figure, with as many digits as it takes to see that it holds its target, or does not."""
    e, write = card.now.estimate, _exactly(judged, card) if judged else None
    if write is None or e.low is None or e.high is None:
        return card.interval_text()
    return apart.interval(e.low, e.high, write)


def judged_by(page: Page, card: Judged) -> Standing | None:
    """The figure of a card against its target; None when it has none in this view."""
    of_a_part = card.card.where or card.card.options != Options() or card.unit != card.metric.unit
    if of_a_part or not of_one_segment(page.view):
        return None
    for target in in_force(page.marks.targets, card.card.metric, card.now.age, segment_of(page.view), page.dates.last):
        wanted = for_days(target, page.dates)
        if wanted is not None and target.currency in (None, card.currency):
            return standing(card.now.estimate, wanted, card.metric.better)
    return None


def _exactly(judged: Standing, card: Judged) -> apart.Write | None:
    """How to write target and interval where, rounded as usual, they would seem to contradict the verdict."""
    e = card.now.estimate
    if judged.beyond is None or e.value is None or e.low is None or e.high is None:
        return None
    return apart.apart(judged.target, (e.value, e.low, e.high), card.unit, card.currency)


def _verdict(judged: Standing, card: Judged) -> str:
    """The verdict in words: direction-aware, and no more than the interval of the figure allows."""
    # A line may not break between the sign and its number.
    gap = plain(apart.change(judged.gap, card.unit, card.currency)).replace("+", f"+{JOINER}")
    if judged.beyond is False:
        return _("**within noise of it** ({gap})").format(gap=gap)
    words = _("**reached** ({gap})") if judged.reached else _("**missed** ({gap})")
    noise = _(", beyond noise") if judged.beyond else ""
    return words.format(gap=gap) + noise
