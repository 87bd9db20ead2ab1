"""What a header says of its values besides their name: the unit of an amount or a duration, and a currency."""

from __future__ import annotations

import re
from collections.abc import Mapping as Named

from cx.ingest.headers import TextColumn, cleaned
from cx.ingest.mapping import Mapping, Scaled
from cx.ingest.options import LoadOptions, Question
from cx.ingest.profile import Profile
from cx.ingest.spelling import CURRENCIES, plain
from cx.ingest.types.currency_signs import CODES, MEANINGS, code_of
from cx.ingest.vocabulary import MINUTE_FIELDS, vocabulary
from cx.language import _
from cx.model import Kind

SIGNS = "".join(dict.fromkeys(sign for word in MEANINGS for sign in word if not sign.isalpha()))
WORDS = re.compile(rf"[^\W\d_]*[{re.escape(SIGNS)}]+|[^\W\d_]+")
IN_WORDS = {"euro": "EUR", "euros": "EUR", "zl": "PLN", "zloty": "PLN", "zlotych": "PLN"}
AMBIGUOUS = frozenset({"ALL", "TOP", "TRY", "MAD", "PEN", "LAK", "GEL", "COP", "SOS", "STN"})
"""Codes that are words in a header."""


def settle_measures(mapping: Mapping, options: LoadOptions, looks: Profile) -> list[Question]:
    """Give every field of a free file the unit of its header, and the rows the currency of its money; what is open."""
    for name, column in mapping.fields.items():
        kind = mapping.table.column(name).kind
        if kind is Kind.MONEY:
            _cents(mapping, name, column, looks)
        elif name in MINUTE_FIELDS:
            _duration(mapping, name, column)
    return _currency(mapping, options)


def unit_of(header: str, units: Named[str, tuple[str, ...]]) -> str | None:
    """The one unit that a header's words name; None when there is none or more than one."""
    words = set(plain(header).split("_"))
    found = [unit for unit, names in units.items() if not words.isdisjoint(names)]
    found += [unit for unit, names in units.items() for n in names if not n.isascii() and plain(header).endswith(n)]
    return found[0] if len(set(found)) == 1 else None


def header_currency(header: str) -> str | None:
    """The ISO code of the currency that a header names beside other words; None when it names none for sure."""
    text = cleaned(header).replace("_", " ")
    loud = text.isupper()
    for word in WORDS.findall(text):
        if code := _code(word, loud=loud, enclosed=f"({word})" in text or f"[{word}]" in text):
            return code if word != text.strip() else None
    return None


def _code(word: str, *, loud: bool, enclosed: bool) -> str | None:
    upper = word.upper()
    if not (word.isascii() and word.isalpha()):
        return code_of(upper) or next((c for c in map(code_of, word) if c), None)
    if word.lower() in IN_WORDS:
        return IN_WORDS[word.lower()]
    common = word.lower() in CURRENCIES
    sure = enclosed or common or (word.isupper() and not loud and upper not in AMBIGUOUS)
    return upper if upper in CODES and sure else None


def _cents(mapping: Mapping, name: str, column: TextColumn, looks: Profile) -> None:
    if unit_of(column.header, {"cents": vocabulary().units["cents"]}) is None:
        return
    if looks.of(column).share("decimals"):
        mapping.notes.append(
            _("“{header}” is called cents, but has values with decimals; {name} is stored as it stands.").format(
                header=column.header, name=name
            )
        )
        return
    mapping.scaled[name] = Scaled("* 0.01", exact=True)
    mapping.notes.append(
        _("“{header}” counts hundredths; {name} is its value divided by 100.").format(header=column.header, name=name)
    )


def _duration(mapping: Mapping, name: str, column: TextColumn) -> None:
    units = {unit: names for unit, names in vocabulary().units.items() if unit != "cents"}
    unit = unit_of(column.header, units)
    factors = {"milliseconds": "/ 60000.0", "seconds": "/ 60.0", "hours": "* 60.0", "days": "* 1440.0"}
    if unit in factors:
        mapping.scaled[name] = Scaled(factors[unit], exact=False)
        mapping.notes.append(
            _("“{header}” counts {unit}; {name} is its value in minutes.").format(
                header=column.header, unit=unit, name=name
            )
        )


def _currency(mapping: Mapping, options: LoadOptions) -> list[Question]:
    """Store the one currency that the headers of money name, unless the file or the person says it otherwise."""
    if "currency" not in mapping.table.names or "currency" in mapping.names or "currency" in options.maps:
        return []
    money = [c for n, c in mapping.fields.items() if mapping.table.column(n).kind is Kind.MONEY]
    found = {column.header: code for column in money if (code := header_currency(column.header))}
    codes = list(dict.fromkeys(found.values()))
    if len(codes) > 1:
        listed = " and ".join(f"“{header}” {code}" for header, code in found.items())
        text = _(
            "Which currency do the amounts have? Their headers name several: {listed}; a row has one currency."
        ).format(listed=listed)
        return [Question("currency", text, tuple(found), f"--set currency={codes[0]}, and leave the others empty")]
    if codes:
        mapping.constants["currency"] = codes[0]
        mapping.notes.append(
            _("“{header}” names the currency; it is stored as {currency} for every row.").format(
                header=next(iter(found)), currency=codes[0]
            )
        )
    return []
