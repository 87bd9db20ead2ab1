"""The paragraph of the Overview: how we are doing, what changed and why, what is at stake; every figure is a link."""

from __future__ import annotations

from collections.abc import Sequence

from cx.language import _, numbers
from cx.metrics.base import Result, Row
from cx.stats.comparison import Verdict
from cx.ui import decomposition, stake
from cx.ui.addresses import linked
from cx.ui.changes import Judged, p_of
from cx.ui.page import Page
from cx.ui.page_table import OVERVIEW, ROI
from cx.ui.plain import plain

STANDING = 4
"""So many figures say how we are doing."""
MOST_MOVERS = 4
"""So many real changes a reader takes in; the others are counted."""
MOST_NOISE = 3
"""So many changes within noise are named, those that come nearest to real; the cards show all."""


def doing(page: Page, figures: Sequence[Judged]) -> str:
    """How are we doing: the first figures there are, one of each unit, with their intervals."""
    known: dict[str, Judged] = {}
    for figure in figures:
        if figure.now.estimate.known:
            known.setdefault(figure.unit, figure)
    if not known:
        reason = figures[0].now.estimate.reason if figures else None
        return _("No figure yet: {reason}.").format(reason=plain((reason or _("no figures")).rstrip(".")))
    said = [
        _("{title} {figure}").format(title=figure.title, figure=_link(page, figure, _with_interval(figure.now)))
        for figure in list(known.values())[:STANDING]
    ]
    return _("**How are we doing?** {figures}.").format(figures=", ".join(said))


def changed(page: Page, figures: Sequence[Judged]) -> str:
    """What changed: the most certain real changes first, then what is noise, named as noise."""
    real = sorted((f for f in figures if f.verdict is Verdict.REAL), key=p_of)
    noise = sorted((f for f in figures if f.verdict is Verdict.NOISE), key=p_of)
    if not real and not noise:
        return _("**What changed?** There is nothing to compare with.")
    days = page.compared_dates
    against = numbers.days(days.first, days.last) if days else ""
    quiet = ", ".join(_move(page, f) for f in noise[:MOST_NOISE])
    if not real:
        return _("**What changed?** Nothing changed beyond noise against {days}; within noise: {noise}.").format(
            days=against, noise=quiet
        )
    movers = ", ".join(_mover(page, f) for f in real[:MOST_MOVERS])
    movers += _(" and {n} more").format(n=len(real) - MOST_MOVERS) if len(real) > MOST_MOVERS else ""
    said = _("**What changed?** Beyond noise against {days}: {movers}.").format(days=against, movers=movers)
    return f"{said} {_('Within noise: {noise}.').format(noise=quiet)}" if noise else said


def why(page: Page, of: str, by: str, title: str, result: Result) -> str:
    """Which parts of the figure's change are real, the largest first; empty when none is."""
    real = decomposition.real_parts(result)
    if not real:
        return ""
    own = {"of": of, "why": by}
    named = [
        _("{part} {change}").format(
            part=plain(step.name), change=linked(decomposition.change_of(step), OVERVIEW.file, page.view, own)
        )
        for step in real[: decomposition.NAMED]
    ]
    return _("**Why?** Of the change of {title}, beyond noise: {parts}.").format(title=title, parts=", ".join(named))


def at_stake(page: Page, result: Result) -> str:
    """What is at stake: the money that goes with bad experiences, or why it cannot be said."""
    found = stake.row(result, stake.BOTH)
    if not found.estimate.known:
        reason = plain((found.estimate.reason or "").rstrip("."))
        return _("**What is at stake?** It cannot be said: {reason}.").format(reason=reason)
    doubt = _(", which is within noise") if found.verdict == Verdict.NOISE.value else ""
    return _(
        "**What is at stake?** {figure} of spend in the {n} days after is associated with the bad experience of {who} "
        "customers; evidence grade {grade}{doubt}."
    ).format(
        figure=linked(_with_interval(found), ROI.file, page.view),
        n=page.version.settings.forward_days,
        who=numbers.count(int(found.total or 0)),
        grade=found.grade or numbers.DASH,
        doubt=doubt,
    )


def _mover(page: Page, figure: Judged) -> str:
    verb = _("better") if figure.good else _("worse") if figure.good is False else ""
    told = _move(page, figure)
    return f"**{told}** ({verb})" if verb else f"**{told}**"


def _move(page: Page, figure: Judged) -> str:
    return _("{title} {change}").format(
        title=figure.title, change=_link(page, figure, plain(figure.change_text() or numbers.DASH))
    )


def _link(page: Page, figure: Judged, text: str) -> str:
    return linked(text, figure.card.page, page.view) if figure.card.page else text


def _with_interval(row: Row) -> str:
    e = row.estimate
    return plain(numbers.with_interval(e.value, e.low, e.high, e.unit, row.currency))
