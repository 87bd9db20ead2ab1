"""Scores that look like another scale than the one they are read on."""

from __future__ import annotations

from collections.abc import Iterator

from cx.ingest.checks.looked import Looked
from cx.ingest.findings import BAD, LOOK, Finding
from cx.language import _
from cx.language.numbers import count
from cx.model import Kind

ENOUGH = 20
"""Of fewer answers it may be chance that the best ones are missing: with one in five a 9 or 10, less than 1 in 80."""
TOPS = (5, 7)
"""Best scores of the usual shorter scales."""


def check(looked: Looked) -> Iterator[Finding]:
    """A recommendation score that never goes beyond 5 or 7, and scores that are all the same."""
    for name in looked.fields_of(Kind.SCORE):
        seen = looked.query(f"SELECT count({name}) AS n, min({name}) AS low, max({name}) AS high FROM {{rows}}").iloc[0]
        n = int(seen["n"])
        if n < ENOUGH:
            continue
        low, high = float(seen["low"]), float(seen["high"])
        if name == "nps" and high in TOPS:
            yield _short_scale(looked, n, low, high)
        elif low == high:
            yield looked.finding(
                "constant_scores",
                n,
                _("All {n} answers in “{header}” are {value}.").format(
                    n=count(n), header=looked.header(name), value=f"{low:g}"
                ),
                _("Scores that never differ say nothing about customers; is it another column?"),
                of=n,
            )


def _short_scale(looked: Looked, n: int, low: float, high: float) -> Finding:
    return looked.finding(
        "short_scale",
        n,
        _("The {n} answers in “{header}” run from {low} to {high} only, and are read on the scale 0–10.").format(
            n=count(n), header=looked.header("nps"), low=f"{low:g}", high=f"{high:g}"
        ),
        _(
            "Nobody would be a promoter, and the NPS would be as low as it can be. If it is a satisfaction or effort "
            "score, map it to csat or ces."
        ),
        status=BAD if high == TOPS[0] else LOOK,
        of=n,
    )
