"""Who is looking: asked here and nowhere else, so that sign-in with roles has one place to go."""

from __future__ import annotations

from dataclasses import dataclass

from cx.language import _


@dataclass(frozen=True, slots=True)
class Person:
    """name: as it is shown. may_load: may put data in, take loads back and change settings. may_edit: may set targets,
    note events, and save views; everybody opens and sees them.
    """

    name: str
    may_load: bool
    may_edit: bool


def person() -> Person:
    """The person at this browser; until there is sign-in, everybody is the analyst of this machine."""
    return Person(_("local analyst"), may_load=True, may_edit=True)
