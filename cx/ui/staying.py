"""What the page about staying says: its cards, its finding, its titles and its doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cx.language import N_, Words, _, numbers
from cx.metrics.base import Result, Row
from cx.metrics.reasons import not_loaded
from cx.metrics.registry import METRICS
from cx.metrics.residual_value import PART as VALUE
from cx.metrics.retention_projection import OBSERVED, ORDERS, PROJECTED, SUBSCRIPTIONS
from cx.metrics.survival import CONTRACT_ENDED, CURVE, LOG_RANK, MEDIAN, NO_ORDER
from cx.model import MISSING
from cx.stats.comparison import Verdict
from cx.stats.estimate import withheld
from cx.store.reading import Version
from cx.ui.changes import Card, Judged
from cx.ui.page import Page
from cx.ui.plain import plain
from cx.ui.projected import figure
from cx.view import Dates, View

STAY, AHEAD = "survival", "retention_projection"
ON_CURVES = (CURVE, OBSERVED, PROJECTED, None)
WORDS = Words({Verdict.REAL.value: N_("real"), Verdict.NOISE.value: N_("within noise")})


CARDS = (
    Card(STAY, N_("Half lapse within"), where={"outcome": NO_ORDER, "part": MEDIAN}),
    Card(STAY, N_("No gap by month"), age=12, where={"outcome": NO_ORDER, "part": CURVE}),
    Card(AHEAD, N_("Ordered, month"), age=12, where={"outcome": ORDERS}),
    Card(AHEAD, N_("Ordered, month"), age=24, where={"outcome": ORDERS}),
    Card(STAY, N_("Contract, month"), age=12, where={"outcome": CONTRACT_ENDED, "part": CURVE}),
    Card(AHEAD, N_("Value to come"), where={"outcome": SUBSCRIPTIONS, "part": VALUE}),
)
"""Three ways to stay have three figures for one month: each says below it what it counts. Titles fit a phone."""


def from_the_start(page: Page) -> View:
    """The page's view from the first day of the data on: who stayed long has started long ago."""
    first = min(page.version.dates.first, page.dates.first)
    return replace(page.view.at(Dates(first, page.dates.last)), every=None, split=None)


def population(page: Page) -> str:
    """Whom all figures of the page are about, whatever the first day shown."""
    return _("All customers who started by {day}; what they did before the period shown counts.").format(
        day=numbers.day(page.dates.last)
    )


def judged(asked: Sequence[Card], results: Sequence[Result], version: Version) -> list[Judged]:
    """The cards, at exactly the age they ask, with the projection named as one, and the file named that a figure lacks.

    results: of the metrics of the cards. An age is read off where fewer than half are still watched, too: a survival
    curve's interval knows that, and a projection is there for what has not been seen.
    """
    by_name = {result.metric.name: result for result in results}
    return [_told(_exact(card, by_name[card.metric], version), version) for card in asked]


def _exact(card: Card, result: Result, version: Version) -> Judged:
    """The card with the row that it asks, or the reason why there is none."""
    fitting = [r for r in result.rows if card.about(r) and (card.age is None or r.part in ON_CURVES)]
    if not fitting:
        reason = next((r.estimate.reason for r in result.rows if r.estimate.reason), None) or _("no figures")
        row = Row(withheld(reason, n=0, unit=result.metric.unit), age=card.age)
    elif card.age is not None:
        here = [r for r in fitting if r.age == card.age]
        known = next((r for r in here if r.estimate.known), None)
        row = known or _unknown(card.age, [*here, *reversed(fitting)])
    else:
        row = fitting[0]
    return Judged(card, result.metric, row, None, minimum=version.settings.minimum_n)


def _unknown(age: int, rows: Sequence[Row]) -> Row:
    reason = next((r.estimate.reason for r in rows if r.estimate.reason), None)
    text = reason or _("month {age} is not known yet").format(age=age)
    return Row(withheld(text, n=max(r.estimate.n for r in rows), unit="share"), age=age)


def _told(card: Judged, version: Version) -> Judged:
    if card.now.estimate.known:
        projected = _("projected") if card.now.part == PROJECTED else ""
        counted = _counted(card.now, version)
        return replace(card, note="; ".join(part for part in (projected, counted) if part))
    lacks = _lacking(card.card.where.get("outcome", ""), version)
    return replace(card, now=replace(card.now, estimate=withheld(lacks, n=0, unit=card.unit))) if lacks else card


def _counted(row: Row, version: Version) -> str:
    """What a card counts, in a few words; recurring revenue carries no currency, so that the setting must name it."""
    settings = version.settings
    if row.part == VALUE:
        said = _("per subscriber of today: MRR from the next renewal on, discounted by {percent}% a year").format(
            percent=settings.discount_percent
        )
        return said if row.currency else _("{said}; in the currency of the MRR").format(said=said)
    words = {
        NO_ORDER: _("never {n} days without an order by then"),
        CONTRACT_ENDED: _("contract still running in that month"),
        ORDERS: _("ordered in that very month"),
    }
    text = _("lapsed: {n} days without an order") if row.part == MEDIAN else words.get(row.outcome or "", "")
    return text.format(n=settings.churn_days)


