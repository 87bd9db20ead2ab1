"""One name, many spellings: accents and umlauts, words run together, "de la" between them, Nr. for Nummer."""

from __future__ import annotations

import re
import unicodedata

from cx.ingest.headers import normalised

UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss"})
"""Letters that Unicode does not take apart into a letter and an accent."""
ACCENTS = re.compile("[\u0300-\u036f]")
"""Accents of Latin letters only: the marks of Japanese syllables make other syllables of them."""
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
BETWEEN = re.compile(r"d[aeiou]?|de[lrs]|d[ao]s|l[ae]?|l[aeo]s|el|die|of|the|[iey]|et|und|and")
"""Words that join others and tell nothing."""
NUMBER_WORDS = frozenset(["nr", "no", "n", "num", "numero", "number", "numer", "nummer"])
# fmt: off
CURRENCIES = frozenset([
    "eur", "usd", "gbp", "jpy", "chf", "pln", "brl", "mxn", "cad", "aud", "nzd", "sek", "nok", "dkk", "czk", "huf",
    "ron", "inr", "cny", "hkd", "sgd", "zar", "krw", "euro", "euros", "dollar", "dollars", "pound", "pounds", "yen",
    "zl", "zloty", "zlotych", "円",
])
# fmt: on
ZONES = frozenset(["utc", "gmt", "cet", "est", "jst"])
UNITS = CURRENCIES | ZONES | {"in"}
"""What may stand behind a name: its currency or its time zone."""
SHORTEST_WITH_A_SLIP, SHORTEST_WORD_WITH_A_SLIP = 6, 5


def folded(name: str) -> str:
    """A normalised name without accents: "währung" -> "wahrung", "zamówienia" -> "zamowienia". Kana stay."""
    plain = ACCENTS.sub("", unicodedata.normalize("NFD", name.translate(UNDECOMPOSED)))
    return unicodedata.normalize("NFC", plain)


def plain(header: str) -> str:
    """A header as names are compared: snake case without accents."""
    return folded(normalised(header))


def spellings(name: str) -> frozenset[str]:
    """The ways a name of our lists may be written: with umlauts dropped, and with them spelled out."""
    return frozenset({folded(name), folded(name.translate(UMLAUTS))})


def run_together(name: str) -> str:
    """A folded name without what tells nothing: "numero_de_la_commande" -> "nrcommande"."""
    name = re.sub(r"(?<![^_])e_mail", "email", name)
    words = ["nr" if word in NUMBER_WORDS else word for word in name.split("_") if not BETWEEN.fullmatch(word)]
    return re.sub(r"(?<=\w)nummer\b", "nr", "".join(words))


def without_unit(name: str) -> str:
    """A name without the currencies and zones behind it: "amount_in_eur" -> "amount"."""
    words = name.split("_")
    while len(words) > 1 and words[-1] in UNITS:
        words.pop()
    return "_".join(words)


def shortened(name: str) -> frozenset[str]:
    """The name, and the name with any one letter left out; names one slip apart share one of these."""
    return frozenset({name, *(name[:n] + name[n + 1 :] for n in range(len(name)))})


def one_slip_apart(one: str, other: str) -> bool:
    """Whether a letter was added, left out, changed, or two neighbours swapped; digits are never a slip."""
    if len(one) > len(other):
        one, other = other, one
    if not _long_enough(one, other):
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return len(other) == len(one) + 1 and one[start:] == other[start + 1 :] and other[start].isalpha()
    changed, rest = one[start : start + 2] + other[start : start + 2], one[start + 1 :] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    return one != other and changed.isalpha() and (rest or swapped)


def _long_enough(one: str, other: str) -> bool:
    """Whether the word with the slip is so long that a neighbouring word cannot be meant: "arr" is no slip of "mrr"."""
    words, others = one.split("_"), other.split("_")
    if len(words) != len(others):
        return max(len(one), len(other)) >= SHORTEST_WITH_A_SLIP
    changed = [max(len(a), len(b)) for a, b in zip(words, others, strict=True) if a != b]
    return bool(changed) and min(changed) >= SHORTEST_WORD_WITH_A_SLIP
