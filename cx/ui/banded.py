"""An outcome by band of experience in sentences: the best band beside the worst, and whether they really differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cx.charts.bands import largest
from cx.language import _, numbers
from cx.metrics.base import Row
from cx.stats.comparison import Verdict, difference, p_value, relative_change, verdicts
from cx.stats.estimate import Estimate
from cx.ui.plain import plain

BANDS = {
    "promoter": _("promoters"),
    "passive": _("passives"),
    "detractor": _("detractors"),
    "satisfied": _("satisfied customers"),
    "neutral": _("neutral customers"),
    "dissatisfied": _("dissatisfied customers"),
}
"""A band -> the people in it, for a sentence."""
WORDS = {
    Verdict.REAL: _("more than noise"),
    Verdict.NOISE: _("within noise"),
    Verdict.TOO_FEW: _("too few to say"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """The best band against the worst, within one value of the split (empty: of everybody)."""

    split: str
    worst: Row
    best: Row
    verdict: Verdict

    @property
    def more(self) -> Estimate:
        """By how much the best exceeds the worst: a share of it for money, else in its own unit."""
        compare = relative_change if self.best.estimate.unit == "money" else difference
        return compare(self.best.estimate, self.worst.estimate)

    def gap(self) -> str:
        """The same in words, with its interval; empty when it cannot be said."""
        unit, more = self.best.estimate.unit, self.more
        if not more.known:
            return ""

        def write(value: float | None) -> str:
            return numbers.relative_change(value) if unit == "money" else numbers.change(value, unit)

        ends = _("{low} to {high}").format(low=write(more.low), high=write(more.high))
        return f"{write(more.value)} ({ends})"


def steps(charts: Mapping[str, Sequence[Row]], minimum: int) -> dict[str, list[Step]]:
    """Chart -> its comparisons, worst band to best, with verdicts corrected over all of the page (Benjamini-Hochberg).

    charts: rows from the worst band to the best, of one or several values of the split. An interval of the gap that
    reaches zero is noise whatever the p value, so that a sentence never contradicts the figures in it.
    """
    found = [
        (chart, Step(split, points[0], points[-1], Verdict.TOO_FEW))
        for chart, rows in charts.items()
        for split, points in largest(rows)
        if len(points) > 1
    ]
    judged = verdicts([_p(step, minimum) for _chart, step in found])
    result: dict[str, list[Step]] = {chart: [] for chart in charts}
    for (chart, step), verdict in zip(found, judged, strict=True):
        kept = Verdict.NOISE if verdict is Verdict.REAL and _reaches_zero(step.more) else verdict
        result[chart].append(Step(step.split, step.worst, step.best, kept))
    return result


def title(what: str, found: Sequence[Step], dimension: str | None) -> str:
    """The finding of one chart: the gap with its verdict, or the verdict within each value of the split."""
    if len(found) == 1 and not found[0].split:
        step, gap = found[0], found[0].gap()
        if not gap:
            return _("{what}: {verdict}").format(what=what, verdict=WORDS[Verdict.TOO_FEW])
        return _("{what}: {best} are associated with {gap} against {worst} – {verdict}").format(
            what=what,
            best=band_name(step.best),
            gap=plain(gap),
            worst=band_name(step.worst),
            verdict=WORDS[step.verdict],
        )
    if not found:
        return _("{what}: {verdict}").format(what=what, verdict=WORDS[Verdict.TOO_FEW])
    return _("{what}, {best} against {worst} within each {dimension}: {verdicts}").format(
        what=what,
        best=band_name(found[0].best),
        worst=band_name(found[0].worst),
        dimension=plain((dimension or _("currency")).replace("_", " ")),
        verdicts=_grouped(found),
    )


def sentence(what: str, found: Sequence[Step], dimension: str | None) -> str:
    """The finding of a page. Never a cause."""
    if not found:
        return _("{what}: your data cannot answer this yet, because nothing was answered.").format(what=what)
    if len(found) > 1 or found[0].split:
        return _("{finding}. What goes together is associated, which is no proof of a cause.").format(
            finding=title(what, found, dimension)
        )
    step = found[0]
    unknown = next((r for r in (step.worst, step.best) if not r.estimate.known), None)
    if unknown is not None:
        return _("{what}: your data cannot answer this yet, because of {band}: {reason}.").format(
            what=what, band=plain(unknown.band or ""), reason=plain(unknown.estimate.reason or "")
        )
    return _("{what}: **{best}** for {best_band} against **{worst}** for {worst_band} – {verdict}.").format(
        what=what,
        best=_figure(step.best),
        best_band=band_name(step.best),
        worst=_figure(step.worst),
        worst_band=band_name(step.worst),
        verdict=_associated(step),
    )


def band_name(row: Row) -> str:
    """The people of a band, as a sentence names them."""
    return BANDS.get(row.band or "", _("customers with {band}").format(band=plain(row.band or "")))


def _grouped(found: Sequence[Step]) -> str:
    """`higher for A, more than noise; within noise for B, C`."""
    groups: dict[str, list[str]] = {}
    for step in sorted(found, key=lambda step: list(WORDS).index(step.verdict)):
        groups.setdefault(_template(step), []).append(plain(step.split))
    return "; ".join(template.format(names=", ".join(names)) for template, names in groups.items())


def _template(step: Step) -> str:
    if step.verdict is Verdict.REAL:
        higher = (step.more.value or 0.0) > 0.0
        return _("higher for {names}, more than noise") if higher else _("lower for {names}, more than noise")
    return _("within noise for {names}") if step.verdict is Verdict.NOISE else _("too few to say for {names}")


def _p(step: Step, minimum: int) -> float | None:
    if min(step.best.estimate.n, step.worst.estimate.n) < minimum:
        return None
    return p_value(step.best.estimate, step.worst.estimate)


def _reaches_zero(more: Estimate) -> bool:
    return more.low is not None and more.high is not None and more.low <= 0.0 <= more.high


def _associated(step: Step) -> str:
    if step.verdict is Verdict.REAL:
        return _("more than chance would explain; associated with it, which is no proof of a cause")
    return _("a difference within noise") if step.verdict is Verdict.NOISE else WORDS[Verdict.TOO_FEW]


def _figure(row: Row) -> str:
    e = row.estimate
    return plain(numbers.with_interval(e.value, e.low, e.high, e.unit, row.currency))
