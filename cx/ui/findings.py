"""The finding of a page in one sentence, made from its figures: what changed, by how much, and whether it is real."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cx.language import _, ngettext, numbers
from cx.metrics.base import Result, Row
from cx.model import MISSING
from cx.stats.comparison import Verdict, difference, p_value, relative_change
from cx.ui.changes import Judged, p_of
from cx.ui.plain import plain

SIGNIFICANT = 0.05
BANDS = {
    "promoter": _("promoters"),
    "passive": _("passives"),
    "detractor": _("detractors"),
    "satisfied": _("satisfied customers"),
    "neutral": _("neutral customers"),
    "dissatisfied": _("dissatisfied customers"),
}
"""A band -> the people in it, for a sentence."""


def biggest(cards: Sequence[Judged]) -> str:
    """The most certain change among the cards, and how many others are real; says so when none is."""
    real = sorted((c for c in cards if c.verdict is Verdict.REAL), key=p_of)
    if not real:
        return main(cards)
    others = len(real) - 1
    tail = ngettext("{n} other figure changed beyond noise.", "{n} other figures changed beyond noise.", others)
    return f"{_moved(real[0])} {tail.format(n=others) if others else ''}".strip()


def main(cards: Sequence[Judged]) -> str:
    """The first card that has a figure, with its verdict."""
    known = [c for c in cards if c.now.estimate.known]
    if not known:
        reason = cards[0].now.estimate.reason if cards else None
        return _("No finding yet: {reason}").format(reason=plain(reason or _("no figures")))
    card = known[0]
    if card.verdict is Verdict.REAL:
        return _moved(card)
    if card.then is None:
        return _("{title} is **{figure}**, not compared with another period.").format(
            title=card.title, figure=_figure(card.now, card.metric.unit)
        )
    if card.verdict is Verdict.TOO_FEW:
        return _("{title} is **{figure}**; there is too little to compare it with.").format(
            title=card.title, figure=_figure(card.now, card.metric.unit)
        )
    return _("{title} is **{figure}**; its change of {change} is within noise.").format(
        title=card.title, figure=_figure(card.now, card.metric.unit), change=card.change_text()
    )


def best_and_worst(rows: Sequence[Row], unit: str, what: str) -> str:
    """The outcome of the first and the last band (worst to best), and whether they differ. Never a cause."""
    if not rows:
        return _("{what}: your data cannot answer this yet, because nothing was answered.").format(what=what)
    worst, best = rows[0], rows[-1]
    unknown = next((r for r in (worst, best) if not r.estimate.known), None)
    if unknown is not None:
        return _("{what}: your data cannot answer this yet, because of {band}: {reason}.").format(
            what=what, band=plain(unknown.band or ""), reason=plain(unknown.estimate.reason or "")
        )
    sentence = _("{what}: **{best}** for {best_band} against **{worst}** for {worst_band} – {verdict}.")
    return sentence.format(
        what=what,
        best=_figure(best, unit),
        best_band=band_name(best),
        worst=_figure(worst, unit),
        worst_band=band_name(worst),
        verdict=_associated(best, worst),
    )


def band_name(row: Row) -> str:
    """The people of a band, as a sentence names them."""
    return BANDS.get(row.band or "", _("customers with {band}").format(band=plain(row.band or "")))


def step(rows: Sequence[Row], unit: str) -> str:
    """By how much the best band's outcome exceeds the worst's, with its interval; too few, when it cannot be said."""
    more = gap(rows[-1], rows[0], unit) if rows else ""
    if not more:
        return _("too few to say")
    return _("{gap} for {best} over {worst}").format(
        gap=plain(more), best=band_name(rows[-1]), worst=band_name(rows[0])
    )


def ends(result: Result, dimension: str, *, age: int | None = None, title: str = "") -> str:
    """The highest and lowest segment of a figure, and whether the two differ by more than chance.

    age: of a curve, the age at which its segments are compared. title: the metric's, unless told.
    """
    named = [r for r in result.rows if r.estimate.known and r.split != MISSING and age in (None, r.age)]
    known = sorted(named, key=lambda r: r.estimate.value or 0.0)
    title = title or plain(result.metric.title)
    name = plain(dimension.replace("_", " "))
    if len(known) < 2:
        return _("{title} by {dimension}: too few to compare").format(title=title, dimension=name)
    low, high = known[0], known[-1]
    # The extremes of k segments are picked after looking: k (k - 1) / 2 pairs could have been, so the bar is higher.
    p = p_value(high.estimate, low.estimate)
    looks = len(known) * (len(known) - 1) / 2
    verdict = _("more than noise") if p is not None and p * looks <= SIGNIFICANT else _("within noise")
    return _("{title} by {dimension}: highest for {high}, lowest for {low}; the difference is {verdict}").format(
        title=title, dimension=name, high=plain(high.split or ""), low=plain(low.split or ""), verdict=verdict
    )


def cohorts(result: Result, grain: str) -> str:
    """The last complete figure at age 1 beside the first one shown."""
    first = sorted((r for r in result.rows if r.age == 1 and r.estimate.known), key=lambda r: r.cohort or date.min)
    if len(first) < 2:
        return _("Retention by cohort: too few complete cohorts to compare")
    old, new = first[0], first[-1]
    p = p_value(new.estimate, old.estimate)
    verdict = _("more than noise") if p is not None and p <= SIGNIFICANT else _("within noise")
    return _("In {grain} 1 the newest complete cohort kept {new}, the oldest shown {old}: {verdict}").format(
        grain=grain, new=_figure(new, result.metric.unit), old=_figure(old, result.metric.unit), verdict=verdict
    )


def curve(result: Result, grain: str) -> str:
    """Where a curve begins and how far it is known; with a split, how its segments differ at the oldest shared age."""
    known = [r for r in result.rows if r.age and r.estimate.known]
    if not known:
        return _("{title}: no age is complete yet").format(title=plain(result.metric.title))
    if result.view.split:
        by_split = {split: {r.age or 0 for r in known if r.split == split} for split in {r.split for r in known}}
        shared = max(set.intersection(*by_split.values()), default=None)
        title = _("{title}, {grain} {age},").format(title=plain(result.metric.title), grain=grain, age=shared)
        return ends(result, result.view.split, age=shared, title=title)
    first, last = min(known, key=lambda r: r.age or 0), max(known, key=lambda r: r.age or 0)
    return _("{title}: {first} in {grain} {first_age}, {last} in {grain} {last_age}").format(
        title=plain(result.metric.title),
        first=_figure(first, result.metric.unit),
        last=_figure(last, result.metric.unit),
        grain=grain,
        first_age=first.age,
        last_age=last.age,
    )


def years(result: Result) -> str:
    """The two newest years of starters at the greatest age both have completed."""
    by_year: dict[int, dict[int, Row]] = {}
    for row in result.rows:
        if row.period and row.age and row.estimate.known:
            by_year.setdefault(row.period.year, {})[row.age] = row
    newest = sorted(by_year)[-2:]
    shared = set(by_year[newest[0]]) & set(by_year[newest[1]]) if len(newest) == 2 else set()
    if not shared:
        return _("Lifetime value by year of start: too few years to compare")
    age = max(shared)
    old, new = by_year[newest[0]][age], by_year[newest[1]][age]
    p = p_value(new.estimate, old.estimate)
    verdict = _("more than noise") if p is not None and p <= SIGNIFICANT else _("within noise")
    return _("By month {age}, customers of {new_year} had brought {new}, those of {old_year} {old}: {verdict}").format(
        age=age,
        new_year=newest[1],
        old_year=newest[0],
        new=_figure(new, result.metric.unit),
        old=_figure(old, result.metric.unit),
        verdict=verdict,
    )


def associations(result: Result) -> str:
    """How many correlations stand after correcting for the looks, and the strongest of them."""
    tested = [r for r in result.rows if r.adjusted_p is not None and r.estimate.known]
    if not tested:
        return _("Experience and later behaviour: too few customers to say")
    standing = [r for r in tested if (r.adjusted_p or 0.0) <= SIGNIFICANT]
    if not standing:
        return _("None of {n} correlations stands out from noise").format(n=len(tested))
    strongest = max(standing, key=lambda r: abs(r.estimate.value or 0.0))
    return _("{k} of {n} correlations stand; the strongest links {score} and {outcome}: {figure}").format(
        k=len(standing),
        n=len(tested),
        score=plain((strongest.score or "").upper()),
        outcome=plain((strongest.outcome or "").replace("_", " ")),
        figure=_figure(strongest, result.metric.unit),
    )


def gap(first: Row, last: Row, unit: str) -> str:
    """By how much the first figure exceeds the last, with its interval: per cent for money, points for shares."""
    if unit == "money":
        more = relative_change(first.estimate, last.estimate)
        if not more.known:
            return ""
        ends = _("{low} to {high}").format(
            low=numbers.relative_change(more.low), high=numbers.relative_change(more.high)
        )
        return f"{numbers.relative_change(more.value)} ({ends})"
    moved = difference(first.estimate, last.estimate)
    if not moved.known:
        return ""
    ends = _("{low} to {high}").format(low=numbers.change(moved.low, unit), high=numbers.change(moved.high, unit))
    return f"{numbers.change(moved.value, unit)} ({ends})"


def _associated(one: Row, other: Row) -> str:
    p = p_value(one.estimate, other.estimate)
    if p is not None and p <= SIGNIFICANT:
        return _("more than chance would explain; associated with it, which is no proof of a cause")
    return _("a difference within noise")


def _moved(card: Judged) -> str:
    verb = _("rose") if card.up else _("fell")
    before = numbers.figure(card.then.estimate.value, card.metric.unit, card.currency) if card.then else numbers.DASH
    return _("{title} {verb} by {change} to **{figure}**, from {before}: more than noise.").format(
        title=card.title,
        verb=verb,
        change=card.change_text().lstrip("+-"),
        figure=_figure(card.now, card.metric.unit),
        before=before,
    )


def _figure(row: Row, unit: str) -> str:
    e = row.estimate
    return plain(numbers.with_interval(e.value, e.low, e.high, unit, row.currency))
