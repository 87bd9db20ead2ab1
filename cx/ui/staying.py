"""What the page about staying says: its finding, its charts' titles, and why retention rises with tenure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cx.language import _, numbers
from cx.metrics.base import Result, Row
from cx.metrics.reasons import not_loaded
from cx.metrics.registry import METRICS
from cx.metrics.survival import CONTRACT_ENDED, CURVE, LOG_RANK, MEDIAN, NO_ORDER
from cx.model import MISSING
from cx.stats.comparison import Verdict
from cx.stats.estimate import withheld
from cx.store.reading import Version
from cx.ui.changes import Judged
from cx.ui.plain import plain

OBSERVED, PROJECTED = "observed", "projected"
TENURES = (1, 12)
"""Months whose losses are held against each other."""


def told(figures: Sequence[Judged], results: Sequence[Result], version: Version) -> list[Judged]:
    """The cards, at exactly the age they ask, with the projection named as one, and the file named that a figure lacks.

    results: of the metrics of the cards. An age is read off where fewer than half are still watched, too: a survival
    curve's interval knows that, and a projection is there for what has not been seen.
    """
    by_name = {result.metric.name: result.rows for result in results}
    return [_told(_exact(card, by_name.get(card.metric.name, ())), version) for card in figures]


def _exact(card: Judged, rows: Sequence[Row]) -> Judged:
    """The card with the row of the age it asks, or the reason why there is none."""
    fitting = [r for r in rows if card.card.about(r) and r.part in (CURVE, OBSERVED, PROJECTED)]
    if card.card.age is None or not fitting:
        return card
    here = [r for r in fitting if r.age == card.card.age]
    known = next((r for r in here if r.estimate.known), None)
    return replace(card, now=known or _unknown(card, [*here, *reversed(fitting)]), note="")


def _unknown(card: Judged, rows: Sequence[Row]) -> Row:
    reason = next((r.estimate.reason for r in rows if r.estimate.reason), None)
    text = reason or _("month {age} is not known yet").format(age=card.card.age)
    return Row(withheld(text, n=max(r.estimate.n for r in rows), unit=card.unit), age=card.card.age)


def _told(card: Judged, version: Version) -> Judged:
    if card.now.part == PROJECTED:
        return replace(card, note="; ".join(part for part in (_("projected"), card.note) if part))
    lacks = _lacking(card.card.where.get("outcome", ""), version)
    if card.now.estimate.known or not lacks:
        return card
    return replace(card, now=replace(card.now, estimate=withheld(lacks, n=0, unit=card.unit)))


def _lacking(outcome: str, version: Version) -> str:
    """Which file a kind of staying is told from and is not there; empty when it is."""
    contract = outcome in (CONTRACT_ENDED, "subscriptions")
    table = "subscriptions" if contract else "orders"
    return not_loaded(version, replace(METRICS["customers"], inputs=(table,), inputs_any=())) or ""


def by_outcome(result: Result, outcomes: Mapping[str, str]) -> dict[str, list[Row]]:
    """The rows of every way to stay that there are figures of; all rows under the first where there is none.

    outcomes: outcome -> what people call it. Amounts of money are no share and in no chart.
    """
    found = {name: [r for r in result.rows if r.outcome == name and r.estimate.unit != "money"] for name in outcomes}
    return {name: rows for name, rows in found.items() if rows} or {next(iter(outcomes)): list(result.rows)}


def defined(outcome: str, churn_days: int) -> str:
    """What a curve shows."""
    if outcome == CONTRACT_ENDED:
        return _("all subscribers so far: share whose subscription has not ended; Kaplan–Meier, 95% interval")
    text = _(
        "all customers so far: share not yet lapsed; lapsed = {n} days without an order, so nobody lapses sooner; "
        "Kaplan–Meier, 95% interval"
    )
    return text.format(n=churn_days)


def sentence(result: Result, age: int = 12) -> str:
    """When half of the customers are gone, or how many are still there; without orders, of those with a contract."""
    for outcome, words in (
        (NO_ORDER, _("Half of the customers lapse within {median} of the first order")),
        (CONTRACT_ENDED, _("Half of the contracts end within {median}")),
    ):
        rows = [r for r in result.rows if r.outcome == outcome]
        half = next((r for r in rows if r.part == MEDIAN), None)
        still = _at(rows, age)
        if half is None or not (half.estimate.known or still):
            continue
        said = [words.format(median=f"**{_figure(half)}**")] if half.estimate.known else []
        if still:
            said.append(
                _("{share} are still there after {age} months").format(share=f"**{_figure(still)}**", age=still.age)
            )
        return _("{first}.").format(first="; ".join(said))
    reason = next((r.estimate.reason for r in result.rows if r.estimate.reason), None)
    return _("No finding yet: {reason}").format(reason=plain(reason or _("no figures")))


def _at(rows: Sequence[Row], age: int) -> Row | None:
    """The oldest known age up to the one asked."""
    known = [r for r in rows if r.part == CURVE and r.estimate.known and 0 < (r.age or 0) <= age]
    return max(known, key=lambda r: r.age or 0, default=None)


def title(name: str, rows: Sequence[Row], dimension: str) -> str:
    """Who stays longest and shortest, and whether the groups differ by more than chance (log-rank).

    rows: of one outcome, all parts. dimension: what they are split by, empty when they are not.
    """
    medians = [r for r in rows if r.part == MEDIAN and r.split != MISSING]
    if not dimension:
        return _whole_title(name, medians, rows)
    by = _("{name} by {dimension}").format(name=name, dimension=plain(dimension.replace("_", " ")))
    test = next((r for r in rows if r.part == LOG_RANK), None)
    if test is None or not test.estimate.known:
        return _("{name}: too few to compare").format(name=by)
    verdict = _("more than noise") if test.verdict == Verdict.REAL.value else _("within noise")
    ends = sorted((r for r in _curve_ends(rows)), key=lambda r: r.estimate.value or 0.0)
    if len(ends) < 2:
        return _("{name}: the difference is {verdict}").format(name=by, verdict=verdict)
    return _("{name}: {high} stay longest, {low} shortest; the difference is {verdict}").format(
        name=by, high=plain(ends[-1].split or ""), low=plain(ends[0].split or ""), verdict=verdict
    )


def _whole_title(name: str, medians: Sequence[Row], rows: Sequence[Row]) -> str:
    half = next((r for r in medians if r.estimate.known), None)
    if half:
        return _("{name}: half are gone after {median}").format(name=name, median=_figure(half))
    still = _at(rows, TENURES[1])
    if not still:
        return name
    return _("{name}: {share} are still there after {age} months").format(
        name=name, share=_figure(still), age=still.age
    )


def _curve_ends(rows: Sequence[Row]) -> list[Row]:
    """The groups' curves at the oldest age that all of them know."""
    curves = [r for r in rows if r.part == CURVE and r.estimate.known and r.split not in (None, MISSING)]
    names = {r.split for r in curves}
    ages = [{r.age or 0 for r in curves if r.split == name} for name in names]
    shared = max(set.intersection(*ages), default=0) if ages else 0
    return [r for r in curves if r.age == shared]


