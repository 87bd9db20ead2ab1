"""Amounts of a load beside the stored ones: another currency, or another unit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from cx.ingest.findings import BAD, Finding
from cx.language import _
from cx.language.numbers import compact, count
from cx.store.standing.incoming import Incoming

AMOUNT = {"orders": "amount", "order_lines": "amount", "subscriptions": "mrr", "contacts": "cost"}
WIDTH = 0.02
"""Amounts are counted in classes this wide on the scale of natural logarithms."""
ENOUGH = 30
UNITS = {100: (50.0, 200.0), 1000: (500.0, 2000.0)}
"""Factor -> between which the ratio of two medians means that the units differ."""


def findings(incoming: Incoming) -> Iterator[Finding]:
    """Currencies that were not there before, and amounts about 100 or 1,000 times the stored ones."""
    name = AMOUNT.get(incoming.table)
    if name is None or incoming.first:
        return
    code = "coalesce(upper(trim(currency)), '')" if "currency" in incoming.columns else "''"
    found = incoming.query(
        f"SELECT {incoming.new} AS new, {code} AS code, "
        f"CAST(floor(ln(CAST({name} AS DOUBLE)) / {WIDTH}) AS INTEGER) AS class, count(*) AS n "
        f"FROM {incoming.raw} WHERE ({incoming.new} OR ({incoming.before})) AND {name} > 0 GROUP BY ALL ORDER BY class"
    )
    new, old = found[found["new"]], found[~found["new"]]
    if new.empty or old.empty:
        return
    yield from _currencies(incoming, new, old)
    for shared in sorted(set(new["code"]) & set(old["code"])):
        yield from _unit(incoming, shared, new[new["code"] == shared], old[old["code"] == shared])


def _currencies(incoming: Incoming, new: pd.DataFrame, old: pd.DataFrame) -> Iterator[Finding]:
    other = sorted(set(new["code"]) - set(old["code"]))
    if not other:
        return
    n = int(new.loc[new["code"].isin(other), "n"].sum())
    none = _("no currency")
    yield incoming.finding(
        "other_currency",
        n,
        _("{n} amounts are in {new}; the stored ones are in {old}.").format(
            n=count(n),
            new=", ".join(code or none for code in other),
            old=", ".join(code or none for code in sorted(set(old["code"]))),
        ),
        _("Currencies are never added up: revenue and order value then need a view of one currency."),
    )


def _unit(incoming: Incoming, code: str, new: pd.DataFrame, old: pd.DataFrame) -> Iterator[Finding]:
    if min(int(new["n"].sum()), int(old["n"].sum())) < ENOUGH:
        return
    now, then = _median(new), _median(old)
    ratio = max(now / then, then / now)
    factor = next((f for f, (low, high) in UNITS.items() if low <= ratio <= high), None)
    if factor is None:
        return
    words = (
        _("The middle amount of these rows is {now}{code}, about {factor} times the stored {then}{code}.")
        if now > then
        else _("The middle amount of these rows is {now}{code}, about a {factor}th of the stored {then}{code}.")
    )
    yield incoming.finding(
        "unit_shift",
        int(new["n"].sum()),
        words.format(now=compact(now), then=compact(then), factor=count(factor), code=f" {code}" if code else ""),
        _("One of the two seems to be in cents, or a decimal mark was lost: revenue and order value would jump."),
        status=BAD,
    )


def _median(part: pd.DataFrame) -> float:
    at = int(np.searchsorted(np.cumsum(part["n"].to_numpy()), part["n"].sum() / 2))
    return float(np.exp((float(part["class"].iloc[at]) + 0.5) * WIDTH))
