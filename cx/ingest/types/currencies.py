"""Currency signs beside amounts: one that means one currency is stored, one that contradicts its row is refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from cx.engines.base import Workspace, quoted
from cx.ingest.cells import literal
from cx.ingest.options import Question
from cx.ingest.read import TEXT
from cx.ingest.types.currency_signs import TAKEN_FOR, code_of, currencies_of
from cx.ingest.types.reading import Reading, text_of
from cx.ingest.types.written import UNITS_AT_MOST, unit_text
from cx.language import _, ngettext
from cx.model import Table

OTHERWISE = "--map currency=COLUMN, or load one file per currency"

Signs = Mapping[str, int]
"""Sign -> how many amounts carry it; "" for those without one."""


def settle_currency(
    money: Sequence[Reading], workspace: Workspace, table: Table, names: Collection[str]
) -> tuple[dict[str, str], list[Reading]]:
    """The currency that the signs of a file's money columns give: one for all rows, or a reading that gives each row's.

    Where the file has a currency of its own (names), rows whose sign contradicts it get a check. Several currencies
    are kept row by row when every amount says its own, and asked about otherwise; a sign that does not say whose it is
    leaves the currency empty, with a note.
    """
    found = {reading.field: _signs(reading, workspace) for reading in money if not reading.plain}
    signs = tuple(sorted({sign for own in found.values() for sign in own if sign}))
    if not signs:
        return {}, []
    first = next(reading for reading in money if any(found.get(reading.field, ())))
    if "currency" in names:
        for reading in money:
            reading.checks += [_check(reading, sign) for sign in found.get(reading.field, ()) if sign]
        return {}, []
    possible = set.intersection(*(set(currencies_of(sign)) for sign in signs))
    if not possible:
        return {}, _of_each_row(first, money, found, table)
    if "currency" not in table.names:
        return {}, []
    code = _one_of(possible, signs)
    if code:
        first.notes.append(
            _("The amounts carry {listed}; their currency is stored as {code}.").format(
                listed=" and ".join(signs), code=code
            )
        )
        return {"currency": code}, []
    first.notes.append(
        _(
            "“{signs}” is the sign of several currencies, so the currency is left empty; pass --set "
            "currency={signs2} if it is that one."
        ).format(signs=signs[0], signs2=currencies_of(signs[0])[0])
    )
    return {}, []


def _of_each_row(first: Reading, money: Sequence[Reading], found: Mapping[str, Signs], table: Table) -> list[Reading]:
    """The currency that each row's sign says; a question when a row's sign, or the lack of one, does not say it."""
    own = found[first.field]
    codes = {sign: code_of(sign) for sign in own}
    if len(money) == 1 and all(codes[sign] for sign in own) and "currency" in table.names:
        cases = " ".join(f"WHEN {literal(sign)} THEN {literal(str(code))}" for sign, code in codes.items())
        reading = Reading("currency", first.column, unit_text(first.text), f"CASE {text_of('currency')} {cases} END")
        counts: dict[str, int] = {}
        for sign, n in own.items():
            counts[str(codes[sign])] = counts.get(str(codes[sign]), 0) + n
        told = ", ".join(f"{n} {code}" for code, n in sorted(counts.items()))
        reading.notes.append(
            _("The amounts in “{header}” carry several currencies; each row keeps its own: {told}.").format(
                header=first.column.header, told=told
            )
        )
        return [reading]
    signs = tuple(sorted({sign for each in found.values() for sign in each if sign}))
    bare = sum(each.get("", 0) for each in found.values())
    without = ngettext(" {n} amount has none.", " {n} amounts have none.", bare).format(n=bare) if bare else ""
    text = _("The amounts in “{header}” carry several currencies: {listed}.{without} Which is whose?").format(
        header=first.column.header, listed=", ".join(signs), without=without
    )
    first.questions.append(Question(first.column.header, text, signs, OTHERWISE))
    return []


def _signs(reading: Reading, workspace: Workspace) -> Signs:
    """The currency signs of a column's amounts; "" counts those with none that we know."""
    rows = workspace.query(
        f"SELECT {unit_text('v')} AS unit, count(*) AS n FROM (SELECT {reading.text} AS v FROM {TEXT}) "
        f"WHERE regexp_matches(v, '[0-9]') GROUP BY unit ORDER BY n DESC, unit LIMIT {UNITS_AT_MOST}"
    )
    found: dict[str, int] = {}
    for unit, n in zip(rows["unit"], rows["n"], strict=True):
        sign = str(unit) if currencies_of(str(unit)) else ""
        found[sign] = found.get(sign, 0) + int(n)
    return dict(sorted(found.items()))


def _one_of(possible: Collection[str], signs: Collection[str]) -> str | None:
    if len(possible) == 1:
        return next(iter(possible))
    return next((TAKEN_FOR[sign] for sign in signs if sign in TAKEN_FOR), None)


def _check(reading: Reading, sign: str) -> tuple[str, str]:
    """A row whose sign is not one of its currency's; a currency that is no ISO code is not judged."""
    own = f"upper(trim({quoted('currency')}))"
    codes = ", ".join(literal(code) for code in currencies_of(sign))
    wrong = f"regexp_matches({own}, '^[A-Z]{{3}}$') AND {own} NOT IN ({codes})"
    rule = f"{unit_text(text_of(reading.field))} = {literal(sign)} AND {wrong}"
    return rule, _("is in {sign}, which contradicts the currency of its row").format(sign=sign)
