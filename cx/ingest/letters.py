"""How much a decoded text looks like words that people write: what tells one codec from another."""

# Letters that look alike are what this file is about.
# ruff: noqa: RUF001

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

NOT_ASCII = re.compile(r"[^\x00-\x7f]")
ALPHABETS = (
    "àâæçéèêëîïôœùûüÿ",  # French
    "äöüß",  # German
    "áéíñóúü",  # Spanish
    "ãáàâçéêíóõôú",  # Portuguese
    "àèéìòù",  # Italian
    "åäöé",  # Swedish
    "æøåé",  # Danish
    "áðéíóúýþæö",  # Icelandic
    "ëïéöè",  # Dutch
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "ăâîşţșț",  # Romanian
    "čćđšž",  # Croatian
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",  # Russian
)
VOWELS = frozenset("aeiouyæœøıаеёиоуыэюя")
PARTNERS = {"“": "”„", "”": "“", "‘": "’‚", "’": "‘", "„": "“”", "‚": "‘’", "«": "»", "»": "«", "‹": "›", "›": "‹"}
"""Quotes come in pairs."""
AFTER_A_LETTER = frozenset("”’»…®™–—°²³ªº›")
BEFORE_A_LETTER = frozenset("“‘„‚«¿¡–—©‹°")
INSIDE_A_WORD = frozenset("’‘·–—\u00ad")
CURRENCIES = frozenset("€£¥¢")
SCRIPTS = (
    (0x180, "latin"),
    (0x400, "other"),
    (0x460, "cyrillic"),
    (0x3000, "other"),
    (0x3100, "cjk"),
    (0x4E00, "other"),
    (0xA000, "cjk"),
    (0xFF01, "other"),
    (0xFF61, "cjk"),
    (0xFFA0, "kana_half"),
)
"""Where letters of a script end in Unicode."""
WORST, BAD, POOR = -4.0, -2.0, -0.7


def plausibility(texts: Iterable[str]) -> float:
    """Mean over all non-ASCII characters of how well each stands where it stands.

    Signs in their place, and letters of words as far as one alphabet has them, count one more. About 2 for words of
    one language, below 0 for a wrong codec; 0 when there is nothing to judge.
    """
    total, count, letters = 0.0, 0, []
    for text in texts:
        for match in NOT_ASCII.finditer(text):
            fit = _fit(text, match.start())
            total += fit
            count += 1
            if match[0].isalpha() and _in_a_word(text, match.start()):
                letters.append(match[0].lower())
            elif fit > 0:
                total += 1.0
    return (total + _covered(letters)) / count if count else 0.0


def _covered(letters: list[str]) -> float:
    """The most characters that a single alphabet has, of those that are letters."""
    return float(max(sum(letter in alphabet for letter in letters) for alphabet in ALPHABETS))


def _in_a_word(text: str, place: int) -> bool:
    return text[place - 1 : place].isalpha() or text[place + 1 : place + 2].isalpha()


def _fit(text: str, place: int) -> float:
    char = text[place]
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    kind = _kind(char)
    if kind == "wrong":
        return WORST
    if kind == "cjk":
        return _fit_cjk(before, after)
    if kind == "kana_half":
        return 0.8 if {_kind(before), _kind(after)} & {"kana_half", "cjk"} else BAD
    if kind != "sign":
        return _fit_letter(text, place, kind)
    return 0.8 if _is_pair(text, place) else _fit_sign(char, before, after)


def _is_pair(text: str, place: int) -> bool:
    """Whether a quote stands at the edge of a word and its partner in the same text."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    is_edge = not (before.isalpha() and after.isalpha())
    return is_edge and any(partner in text for partner in PARTNERS.get(text[place], ""))


def _fit_cjk(before: str, after: str) -> float:
    beside = {_kind(before), _kind(after)}
    if "cjk" in beside:
        return 0.0 if "latin" in beside else 1.8
    return BAD if "latin" in beside else 0.3


def _fit_letter(text: str, place: int, kind: str) -> float:
    char, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if kind == "other" or any(b.isalpha() and _kind(b) != kind for b in (before, after)):
        return BAD
    if before.isdigit() or after.isdigit():
        return POOR
    if (char.isupper() and before.islower()) or (char.islower() and after.isupper()):
        return BAD
    if char.isupper() and before.isupper() and after.islower():
        return POOR
    if not before.isalpha() and not after.isalpha():
        return 0.2
    return 1.0 if _sounds(text, place) and not _out_of_place(char, after) else -0.5


def _out_of_place(char: str, after: str) -> bool:
    """Whether it is ñ before no vowel, or ń before one: the same byte in Western and in Central European files."""
    return char in "ñÑńŃ" and (after.isalpha() and _vowel(after)) != (char in "ñÑ")


def _sounds(text: str, place: int) -> bool:
    """Whether consonants and vowels take turns about as they do in words."""
    if _kind(text[place]) == "cyrillic":
        return True
    sounds = [_vowel(c) for c in text[max(place - 1, 0) : place + 2] if c.isalpha()]
    if len(sounds) == 3:
        return len(set(sounds)) > 1
    return any(sounds) or len(sounds) < 2


def _fit_sign(char: str, before: str, after: str) -> float:
    if char == "\u00a0":
        return POOR if before.isalpha() and after.isalpha() else 0.1
    if before.isalpha() and after.isalpha():
        return 0.2 if char in INSIDE_A_WORD else -1.5
    if char in CURRENCIES and (before.isdigit() or after.isdigit() or before.isspace() or after.isspace()):
        fit = 0.7
    elif before.isalpha():
        fit = 0.1 if char in AFTER_A_LETTER else POOR
    elif after.isalpha():
        fit = 0.3 if char in BEFORE_A_LETTER else -0.5
    else:
        fit = 0.1
    return fit


def _vowel(char: str) -> bool:
    return unicodedata.normalize("NFD", char.lower())[0] in VOWELS


@cache
def _kind(char: str) -> str:
    """latin, cyrillic, cjk, kana_half, other (letters), sign, wrong (what no text has); "" for no character."""
    if not char:
        return ""
    code = ord(char)
    if _is_wrong(char):
        return "wrong"
    if not char.isalpha() or char in "ªº":
        return "cjk" if 0x3000 < code <= 0x30FF or 0xFF01 <= code <= 0xFF60 else "sign"
    return "latin" if char in "șțȘȚ" else next((name for end, name in SCRIPTS if code < end), "other")


def _is_wrong(char: str) -> bool:
    """Whether no text has it: unassigned, private, a control character, a line of a box, a lost character."""
    category, code = unicodedata.category(char), ord(char)
    return (
        category in {"Cn", "Co", "Cs"}
        or (category == "Cc" and code > 0x7F)
        or 0x2500 <= code < 0x2600
        or char == unicodedata.lookup("REPLACEMENT CHARACTER")
    )
