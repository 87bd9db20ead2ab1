"""The parts of the Effort page: outcomes by band, what makes a contact hard, how good the guess is, what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from cx.charts.bands import bands
from cx.charts.calibration import calibration
from cx.charts.odds import odds, stands
from cx.language import _, numbers
from cx.metrics.base import Options, Result, Row
from cx.metrics.cost_to_serve import COST, ITEMS, MINUTES
from cx.metrics.forward_revenue import BANDS
from cx.ui import banded, shown, twin
from cx.ui.page import Page
from cx.ui.plain import plain

SCORES = {"effort": _("Behaviour, all customers"), "ces": _("Answers (CES)")}
"""What may tell the effort -> what people call it."""
AFTER = {
    "effort": (_("a high-effort contact"), _("a low-effort one")),
    "ces": (_("an answer that it was hard"), _("an answer that it was easy")),
}
"""Score -> what came before, in the worst band and in the best."""


def ratios(page: Page, score: str) -> Result:
    """The outcomes by effort as the reader has it told, unsplit."""
    return page.result("risk_ratio", options=Options(score=score))


def ratio_sentence(page: Page, result: Result, score: str, outcome: str) -> str:
    """How many times as likely an outcome is after high effort as after low, and whether that is more than noise."""
    worst, best = AFTER[score]
    row = next((r for r in result.rows if r.part == "risk ratio" and r.outcome == outcome), result.rows[0])
    e, what = row.estimate, _likely(page, outcome)
    if not e.known or row.part is None:
        reason = plain((e.reason or _("no figures")).rstrip("."))
        return _("How likely customers are {what} after {worst}: not known yet, because {reason}.").format(
            what=what, worst=worst, reason=reason
        )
    figure = plain(numbers.with_interval(e.value, e.low, e.high, "ratio"))
    return _(
        "After {worst}, customers were **{figure} times** as likely {what} as after {best} (n = {n}) – {verdict}."
    ).format(
        worst=worst,
        best=best,
        figure=figure,
        what=what,
        n=numbers.count(e.n),
        verdict=_("more than noise, which is no proof of a cause") if row.verdict == "real" else _("within noise"),
    )


def show_outcomes(page: Page, score: str) -> None:
    """Repurchase, churn and disloyalty by band of effort, split as the view says, with the ratios in words."""
    result = page.split("risk_ratio", Options(score=score))
    settings = page.version.settings
    names = {
        "repurchase": _("Ordered again within {n} days").format(n=settings.forward_days),
        "churn": _("No order within {n} days").format(n=settings.churn_days),
        "disloyal": _("Would not recommend (NPS 0–6)"),
    }
    rows = {outcome: _worst_first(result, outcome) for outcome in names}
    steps = banded.steps(rows, settings.minimum_n)
    definition = _("share of the customers known, by the effort of their first contact or answer, 95% interval")
    with page.side_by_side(3):
        for outcome, name in names.items():
            points = rows[outcome]
            twin.show(
                bands(points, replace(page.look(result), unit="share")),
                result,
                [*points, *(r for r in result.rows if r.outcome == outcome and r.part != "share")],
                title=banded.title(name, steps[outcome], result.view.split),
                subtitle=shown.subtitle(definition, shown.of_bands(points), shown.not_split(page, result)),
                key=f"effort_{outcome}",
                empty=result.rows[0].estimate.reason or "",
            )
    if not result.view.split:
        st.markdown("\n".join(f"- {ratio_sentence(page, result, score, outcome)}" for outcome in names))


def show_signs(page: Page) -> None:
    """Which signs go with a hard answer, and how well they foretell it."""
    result = page.result("effort_index")
    signs = [r for r in result.rows if r.part == "behaviour"]
    quality = [r for r in result.rows if r.part in ("calibration", "auc", "brier")]
    with page.side_by_side(2):
        twin.show(
            odds(signs, replace(page.look(result), unit="ratio")),
            result,
            signs,
            title=_signs_title(signs),
            subtitle=_(
                "adjusted odds ratio of a hard answer (CES 1–3), the other signs equal, 95% interval; filled: leaves 1 "
                "out; one contact with an answer per customer"
            ),
            key="effort_signs",
            empty=result.rows[0].estimate.reason or "",
        )
        twin.show(
            calibration([r for r in quality if r.part == "calibration"], page.look(result)),
            result,
            quality,
            title=_quality_title(quality),
            subtitle=_(
                "observed share of hard answers by foretold chance, 95% interval; each answer judged by a score that "
                "was made without it; on the dotted line the score keeps its word"
            ),
            key="effort_calibration",
            empty=next((r.estimate.reason or "" for r in quality), ""),
        )
    _remarks(result)


def show_cost(page: Page, score: str) -> None:
    """What a contact costs, in money and in minutes of work, by band of effort."""
    result = page.split("cost_to_serve", Options(score=score))
    names = {COST: _("Cost per contact"), MINUTES: _("Minutes of work per contact")}
    rows = {item: _banded(result, item) for item in names}
    steps = banded.steps(rows, page.version.settings.minimum_n)
    with page.side_by_side(2):
        for item, name in names.items():
            points = rows[item]
            twin.show(
                bands(points, replace(page.look(result), unit=ITEMS[item])),
                result,
                [r for r in result.rows if r.item == item],
                title=banded.title(name, steps[item], result.view.split),
                subtitle=shown.subtitle(
                    _("mean of the contacts in these days that carry it, 95% interval, clustered by customer"),
                    shown.of_bands(points),
                    shown.not_split(page, result),
                ),
                key=f"effort_{item.split(maxsplit=1)[0]}",
                empty=result.rows[0].estimate.reason or "",
            )
    _remarks(result)


def _remarks(result: Result) -> None:
    for remark in dict.fromkeys(r.remark for r in result.rows if r.remark):
        st.caption(plain(remark))


def _likely(page: Page, outcome: str) -> str:
    settings = page.version.settings
    words = {
        "repurchase": _("to order again within {n} days").format(n=settings.forward_days),
        "churn": _("not to order within {n} days").format(n=settings.churn_days),
        "disloyal": _("to answer NPS 0–6 within {n} days").format(n=settings.forward_days),
    }
    return words[outcome]


def _worst_first(result: Result, outcome: str) -> list[Row]:
    return [r for r in reversed(result.rows) if r.part == "share" and r.outcome == outcome]


def _banded(result: Result, item: str) -> list[Row]:
    order = {band: place for place, band in enumerate(reversed(BANDS["effort"]))}
    found = [r for r in result.rows if r.part == "band" and r.item == item]
    return sorted(found, key=lambda r: (r.split or "", order.get(r.band or "", 0)))


def _signs_title(signs: Sequence[Row]) -> str:
    standing = sorted((r for r in signs if stands(r)), key=lambda r: -(r.estimate.value or 0.0))
    named = [r for r in standing if (r.estimate.value or 0.0) > 1.0]
    if not any(r.estimate.known for r in signs):
        return _("What makes a contact hard: too few answers to say")
    if not named:
        return _("What makes a contact hard: no sign stands out from noise")
    return _("What goes with a hard answer: {signs}").format(
        signs=", ".join(f"{plain(r.item or '')} ({numbers.figure(r.estimate.value, 'ratio')}×)" for r in named)
    )


def _quality_title(quality: Sequence[Row]) -> str:
    auc = next((r.estimate for r in quality if r.part == "auc" and r.estimate.known), None)
    if auc is None:
        return _("How well the signs foretell the answer: not known yet")
    return _("A hard contact scores higher than another in {figure} of pairs; chance would be 50%").format(
        figure=plain(numbers.with_interval(auc.value, auc.low, auc.high, "share"))
    )
