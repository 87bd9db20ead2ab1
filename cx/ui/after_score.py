"""What customers do after they told their experience: by band, point by point, and together with every score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from cx.charts.bands import bands
from cx.charts.correlation import forest
from cx.charts.dose import dose
from cx.language import N_, Words, _, numbers
from cx.metrics.base import Options, Result, Row
from cx.metrics.forward_revenue import BANDS
from cx.stats.comparison import Verdict
from cx.ui import banded, drill, findings, followed, longer, shown, twin
from cx.ui.banded import WORDS
from cx.ui.page import Page
from cx.ui.plain import plain
from cx.ui.words import OUTCOMES, SCORES

LEVELS = Words(
    {
        "nps": N_("NPS answer, 0–10"),
        "csat": N_("CSAT answer on its scale"),
        "ces": N_("CES answer, 1–7, 7 is easiest"),
        "effort": N_("signs of effort in the contact"),
    }
)
"""Score -> what its single levels are."""
SPENT = "forward_revenue"


def rows_of(page: Page, score: str) -> tuple[dict[str, Sequence[Row]], dict[str, Result]]:
    """Outcome -> its rows from the worst band to the best, and the results they come from."""
    spent, shares = page.split(SPENT), page.split("risk_ratio", Options(score=score))
    found: dict[str, Sequence[Row]] = {SPENT: [r for r in reversed(spent.rows) if r.score == score]}
    for outcome in ("repurchase", "churn"):
        points = [r for r in shares.rows if (r.score, r.outcome, r.part) == (score, outcome, "share")]
        order = {band: place for place, band in enumerate(reversed(BANDS[score]))}
        found[outcome] = sorted(points, key=lambda r: (r.split or "", order.get(r.band or "", 0)))
    return found, {SPENT: spent, "repurchase": shares, "churn": shares}


def show_bands(page: Page, score: str) -> None:
    """The three outcomes by band, side by side; their verdicts are corrected together."""
    settings = page.version.settings
    names = {
        SPENT: _("Net revenue in the {n} days after").format(n=settings.forward_days),
        "repurchase": _("Ordered again within {n} days").format(n=settings.forward_days),
        "churn": _("No order within {n} days").format(n=settings.churn_days),
    }
    rows, results = rows_of(page, score)
    steps = banded.steps(rows, settings.minimum_n)
    definition = _("by the band of the first answer or contact in these days, 95% interval; who left counts as 0")
    with page.side_by_side(3):
        for outcome, name in names.items():
            points = rows[outcome]
            twin.show(
                bands(points, replace(page.look(results[outcome]), unit="money" if outcome == SPENT else "share")),
                results[outcome],
                points,
                title=banded.title(name, steps[outcome], results[outcome].view.split),
                subtitle=shown.subtitle(
                    definition, _(shown.NO_PROOF), shown.of_bands(points), shown.not_split(page, results[outcome])
                ),
                key=f"after_{score}_{outcome}",
                empty=results[outcome].rows[0].estimate.reason or "",
                drill=drill.of_bands(page, results[outcome], points, Options(score=score)),
            )


def show_dose(page: Page, score: str) -> None:
    """Later spend at every level of the score, with the adjusted change per point as the title."""
    result = page.result("dose_response", options=Options(score=score))
    levels = [r for r in result.rows if (r.part, r.outcome, r.score) == ("level", SPENT, score)]
    slopes = {r.part: r for r in result.rows if r.outcome == SPENT and r.part in ("slope", "raw slope")}
    raw = slopes.get("raw slope")
    beside = _("raw: {figure} a level").format(figure=_figure(raw)) if raw and raw.estimate.known else ""
    twin.show(
        dose(levels, page.look(result), LEVELS[score]),
        result,
        [*levels, *slopes.values()],
        title=dose_title(score, slopes.get("slope")),
        subtitle=shown.subtitle(
            _(
                "mean net revenue in the {n} days after, by level, 95% interval; dots grow with n; title: adjusted"
            ).format(n=page.version.settings.forward_days),
            beside,
        ),
        key=f"dose_{score}",
        empty=result.rows[0].estimate.reason or "",
    )


def show_links(page: Page) -> None:
    """The correlation of every score with every later outcome, in the order in which scores are offered."""
    result = page.result("correlation")
    order = list(SCORES)
    rows = sorted(result.rows, key=lambda r: order.index(r.score) if r.score in order else len(order))
    twin.show(
        forest(rows, page.look(result), SCORES | OUTCOMES),
        result,
        rows,
        title=findings.associations(result),
        subtitle=shown.subtitle(
            _("rank correlation with the {n} days after; filled: real after correcting for the looks taken").format(
                n=page.version.settings.forward_days
            ),
            _("over all customers, whatever they are split by") if page.view.split else "",
        ),
        key="roi_correlation",
    )


def not_followed(page: Page, result: Result) -> str:
    """Why nobody of these days could be followed; empty when somebody could."""
    if any(r.estimate.n for r in result.rows):
        return ""
    return followed.too_young(result.metric, page.dates, page.version)


def offer_longer(page: Page, reason: str) -> None:
    """The one message of a page that has nobody to follow, with the longer periods that may have."""
    st.info(
        _("Later spend needs orders after the answers, and of these days there are {reason}.").format(
            reason=plain(reason)
        ),
        icon=":material/hourglass_empty:",
    )
    longer.offer(page)


def dose_title(score: str, slope: Row | None) -> str:
    """What goes with a level more of the score, adjusted, and whether it is real."""
    name = SCORES[score]
    if slope is None or not slope.estimate.known:
        return _("Later spend by level of {score}: {verdict}").format(score=name, verdict=WORDS[Verdict.TOO_FEW])
    low, high = slope.estimate.low or 0.0, slope.estimate.high or 0.0
    noise = low <= 0.0 <= high or slope.verdict == Verdict.NOISE.value
    return _("A level more of {score} goes with {figure} of later spend – {verdict}").format(
        score=name, figure=_figure(slope), verdict=WORDS[Verdict.NOISE if noise else Verdict.REAL]
    )


def _figure(row: Row) -> str:
    e = row.estimate
    return plain(numbers.with_interval(e.value, e.low, e.high, e.unit, row.currency))
