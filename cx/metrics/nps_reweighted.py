"""The raw NPS beside the one that lets those who answered stand for everybody who was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from cx.language import N_, _, numbers
from cx.metrics.base import Asked, Metric, Result, Row
from cx.metrics.cells import Record, day, records, text, whole
from cx.metrics.judging import Tested, judged
from cx.queries import Scope
from cx.stats.reweighting import Cell, Reweighted, reweighted_nps
from cx.stats.sample_size import answers_needed

EVERY_ANSWER, RAW, REWEIGHTED, DIFFERENCE = "every answer", "raw", "reweighted", "difference"
STEPS = ("invitations", "orders", "tenure", "contacts")
"""What the cells tell apart, the weightiest first: cells are joined along the last one first."""
WANTED_HALF_WIDTH = 0.05
"""Five points of NPS: what a reader takes for precise."""


def nps_reweighted(rows: pd.DataFrame, scope: Scope, parts: Mapping[str, Result]) -> list[Row]:
    """What would the NPS be if the silent answered like those of the same history who spoke?

    Formula: sum over cells of customers / all customers x NPS of the cell. Unit: points, -100..100. rows: per period,
    split and cell the counts of nps_reweighted.sql. Returns a Row for each of the parts raw, reweighted and difference
    (re-weighted minus raw; adjusted_p over the differences of the answer; verdict). n: answers, one per customer; total
    of the raw row: answers, of the re-weighted row: the customers they stand for. Withheld below the minimum. Without
    split and grain the NPS in which every answer counts stands first, as the part `every answer`.
    """
    places: dict[tuple[date | None, str | None], list[Record]] = {}
    for record in records(rows):
        places.setdefault((day(record["period"]), text(record["split"])), []).append(record)
    found = {
        place: reweighted_nps([_cell(record) for record in of_place], minimum=scope.settings.minimum_n)
        for place, of_place in places.items()
    }
    tested: list[Tested] = []
    for place, one in found.items():
        made = _parts(one, sum(whole(record["customers"]) for record in places[place]))
        if place == (None, None):
            made[1] = replace(made[1][0], remark=_remark(one, places[place])), None
            tested.append((replace(parts["nps"].only(), part=EVERY_ANSWER), None))
        tested += [(replace(row, period=place[0], split=place[1]), p) for row, p in made]
    return judged(tested)


def _cell(record: Record) -> Cell:
    return Cell(
        tuple(whole(record[name]) for name in STEPS),
        *(whole(record[name]) for name in ("customers", "promoters", "passives", "detractors")),
    )


def _parts(one: Reweighted, customers: int) -> list[Tested]:
    known = one.raw.known
    return [
        (Row(one.raw, part=RAW, total=float(one.raw.n) if known else None), None),
        (Row(one.reweighted, part=REWEIGHTED, total=float(customers) if known else None), None),
        (Row(one.difference.estimate, part=DIFFERENCE), one.difference.p_value),
    ]


def _remark(one: Reweighted, cells: Sequence[Record]) -> str | None:
    """What was weighted and what that can and cannot do."""
    if not one.raw.known:
        return None
    invited = bool(whole(cells[0]["invitations_known"]))
    whom = _("everybody who was asked") if invited else _("all customers of the view, asked or not")
    text = _(
        "{answers} customers who gave an NPS stand for {customers}: {whom}. They were weighted in {cells} cells by "
        "{what}; the heaviest answer counts {heaviest} times the average, and together they are worth {effective} "
        "equally weighted answers.{needed} Re-weighting mends only what these cells tell apart: who keeps silent "
        "because of the experience itself is not made up for."
    )
    return text.format(
        answers=numbers.count(one.raw.n),
        customers=numbers.count(sum(whole(record["customers"]) for record in cells)),
        whom=whom,
        cells=one.cells,
        what=_("times asked, orders, tenure and contacts") if invited else _("orders, tenure and contacts"),
        heaviest=numbers.figure(one.heaviest, "ratio"),
        effective=numbers.count(round(one.effective)),
        needed=_needed(one.effective, cells),
    )


def _needed(effective: float, cells: Sequence[Record]) -> str:
    """How many answers would bring the score to within 5 points, where these do not yet."""
    up, between, down = (sum(whole(r[name]) for r in cells) for name in ("promoters", "passives", "detractors"))
    n = up + between + down
    needed = answers_needed((up + down) / n - ((up - down) / n) ** 2, WANTED_HALF_WIDTH)
    if effective >= needed:
        return ""
    return _(" It would take {needed} to know the NPS within 5 points.").format(needed=numbers.count(needed))


METRIC = Metric(
    name="nps_reweighted",
    title=N_("NPS of everybody asked"),
    question=N_("What would the NPS be if the silent answered like those of the same history who spoke?"),
    unit="points",
    better="higher",
    definition=N_(
        "Raw: promoters minus detractors among the first NPS answer of every customer in the view, so that nobody "
        "counts twice; it differs from the NPS in which every answer counts. Re-weighted: customers who were asked are "
        "put into cells by how often they were asked in the view, and by orders, tenure and contacts before the day "
        "they were first asked; the answers of a cell stand for all its customers. Cells with fewer than "
        "20 answers are joined with their neighbours. Without unanswered invitations in the data the "
        "cells hold all customers of the view. This assumes that within a cell those who answer and those who do not "
        "feel alike; nothing in the data can show that they do."
    ),
    formula=N_(
        "Σ (customers of the cell ÷ all customers) × NPS of the cell; 95 % adjusted Wald interval of the weighted "
        "shares at answers ÷ design effect, the effect being the linearised variance ÷ that of independent answers, at "
        "least 1; difference: linearised variance of both on the same answers"
    ),
    source=(
        "Post-stratification: Holt & Smith (1979), JRSS A 142:33–46; Little (1986), International Statistical Review "
        "54:139–157; joining of cells: Kalton & Flores-Cervantes (2003), Journal of Official Statistics 19:81–97; "
        "interval: Rocks (2016), The American Statistician 70:365–372"
    ),
    inputs=("surveys",),
    scopes={"responses": "dated", "customers": "filtered"},
    sampled="together",
    estimate=nps_reweighted,
    combines={"nps": Asked("nps")},
)
