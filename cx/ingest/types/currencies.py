"""Currency signs beside amounts: one that means one currency is stored, one that contradicts its row is refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cx.engines.base import Workspace, quoted
from cx.ingest.cells import literal
from cx.ingest.options import Question
from cx.ingest.read import TEXT
from cx.ingest.types.reading import Reading, text_of
from cx.model import Table

SIGN = r"[A-Z]{3}|[A-Z]{0,2}[$€£¥₹₽₩₺₫₪]"
"""An ISO code, or a sign with the letters before it that make it certain: US$."""
DOLLARS = ("USD", "AUD", "BRL", "CAD", "CLP", "COP", "HKD", "MXN", "NZD", "SGD", "TWD", "ARS")
MEANINGS = {
    "€": ("EUR",),
    "£": ("GBP", "EGP", "FKP", "GIP", "LBP", "SHP", "SYP"),
    "$": DOLLARS,
    "¥": ("JPY", "CNY"),
    "₹": ("INR",),
    "₽": ("RUB",),
    "₩": ("KRW",),
    "₺": ("TRY",),
    "₫": ("VND",),
    "₪": ("ILS",),
    "R$": ("BRL",),
    "US$": ("USD",),
    "A$": ("AUD",),
    "AU$": ("AUD",),
    "C$": ("CAD",),
    "CA$": ("CAD",),
    "HK$": ("HKD",),
    "NZ$": ("NZD",),
    "S$": ("SGD",),
    "MX$": ("MXN",),
    "NT$": ("TWD",),
    "CN¥": ("CNY",),
    "JP¥": ("JPY",),
}
"""Sign -> the currencies it is written for."""
TAKEN_FOR = {"£": "GBP"}
"""Signs that mean one currency unless the row says otherwise; "$" and "¥" mean no one."""
OTHERWISE = "--map currency=COLUMN, or load one file per currency"


def settle_currency(
    money: Sequence[Reading], workspace: Workspace, table: Table, names: Collection[str]
) -> dict[str, str]:
    """The currency that the signs of a file's money columns give every row, as {"currency": code}, perhaps empty.

    Where the file has a currency of its own (names), rows whose sign contradicts it get a check. Several currencies
    are asked about, and a sign that does not say whose it is leaves the currency empty, with a note.
    """
    found = {reading.field: _signs(reading, workspace) for reading in money}
    signs = tuple(sorted({sign for signs in found.values() for sign in signs}))
    if not signs:
        return {}
    first = next(reading for reading in money if found[reading.field])
    if "currency" in names:
        for reading in money:
            reading.checks += [_check(reading, sign) for sign in found[reading.field]]
        return {}
    possible = set.intersection(*(set(_meanings(sign)) for sign in signs))
    if not possible:
        text = f"The amounts in “{first.column.header}” carry several currencies: {', '.join(signs)}. Which is whose?"
        first.questions.append(Question(first.column.header, text, signs, OTHERWISE))
        return {}
    if "currency" not in table.names:
        return {}
    code = _one_of(possible, signs)
    if code:
        first.notes.append(f"The amounts carry {' and '.join(signs)}; their currency is stored as {code}.")
        return {"currency": code}
    first.notes.append(
        f"“{signs[0]}” is the sign of several currencies, so the currency is left empty; "
        f"pass --set currency={_meanings(signs[0])[0]} if it is that one."
    )
    return {}


def _signs(reading: Reading, workspace: Workspace) -> tuple[str, ...]:
    rows = workspace.query(
        f"SELECT DISTINCT regexp_extract(v, {literal(SIGN)}) AS sign FROM (SELECT {reading.text} AS v FROM {TEXT}) "
        f"WHERE regexp_matches(v, {literal(SIGN)}) AND regexp_matches(v, '\\d') ORDER BY sign LIMIT 10"
    )
    return tuple(str(sign) for sign in rows["sign"])


def _meanings(sign: str) -> tuple[str, ...]:
    return MEANINGS.get(sign) or MEANINGS.get(sign[-1]) or (sign,)


def _one_of(possible: Collection[str], signs: Collection[str]) -> str | None:
    if len(possible) == 1:
        return next(iter(possible))
    return next((TAKEN_FOR[sign] for sign in signs if sign in TAKEN_FOR), None)


def _check(reading: Reading, sign: str) -> tuple[str, str]:
    """A row whose sign is not one of its currency's; a currency that is no ISO code is not judged."""
    own = f"upper(trim({quoted('currency')}))"
    codes = ", ".join(literal(code) for code in _meanings(sign))
    wrong = f"regexp_matches({own}, '^[A-Z]{{3}}$') AND {own} NOT IN ({codes})"
    rule = f"regexp_extract({text_of(reading.field)}, {literal(SIGN)}) = {literal(sign)} AND {wrong}"
    return rule, f"is in {sign}, which contradicts the currency of its row"
