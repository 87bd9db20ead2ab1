"""The finding of a page in one sentence, made from its figures: what changed, by how much, and whether it is real."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cx.language import _, numbers
from cx.metrics.base import Result, Row
from cx.model import MISSING
from cx.stats.comparison import Verdict, p_value
from cx.ui.changes import Judged
from cx.ui.picking import currencies
from cx.ui.plain import plain
from cx.ui.words import OUTCOMES, SCORES
from cx.view import GRAINS

SIGNIFICANT = 0.05
VERY_WEAK = 0.1
"""A correlation below this explains less than 1 % of what varies; by Cohen's convention it is not even small."""


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
            title=card.title, figure=_figure(card.now, card.unit)
        )
    if card.verdict is Verdict.TOO_FEW or not card.change_text():
        return _("{title} is **{figure}**; there is too little to compare it with.").format(
            title=card.title, figure=_figure(card.now, card.unit)
        )
    if card.up is None:
        return _("{title} is **{figure}**, unchanged.").format(title=card.title, figure=_figure(card.now, card.unit))
    text = _("{title} is **{figure}**; its change {change} is within noise.")
    change = card.change_text() if card.from_little else _("of {change}").format(change=card.change_text())
    return text.format(title=card.title, figure=_figure(card.now, card.unit), change=change)


def ends(
    result: Result,
    dimension: str,
    *,
    shown: Sequence[Row] | None = None,
    minimum: int = 0,
    age: int | None = None,
    title: str = "",
) -> str:
    """The highest and lowest segment of a figure, and whether the two differ by more than chance.

    shown: the rows that the chart shows, all unless told. minimum: the n below which a segment is left unsaid. age: of
    a curve, the age at which its segments are compared. title: the metric's, unless told.
    """
    title = title or plain(result.metric.said.title)
    name = plain(dimension.replace("_", " "))
    if len(currencies(result.rows)) > 1:
        return _("{title} by {dimension}: several currencies, which are never compared").format(
            title=title, dimension=name
        )
    all_known = _comparable(result.rows, minimum, age)
    known = _comparable(result.rows if shown is None else shown, minimum, age)
    if len(known) < 2:
        if value := _filtered_to(result, dimension):
            return _("{title}, {value} only: remove the filter to compare").format(title=title, value=plain(value))
        return _("{title} by {dimension}: too few to compare").format(title=title, dimension=name)
    low, high = known[0], known[-1]
    # The extremes of k segments are picked after looking: k (k - 1) / 2 pairs could have been, so the bar is higher.
    p = p_value(high.estimate, low.estimate)
    looks = len(all_known) * (len(all_known) - 1) / 2
    verdict = _("real") if p is not None and p * looks <= SIGNIFICANT else _("within noise")
    return _("{title} by {dimension}: highest for {high}, lowest for {low}; the difference is {verdict}").format(
        title=title, dimension=name, high=plain(high.split or ""), low=plain(low.split or ""), verdict=verdict
    )


def _filtered_to(result: Result, dimension: str) -> str | None:
    """The only value of a dimension that the view's filters leave; None when they leave several."""
    column = dimension.rpartition(".")[2]
    own = [part.values for part in result.view.filters if part.dimension.rpartition(".")[2] == column]
    return own[0][0] if own and len(own[0]) == 1 else None


def _comparable(rows: Sequence[Row], minimum: int, age: int | None) -> list[Row]:
    """Named segments with a figure and enough behind it, lowest first."""
    named = [r for r in rows if r.estimate.known and r.split not in (None, MISSING) and age in (None, r.age)]
    return sorted((r for r in named if r.estimate.n >= minimum), key=lambda r: r.estimate.value or 0.0)


def cohorts(result: Result, rows: Sequence[Row], grain: str) -> str:
    """The last complete figure at age 1 beside the first one. rows: of the cohorts that the chart shows."""
    first = sorted((r for r in rows if r.age == 1 and r.estimate.known), key=lambda r: r.cohort or date.min)
    if len(first) < 2:
        return _("Retention by cohort: too few complete cohorts to compare")
    old, new = first[0], first[-1]
    p = p_value(new.estimate, old.estimate)
    verdict = _("real") if p is not None and p <= SIGNIFICANT else _("within noise")
    return _("In {grain} 1 the newest complete cohort kept {new}, the oldest shown {old}: {verdict}").format(
        grain=GRAINS[grain], new=_figure(new, result.metric.unit), old=_figure(old, result.metric.unit), verdict=verdict
    )


