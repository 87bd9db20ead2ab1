"""Key drivers: what of all that customers rate has most to do with the score, and how well it is rated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.language import N_, _, ngettext, numbers
from cx.metrics.base import Metric, Row
from cx.metrics.cells import day, records, text
from cx.metrics.driver_remarks import remarks, spoken
from cx.metrics.respondents import BY_CUSTOMER, SCOPES, quicker_answers
from cx.queries import Scope
from cx.stats import drivers
from cx.stats.drivers import Drivers
from cx.stats.estimate import Estimate, withheld
from cx.stats.means import mean

SCORES = {"all": "nps", "nps": "nps", "csat": "csat", "ces": "ces"}
"""Option `score` -> the score that is explained; all is NPS, because only one can be."""
NAMES = {"nps": "NPS", "csat": "CSAT", "ces": "CES"}
RARELY = 0.5
"""A rating given by fewer than this share of those who gave the most frequent one is left out: few would remain."""
PARTS = ("relative_weight", "lmg", "coefficient", "performance", "vif")


@dataclass(frozen=True, slots=True)
class Rated:
    """One thing rated: its name, the column of its ratings, worst and best of its scale."""

    name: str
    column: str
    low: float
    high: float

    @property
    def scale(self) -> str:
        """As `1-5`."""
        return f"{self.low:g}-{self.high:g}"


@dataclass(frozen=True, slots=True)
class Answers:
    """Complete answers: score (cells,), ratings (cells, k) of `things`, counts (cells,). told: what of the rest."""

    things: tuple[Rated, ...]
    score: NDArray[np.float64]
    ratings: NDArray[np.float64]
    counts: NDArray[np.int64]
    told: tuple[str, ...]


def key_drivers(frame: pd.DataFrame, scope: Scope) -> list[Row]:
    """Which of the things rated has most to do with the score?

    frame: of key_drivers.sql. Returns, per period and split value, a row `r_squared` and for each driver (item), the
    heaviest first, `relative_weight` and `lmg` (shares of R²; total: in units of R²), `coefficient` (standardised,
    with its sign), `performance` (mean rating on its scale) and `vif`. Weights carry their rank
    as band, `1` or, of those which cannot be ranked apart, `1-3`. n: customers who gave the score and every rating.
    Withheld, with the reason, when there is nothing to explain or to explain it with.
    """
    score = SCORES.get(scope.options.score)
    if score is None:
        reason = _("{score} is not answered by customers: choose nps, csat or ces").format(score=scope.options.score)
        return [Row(withheld(reason, n=0, unit="share"))]
    described, cells = frame[frame["driver"].notna()], frame[frame["driver"].isna()]
    things = [
        Rated(str(r["driver"]), f"d{int(r['driver_no'])}", float(r["scale_low"]), float(r["scale_high"]))
        for r in records(described[described["driver_no"].notna()].sort_values("driver_no"))
    ]
    unused = tuple(f"{remark}." for remark in described["remark"].dropna())
    if not things or cells.empty:
        return [_nothing(things, unused, score, int(cells["customers"].sum()))]
    return [
        replace(row, period=day(period), split=text(split), score=score, remark=_within(split, row.remark))
        for (period, split), part in cells.groupby(["period", "split"], dropna=False, sort=True)
        for row in _rows(_complete(part, things), score, unused, scope.settings.minimum_n)
    ]


def _nothing(things: Sequence[Rated], unused: Sequence[str], score: str, n: int) -> Row:
    if things:
        reason = _("nobody answered {score}").format(score=NAMES[score])
    else:
        reason = _(
            "no survey column rates single things: load surveys with a column per thing (ease, staff, delivery, ...) "
            "of numbers from 0 to 10, or name the columns in the setting drivers"
        )
    return Row(withheld(reason, n=n, unit="share"), score=score, remark=" ".join(unused) or None)


def _within(split: object, remark: str | None) -> str | None:
    """A remark with the split value it is about."""
    return f"{split}: {remark}" if remark and text(split) else remark


def _complete(cells: pd.DataFrame, things: Sequence[Rated]) -> Answers:
    """The answers that carry every rating, without ratings that few gave or that are the same for all."""
    ratings = cells[[thing.column for thing in things]].to_numpy(dtype=np.float64)
    counts = cells["customers"].to_numpy(dtype=np.int64)
    given = ~np.isnan(ratings)
    by = counts @ given
    kept = by >= max(1.0, RARELY * by.max())
    full = given[:, kept].all(axis=1) & kept.any()
    varied = kept.copy()
    if full.any():
        varied[kept] = np.ptp(ratings[full][:, kept], axis=0) > 0.0
    n, some, customers = (int(counts[rows].sum()) for rows in (full, given.any(axis=1), slice(None)))
    out = (some - n, customers - some, int(cells["answers"].sum()) - customers)
    told = [_counted(n, int(kept.sum() or len(things)), *out), *_rare(things, kept, by)]
    same = _("“{name}” is left out: all who are counted gave it the same rating.")
    told += [same.format(name=spoken(thing.name)) for j, thing in enumerate(things) if kept[j] and not varied[j]]
    used = varied if varied.any() else kept
    return Answers(
        tuple(thing for thing, use in zip(things, used, strict=True) if use),
        cells["y"].to_numpy(dtype=np.float64)[full],
        ratings[full][:, used],
        counts[full],
        tuple(told),
    )


def _rare(things: Sequence[Rated], kept: NDArray[np.bool_], given: NDArray[np.int64]) -> Iterator[str]:
    words = _("“{name}” is left out: {n} customers rated it, {most} rated the most frequent thing.")
    most = numbers.count(int(given.max()))
    for thing, keep, n in zip(things, kept, given, strict=True):
        if not keep and given.any():
            yield words.format(name=spoken(thing.name), n=numbers.count(int(n)), most=most)


def _counted(n: int, things: int, partly: int, none: int, repeated: int) -> str:
    """Who is counted and who is not, in words."""
    said = ngettext(
        "{n} customers gave the score and the rating.", "{n} customers gave the score and all {k} ratings.", things
    ).format(n=numbers.count(n), k=things)
    left = [
        (partly, _("{n} who rated only some")),
        (none, _("{n} who rated nothing")),
        (repeated, _("{n} further answers of the same customers")),
    ]
    out = [words.format(n=numbers.count(count)) for count, words in left if count]
    return f"{said} {_('Left out: {parts}.').format(parts='; '.join(out))}" if out else said


def _rows(answers: Answers, score: str, unused: Sequence[str], minimum: int) -> Iterator[Row]:
    names = [thing.name for thing in answers.things]
    if not answers.counts.size:
        reason = _("no answer carries {score} together with ratings of {things}").format(
            score=NAMES[score], things=", ".join(map(spoken, names)) or _("anything")
        )
        yield Row(withheld(reason, n=0, unit="share"), part="r_squared", remark=" ".join([*answers.told, *unused]))
        return
    found = drivers.key_drivers(answers.score, answers.ratings, answers.counts, minimum=minimum)
    said = remarks(names, found)
    told = [*answers.told, *unused]
    if found.refused and found.r_squared.known:
        told.append(_("{score}: {reason}.").format(score=NAMES[score], reason=found.refused))
    yield Row(found.r_squared, part="r_squared", remark=" ".join(told))
    order = (
        sorted(range(len(names)), key=lambda j: -found.drivers[j].raw_weight) if found.drivers else range(len(names))
    )
    ranks = _ranks(order, found)
    for j in order:
        thing = answers.things[j]
        performance = _performance(thing, answers.ratings[:, j], answers.counts, minimum)
        for part, figure, total in _figures(found, j, performance):
            scale = thing.scale if part == "performance" else None
            remark = said.get((thing.name, part))
            rank = ranks[j] if part == "relative_weight" and figure.known else None
            yield Row(figure, part=part, item=thing.name, total=total, scale=scale, band=rank, remark=remark)


def _ranks(order: Sequence[int], found: Drivers) -> dict[int, str]:
    """Driver -> its place by weight, `1`; `1-3` for each of three that cannot be ranked apart."""
    ranks = {j: str(place) for place, j in enumerate(order, 1)}
    for run in found.unranked:
        first = int(ranks[run[0]])
        ranks |= dict.fromkeys(run, f"{first}-{first + len(run) - 1}")
    return ranks


def _figures(found: Drivers, j: int, performance: Estimate) -> Iterator[tuple[str, Estimate, float | None]]:
    """The parts of one driver: name, estimate, and in units of R² what is a share of it."""
    if not found.drivers:
        yield "relative_weight", withheld(found.refused, n=found.n, unit="share"), None
        yield "performance", performance, None
        return
    driver = found.drivers[j]
    figures = (driver.weight, driver.lmg, driver.coefficient, performance, driver.inflation)
    totals = (driver.raw_weight, driver.raw_lmg, None, None, None)
    yield from zip(PARTS, figures, totals, strict=True)


def _performance(thing: Rated, ratings: NDArray[np.float64], counts: NDArray[np.int64], minimum: int) -> Estimate:
    n, total, squares = int(counts.sum()), float(counts @ ratings), float(counts @ ratings**2)
    return mean(n, total, squares, low_bound=thing.low, high_bound=thing.high, unit="score", minimum=minimum)


METRIC = Metric(
    name="key_drivers",
    title=N_("Key drivers"),
    question=N_("Which of the things customers rate has most to do with the score, and how well is it rated?"),
    unit="share",
    better="neither",
    definition=N_(
        "Of the variation of the score (NPS answers 0-10; or the option score: csat or ces) a linear regression on the "
        "ratings explains the share R² (part r_squared). It is divided among the ratings by Johnson's relative weights "
        "(relative_weight) and by LMG, the average gain over all orders of entry, which is the Shapley value (lmg): "
        "two divisions that should agree, each summing to 100 %. Neither has a sign; coefficient, the standardised "
        "regression coefficient, has. performance is the mean rating. vif is the variance inflation factor: above 5 a "
        "rating mostly repeats the others. One answer per customer: of those in the view with the score the one with "
        "the most ratings, of these the first; only customers who gave every rating. A rating given by fewer than half "
        "as many as the most frequent one is left out. Ratings are survey columns, 0-10 and high is good, found by "
        "their values or named in the setting drivers; at most 12. Weights say what is associated with the score, not "
        "what would change it. Nothing is divided when R² is no more than chance would give (F test, 5 %)."
    ),
    formula=N_(
        "relative weight i = sum_j L_ij² b_j², L = Rxx^½, b = L⁻¹ rxy; LMG i = sum over S of |S|!(k-|S|-1)!/k! "
        "(R²(S and i) - R²(S)); both ÷ R²; 95 % percentile bootstrap over customers (R² and VIF bias-corrected), t for "
        "the mean rating"
    ),
    source=(
        "Johnson (2000), Multivariate Behavioral Research 35:1-19; Lindeman, Merenda & Gold (1980); Grömping (2006), "
        "J. Stat. Software 17(1); intervals: Tonidandel, LeBreton & Johnson (2009), Psychological Methods 14:387-399"
    ),
    inputs=("surveys",),
    scopes=SCOPES,
    steps=BY_CUSTOMER,
    quicker=quicker_answers("key_drivers"),
    estimate=key_drivers,
    options=("score",),
    trended=False,
)
