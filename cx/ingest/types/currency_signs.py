"""Currency signs and words beside amounts, and the currencies they are written for."""

from __future__ import annotations

from collections.abc import Collection

_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK "
    "HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL "
    "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON "
    "RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX "
    "USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL"
)
CODES = frozenset(_CODES.split())
"""ISO 4217."""
DOLLARS = ("USD", "AUD", "BRL", "CAD", "CLP", "COP", "HKD", "MXN", "NZD", "SGD", "TWD", "ARS")
CROWNS = ("SEK", "NOK", "DKK", "ISK")
MEANINGS: dict[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "£": ("GBP", "EGP", "FKP", "GIP", "LBP", "SHP", "SYP"),
    "$": DOLLARS,
    "¥": ("JPY", "CNY"),
    "￥": ("JPY", "CNY"),
    "円": ("JPY",),
    "元": ("CNY",),
    "₹": ("INR",),
    "₽": ("RUB",),
    "₩": ("KRW",),
    "₺": ("TRY",),
    "₫": ("VND",),
    "₪": ("ILS",),
    "₱": ("PHP",),
    "฿": ("THB",),
    "₴": ("UAH",),
    "₦": ("NGN",),
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
    "ZŁ": ("PLN",),
    "ZL": ("PLN",),
    "KČ": ("CZK",),
    "KR": CROWNS,
    "FT": ("HUF",),
    "LEI": ("RON",),
    "LEU": ("RON",),
    "RS": ("INR", "PKR", "LKR"),
    "EURO": ("EUR",),
    "EUROS": ("EUR",),
    "FR": ("CHF",),
    "SFR": ("CHF",),
}
"""Sign or word, in upper case -> the currencies it is written for."""
KNOWN = CODES | MEANINGS.keys()
TAKEN_FOR = {"£": "GBP"}
"""Signs that mean one currency unless the row says otherwise; "$", "¥" and "kr" mean no one."""


def parts_of(unit: str, known: Collection[str]) -> tuple[str, ...]:
    """The one or two known words that a unit is made of: "$USD" is written on both sides; () for an unknown unit."""
    if unit in known:
        return (unit,)
    return next(((unit[:k], unit[k:]) for k in range(1, len(unit)) if unit[:k] in known and unit[k:] in known), ())


def currencies_of(sign: str) -> tuple[str, ...]:
    """The currencies that a sign or code, in upper case, is written for; () for what is no currency."""
    parts = parts_of(sign, KNOWN)
    found = [MEANINGS.get(part) or (part,) for part in parts]
    return tuple(code for code in found[0] if all(code in other for other in found)) if found else ()


def code_of(sign: str) -> str | None:
    """The one currency that a sign means, or is taken for; None when it may mean several."""
    possible = currencies_of(sign)
    return possible[0] if len(possible) == 1 else TAKEN_FOR.get(sign)
