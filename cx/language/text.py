"""Text for people goes through gettext; English is the source language."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locales"


@cache
def catalogue(language: str = "en") -> gettext.NullTranslations:
    """The message catalogue of a language; English itself when there is none."""
    return gettext.translation("cx", LOCALES, languages=[language], fallback=True)


def _(message: str) -> str:
    return catalogue().gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of a message that fits a count."""
    return catalogue().ngettext(singular, plural, n)
