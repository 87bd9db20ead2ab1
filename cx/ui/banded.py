"""An outcome by band of experience in sentences: the best band beside the worst, and whether they really differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cx.charts.bands import largest
from cx.language import N_, Words, _, numbers
from cx.metrics.base import Row
from cx.stats.comparison import Verdict, difference, p_value, relative_change, verdicts
from cx.stats.estimate import Estimate
from cx.ui.plain import plain

BANDS = Words(
    {
        "promoter": N_("promoters"),
        "passive": N_("passives"),
        "detractor": N_("detractors"),
        "satisfied": N_("satisfied customers"),
        "neutral": N_("neutral customers"),
        "dissatisfied": N_("dissatisfied customers"),
        "low effort": N_("low-effort customers"),
        "medium effort": N_("medium-effort customers"),
        "high effort": N_("high-effort customers"),
    }
)
"""A band -> the people in it, for a sentence."""
WORDS = Words(
    {
        Verdict.REAL: N_("real"),
        Verdict.NOISE: N_("within noise"),
        Verdict.TOO_FEW: N_("too few"),
    }
)


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
        """The same in words, `19.4 pts less for promoters (12.7 to 26.5)`, with signs when the interval holds zero;
        empty when it cannot be said.
        """
        more = self.more
        if more.value is None or more.low is None or more.high is None:
            return ""
        ends = (more.low, more.high)
        if not _reaches_zero(more):
            ends = min(map(abs, ends)), max(map(abs, ends))
        low, high = (self._end(end) for end in ends)
        if not _reaches_zero(more):
            low, high = low.lstrip("+"), high.lstrip("+")
        return _("{gap} {word} for {best} ({low} to {high})").format(
            gap=self._written(abs(more.value)).lstrip("+"),
            word=_("less") if more.value < 0.0 else _("more"),
            best=band_name(self.best),
            low=low,
            high=high,
        )

    def _end(self, value: float) -> str:
        """An end of the interval, without the unit where the gap before it has said it."""
        return numbers.signed(100 * value, 1) if self.best.estimate.unit == "share" else self._written(value)

    def _written(self, value: float) -> str:
        unit = self.best.estimate.unit
        return numbers.relative_change(value) if unit == "money" else numbers.change(value, unit)


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
        if gap := found[0].gap():
            return _("{what}: {gap} – {verdict}").format(what=what, gap=plain(gap), verdict=WORDS[found[0].verdict])
        return _("{what}: {verdict}").format(what=what, verdict=WORDS[Verdict.TOO_FEW])
    if not found:
        return _("{what}: {verdict}").format(what=what, verdict=WORDS[Verdict.TOO_FEW])
    return _("{what}, {best} within each {dimension}: {verdicts}").format(
        what=what,
        best=band_name(found[0].best),
        dimension=plain((dimension or _("currency")).replace("_", " ")),
        verdicts=_grouped(found),
    )


def band_name(row: Row) -> str:
    """The people of a band, as a sentence names them."""
    return BANDS.get(row.band or "", _("customers with {band}").format(band=plain(row.band or "")))


def _grouped(found: Sequence[Step]) -> str:
    """`more for A – real; within noise for B, C`."""
    groups: dict[str, list[str]] = {}
    for step in sorted(found, key=lambda step: list(WORDS).index(step.verdict)):
        groups.setdefault(_template(step), []).append(plain(step.split))
    return "; ".join(template.format(names=", ".join(names)) for template, names in groups.items())


def _template(step: Step) -> str:
    if step.verdict is Verdict.REAL:
        higher = (step.more.value or 0.0) > 0.0
        return _("more for {names} – real") if higher else _("less for {names} – real")
    return _("within noise for {names}") if step.verdict is Verdict.NOISE else _("too few for {names}")


def _p(step: Step, minimum: int) -> float | None:
    if min(step.best.estimate.n, step.worst.estimate.n) < minimum:
        return None
    return p_value(step.best.estimate, step.worst.estimate)


def _reaches_zero(more: Estimate) -> bool:
    return more.low is not None and more.high is not None and more.low <= 0.0 <= more.high
