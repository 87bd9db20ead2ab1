"""The Effort page in words: its cards, what follows hard and easy contacts, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cx.charts.odds import stands
from cx.language import N_, Words, _, numbers
from cx.metrics import row_words
from cx.metrics.base import Options, Result, Row
from cx.metrics.cost_to_serve import COST, MINUTES
from cx.stats.comparison import Verdict
from cx.ui.banded import WORDS
from cx.ui.changes import Card
from cx.ui.page import Page
from cx.ui.plain import plain
from cx.ui.words import capital

SCORES = Words({"effort": N_("Behaviour, all customers"), "ces": N_("Answers (CES)")})
"""What may tell the effort -> what people call it."""
CONTACTS = {
    "effort": (N_("a hard contact"), N_("an easy one")),
    "ces": (N_("a contact rated hard"), N_("one rated easy")),
}
"""Score -> the contact of the worst band, and that of the best beside it, marked."""
REVERSED = {
    "effort": (N_("An easy contact"), N_("a hard one")),
    "ces": (N_("A contact rated easy"), N_("one rated hard")),
}
"""Score -> the contact of the best band, and that of the worst beside it, marked."""
OUTCOMES = ("disloyal", "churn", "repurchase")


def both(contacts: Mapping[str, tuple[str, str]], score: str) -> tuple[str, str]:
    """What a score's two contacts are called."""
    one, other = contacts[score]
    return _(one), _(other)


def cards(page: Page, score: str) -> tuple[Card, ...]:
    """How hard contacts are, what follows hard ones, what they cost and how long they take."""
    options, days = Options(score=score), page.version.settings.churn_days
    return (
        Card("ces", _("Ease (CES, 1–7)"), help=_("Mean answer to how easy it was: 1 is hard, 7 is easy.")),
        Card(
            "effort_index",
            _("High-effort contacts"),
            where={"part": "band", "band": "high effort"},
            help=_("Share of contacts that were hard work by their signs: transferred, reopened, asked again."),
        ),
        Card(
            "risk_ratio",
            _("Leave: hard vs easy"),
            where={"part": "risk ratio", "outcome": "churn"},
            options=options,
            help=_(
                "How many times as likely customers are not to order for {n} days after a hard contact as after an "
                "easy one; 1 is no difference."
            ).format(n=days),
        ),
        Card(
            "cost_to_serve",
            _("Cost: easy vs hard"),
            where={"part": "difference", "item": COST},
            options=options,
            help=_("By how much an easy contact costs less (−) or more (+) than a hard one."),
        ),
        Card(
            "resolution_time",
            _("Time to resolve"),
            help=_("Half of the contacts that are closed by now took no longer than this."),
        ),
    )


def ratio_of(result: Result, outcome: str) -> Row:
    """How many times as likely an outcome is after high effort as after low; else the row that says why not."""
    of_outcome = [r for r in result.rows if r.outcome == outcome and r.split is None]
    return next((r for r in of_outcome if r.part == "risk ratio"), (of_outcome or list(result.rows))[0])


def finding(page: Page, ratios: Result, costs: Result, score: str) -> str:
    """The most certain real outcome, then the cost where its difference is real; plainly so when nothing is."""
    worst, best = both(CONTACTS, score)
    found = [row for row in (ratio_of(ratios, outcome) for outcome in OUTCOMES) if row.adjusted_p is not None]
    real = [row for row in found if row.verdict == Verdict.REAL.value]
    said = []
    if real:
        said.append(_times(page, min(real, key=lambda row: row.adjusted_p or 0.0), score))
    elif found:
        said.append(
            _("What customers do after {worst} differs from {best} only within noise.").format(worst=worst, best=best)
        )
    else:
        said.append(_("What customers do after {worst} is not known yet.").format(worst=worst))
    said.append(_cost_sentence(costs, score))
    return " ".join(part for part in said if part)


def _times(page: Page, row: Row, score: str) -> str:
    e, (worst, best) = row.estimate, both(CONTACTS, score)
    return _(
        "After {worst} customers were **{figure} times** as likely {what} as after {best} (n = {n}) – real, but no "
        "proof of a cause."
    ).format(
        worst=worst,
        best=best,
        what=_likely(page, row.outcome or ""),
        figure=plain(numbers.with_interval(e.value, e.low, e.high, "ratio")),
        n=numbers.count(e.n),
    )


def _likely(page: Page, outcome: str) -> str:
    settings = page.version.settings
    words = {
        "repurchase": _("to order again within {n} days").format(n=settings.forward_days),
        "churn": _("not to order for {n} days").format(n=settings.churn_days),
        "disloyal": _("to be detractors (NPS 0–6)"),
    }
    return words[outcome]


