"""Words and numbers for people: text through gettext, figures and dates through one formatting room."""

from cx.language.text import LANGUAGES, N_, Words, _, language, ngettext, speak, speaking, unless_spoken

__all__ = ["LANGUAGES", "N_", "Words", "_", "language", "ngettext", "speak", "speaking", "unless_spoken"]