def tested(rows: Sequence[Row]) -> str:
    """The log-rank test in words, for a subtitle; empty without groups."""
    test = next((r for r in rows if r.part == LOG_RANK), None)
    if test is None:
        return ""
    return plain(test.remark or test.estimate.reason or "").rstrip(".")


def projected_title(name: str, rows: Sequence[Row]) -> str:
    """Where retention stands and where it is projected to be."""
    seen = [r for r in rows if r.part == OBSERVED and r.age and r.estimate.known]
    ahead = [r for r in rows if r.part == PROJECTED and r.estimate.known]
    if not seen:
        return _("{name}: no month is complete yet").format(name=name)
    last = max(seen, key=lambda r: r.age or 0)
    stands = _("{figure} in month {age}").format(figure=_figure(last), age=last.age)
    if not ahead:
        return _("{name}: {stands}; no projection").format(name=name, stands=stands)
    year = min(ahead, key=lambda r: abs((r.age or 0) - (last.age or 0) - 12))
    return _("{name}: {stands}, projected {figure} in month {age}").format(
        name=name, stands=stands, figure=_figure(year), age=year.age
    )


def remark(rows: Sequence[Row]) -> str:
    """How an earlier projection has fared, or why there is none."""
    ahead = [r for r in rows if r.part == PROJECTED]
    said = next((r.remark for r in ahead if r.remark), None)
    return plain(said or next((r.estimate.reason for r in ahead if r.estimate.reason), None) or "").rstrip(".")


def sorting(rows: Sequence[Row]) -> str:
    """Why retention rises with tenure, with the losses of an early and a later month where contracts tell them."""
    share = {r.age: r.estimate.value or 0.0 for r in rows if r.part == OBSERVED and r.outcome == "subscriptions"}
    why = _(
        "A rising retention rate need not mean that anybody grows more loyal: who is likely to leave leaves first, "
        "and the loyal are left over. The projections assume just that (sorting), and that everybody goes on as before."
    )
    early, late = TENURES
    if not all(share.get(age) for age in (early - 1, early, late - 1, late)):
        return why
    kept = _("Of the subscribers there before it, month {early} kept {first} and month {late} {then}.").format(
        early=early,
        first=numbers.percent(share[early] / share[early - 1]),
        late=late,
        then=numbers.percent(share[late] / share[late - 1]),
    )
    return f"{kept} {why}"


def _figure(row: Row) -> str:
    e = row.estimate
    return plain(numbers.with_interval(e.value, e.low, e.high, e.unit, row.currency))
