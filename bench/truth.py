"""Do the intervals hold what they promise? Figures of seeded shops with known truths, held against them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bench.planted import BEFORE, Shop, Truth, truth, version
from bench.timing import Goal, keep
from cx.metrics.base import Options, Row
from cx.metrics.compute import compute
from cx.stats.estimate import Estimate
from cx.store.reading import Version
from cx.view import View

SHOPS, SHOPS_QUICK = 200, 40
ALL = View(period="all")
WANTED = {
    "NPS": (0.92, 0.98),
    "AOV": (0.92, 0.98),
    "correlation": (0.92, 0.98),
    "adjusted effect": (0.92, 0.98),
    "raw difference": (0.0, 0.5),
}
"""Figure -> the least and greatest share of intervals that should hold the truth; the raw one must miss it."""
MOST_REAL_WITHOUT_EFFECT = 0.07


class Found(NamedTuple):
    """One interval of one shop beside the truth."""

    figure: str
    truth: float
    estimate: Estimate

    @property
    def covers(self) -> bool:
        """Whether the interval holds the truth."""
        low, high = self.estimate.low, self.estimate.high
        return low is not None and high is not None and low <= self.truth <= high


@dataclass(frozen=True)
class Coverage:
    """One line of the table. bias: mean of estimate - truth. real: share of intervals that leave zero out."""

    figure: str
    effect: bool
    truth: float
    covered: float
    real: float
    bias: float
    width: float
    n: int


def found(shop: Shop, known: Truth, folder: Path) -> Iterator[Found]:
    """The figures of one shop, by the same way as on a page."""
    data = version(shop, folder)
    yield Found("NPS", known.nps, compute("nps", data, ALL).only().estimate)
    yield Found("AOV", known.aov, compute("aov", data, ALL.at(BEFORE)).only().estimate)
    links = compute("correlation", data, ALL).rows
    yield Found("correlation", known.correlation, _one(links, part=None, score="nps", outcome="forward_revenue"))
    yield from _effect(data, known.effect)


def _effect(data: Version, known: float) -> Iterator[Found]:
    rows = compute("adjusted_effect", data, ALL, Options(score="nps")).rows
    for part, name in (("adjusted", "adjusted effect"), ("raw", "raw difference")):
        yield Found(name, known, _one(rows, part=part, outcome="forward_revenue"))


def _one(rows: Sequence[Row], **where: str | None) -> Estimate:
    return next(r.estimate for r in rows if all(getattr(r, name) == value for name, value in where.items()))


def table(seeds: Sequence[int]) -> list[Coverage]:
    """The coverage of every figure over the shops of these seeds, with an effect and without one."""
    lines = []
    for effect in (True, False):
        known = truth(Shop(0, effect=effect))
        by_figure: dict[str, list[Found]] = {}
        with tempfile.TemporaryDirectory() as folder:
            for seed in seeds:
                for one in found(Shop(seed, effect=effect), known, Path(folder)):
                    by_figure.setdefault(one.figure, []).append(one)
        lines += [line(name, effect, ones) for name, ones in by_figure.items()]
    return lines


def line(figure: str, effect: bool, ones: Sequence[Found]) -> Coverage:
    """The summary of one figure over all shops; an interval that is withheld covers nothing."""
    n = len(ones)
    given = [o.estimate for o in ones if o.estimate.value is not None]
    ends = [(e.value or 0.0, e.low or 0.0, e.high or 0.0) for e in given]
    return Coverage(
        figure,
        effect,
        ones[0].truth,
        covered=sum(o.covers for o in ones) / n,
        real=sum(low > 0.0 or high < 0.0 for _value, low, high in ends) / n,
        bias=sum(value - ones[0].truth for value, _low, _high in ends) / max(1, len(ends)),
        width=sum(high - low for _value, low, high in ends) / max(1, len(ends)),
        n=n,
    )


def goals(lines: Sequence[Coverage]) -> list[Goal]:
    """What the intervals promise, and whether it holds."""
    made = []
    for one in lines:
        least, most = WANTED[one.figure]
        name = f"{one.figure} {'with' if one.effect else 'without'} an effect: share of intervals that hold the truth"
        holds = least <= one.covered <= most
        made.append(Goal(name, f"{least:.0%} to {most:.0%}", f"{one.covered:.1%}", holds))
    null = next(one for one in lines if one.figure == "adjusted effect" and not one.effect)
    wanted = f"at most {MOST_REAL_WITHOUT_EFFECT:.0%}"
    made.append(
        Goal(
            "adjusted effect called real without one", wanted, f"{null.real:.1%}", null.real <= MOST_REAL_WITHOUT_EFFECT
        )
    )
    return made


def main(*, full: bool = True) -> None:
    """Write the table of all shops; of 40 in the quick form, whose shares are too coarse to be judged by the goals."""
    shops = SHOPS if full else SHOPS_QUICK
    lines = table(range(1, shops + 1))
    print(f"{'figure':<20}{'effect':>8}{'truth':>10}{'covered':>9}{'real':>8}{'bias':>9}{'width':>9}{'shops':>7}")
    for one in lines:
        print(
            f"{one.figure:<20}{'yes' if one.effect else 'no':>8}{one.truth:>10.3f}{one.covered:>9.1%}"
            f"{one.real:>8.1%}{one.bias:>9.3f}{one.width:>9.3f}{one.n:>7}"
        )
    made = goals(lines) if full else []
    for goal in made:
        print(f"{'holds' if goal.holds else 'FAILS'}: {goal.goal}: wanted {goal.wanted}, measured {goal.measured}")
    sizes = {"shops": shops, "customers": Shop(0).customers}
    print(f"kept in {keep('truth' if full else 'truth-quick', lines, made, sizes).name}")


if __name__ == "__main__":
    main()
