"""How much effort do contacts cost the customers, also those who never answered?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from cx.language import N_, _, numbers
from cx.metrics.base import Metric, Row
from cx.metrics.cells import day, text
from cx.metrics.forward_revenue import BANDS
from cx.metrics.rows import repeat_effect
from cx.queries import Scope
from cx.stats.calibration import Bin, Scored, area_under_curve, brier, calibration, scored
from cx.stats.estimate import Estimate, withheld
from cx.stats.odds_ratios import odds_ratios
from cx.stats.proportions import wilson

BEHAVIOURS = {
    "repeated": "asked again within 7 days",
    "switched": "changed the channel",
    "transferred": "was transferred",
    "reopened": "was reopened",
    "slow": "slow first reply",
}
"""Column of the SQL -> what happened, the item of its row."""
Place = tuple[date | None, str | None]
"""Period and split value of a group."""
SPOKEN = (None, "answered", "not answered")
"""Of whose customers: of all, of those who ever told how easy it was, of the others."""


def effort_index(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """Which share of contacts was hard, how good is that guess, and what made it so?

    rows: of effort_index.sql. Returns by period and split value: part "band", the share of contacts in each band, of
    all customers and (outcome) of those who answered about effort or did not, Wilson with the design effect of
    customers with several contacts; part "auc", "brier" and "calibration" (item: bin; band: its range of scores;
    foretold: the mean chance; value: the share of hard answers observed), each contact judged by a score that its own
    fold has not made; part "behaviour", the adjusted odds ratio of a hard answer (unit ratio). Withheld: see reasons.
    """
    found: list[Row] = []
    if rows.empty:
        return found
    for _key, group in rows.groupby(["period", "split"], dropna=False, sort=True):
        place = day(group["period"].iloc[0]), text(group["split"].iloc[0])
        contacts, answers = (group[group["kind"] == kind] for kind in ("contacts", "answers"))
        found += [*_bands(place, contacts, scope), *_quality(place, contacts, answers, scope)]
        found += _behaviours(place, answers, scope)
    return found


def _bands(place: Place, contacts: pd.DataFrame, scope: Scope) -> Iterator[Row]:
    for spoken in SPOKEN:
        part = contacts if spoken is None else contacts[contacts["spoken"] == spoken]
        for band in BANDS["effort"]:
            share = _share(part, band.split()[0], scope.settings.minimum_n)
            told = _formed(contacts) if spoken is None and band == BANDS["effort"][0] else None
            count = float(part[band.split()[0]].sum()) if share.known else None
            yield Row(share, *place, part="band", band=band, outcome=spoken, total=count, remark=told)


def _share(part: pd.DataFrame, name: str, minimum: int) -> Estimate:
    n, count = int(part["contacts"].sum()), int(part[name].sum())
    if not n and part["every_contact"].sum():
        reason = _("the contacts carry nothing that shows effort: no customer, transfers, reopens or first reply")
        return withheld(reason, n=0, unit="share")
    sums = {"clusters": part["clusters"].sum(), "sum_xx": part["sum_xx"].sum()}
    sums |= {"sum_yy": part[f"{name}_yy"].sum(), "sum_xy": part[f"{name}_xy"].sum()}
    effect = repeat_effect({key: float(value) for key, value in sums.items()}, count, n, count)
    return wilson(count, n, minimum=minimum, design_effect=effect, repeated="contacts")


def _formed(contacts: pd.DataFrame) -> str:
    """How the bands came about, in words."""
    answers = numbers.count(int(contacts["all_answers"].max()))
    if contacts["calibrated"].sum():
        return _(
            "Bands of effort: {n} answers about effort belong to a contact; the combinations of signs that drew the "
            "most hard answers are high effort, as large a share of contacts as hard answers are; low effort likewise."
        ).format(n=answers)
    return _(
        "Bands of effort: the answers about effort that belong to a contact ({n}) are too few, or too much alike, to "
        "learn from, so signs are counted: none is low effort, one medium, two or more high."
    ).format(n=answers)


def _quality(place: Place, contacts: pd.DataFrame, answers: pd.DataFrame, scope: Scope) -> Iterator[Row]:
    """Discrimination, error and calibration of the score."""
    minimum, judged = scope.settings.minimum_n, answers[answers["foretold"].notna()]
    if not contacts["calibrated"].sum():
        n = int(contacts["all_answers"].max()) if len(contacts) else 0
        told = _("the answers about effort that belong to a contact are too few, or too much alike: n = {n}")
        reason = told.format(n=numbers.count(n))
        for part, unit in (("auc", "share"), ("brier", "score"), ("calibration", "share")):
            yield Row(withheld(reason, n=n, unit=unit), *place, part=part)
        return
    cases = scored(judged["foretold"], judged["hard"], judged["answers"], judged["fold"])
    bins = calibration(cases, minimum=minimum)
    yield Row(area_under_curve(cases, minimum=minimum), *place, part="auc", remark=_kept(bins, cases))
    yield Row(brier(cases, minimum=minimum), *place, part="brier")
    for number, one in enumerate(bins, start=1):
        yield Row(
            one.observed, *place, part="calibration", item=f"{number:02}", band=_range(one), foretold=one.predicted
        )


def _range(one: Bin) -> str:
    return _("{low} to {high}").format(low=numbers.percent(one.lowest), high=numbers.percent(one.highest))


def _kept(bins: list[Bin], cases: Scored) -> str | None:
    """How far what was foretold lies from what was observed."""
    gaps = [(abs(b.observed.value - b.predicted), b.observed.n) for b in bins if b.observed.value is not None]
    if not gaps:
        return None
    average = sum(gap * n for gap, n in gaps) / sum(n for _gap, n in gaps)
    return _(
        "Calibration: foretold and observed shares of hard answers differ by {average} points on average, {most} at "
        "most, over {n} customers whose own answers the score had not seen."
    ).format(
        average=numbers.signed(100 * average, 1).lstrip("+"),
        most=numbers.signed(100 * max(gap for gap, _n in gaps), 1).lstrip("+"),
        n=numbers.count(int(cases.n.sum())),
    )


def _behaviours(place: Place, answers: pd.DataFrame, scope: Scope) -> Iterator[Row]:
    present = answers[list(BEHAVIOURS)].to_numpy(dtype=np.float64)
    found = odds_ratios(present, answers["hard"], answers["answers"], minimum=scope.settings.minimum_n)
    for (column, behaviour), figure in zip(BEHAVIOURS.items(), found, strict=True):
        hard = float((answers["hard"] * answers[column]).sum()) if figure.known else None
        yield Row(figure, *place, part="behaviour", item=behaviour, total=hard)


METRIC = Metric(
    name="effort_index",
    title=N_("Effort of contacts"),
    question=N_("How much effort do contacts cost the customers, also those who never answered?"),
    unit="share",
    better="neither",
    definition=N_(
        "Signs of effort around a contact: the same customer asked already within the 7 days before, through another "
        "channel, was transferred (once, more often), the case was reopened (once, more often), and the first reply "
        "came later than three quarters of those in its channel. The score is the chance of a hard answer (CES 1-3 of "
        "7) after that combination of signs: the answers to its own contacts, drawn towards what its signs make "
        "together (naive Bayes, weighing as much as 20 answers). An answer belongs to the contact it names, or without "
        "a contact or an order to the customer's last contact in the 7 days before. Bands take over the shares that "
        "hard (CES 1-3) and easy (CES 5-7) answers have. Judged out of sample: in ten folds of customers, every answer "
        "by a score made without its fold; one contact with an answer per customer, the first in the view. Odds ratios "
        "hold each sign against the same other signs. Associated with effort, not proven to cause it."
    ),
    formula=N_(
        "contacts of a band / contacts, 95 % Wilson interval with design effect; area under the curve within folds, "
        "DeLong; odds ratios by logistic regression"
    ),
    source=(
        "Efron & Morris (1975), JASA 70:311-319 (shrinkage); DeLong et al. (1988), Biometrics 44:837-845; Van Calster "
        "et al. (2019), BMC Medicine 17:230 (calibration); McCullagh & Nelder (1989); Dixon et al. (2013)"
    ),
    inputs=("contacts",),
    scopes={"contacts": "dated"},
    estimate=effort_index,
)