def curve(result: Result, grain: str, *, shown: Sequence[Row] | None = None, minimum: int = 0) -> str:
    """Where a curve begins and how far it is known; with a split, how its segments differ at the oldest shared age."""
    rows = result.rows if shown is None else shown
    known = [r for r in rows if r.age and r.estimate.known]
    metric = plain(result.metric.said.title)
    if not known:
        return _("{title}: no age is complete yet").format(title=metric)
    if any(r.split for r in known):
        dimension = result.view.split or _("currency")
        named = [r for r in known if r.split != MISSING and r.estimate.n >= minimum]
        by_split = [{r.age or 0 for r in named if r.split == split} for split in {r.split for r in named}]
        shared = max(set.intersection(*by_split), default=None) if by_split else None
        if (shared is None or len(by_split) < 2) and (value := _filtered_to(result, dimension)):
            return _("{title}, {value} only: remove the filter to compare").format(title=metric, value=plain(value))
        if shared is None:
            return _("{title} by {dimension}: too few to compare").format(
                title=metric, dimension=plain(dimension.replace("_", " "))
            )
        title = _("{title}, {grain} {age},").format(title=metric, grain=GRAINS[grain], age=shared)
        return ends(result, dimension, shown=rows, minimum=minimum, age=shared, title=title)
    first, last = min(known, key=lambda r: r.age or 0), max(known, key=lambda r: r.age or 0)
    return _("{title}: {first} in {grain} {first_age}, {last} in {grain} {last_age}").format(
        title=metric,
        first=_figure(first, result.metric.unit),
        last=_figure(last, result.metric.unit),
        grain=GRAINS[grain],
        first_age=first.age,
        last_age=last.age,
    )


def years(result: Result) -> str:
    """The two newest years of starters at the greatest age both have completed."""
    if len(currencies(result.rows)) > 1:
        return _("Lifetime value by year of start: several currencies, which are never compared")
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
    verdict = _("real") if p is not None and p <= SIGNIFICANT else _("within noise")
    return _("By month {age}, customers of {new_year} had brought {new}, those of {old_year} {old}: {verdict}").format(
        age=age,
        new_year=newest[1],
        old_year=newest[0],
        new=_figure(new, result.metric.unit),
        old=_figure(old, result.metric.unit),
        verdict=verdict,
    )


def associations(result: Result) -> str:
    """How many correlations stand after correcting for the looks, the strongest of them, and whether all are weak."""
    tested = [r for r in result.rows if r.part is None and r.adjusted_p is not None and r.estimate.known]
    if not tested:
        return _("Experience and later behaviour: too few")
    standing = [r for r in tested if (r.adjusted_p or 0.0) <= SIGNIFICANT]
    if not standing:
        return _("None of {n} correlations is real: all within noise").format(n=len(tested))
    strongest = max(standing, key=lambda r: abs(r.estimate.value or 0.0))
    weak = all(abs(r.estimate.value or 0.0) < VERY_WEAK for r in standing)
    score, outcome = strongest.score or "", strongest.outcome or ""
    return _("{k} of {n} correlations are real{weak}; the strongest: {score} and {outcome}, {figure}").format(
        k=len(standing),
        n=len(tested),
        weak=_(", all very weak (below {limit})").format(limit=VERY_WEAK) if weak else "",
        score=SCORES.get(score, plain(score)),
        outcome=OUTCOMES.get(outcome, plain(outcome)),
        figure=_figure(strongest, result.metric.unit),
    )


def _moved(card: Judged) -> str:
    verb = _("rose") if card.up else _("fell")
    figure = _figure(card.now, card.unit)
    if card.from_little:
        return _("{title} {verb} from {before} to **{figure}**: more than noise.").format(
            title=card.title, verb=verb, before=card.before_text(), figure=figure
        )
    return _("{title} {verb} by {change} to **{figure}**, from {before}: more than noise.").format(
        title=card.title,
        verb=verb,
        change=card.change_text().lstrip(f"+{numbers.MINUS}"),
        figure=figure,
        before=card.before_text(),
    )


def _figure(row: Row, unit: str) -> str:
    e = row.estimate
    return plain(numbers.with_interval(e.value, e.low, e.high, unit, row.currency))