def _lacking(outcome: str, version: Version) -> str:
    """Which file a kind of staying is told from and is not there; empty when it is."""
    contract = outcome in (CONTRACT_ENDED, SUBSCRIPTIONS)
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
        return _("share whose contract still runs, by month since its start; band: 95% interval")
    return _("share without {n} days in a row without an order, by month since the first; band: 95% interval").format(
        n=churn_days
    )


def sentence(result: Result, age: int = 12) -> str:
    """When half of the customers are gone, or how many are still there; without orders, of those with a contract."""
    for outcome, words, stays in (
        (
            NO_ORDER,
            _("Half of the customers have lapsed {median} after the first order"),
            _("{share} have not lapsed by month {age}"),
        ),
        (CONTRACT_ENDED, _("Half of the contracts end within {median}"), _("{share} still run in month {age}")),
    ):
        rows = [r for r in result.rows if r.outcome == outcome]
        half = next((r for r in rows if r.part == MEDIAN), None)
        still = _at(rows, age)
        if half is None or not (half.estimate.known or still):
            continue
        said = [words.format(median=f"**{figure(half)}**")] if half.estimate.known else []
        if still:
            said.append(stays.format(share=f"**{figure(still)}**", age=still.age))
        return _("{first}.").format(first="; ".join(said))
    reason = next((r.estimate.reason for r in result.rows if r.estimate.reason), None)
    return _("No finding yet: {reason}").format(reason=plain(reason or _("no figures")))


def _at(rows: Sequence[Row], age: int) -> Row | None:
    """The oldest known age up to the one asked."""
    known = [r for r in rows if r.part == CURVE and r.estimate.known and 0 < (r.age or 0) <= age]
    return max(known, key=lambda r: r.age or 0, default=None)


def title(name: str, rows: Sequence[Row], dimension: str, *, filtered: bool = False) -> str:
    """Who stays longest and shortest, and whether the groups differ by more than chance (log-rank).

    rows: of one outcome, all parts. dimension: what they are split by, empty when they are not. filtered: whether the
    view keeps some of its values only.
    """
    medians = [r for r in rows if r.part == MEDIAN and r.split != MISSING]
    if not dimension:
        return _whole_title(name, medians, rows)
    if len({r.split for r in medians}) == 1 and medians[0].split:
        only = _("{group} only: remove the filter to compare") if filtered else _("{group} only: nothing to compare")
        return f"{_whole_title(name, medians, rows)}; {only.format(group=plain(medians[0].split))}"
    by = _("{name} by {dimension}").format(name=name, dimension=plain(dimension.replace("_", " ")))
    test = next((r for r in rows if r.part == LOG_RANK), None)
    if test is None or test.verdict not in WORDS:
        return _("{name}: too few to compare").format(name=by)
    ends = sorted(_at_one_age(rows, test.age), key=lambda r: r.estimate.value or 0.0)
    if len(ends) < 2 or test.verdict != Verdict.REAL.value:
        return _("{name}: the difference is {verdict}").format(name=by, verdict=WORDS[test.verdict or ""])
    return _("{name}: {high} stay longest, {low} shortest; the difference is real").format(
        name=by, high=plain(ends[-1].split or ""), low=plain(ends[0].split or "")
    )


def _whole_title(name: str, medians: Sequence[Row], rows: Sequence[Row]) -> str:
    half = next((r for r in medians if r.estimate.known), None)
    if half:
        return _("{name}: half are gone after {median}").format(name=name, median=figure(half))
    still = _at(rows, 12)
    if not still:
        return name
    return _("{name}: {share} are still there in month {age}").format(name=name, share=figure(still), age=still.age)


def _at_one_age(rows: Sequence[Row], age: int | None) -> list[Row]:
    """The groups' curves at the age at which they were compared."""
    return [r for r in rows if r.part == CURVE and r.age == age and r.estimate.known and r.split not in (None, MISSING)]


def doubts(results: Sequence[Result]) -> list[str]:
    """How sure the page is, in full: the intervals, the tests between groups, and how past forecasts fared."""
    intervals = _(
        "Curves: Kaplan–Meier, which counts everybody for as long as he was watched; 95% intervals by Greenwood. Bands "
        "of projections hold the uncertainty of the model’s parameters, chance, and how far the model has missed so "
        "far. Contracts are carried on from the last observed month and can only fall; who orders in a month "
        "is carried on from the level of the last six months and may rise."
    )
    said = [r.remark or "" for result in results for r in result.rows if r.remark or r.part == LOG_RANK]
    refused = [r.estimate.reason or "" for result in results for r in result.rows if r.part in (LOG_RANK, PROJECTED)]
    return [intervals, *(plain(text) for text in dict.fromkeys([*said, *refused]) if text)]


def alone(result: Result, rows: Sequence[Row]) -> Result:
    """The result with the notes of these rows only, for a table that shows no others."""
    foreign = {r.remark for r in result.rows if r.remark} - {r.remark for r in rows}
    return replace(result, notes=tuple(note for note in result.notes if note not in foreign))
