"""Does a contact that is easy for the customer cost less to serve than one that is hard?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from cx.language import N_, _
from cx.metrics.base import Metric, Row
from cx.metrics.cells import Record, day, number, records, text, whole
from cx.metrics.experiences import CONTACT_SCOPES, CONTACT_STEPS, quicker_contacts
from cx.metrics.forward_revenue import BANDS
from cx.metrics.judging import Tested, judged
from cx.queries import Scope
from cx.stats.comparison import p_value, relative_change
from cx.stats.estimate import Estimate, withheld
from cx.stats.means import mean
from cx.stats.ratios import ratio

UNIT = "money"
SCORES = ("ces", "effort")
"""What tells how much effort a contact was: the answer about it, or its behaviour."""
COST, MINUTES = "cost per contact", "handle minutes per contact"
CONTACTS, CUSTOMER_COST = "contacts per customer", "cost per customer"
ITEMS = {COST: "money", MINUTES: "count", CUSTOMER_COST: "money", CONTACTS: "count"}
"""What is told of every band -> its unit."""
Lines = Mapping[tuple[str, str], Record]
"""(per, band) -> its line of the SQL."""


def cost_to_serve(rows: pd.DataFrame, scope: Scope) -> list[Row]:
    """What does a contact cost that was easy, and one that was hard?

    rows: per period, split, score and band the sums of cost_to_serve.sql. Returns for every score: part "band", a Row
    per item and band (money in the setting currency, or a count; n: contacts, or customers of the items per customer);
    part "difference", by what share low effort is below (-) or above high effort (relative change; n: both) with
    a verdict and a p value, adjusted over all of the answer (Benjamini-Hochberg). Without
    costs in the file those rows are withheld and the minutes still given. Withheld below the minimum n and by
    a score that does not tell effort.
    """
    if scope.options.score not in ("all", *SCORES):
        reason = _("cost to serve is told by effort only: choose ces, effort or all")
        return [Row(withheld(reason, n=0, unit=UNIT), score=scope.options.score)]
    groups: dict[tuple[date | None, str | None, str], dict[tuple[str, str], Record]] = {}
    for record in records(rows):
        key = (day(record["period"]), text(record["split"]), str(record["score"]))
        groups.setdefault(key, {})[str(record["per"]), str(record["band"])] = record
    found = judged(tested for key, lines in groups.items() for tested in _rows(key, lines, scope))
    return [replace(found[0], remark=_currency_told(scope)), *found[1:]] if found else []


def _rows(key: tuple[date | None, str | None, str], lines: Lines, scope: Scope) -> Iterator[Tested]:
    """The rows of a group, each with its p value where it is tested."""
    period, split, score = key
    low, *_middle, high = BANDS[score]
    currency = scope.settings.currency or None
    for item, unit in ITEMS.items():
        told = {band: _figure(item, band, lines, scope.settings.minimum_n) for band in BANDS[score]}
        for band, figure in told.items():
            shown = currency if unit == "money" else None
            yield Row(figure, period, split, score=score, band=band, item=item, part="band", currency=shown), None
        change = relative_change(told[low], told[high])
        p = p_value(told[low], told[high]) if change.known else None
        yield Row(change, period, split, score=score, band=low, item=item, part="difference"), p


def _figure(item: str, band: str, lines: Lines, minimum: int) -> Estimate:
    if item in (CONTACTS, CUSTOMER_COST):
        return _per_customer(item, lines.get(("customer", band), {}), minimum)
    line, unit = lines.get(("contact", band), {}), ITEMS[item]
    what, counted = ("cost", "costed") if item == COST else ("minutes", "timed")
    contacts, n = whole(line.get("contacts")), whole(line.get(counted))
    if contacts and not n:
        return withheld(_without(item), n=contacts, unit=unit)
    total, squares, products, n_squares = (
        number(line.get(name)) for name in (what, f"{what}_yy", f"{what}_xy", f"{what}_xx")
    )
    return ratio(
        total,
        n,
        squares,
        products,
        n_squares,
        whole(line.get(f"{what}_clusters")),
        n=n,
        unit=unit,
        minimum=minimum,
        low_bound=0.0 if number(line.get(f"lowest_{what}")) >= 0.0 else None,
    )


def _per_customer(item: str, line: Record, minimum: int) -> Estimate:
    customers = whole(line.get("cost_clusters"))
    if item == CONTACTS:
        contacts, squares = number(line.get("contacts")), number(line.get("contacts_yy"))
        return mean(customers, contacts, squares, low_bound=1.0, unit="count", minimum=minimum)
    costed = whole(line.get("costed"))
    if customers and not costed:
        return withheld(_without(item), n=customers, unit="money")
    low_bound = 0.0 if number(line.get("lowest_cost")) >= 0.0 else None
    total, squares = number(line.get("cost")), number(line.get("cost_yy"))
    return mean(costed, total, squares, low_bound=low_bound, unit="money", minimum=minimum)


def _without(item: str) -> str:
    return _("the contacts carry no handle minutes") if item == MINUTES else _("the contacts carry no cost")


def _currency_told(scope: Scope) -> str:
    if scope.settings.currency:
        told = _("Costs of contacts name no currency: they are taken to be in the setting currency, {currency}.")
        return told.format(currency=scope.settings.currency)
    return _("Costs of contacts name no currency, and none is set: name it with the setting currency.")


METRIC = Metric(
    name="cost_to_serve",
    title=N_("Cost to serve by effort"),
    question=N_("Does a contact that is easy for the customer cost less to serve than one that is hard?"),
    unit=UNIT,
    better="lower",
    definition=N_(
        "Contacts opened in the view by effort: score ces, by the answer about the contact itself; score effort, by "
        "its behaviour, also where nobody answered (see effort_index). Cost and handle minutes per contact, over the "
        "contacts that carry them. Contacts and cost per customer: all of a customer's contacts in the view, by the "
        "band of the first of them; cost only of customers all of whose contacts carry one. Difference: low against "
        "high effort, as a share of high. The two are compared as if no customer were in both. Transfers and reopens "
        "are work and effort at once, so this is not what would be saved if the same contact only felt easier."
    ),
    formula=N_("sum of cost / contacts, 95 % delta method clustered by customer; low / high - 1, MOVER on logs"),
    source="Cochran (1977), Sampling Techniques, ch. 6; Zou & Donner (2008), Statistics in Medicine 27:1693-1702",
    inputs=("contacts",),
    scopes=CONTACT_SCOPES,
    steps=CONTACT_STEPS,
    quicker=quicker_contacts("cost_to_serve"),
    options=("score",),
    estimate=cost_to_serve,
)
