"""Key drivers in words: which of the things rated matter most and do worst, and what must be known beside that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from cx.charts.quadrants import Lines, Point, Quadrant, lines
from cx.language import N_, Words, _, ngettext, numbers
from cx.metrics.base import Options, Result, Row
from cx.model import TABLES
from cx.ui import states
from cx.ui.changes import Card
from cx.ui.plain import plain
from cx.ui.view_bar import dimension_title

METRIC = "key_drivers"
WEIGHT, EXPLAINED = "relative_weight", "r_squared"
SHARES = (EXPLAINED, WEIGHT, "lmg")
SCORES = Words({"nps": N_("NPS"), "csat": N_("CSAT"), "ces": N_("Ease (CES)")})
HELP = Words(
    {
        "nps": N_("Share of 9–10 answers minus share of 0–6 answers, in points."),
        "csat": N_("Share of answers in the top two boxes."),
        "ces": N_("Mean answer to how easy it was: 1 is hard, 7 is easy."),
    }
)
"""Score -> what it is, in a sentence."""
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
    explained = _("How much of the differences in {score} goes along with the ratings.").format(score=SCORES[score])
    weight = _("Its share of what all ratings explain together.")
    return (
        Card(score, SCORES[score], help=HELP[score]),
        Card(METRIC, _("Explained by ratings"), where={"part": EXPLAINED}, options=options, help=explained),
        *(Card(METRIC, t, where=at, options=options, help=weight) for t, at in zip(titles, places, strict=True)),
    )


def finding(rows: Sequence[Row], drawn: Sequence[Point], score: str) -> str:
    """The finding of the page in one sentence. Never a cause."""
    explained = next((row.estimate for row in rows if row.part in (EXPLAINED, None)), None)
    if not drawn or explained is None or not explained.known:
        unknown = next((row.estimate.reason for row in rows if row.estimate.reason), _("no data: n = 0"))
        return _("No drivers of {score} yet: {reason}.").format(score=SCORES[score], reason=plain(unknown))
    context = _("The ratings explain **{share}** of the differences in {score}.").format(
        score=SCORES[score],
        share=numbers.with_interval(explained.value, explained.low, explained.high, "share"),
    )
    no_cause = _("What goes together is associated, which is no proof of a cause.")
    return f"{_headline(drawn, lines(drawn))} {context} {no_cause}"


def _headline(drawn: Sequence[Point], middle: Lines) -> str:
    if len(drawn) == 1:
        return _("Only {name} is rated, so there is nothing to rank it against.").format(name=_listed(drawn))
    if nothing_stands_out(drawn):
        return _("Nothing stands out: the ratings cannot be ranked apart.")
    first = _most(heaviest(drawn))
    fix = _standing(drawn, middle, "fix")
    if not fix:
        return _("{first} Nothing that surely matters more than average is surely rated below it.").format(first=first)
    if fix == heaviest(drawn):
        both = ngettext(
            "{names} matters most and is rated below average.",
            "{names} matter most and are rated below average; they cannot be ranked apart.",
            len(fix),
        )
        return both.format(names=_listed(fix))
    low = ngettext(
        "{names} matters more than average and is rated below it.",
        "{names} matter more than average and are rated below it.",
        len(fix),
    )
    return f"{first} {low.format(names=_listed(fix))}"


def heaviest(drawn: Sequence[Point]) -> list[Point]:
    """The drivers that share the first rank."""
    return [p for p in drawn if p.importance.band == drawn[0].importance.band]


def nothing_stands_out(drawn: Sequence[Point]) -> bool:
    """Whether no driver can be ranked apart from the heaviest."""
    return len(drawn) > 1 and len(heaviest(drawn)) == len(drawn)


def _most(first: Sequence[Point]) -> str:
    if len(first) == 1:
        return _("{name} matters most.").format(name=_listed(first))
    return _("{names} matter most; they cannot be ranked apart.").format(names=_listed(first))


def _standing(drawn: Sequence[Point], middle: Lines, quadrant: Quadrant) -> list[Point]:
    """The drivers of a quadrant whose intervals reach over neither line."""
    return [p for p in drawn if middle.quadrant(p) == quadrant and middle.clear(p)]


def _listed(drawn: Sequence[Point], mark: str = "**") -> str:
    """The names in a row, the first with its capital: `Ease, product quality and delivery`."""
    names = [p.name if n == 0 else lowered(p.name) for n, p in enumerate(drawn)]
    return in_a_row([f"{mark}{plain(name)}{mark}" for name in names])


def in_a_row(names: Sequence[str]) -> str:
    """`a, b and c`."""
    return _(" and ").join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def lowered(name: str) -> str:
    """A name inside a sentence: its first letter small, unless it is an abbreviation."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def weights_title(drawn: Sequence[Point]) -> str:
    """The heaviest driver with its share and interval; those that cannot be ranked apart without."""
    if not drawn:
        return _("Weight of each rating")
    if nothing_stands_out(drawn):
        return _("Nothing stands out: the ratings cannot be ranked apart")
    first = heaviest(drawn)
    if len(first) > 1:
        return _("{names} weigh most – within noise of each other").format(names=_listed(first, ""))
    e = first[0].importance.estimate
    return _("{name} weighs most: {share} of what the ratings explain").format(
        name=plain(first[0].name), share=plain(numbers.with_interval(e.value, e.low, e.high, "share"))
    )


def quadrants_title(drawn: Sequence[Point], middle: Lines | None) -> str:
    """Which drivers surely matter more and are rated lower than the average."""
    if middle is None:
        return _("Importance and performance")
    low = [p for p in drawn if middle.quadrant(p) == "fix"]
    sure = [p for p in low if middle.clear(p)]
    if sure:
        return _("Matters more, rated lower than average: {names}").format(names=_listed(sure, ""))
    if low:
        return _("Nothing surely matters more and is rated lower; within noise: {names}").format(names=_listed(low, ""))
    return _("Nothing that matters more is rated below the average")


def caveats(result: Result) -> None:
    """What must be known beside the weights: who is counted, what repeats what, what cannot be ranked apart."""
    said = dict.fromkeys(row.remark for row in result.rows if row.remark)
    with st.expander(_("How sure is this?"), icon=":material/balance:"):
        for remark in said:
            st.caption(plain(remark))
        st.caption(
            _(
                "What the ratings explain is R² of a linear regression. It is divided among them by relative weights "
                "(Johnson); a second division, LMG (Shapley), stands in the table and should agree."
            )
        )


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
