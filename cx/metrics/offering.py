"""What of an adjusted effect may be multiplied into money: nothing on weak evidence."""

from __future__ import annotations

from cx.language import _
from cx.metrics.base import Row
from cx.stats.estimate import Estimate, withheld

UNIT = "money"
FORBIDDEN = ("C", None)
"""Evidence grades on which no money is offered."""


def offered(effect: Row | None, graded: Row | None, experience: str) -> Estimate:
    """The effect per customer that may be multiplied, withheld with the reason when its evidence is too weak.

    effect: the row of adjusted_effect to multiply. graded: its row with the evidence grade. experience: what tells the
    experience, in words.
    """
    if effect is None or not effect.estimate.known:
        reason = effect.estimate.reason if effect else None
        n = effect.estimate.n if effect else 0
        unknown = _("the adjusted effect of {experience} is not known").format(experience=experience)
        return withheld(reason or unknown, n=n, unit=UNIT)
    if graded is None or graded.grade in FORBIDDEN:
        reason = _("nothing is offered: the evidence on {experience} and later spend is graded C")
        return withheld(reason.format(experience=experience), n=effect.estimate.n, unit=UNIT)
    return effect.estimate
