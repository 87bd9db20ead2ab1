"""The charts of the Effort page: outcomes by band, costs, and how the effort of a contact is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from cx.charts.bands import bands
from cx.charts.calibration import calibration
from cx.charts.odds import odds
from cx.language import _
from cx.metrics.base import Options, Result, Row
from cx.metrics.cost_to_serve import COST, ITEMS, MINUTES
from cx.metrics.forward_revenue import BANDS
from cx.ui import banded, drill, longer, shown, twin
from cx.ui.effort import (
    COST_NAMES,
    cost_title,
    gap_of,
    outcome_names,
    outcome_title,
    quality_title,
    ratio_of,
    signs_sentence,
)
from cx.ui.followed import too_young
from cx.ui.page import Page
from cx.ui.plain import plain


def show(page: Page, ratios: Result, costs: Result, score: str) -> None:
    """What follows hard and easy contacts and what they cost, split as the view says; one message for the unknown.

    ratios, costs: unsplit.
    """
    outcomes = {name: ratio_of(ratios, outcome) for outcome, name in outcome_names(page).items()}
    items = {name: gap_of(costs, item) or costs.rows[0] for item, name in COST_NAMES.items()}
    unknown = {name: row for name, row in (outcomes | items).items() if not row.estimate.known}
    _draw_outcomes(page, {o: name for o, name in outcome_names(page).items() if name not in unknown}, score)
    if unknown:
        _not_known(unknown, shown.not_split(page, page.split("risk_ratio", Options(score=score))))
        if any(row.estimate.n for row in unknown.values()) or too_young(ratios.metric, page.dates, page.version):
            longer.offer(page)
    _draw_costs(page, {item: name for item, name in COST_NAMES.items() if name not in unknown}, score)


def _draw_outcomes(page: Page, names: Mapping[str, str], score: str) -> None:
    if not names:
        return
    result = page.split("risk_ratio", Options(score=score))
    rows = {outcome: _worst_first(result, outcome) for outcome in names}
    steps = banded.steps(rows, page.version.settings.minimum_n)
    definition = _("share of the customers known, by the effort of their first contact or answer, 95% interval")
    with page.side_by_side(len(names)):
        for outcome, name in names.items():
            points = rows[outcome]
            twin.show(
                bands(points, replace(page.look(result), unit="share")),
                result,
                [*points, *(r for r in result.rows if r.outcome == outcome and r.part != "share")],
                title=banded.title(name, steps[outcome], result.view.split)
                if result.view.split
                else outcome_title(page, result, score, outcome),
                subtitle=shown.subtitle(
                    definition, _(shown.NO_PROOF), shown.of_bands(points), shown.not_split(page, result)
                ),
                key=f"effort_{outcome}",
                drill=drill.of_bands(page, result, points, Options(score=score)),
            )


def _not_known(unknown: Mapping[str, Row], remark: str) -> None:
    """One message for all that is not known, each for its own reason. remark: what else is not as the view says."""
    by_reason: dict[str, list[str]] = {}
    for name, row in unknown.items():
        by_reason.setdefault(row.estimate.reason or _("no figures"), []).append(name)
    lines = [f"- {', '.join(names)}: {plain(reason)}" for reason, names in by_reason.items()]
    st.info(
        "\n".join([shown.subtitle(_("Not known yet"), remark) + ":", "", *lines]), icon=":material/hourglass_empty:"
    )


def _draw_costs(page: Page, names: Mapping[str, str], score: str) -> None:
    if not names:
        return
    result = page.split("cost_to_serve", Options(score=score))
    rows = {item: _banded(result, item) for item in names}
    steps = banded.steps(rows, page.version.settings.minimum_n)
    currency = page.version.settings.currency
    money = _("taken to be in {currency}").format(currency=currency) if currency else _("no currency is set")
    with page.side_by_side(len(names)):
        for item, name in names.items():
            points = rows[item]
            twin.show(
                bands(
                    points, replace(page.look(result), unit=ITEMS[item]), suffix=_(" min") if item == MINUTES else ""
                ),
                result,
                [r for r in result.rows if r.item == item],
                title=banded.title(name, steps[item], result.view.split)
                if result.view.split
                else cost_title(result, score, item),
                subtitle=shown.subtitle(
                    _("mean of the contacts in these days that carry it, 95% interval"),
                    money if item == COST else "",
                    _(shown.NO_PROOF),
                    shown.of_bands(points),
                    shown.not_split(page, result),
                ),
                key=f"effort_{item.split(maxsplit=1)[0]}",
                drill=drill.of_bands(page, result, points, Options(score=score)),
            )


def show_signs(page: Page) -> None:
    """Which signs go with a hard answer; how they were weighed, and how well they foretell it, when asked."""
    result = page.result("effort_index")
    signs = [r for r in result.rows if r.part == "behaviour"]
    st.markdown(signs_sentence(signs))
    box = st.expander(_("How sure is this?"), key="effort_sure", on_change="rerun", icon=":material/balance:")
    if not box.open:
        return
    with box:
        with page.side_by_side(2):
            _show_odds(page, result, signs)
            _show_calibration(page, result)
        for remark in dict.fromkeys(r.remark for r in result.rows if r.remark):
            st.caption(plain(remark))


def _show_odds(page: Page, result: Result, signs: list[Row]) -> None:
    twin.show(
        odds(signs, replace(page.look(result), unit="ratio")),
        result,
        signs,
        title=_("What goes with a hard answer"),
        subtitle=_(
            "odds of a hard answer (CES 1–3) with the sign against without it, the others equal, 95% interval; "
            "filled: leaves 1 out; one answer per customer"
        ),
        key="effort_signs",
        empty=result.rows[0].estimate.reason or "",
    )


def _show_calibration(page: Page, result: Result) -> None:
    quality = [r for r in result.rows if r.part in ("calibration", "auc", "brier")]
    twin.show(
        calibration([r for r in quality if r.part == "calibration"], page.look(result)),
        result,
        quality,
        title=quality_title(quality),
        subtitle=_(
            "observed share of hard answers by the chance foretold without them, 95% interval; on the dotted line "
            "the score keeps its word; of pairs, chance would pick 50%"
        ),
        key="effort_calibration",
        empty=next((r.estimate.reason or "" for r in quality), ""),
    )


def _worst_first(result: Result, outcome: str) -> list[Row]:
    return [r for r in reversed(result.rows) if r.part == "share" and r.outcome == outcome]


def _banded(result: Result, item: str) -> list[Row]:
    order = {band: place for place, band in enumerate(reversed(BANDS["effort"]))}
    found = [r for r in result.rows if r.part == "band" and r.item == item]
    return sorted(found, key=lambda r: (r.split or "", order.get(r.band or "", 0)))
