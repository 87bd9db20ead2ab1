"""The adjusted effect in words: which checks held, which failed, and what would overturn it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from cx.language import N_, Words, _, numbers
from cx.metrics import row_words
from cx.metrics.forward_revenue import BANDS
from cx.settings import Settings
from cx.stats.estimate import Estimate
from cx.stats.evalue import EValue
from cx.stats.evidence import Evidence

LARGEST_RATIO = 1_000
SCORES = Words({"nps": N_("NPS"), "csat": N_("CSAT"), "ces": N_("CES"), "effort": N_("effort from behaviour")})
OUTCOMES = Words({"forward_revenue": N_("later spend"), "repurchase": N_("repurchase"), "churn": N_("churn")})


def without_verdict(score: str, part: str, outcome: str, why: str) -> str:
    """Which figure has no verdict, and why."""
    whom = _("those with the bad experience") if part == "adjusted_bad" else _("all customers")
    return _("{score}, {outcome}, adjusted for {whom}: {why}").format(
        score=SCORES[score], outcome=OUTCOMES[outcome], whom=whom, why=why
    )


def remark(
    score: str,
    estimate: Estimate,
    currency: str | None,
    evidence: Evidence,
    strength: EValue,
    placebo: Estimate,
    left: Sequence[str],
    settings: Settings,
) -> str:
    """One paragraph: the association, the grade, its checks, the E-value, and what there was no room to hold fixed."""
    said = [
        _(
            "{score}: “{good}” instead of “{bad}” is associated with {figure} per customer in the {n} days after."
        ).format(
            score=SCORES[score],
            good=row_words.band(BANDS[score][0]),
            bad=row_words.band(BANDS[score][-1]),
            figure=numbers.with_interval(estimate.value, estimate.low, estimate.high, estimate.unit, currency),
            n=settings.forward_days,
        ),
        _("Evidence grade {grade}.").format(grade=evidence.grade()),
    ]
    checks = list(_checks(evidence, placebo, currency, settings))
    for held, title in ((True, _("Holds")), (False, _("Fails"))):
        if sentences := [sentence for holds, sentence in checks if holds is held]:
            said.append(f"{title}: {'; '.join(sentences)}.")
    said.append(
        _(
            "To explain the estimate away, something not measured would have to go with both the experience and "
            "the spend by a risk ratio of {value} each, beyond what is held fixed; {limit} would bring the "
            "interval to zero."
        ).format(value=_ratio(strength.value), limit=_ratio(strength.limit))
    )
    if left:
        said.append(
            _("Too few customers to hold fixed as well: {names}.").format(names=", ".join(map(row_words.item, left)))
        )
    return " ".join(said)


def _checks(
    evidence: Evidence, placebo: Estimate, currency: str | None, settings: Settings
) -> Iterator[tuple[bool, str]]:
    holds = evidence.interval_holds()
    yield holds, _("the interval leaves zero out") if holds else _("the interval does not leave zero out")
    yield (
        evidence.overlap_holds(),
        _("{share} could have had either experience").format(share=numbers.percent(evidence.overlap)),
    )
    yield (
        evidence.balance_holds(),
        _("the largest difference left after weighting is {gap} standard deviations").format(
            gap=numbers.figure(evidence.imbalance, "score")
        )
        if math.isfinite(evidence.imbalance)
        else _("something that is held fixed has one value in each group, so that weighting cannot balance it"),
    )
    if placebo.known:
        figure = numbers.with_interval(placebo.value, placebo.low, placebo.high, placebo.unit, currency)
        yield (
            evidence.placebo_holds(),
            _("the same comparison of the {n} days before the answer gives {figure}").format(
                n=settings.forward_days, figure=figure
            ),
        )
    else:
        yield False, _("no check on the time before the answer ({reason})").format(reason=placebo.reason)
    yield (
        evidence.e_value_holds(),
        _("E-value of the interval's limit {limit}").format(limit=_ratio(evidence.e_value_limit)),
    )


def _ratio(value: float) -> str:
    """A risk ratio; beyond a thousand its size says nothing more."""
    if value >= LARGEST_RATIO:
        return _("more than {n}").format(n=numbers.count(LARGEST_RATIO))
    return numbers.figure(value, "score")
