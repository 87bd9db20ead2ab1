"""The adjusted effect of an experience on later money: raw beside adjusted, its grade, its checks, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import streamlit as st

from cx.charts.intervals import Line, intervals
from cx.language import N_, Words, _, numbers
from cx.metrics.base import Result, Row
from cx.stats.comparison import Verdict
from cx.stats.evidence import Evidence
from cx.ui import twin
from cx.ui.banded import WORDS
from cx.ui.changes import Judged
from cx.ui.page import Page
from cx.ui.plain import plain
from cx.ui.words import PARTS, SCORES, capital

GOOD_AND_BAD = {
    "nps": (N_("promoters"), N_("detractors")),
    "csat": (N_("satisfied customers"), N_("dissatisfied customers")),
    "ces": (N_("customers who found it easy"), N_("customers who found it hard")),
    "effort": (N_("customers with an easy contact"), N_("customers with a high-effort contact")),
}
"""Score -> the people of its best band and of its worst, marked."""
SHOWN = ("raw", "adjusted", "adjusted_bad", "placebo")
NAMES = Words({"raw": N_("Raw gap"), "adjusted": N_("Adjusted gap")}) | PARTS
OUTCOME = "forward_revenue"
GRADES = (
    N_("**A** – all five checks hold: plan with it."),
    N_("**B** – one of balance, the days before and strength fails, not clearly: use it as a range."),
    N_("**C** – everything else, and what is within noise: decide nothing on it alone."),
)


def good_and_bad(score: str) -> tuple[str, str]:
    """What the people of a score's best band are called, and those of its worst."""
    good, bad = GOOD_AND_BAD[score]
    return _(good), _(bad)


def main_row(result: Result) -> Row | None:
    """The adjusted effect on later spend, with its grade; None when the metric gave none."""
    return _part(result, "adjusted")


def finding(result: Result, score: str, days: int) -> str:
    """What the adjusted effect says with its interval and grade, what limits it, or that no difference can be shown."""
    row = main_row(result)
    if row is None or not row.estimate.known:
        reason = row.estimate.reason if row else result.rows[0].estimate.reason
        return _("No adjusted effect yet: {reason}.").format(reason=plain((reason or _("no figures")).rstrip(".")))
    good, bad = good_and_bad(score)
    grade = row.grade or numbers.DASH
    if _without_verdict(row):
        return _(
            "**No verdict** on later spend: too few {good} and {bad} are comparable ({gap}; grade {grade})."
        ).format(good=good, bad=bad, gap=_gap(row, ", "), grade=grade)
    if not _real(row):
        return _(
            "**No difference in later spend** can be shown between {good} and {bad} ({gap}; grade {grade})."
        ).format(good=good, bad=bad, gap=_gap(row, ", "), grade=grade)
    told = _("Held against comparable {bad}, {good} spent **{gap}** in the {n} days after: evidence grade **{grade}**")
    limits = "; ".join(_limits(result, grade))
    return f"{told.format(good=good, bad=bad, gap=_gap(row), n=days, grade=grade)}{limits and f' ({limits})'}."


def judged(figures: Sequence[Judged]) -> list[Judged]:
    """The cards, with a verdict of its own for each gap that the metric gave none: whether it leaves zero out."""
    return [
        replace(card, now=replace(card.now, verdict=_verdict(card.now).value))
        if card.now.part in SHOWN and card.now.estimate.known and not _without_verdict(card.now)
        else card
        for card in figures
    ]


