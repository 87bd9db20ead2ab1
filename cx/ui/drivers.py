"""Key drivers in words: which of the things rated matter most and do worst, and what must be known beside that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from cx.charts.quadrants import Lines, Point, Quadrant, lines
from cx.language import _, ngettext, numbers
from cx.metrics.base import Options, Result, Row
from cx.model import TABLES
from cx.ui import states
from cx.ui.changes import Card
from cx.ui.plain import plain
from cx.ui.view_bar import dimension_title

METRIC = "key_drivers"
WEIGHT, EXPLAINED = "relative_weight", "r_squared"
SHARES = (EXPLAINED, WEIGHT, "lmg")
SCORES = {"nps": _("NPS"), "csat": _("CSAT"), "ces": _("Ease (CES)")}
CARD_DRIVERS = 2


def named(rows: Sequence[Row]) -> list[Row]:
    """The rows with the drivers' names as people read them."""
    return [replace(row, item=dimension_title(row.item)) if row.item else row for row in rows]


def of_part(rows: Sequence[Row], *parts: str) -> list[Row]:
    """The rows of some parts of the answer."""
    return [row for row in rows if row.part in parts]


def cards(rows: Sequence[Row], score: str) -> tuple[Card, ...]:
    """The score, what the ratings explain of it, and the two heaviest ratings."""
    options = Options(score=score)
    heaviest = [row.item for row in of_part(rows, WEIGHT)][:CARD_DRIVERS]
    titles = [_("Weight: {name}").format(name=dimension_title(item)) for item in heaviest if item]
    places: list[dict[str, str]] = [{"part": WEIGHT, "item": item} for item in heaviest if item]
    titles += [_("Weight of the heaviest"), _("Weight of the second")][len(titles) :]
    places += [{"part": WEIGHT, "item": ""}] * (CARD_DRIVERS - len(places))
    return (
        Card(score, SCORES[score]),
        Card(METRIC, _("Explained by ratings"), where={"part": EXPLAINED}, options=options),
        *(Card(METRIC, t, where=place, options=options) for t, place in zip(titles, places, strict=True)),
    )


def finding(rows: Sequence[Row], drawn: Sequence[Point], score: str) -> str:
    """The finding of the page in one sentence. Never a cause."""
    explained = next((row.estimate for row in rows if row.part in (EXPLAINED, None)), None)
    if not drawn or explained is None or not explained.known:
        unknown = next((row.estimate.reason for row in rows if row.estimate.reason), _("no data: n = 0"))
        return _("No drivers of {score} yet: {reason}.").format(score=SCORES[score], reason=plain(unknown))
    context = _("Of the differences in {score} the ratings explain **{share}** (R²).").format(
        score=SCORES[score],
        share=numbers.with_interval(explained.value, explained.low, explained.high, "share"),
    )
    no_cause = _("What goes together is associated, which is no proof of a cause.")
    return f"{_headline(drawn, lines(drawn))} {context} {no_cause}"


def _headline(drawn: Sequence[Point], middle: Lines) -> str:
    if len(drawn) == 1:
        return _("Only {name} is rated, so there is nothing to rank it against.").format(name=_listed(drawn))
    fix = _standing(drawn, middle, "fix")
    if fix:
        text = _most(len(fix)) if fix == drawn[: len(fix)] else _more(len(fix))
        return text.format(names=_listed(fix), share=numbers.percent(sum(p.y for p in fix), 0))
    if keep := _standing(drawn, middle, "keep"):
        text = _("Nothing that surely matters more is surely rated low: what matters most is rated well: {names}.")
        return text.format(names=_listed(keep))
    return _("Nothing stands out beyond noise: no rating is surely both heavier and lower than the average.")


def _most(n: int) -> str:
    return ngettext(
        "{names} matters most and is rated below average: it carries {share} of what is explained.",
        "{names} matter most and are rated below average: together they carry {share} of what is explained.",
        n,
    )


def _more(n: int) -> str:
    return ngettext(
        "{names} matters more than average and is rated below it: it carries {share} of what is explained.",
        "{names} matter more than average and are rated below it: together they carry {share} of what is explained.",
        n,
    )


def _standing(drawn: Sequence[Point], middle: Lines, quadrant: Quadrant) -> list[Point]:
    """The drivers of a quadrant whose intervals reach over neither line."""
    return [p for p in drawn if middle.quadrant(p) == quadrant and middle.clear(p)]


def _listed(drawn: Sequence[Point]) -> str:
    names = [f"**{plain(p.name)}**" for p in drawn]
    return _(" and ").join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def weights_title(drawn: Sequence[Point]) -> str:
    """The heaviest driver with its share and interval."""
    if not drawn:
        return _("Weight of each rating")
    e = drawn[0].importance.estimate
    return _("{name} carries {share} of what the ratings explain").format(
        name=plain(drawn[0].name), share=plain(numbers.with_interval(e.value, e.low, e.high, "share"))
    )


def quadrants_title(drawn: Sequence[Point], middle: Lines | None) -> str:
    """Which drivers matter more and are rated lower than the average."""
    if middle is None:
        return _("Importance and performance")
    fix = [p for p in drawn if middle.quadrant(p) == "fix"]
    if not fix:
        return _("Importance and performance: nothing that matters more is rated below the average")
    surely = all(middle.clear(p) for p in fix)
    names = ", ".join(plain(p.name) for p in fix)
    text = (
        _("Fix first: {names}") if surely else _("Fix first: {names}; an interval reaches over a line, so not for sure")
    )
    return text.format(names=names)


def caveats(result: Result) -> None:
    """What must be known beside the weights: who is counted, what repeats what, what cannot be ranked apart."""
    for remark in dict.fromkeys(row.remark for row in result.rows if row.remark):
        st.caption(plain(remark))


def how_to_rate() -> None:
    """Which columns bring ratings, when the data have none."""
    with st.container(border=True):
        st.markdown(
            _(
                "Drivers come from **surveys**: one column for each thing rated, named after it (`ease`, `staff`, "
                "`delivery`), with numbers from 0 to 10 where high is good, beside the score of the same answer. They "
                "are recognised by their values; columns with other names or numbers can be named:"
            )
        )
        st.code("cx settings drivers=ease,staff,delivery", language="bash", wrap_lines=True)
        states.template_button(TABLES["surveys"])
