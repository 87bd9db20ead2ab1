"""What personal data look like within text; numbers with check digits are checked, not only recognised."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from cx.ingest.emails import WITHIN
from cx.language import _

OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
CARD_PREFIXES = re.compile(r"4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|6\d{15}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of personal data. title: what people call it. form: the regular expression that finds candidates.

    proven: says of a candidate whether it is one; None when the form is proof enough.
    """

    kind: str
    title: str
    form: str
    proven: Callable[[str], bool] | None = None


def is_card(text: str) -> bool:
    """Whether digits are a payment card's: an issuer's prefix and length, and Luhn's check digit (ISO/IEC 7812)."""
    digits = re.sub(r"\D", "", text)
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


PATTERNS = (
    Pattern("email", _("e-mail addresses"), WITHIN),
    Pattern(
        "phone",
        _("phone numbers"),
        r"(?:\+|\b00)[1-9]\d{0,2}[\s./()-]{0,2}\d(?:[\s./()-]{0,2}\d){6,11}\b"
        r"|\(\d{3}\)\s?\d{3}[-.\s]\d{4}\b|\b[2-9]\d{2}[-.]\d{3}[-.]\d{4}\b|\b0\d{2,4}[/ -]\d{5,8}\b",
    ),
    Pattern("card", _("payment card numbers"), r"\b\d(?:[ -]?\d){12,15}\b", is_card),
    Pattern(
        "iban", _("bank account numbers (IBAN)"), r"\b[A-Z]{2}\d{2} ?(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{1,4}\b", is_iban
    ),
    Pattern(
        "ip", _("IP addresses"), rf"\b(?:{OCTET}\.){{3}}{OCTET}\b|\b(?:[0-9a-fA-F]{{1,4}}:){{7}}[0-9a-fA-F]{{1,4}}\b"
    ),
)