def show(page: Page, result: Result, score: str) -> None:
    """The chart of the gaps, under it the grade in one line and, opened, the checks it is made of."""
    row = main_row(result)
    rows = [r for part in SHOWN for r in result.rows if r.part == part and r.outcome == OUTCOME]
    checked = [
        r for r in result.rows if r.part in ("e_value", "overlap", "overlap_bad", "balance_raw", "balance_weighted")
    ]
    twin.show(
        intervals(
            [Line(capital(NAMES[r.part or ""]), r, r.part == "adjusted", _real(r)) for r in rows], page.look(result)
        ),
        replace(result, notes=tuple(note for note in result.notes if row is None or note != row.remark)),
        [*rows, *checked],
        title=title(row, score),
        subtitle=_(
            "difference in net revenue in the {n} days after the answer, 95% interval; filled: real; adjusted "
            "for segment, tenure, earlier orders, spend and contacts; associated with, not proven to follow from"
        ).format(n=page.version.settings.forward_days),
        key=f"evidence_{score}",
    )
    checks = list(told(result, page.version.settings.forward_days))
    if row is not None and checks:
        _show_checks(row, checks)


def _show_checks(row: Row, checks: Sequence[tuple[bool, str]]) -> None:
    st.markdown(line(row, checks))
    with st.expander(_("How sure is this?"), icon=":material/fact_check:"):
        marks = {True: ":material/check_circle:", False: ":material/cancel:"}
        words = {True: _("holds"), False: _("fails")}
        st.markdown("\n".join(f"- {marks[held]} **{words[held]}** – {plain(said)}" for held, said in checks))
        st.markdown("\n".join(f"- {_(grade)}" for grade in GRADES))


def line(row: Row, checks: Sequence[tuple[bool, str]]) -> str:
    """`Grade B of A to C: passes 4 of 5 checks`."""
    return _("**Grade {grade}** of A to C: passes {k} of {n} checks").format(
        grade=row.grade or numbers.DASH, k=sum(held for held, _said in checks), n=len(checks)
    )


def title(row: Row | None, score: str) -> str:
    """The gap between the people of the two bands with its verdict."""
    good, bad = good_and_bad(score)
    if row is None or not row.estimate.known:
        few = row is None or (row.estimate.reason or "").startswith(_("too few"))
        verdict = WORDS[Verdict.TOO_FEW] if few else _("no figure")
        return _("{good} against {bad}: {verdict}").format(good=capital(good), bad=bad, verdict=verdict)
    return _("{good} against {bad}: {gap} – {verdict}").format(
        good=capital(good),
        bad=bad,
        gap=_gap(row),
        verdict=_("no verdict") if _without_verdict(row) else WORDS[_verdict(row)],
    )


def told(result: Result, days: int) -> Iterator[tuple[bool, str]]:
    """Each check of the grade: whether it holds, and what was looked at, in one sentence. Empty without an effect."""
    row, found = main_row(result), _evidence(result)
    if row is None or found is None:
        return
    yield (
        found.interval_holds(),
        _("Beyond noise: the interval of the gap leaves zero out.")
        if (found.interval_holds())
        else _("Beyond noise: the interval of the gap holds zero."),
    )
    yield (
        found.overlap_holds(),
        _("Comparable: {share} of them could have had either experience; 90% are needed.").format(
            share=numbers.percent(found.overlap)
        ),
    )
    yield (
        found.balance_holds(),
        _("Alike: weighted, the groups differ by at most {gap} standard deviations; below 0.1 is needed.").format(
            gap=numbers.figure(found.imbalance, "score")
        ),
    )
    yield found.placebo_holds(), _placebo(result, found, days)
    yield found.e_value_holds(), _strength(found)
    if found.grade() != row.grade:
        yield False, _("Corrected for the comparisons of this answer the gap is within noise.")


def _strength(found: Evidence) -> str:
    """The E-value of the interval's limit, explained."""
    if not found.interval_holds():
        return _("Robust: nothing unmeasured is needed to explain the gap away, as it is within noise (E-value 1).")
    return _(
        "Robust: something not measured would have to make both the experience and the spend {limit} times as likely "
        "to bring the gap into noise (the E-value); 1.25 is needed."
    ).format(limit=numbers.figure(found.e_value_limit, "score"))


