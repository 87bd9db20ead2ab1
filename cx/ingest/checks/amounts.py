"""Amounts that are negative, zero, far from the rest, or about 100 times the rest."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from cx.engines.base import quoted
from cx.ingest.cells import literal
from cx.ingest.checks.looked import Looked
from cx.ingest.findings import BAD, LOOK, Finding
from cx.language import _, ngettext
from cx.language.numbers import compact, count, percent
from cx.model import Kind

WIDTH = 0.02
"""Amounts are counted in classes this wide on the scale of natural logarithms: 2 % of the amount."""
ENOUGH = 30
"""Of fewer amounts the middle is not known well enough to call one of them far."""
DEVIATIONS = 6.0
"""An outlier lies more than so many deviations above the median, a deviation being 1.4826 x the median absolute
deviation on the log scale (Hampel's rule, made stricter: amounts have long tails)."""
LEAST_TIMES = 10.0
"""... and at least so many times the median: where most amounts are equal the deviation is 0."""
SLIP = (50.0, 200.0)
"""Medians of two kinds of amounts that are apart by such a factor differ by a decimal mark, not by what was bought."""


def check(looked: Looked) -> Iterator[Finding]:
    """Every money column of the file; outliers within each currency."""
    for name in looked.fields_of(Kind.MONEY):
        counted = _counted(looked, name)
        yield from _below(looked, name, counted)
        above = counted[counted["sign"] > 0].sort_values(["class", "whole"])
        for code, part in above.groupby("code", sort=True):
            yield from _far(looked, name, str(code), part)
            yield from _slip(looked, name, str(code), part)


def _counted(looked: Looked, name: str) -> pd.DataFrame:
    """Amounts by currency, sign, whether they are whole, and class; n rows, their sum and their greatest."""
    code = "currency" if "currency" in looked.columns else "''"
    counted = looked.query(
        "SELECT written, CASE WHEN v > 0 THEN 1 WHEN v = 0 THEN 0 WHEN v < 0 THEN -1 END AS sign, "
        "v = floor(v) AS whole, "
        f"CASE WHEN v > 0 THEN CAST(floor(ln(v) / {WIDTH}) AS INTEGER) END AS class, "
        "sum(n) AS n, sum(v * n) AS total, max(v) AS most "
        f"FROM (SELECT {code} AS written, CAST({quoted(name)} AS DOUBLE) AS v, count(*) AS n FROM {{rows}} "
        "GROUP BY written, v) GROUP BY written, sign, whole, class ORDER BY written, class, whole"
    )
    # Rows without an amount are left out here: a condition would read every amount once more.
    counted = counted.dropna(subset=["sign"])
    return counted.assign(code=counted["written"].fillna("").astype(str).str.strip().str.upper())


def _below(looked: Looked, name: str, counted: pd.DataFrame) -> Iterator[Finding]:
    of = int(counted["n"].sum())
    for sign, check_name in ((-1, "negative_amounts"), (0, "zero_amounts")):
        rows = counted[counted["sign"] == sign]
        n = int(rows["n"].sum())
        if not n or (sign == 0 and name != "amount"):
            continue
        if sign < 0:
            words = ngettext("{n} value of “{header}” is negative", "{n} values of “{header}” are negative", n)
            words += _(", together {total}.").format(total=compact(float(rows["total"].sum())))
        else:
            words = ngettext("{n} value of “{header}” is 0.", "{n} values of “{header}” are 0.", n)
        yield looked.finding(
            check_name,
            n,
            words.format(n=count(n), header=looked.header(name)),
            _meaning(looked.name, name, sign),
            condition=f"{quoted(name)} {'<' if sign < 0 else '='} 0",
            shown=[name] if sign < 0 else [],
            status=BAD if n == of else LOOK,
            of=of,
        )


def _meaning(table: str, name: str, sign: int) -> str:
    if sign == 0:
        return _("They count as orders and lower the average order value. Gifts and tests do not belong in it.")
    if name == "amount" and table in ("orders", "order_lines"):
        return _("They are read as credit notes or returns: they lower net revenue and are no orders.")
    return _("A negative {field} is stored as it is and lowers the sums it enters.").format(field=name)


def _middle(part: pd.DataFrame) -> tuple[float, float]:
    """The median class and the median absolute deviation from it, both on the log scale."""
    at, n = part["class"].to_numpy(dtype=np.float64) + 0.5, part["n"].to_numpy(dtype=np.int64)
    middle = _median(at, n)
    return middle * WIDTH, _median(np.abs(at - middle), n) * WIDTH


def _median(values: npt.NDArray[np.float64], n: npt.NDArray[np.int64]) -> float:
    order = np.argsort(values, kind="stable")
    return float(values[order][np.searchsorted(np.cumsum(n[order]), n.sum() / 2)])


def _far(looked: Looked, name: str, code: str, part: pd.DataFrame) -> Iterator[Finding]:
    of = int(part["n"].sum())
    if of < ENOUGH:
        return
    middle, deviation = _middle(part)
    limit = float(np.exp(middle) * max(LEAST_TIMES, np.exp(DEVIATIONS * 1.4826 * deviation)))
    if float(part["most"].max()) <= limit:
        return
    condition = f"{quoted(name)} > {limit!r}" + _within(looked, code)
    row = looked.query(
        f"SELECT count(*) AS n, CAST(sum({quoted(name)}) AS DOUBLE) AS total FROM {{rows}} WHERE {condition}"
    ).iloc[0]
    n, share = int(row["n"]), float(row["total"]) / float(part["total"].sum())
    slipped = _slipped(looked, name, condition, part)
    words = ngettext(
        "{n} value of “{header}” is far above the rest: more than {limit}, where the middle one is {middle}.",
        "{n} values of “{header}” are far above the rest: more than {limit}, where the middle one is {middle}.",
        n,
    )
    sentence = words.format(
        n=count(n), header=looked.header(name), limit=compact(limit), middle=compact(float(np.exp(middle)))
    )
    if slipped:
        sentence += " " + _("Divided by 100 they would be like the rest: a decimal mark may be lost.")
    yield looked.finding(
        "decimal_slip" if slipped else "outliers",
        n,
        sentence,
        _(
            "They make up {share} of the sum, so they move revenue, order value and lifetime value. Rule: above the "
            "median by more than 6 robust deviations of the logarithm and by 10 times."
        ).format(share=percent(share)),
        condition=condition,
        shown=[name],
        status=BAD if slipped or share > 0.1 else LOOK,
        of=of,
    )


def _slipped(looked: Looked, name: str, condition: str, part: pd.DataFrame) -> bool:
    """Whether all outliers, divided by 100, lie among the middle 90 % of the amounts."""
    at, n = part["class"].to_numpy(dtype=np.float64), part["n"].to_numpy(dtype=np.int64)
    share = np.cumsum(np.bincount((at - at.min()).astype(np.int64), weights=n)) / n.sum()
    low, high = (
        float(np.exp((at.min() + np.searchsorted(share, end) + up) * WIDTH)) for end, up in ((0.05, 0), (0.95, 1))
    )
    column = quoted(name)
    row = looked.query(
        f"SELECT bool_and({column} / 100 BETWEEN {low!r} AND {high!r}) AS slipped FROM {{rows}} WHERE {condition}"
    )
    return bool(row["slipped"].iloc[0])


def _slip(looked: Looked, name: str, code: str, part: pd.DataFrame) -> Iterator[Finding]:
    """Whole amounts about 100 times those with decimals: part of the file is in cents."""
    kinds = [part[part["whole"] == whole] for whole in (True, False)]
    n_whole, n_broken = (int(kind["n"].sum()) for kind in kinds)
    if min(n_whole, n_broken) < ENOUGH:
        return
    whole, broken = (float(np.exp(_middle(kind)[0])) for kind in kinds)
    if not SLIP[0] <= whole / broken <= SLIP[1]:
        return
    yield looked.finding(
        "mixed_units",
        n_whole,
        _(
            "The {n} whole values of “{header}” are about 100 times those with decimals: their middle is {whole}, "
            "that of the others {broken}."
        ).format(n=count(n_whole), header=looked.header(name), whole=compact(whole), broken=compact(broken)),
        _("A part of the file seems to be in cents: revenue and order value would be far too high."),
        condition=f"{quoted(name)} = floor({quoted(name)}) AND {quoted(name)} > 0" + _within(looked, code),
        shown=[name],
        status=BAD,
        of=n_whole + n_broken,
    )


def _within(looked: Looked, code: str) -> str:
    """The condition that keeps the rows of one currency."""
    return f" AND coalesce(upper(trim(currency)), '') = {literal(code)}" if "currency" in looked.columns else ""
