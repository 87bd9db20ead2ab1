"""Verdicts of the adjusted effects: what is corrected for what."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace

from cx.language import _
from cx.metrics.base import Row
from cx.metrics.judging import Tested, judged
from cx.stats.comparison import Verdict

STATED = ("forward_revenue", "adjusted")
"""Outcome and part of the question that is asked; everything else goes along."""


def with_verdicts(found: list[Tested]) -> list[Row]:
    """The rows of adjusted_effect with verdicts. Each score is a question of its own; within it later spend is the
    stated one, and return, churn and what holds for the bad go along: two families of looks.
    """
    rows, looks = judged_within(found, lambda row: (row.score, (row.outcome, row.part) == STATED))
    return [_lowered(row, n) for row, n in zip(rows, looks, strict=True)]


def judged_within(found: list[Tested], family: Callable[[Row], Hashable]) -> tuple[list[Row], list[int]]:
    """The rows with verdicts corrected within each family, so that no verdict depends on what else was asked for; and
    the number of looks in each row's family.
    """
    rows, looks = [row for row, _p in found], [0] * len(found)
    families: dict[Hashable, list[int]] = {}
    for at, (row, p) in enumerate(found):
        if p is not None:
            families.setdefault(family(row), []).append(at)
    for places in families.values():
        for at, row in zip(places, judged([found[at] for at in places]), strict=True):
            rows[at], looks[at] = row, len(places)
    return rows, looks


def _lowered(row: Row, looks: int) -> Row:
    """A grade rests on a real difference: corrected for the looks taken, noise is graded C."""
    if row.grade in (None, "C") or row.verdict in (None, Verdict.REAL.value):
        return row
    said = _("Corrected for the {n} comparisons of this answer it is within noise: grade C.").format(n=looks)
    return replace(row, grade="C", remark=f"{row.remark} {said}")
