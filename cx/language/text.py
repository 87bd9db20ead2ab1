"""Text for people goes through gettext; English is the source language.

The language belongs to whoever is being answered: `speak` sets it for the running thread, `unless_spoken` says whom to
ask in every other, and a text is looked up when it is asked for. So a text that a module holds is only marked there
(`N_`, `Words`) and said where it is shown (`_`).
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"
SOURCE = "en"
SPOKEN = "CX_LANG"
"""The variable of the environment that gives a command its language."""
LANGUAGES: Mapping[str, str] = MappingProxyType({SOURCE: "English", "ja": "日本語", "pl": "Polski"})
"""Code -> what its speakers call it."""
_spoken: ContextVar[str | None] = ContextVar("language", default=None)
Key = TypeVar("Key")


def _source() -> str:
    return SOURCE


_unless_spoken: Callable[[], str] = _source


def language() -> str:
    """The language that texts are in now."""
    return _spoken.get() or _unless_spoken()


def unless_spoken(ask: Callable[[], str]) -> None:
    """Ask this for the language in every thread in which nobody has spoken yet; it must not fail."""
    global _unless_spoken  # noqa: PLW0603 - one for the whole process, as the catalogues are
    _unless_spoken = ask


def speak(code: str) -> None:
    """Say everything in a language from now on, in this thread; English when there is no such language."""
    _spoken.set(code if code in LANGUAGES else SOURCE)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within the block everything is said in a language."""
    before = _spoken.set(code if code in LANGUAGES else SOURCE)
    try:
        yield
    finally:
        _spoken.reset(before)


@cache
def catalogue(code: str = SOURCE) -> gettext.NullTranslations:
    """The message catalogue of a language; English itself when there is none."""
    path = LOCALES / code / "LC_MESSAGES" / "cx.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as source:
        entries = read_po(source, locale=code)
    # Compiled when first needed: a catalogue that is read as it was written is never out of date.
    compiled = io.BytesIO()
    write_mo(compiled, entries)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(message: str) -> str:
    """The message in the language spoken now."""
    return catalogue(language()).gettext(message) if message else ""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """The message as it is, marked for the catalogues; say it with `_` where it is shown."""
    return message


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of a message that fits a count."""
    return catalogue(language()).ngettext(singular, plural, n)


class Words(Mapping[Key, str]):
    """Code -> what people call it, said in the language spoken when it is looked up.

    messages: code -> message marked with `N_`.
    """

    def __init__(self, messages: Mapping[Key, str]) -> None:
        self._messages = dict(messages)

    def __getitem__(self, key: Key) -> str:
        return _(self._messages[key])

    def __iter__(self) -> Iterator[Key]:
        return iter(self._messages)

    def __len__(self) -> int:
        return len(self._messages)

    def __or__(self, other: Words[Key]) -> Words[Key]:
        return Words(self._messages | other._messages)