def _placebo(result: Result, found: Evidence, days: int) -> str:
    row = _part(result, "placebo")
    if row is None or found.placebo is None:
        reason = (row.estimate.reason if row else None) or _("no figures")
        return _("Not there before: the days before the answer cannot be compared ({reason}).").format(reason=reason)
    if found.placebo_holds():
        said = _("it is small beside the gap after")
    elif found.placebo_clearly_fails():
        said = _("the groups differed already, so the grade is C")
    else:
        said = _("undecided, as its interval holds zero but it is half of the gap after or more")
    e = row.estimate
    return _("Not there before: in the {n} days before the answer the gap is {figure}; {said}.").format(
        n=days, figure=numbers.with_interval(e.value, e.low, e.high, e.unit, row.currency), said=said
    )


def _limits(result: Result, grade: str) -> Iterator[str]:
    """What keeps a reader from taking the gap as it is, in few words."""
    found = _evidence(result)
    if found is not None and grade != "A":
        checks = {
            _("few are comparable"): found.overlap_holds(),
            _("the groups stay unlike"): found.balance_holds(),
            _("the days before are not clear of it"): found.placebo_holds(),
            _("something unmeasured could explain it"): found.e_value_holds(),
        }
        yield from (name for name, held in checks.items() if not held)
    raw = _part(result, "raw")
    if raw is not None and raw.estimate.known:
        yield _("raw gap {figure}").format(figure=_gap(raw)) if _real(raw) else _("raw gap within noise")
    yield _("one of {n} measures of experience").format(n=len(SCORES))


def _evidence(result: Result) -> Evidence | None:
    """The checks as the grade was made of them, from the rows of the answer."""
    row, overlap, strength, placebo = (_part(result, part) for part in ("adjusted", "overlap", "e_value", "placebo"))
    after = [r.estimate.value for r in result.rows if r.part == "balance_weighted"]
    if row is None or overlap is None or strength is None or None in (row.estimate.value, strength.estimate.low):
        return None
    e, before = row.estimate, placebo.estimate if placebo else None
    ends = (before.value, before.low, before.high) if before else (None, None, None)
    known = (ends[0], ends[1], ends[2]) if None not in ends else None
    return Evidence(
        e.value or 0.0,
        e.low or 0.0,
        e.high or 0.0,
        overlap.estimate.value or 0.0,
        max((float("inf") if gap is None else gap for gap in after), default=0.0),
        None if known is None else (known[0] or 0.0, known[1] or 0.0, known[2] or 0.0),
        strength.estimate.low or 0.0,
    )


def _part(result: Result, part: str) -> Row | None:
    return next((r for r in result.rows if r.part == part and r.outcome == OUTCOME), None)


def _verdict(row: Row) -> Verdict:
    """Real when the interval leaves zero out and the metric, which corrects for its looks, does not say otherwise.

    An adjusted gap that the metric gives no verdict is not comparable enough for one: too few have their like.
    """
    e = row.estimate
    if e.low is None or e.high is None or _without_verdict(row):
        return Verdict.TOO_FEW
    noise = e.low <= 0.0 <= e.high or row.verdict == Verdict.NOISE.value
    return Verdict.NOISE if noise else Verdict.REAL


def _without_verdict(row: Row) -> bool:
    return row.part in ("adjusted", "adjusted_bad") and row.verdict is None


def _real(row: Row) -> bool:
    return _verdict(row) is Verdict.REAL


def _gap(row: Row, before_ends: str = "") -> str:
    """`€81 more (€40 to €122)`; signed ends when it can be either."""
    e = row.estimate
    value, low, high = e.value or 0.0, e.low or 0.0, e.high or 0.0
    word = _("more") if value >= 0.0 else _("less")
    if low > 0.0 or high < 0.0:
        low, high = sorted((abs(low), abs(high)))
    text = numbers.with_interval(abs(value), low, high, e.unit, row.currency)
    figure, _bracket, ends = text.partition(" (")
    told = f"{figure} {word}{before_ends}{ends[:-1]}" if before_ends else f"{figure} {word} ({ends}"
    return plain(told)
