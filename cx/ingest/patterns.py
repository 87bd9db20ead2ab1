"""What personal data look like within text; numbers with check digits are checked, not only recognised.

Every form is written for the engine and for Python alike, and says the same to both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from cx.ingest.emails import WITHIN
from cx.language import N_

OCTET = r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
CARD_PREFIXES = re.compile(r"4[0-9]{15}|5[1-5][0-9]{14}|2[2-7][0-9]{14}|3[47][0-9]{13}|3[068][0-9]{12}|6[0-9]{15}")
CARD = r"\b(?:[2-6][0-9]{3}(?:[ -]?[0-9]{4}){3}|3[0-9]{3}[ -]?[0-9]{6}[ -]?[0-9]{4,5})\b"
IBAN = r"\b(?i:[a-z]{2}[0-9]{2} ?(?:[a-z0-9]{4} ?){2,7}[a-z0-9]{1,4})\b"
_GAP = "[ ./()-]"
ABROAD = (
    rf"\+[1-9](?:{_GAP}{{0,2}}[0-9]){{9,14}}\b",
    rf"\b00[1-9][0-9]{{0,2}}{_GAP}{{1,2}}[0-9](?:{_GAP}{{0,2}}[0-9]){{6,11}}\b",
)
"""With a country's code: after a plus at least ten digits, after a double zero with a gap behind the code."""
AT_HOME = (
    r"\([0-9]{3}\) ?[0-9]{3}[-. ][0-9]{4}\b",
    r"\b[2-9][0-9]{2}[-.][0-9]{3}[-.][0-9]{4}\b",
    r"\b0[1-9][0-9]{1,3}[/ -][0-9]{6,8}(?:-[0-9]{1,4})?\b",
    r"\b0[1-9](?:[ .-][0-9]{2}){4}\b",
    r"\b0[1-9][0-9]{0,2}-[0-9]{3,4}-[0-9]{4}\b",
    r"\b0[1-9][0-9]{1,3} [0-9]{3,4} [0-9]{3,4}\b",
)
"""Without one only as telephone numbers are grouped: digits in one piece are order numbers, a first 00 is padding."""
_WORDS = "tel|telefon|telefono|teléfono|telefone|téléphone|telephone|phone|mobile|mobil|cell|handy|móvil|celular|fax"
_NUMBER = r"(?: ?(?:number|nummer|numero|número|nr|no|is|ist)\b\.?)?"
NAMED = (
    rf"\b(?i:{_WORDS}|whatsapp|rufnummer|telefonnummer)\b\.?{_NUMBER}[: ]{{0,3}}"
    rf"\(?[0-9](?:{_GAP}{{0,2}}[0-9]){{6,14}}\b"
)
"""Behind a word for telephone any grouping will do, unless it is a date."""
_BEFORE, _BEHIND = "(?:[A-Z0-9]+[-/_#.])*", r"(?:[-/_.][0-9]+)*"
"""Where more of a code stands around it, it is a part of that code, and no telephone number."""
PHONE = "|".join((*ABROAD, NAMED, *AT_HOME))
CODE_OR_PHONE = "|".join((*ABROAD, NAMED, f"{_BEFORE}(?:{'|'.join(AT_HOME)}){_BEHIND}"))
DATE = r"^[^0-9]*(?:(?:19|20)[0-9]{2}[-/.]?[0-9]{2}[-/.]?[0-9]{2}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4})\b"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of personal data. title: what people call it, marked. form: the regular expression that finds candidates.

    proven: says of a candidate whether it is one; None when the form is proof enough.
    """

    kind: str
    title: str
    form: str
    proven: Callable[[str], bool] | None = None

    @property
    def checked(self) -> bool:
        """Whether check digits prove it: other numbers of such a form are wrong candidates."""
        return self.kind in ("card", "iban")


def is_card(text: str) -> bool:
    """Whether digits are a payment card's: an issuer's prefix and length, and Luhn's check digit (ISO/IEC 7812)."""
    digits = re.sub("[^0-9]", "", text)
    return bool(CARD_PREFIXES.fullmatch(digits)) and luhn(digits)


def luhn(digits: str) -> bool:
    """Whether every second digit from the right doubled, and the digits of all summed, gives a multiple of 10."""
    doubled = (sum(divmod(int(d) * (1 + place % 2), 10)) for place, d in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0


def is_iban(text: str) -> bool:
    """Whether the first four signs moved to the end, letters as 10 to 35, give 1 modulo 97 (ISO 13616)."""
    bare = re.sub(r"\s", "", text).upper()
    if not 15 <= len(bare) <= 34 or not bare.isalnum() or not bare.isascii():
        return False
    return int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1


def is_phone(text: str) -> bool:
    """Whether a candidate is a telephone number as a whole, and no date behind a word for telephone."""
    return bool(re.fullmatch(PHONE, text, re.ASCII)) and not re.match(DATE, text, re.ASCII)


PATTERNS = (
    Pattern("email", N_("e-mail addresses"), WITHIN),
    Pattern("phone", N_("phone numbers"), PHONE, is_phone),
    Pattern("card", N_("payment card numbers"), CARD, is_card),
    Pattern("iban", N_("bank account numbers (IBAN)"), IBAN, is_iban),
    Pattern(
        "ip",
        N_("IP addresses"),
        rf"\b(?:{OCTET}\.){{3}}{OCTET}\b|\b(?:[0-9a-fA-F]{{1,4}}:){{7}}[0-9a-fA-F]{{1,4}}\b",
    ),
)