def _cost_sentence(costs: Result, score: str) -> str:
    """What either contact costs on average, where the difference is real; empty otherwise."""
    gap = gap_of(costs, COST)
    if gap is None or gap.verdict != Verdict.REAL.value:
        return ""
    bands = {r.band: r for r in costs.rows if r.part == "band" and r.item == COST and r.split is None}
    high, low = bands["high effort"], bands["low effort"]
    worst, best = both(CONTACTS, score)
    return _("{worst} costs **{high}** on average, {best} **{low}** – real.").format(
        worst=capital(worst), best=best, high=_figure(high, low), low=_figure(low, high)
    )


def gap_of(costs: Result, item: str) -> Row | None:
    """By how much low effort is below high effort in an item, of everybody."""
    return next((r for r in costs.rows if r.part == "difference" and r.item == item and r.split is None), None)


def outcome_names(page: Page) -> dict[str, str]:
    """Outcome -> what its chart is called."""
    settings = page.version.settings
    return {
        "disloyal": _("Would not recommend (NPS 0–6)"),
        "churn": _("No order for {n} days").format(n=settings.churn_days),
        "repurchase": _("Ordered again within {n} days").format(n=settings.forward_days),
    }


def outcome_title(page: Page, result: Result, score: str, outcome: str) -> str:
    """The share after a hard contact beside that after an easy one, and whether they differ."""
    settings, (worst, best) = page.version.settings, both(CONTACTS, score)
    texts = {
        "disloyal": _("After {worst} {high} are detractors, after {best} {low}"),
        "churn": _("After {worst} {high} did not order for {churn} days, after {best} {low}"),
        "repurchase": _("After {worst} {high} ordered again within {forward} days, after {best} {low}"),
    }
    shares = {r.band: r for r in result.rows if r.part == "share" and r.outcome == outcome}
    told = texts[outcome].format(
        worst=worst,
        best=best,
        churn=settings.churn_days,
        forward=settings.forward_days,
        **{name: numbers.percent(shares[f"{name} effort"].estimate.value, 0) for name in ("high", "low")},
    )
    return _("{finding} – {verdict}").format(finding=told, verdict=_verdict(ratio_of(result, outcome)))


def cost_title(result: Result, score: str, item: str) -> str:
    """By how much the easy contact costs less, or takes less work, with its interval and verdict."""
    gap, (easy, hard) = gap_of(result, item), both(REVERSED, score)
    e = None if gap is None else gap.estimate
    if gap is None or e is None or e.value is None or e.low is None or e.high is None:
        return _("{what}: not known yet").format(what=COST_NAMES[item])
    less = e.value <= 0.0
    texts = {
        (COST, True): _("{easy} costs {gap} less than {hard} ({low} to {high}) – {verdict}"),
        (COST, False): _("{easy} costs {gap} more than {hard} ({low} to {high}) – {verdict}"),
        (MINUTES, True): _("{easy} takes {gap} less work than {hard} ({low} to {high}) – {verdict}"),
        (MINUTES, False): _("{easy} takes {gap} more work than {hard} ({low} to {high}) – {verdict}"),
    }
    low, high = (-e.high, -e.low) if less else (e.low, e.high)
    return texts[item, less].format(
        easy=easy,
        hard=hard,
        gap=numbers.percent(abs(e.value)),
        low=numbers.percent(low),
        high=numbers.percent(high),
        verdict=_verdict(gap),
    )


COST_NAMES = Words({COST: N_("Cost per contact"), MINUTES: N_("Minutes of work per contact")})


def signs_sentence(signs: Sequence[Row]) -> str:
    """Which signs go with a hard answer."""
    standing = sorted((r for r in signs if stands(r)), key=lambda r: -(r.estimate.value or 0.0))
    named = [r for r in standing if (r.estimate.value or 0.0) > 1.0]
    if not any(r.estimate.known for r in signs):
        return _("What makes a contact hard: too few answers to say.")
    if not named:
        return _("What makes a contact hard: no sign stands out from noise.")
    return _("Answers are hard more often when the contact {signs} – real.").format(
        signs=_(" or ").join(
            _("{sign} ({figure} times the odds)").format(
                sign=plain(row_words.item(r.item)), figure=numbers.figure(r.estimate.value, "ratio")
            )
            for r in named
        )
    )


def quality_title(quality: Sequence[Row]) -> str:
    """How well the signs tell hard contacts from others."""
    auc = next((r.estimate for r in quality if r.part == "auc" and r.estimate.known), None)
    if auc is None:
        return _("How well the signs foretell the answer: not known yet")
    return _("Of a hard and another contact the signs pick the hard one in {figure} of pairs").format(
        figure=plain(numbers.with_interval(auc.value, auc.low, auc.high, "share"))
    )


def _verdict(row: Row) -> str:
    return WORDS[Verdict(row.verdict)] if row.verdict else WORDS[Verdict.TOO_FEW]


def _figure(row: Row, beside: Row) -> str:
    """A figure, rounded to the same place as the one beside it."""
    e = row.estimate
    return plain(numbers.figure_of(e.value, e.value, beside.estimate.value, e.unit, row.currency))
