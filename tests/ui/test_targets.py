"""The target on a card: what is shown around the verdict never seems to say the opposite of it."""

from cx.metrics.base import Row
from cx.metrics.registry import METRICS
from cx.metrics.targets import standing
from cx.stats.estimate import Estimate
from cx.ui.changes import Card, Judged
from cx.ui.targets import interval_text, line


def shown(value: float, low: float, high: float, target: float) -> tuple[str, str]:
    """The lines of an NPS card."""
    now = Row(Estimate(value, low, high, 480, "points", "score interval"))
    card = Judged(Card("nps", "NPS"), METRICS["nps"], now, None)
    judged = standing(now.estimate, target, "higher")
    return line(judged, card).replace("\u2060", "").replace("\\", ""), interval_text(judged, card)


def test_an_interval_that_ends_below_the_target_does_not_read_as_if_it_held_it():
    assert shown(43, 41.2, 44.6, 45) == (
        "vs target +45.0: **missed** (−2.0 points), beyond noise",
        "+41.2 to +44.6",
    )
    assert shown(43, 41.2, 45.4, 45) == ("vs target +45.0: **within noise of it** (−2.0 points)", "+41.2 to +45.4")
    assert shown(43, 41.2, 44.4, 45) == ("vs target +45: **missed** (−2.0 points), beyond noise", "+41 to +44")


def test_an_interval_that_ends_at_the_target_holds_it():
    assert shown(43, 41, 45.0, 45) == ("vs target +45: **within noise of it** (−2.0 points)", "+41 to +45")


def test_a_figure_just_below_its_target_is_told_by_how_little():
    assert shown(44.98, 44.97, 44.99, 45)[0] == "vs target +45.00: **missed** (−0.02 points), beyond noise"


def test_a_card_without_a_target_is_as_it_was():
    now = Row(Estimate(43.0, 41.2, 44.6, 480, "points", "score interval"))
    card = Judged(Card("nps", "NPS"), METRICS["nps"], now, None)
    assert (line(None, card), interval_text(None, card)) == ("", "+41 to +45")
