"""Words and numbers for people: text through gettext, figures and dates through one formatting room."""

from cx.language.text import _, ngettext

__all__ = ["_", "ngettext"]
