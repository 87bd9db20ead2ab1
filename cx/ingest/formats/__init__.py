"""Recognised exports of other tools: one file per format; whatever file of this folder defines a FORMAT is one."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from cx.errors import UsageError
from cx.ingest.formats.base import Format, Head, Header
from cx.language import _

MODULES = tuple(import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
FORMATS: dict[str, Format] = {module.FORMAT.name: module.FORMAT for module in MODULES if hasattr(module, "FORMAT")}
"""Name -> format, in the order of the files' names."""
CANONICAL = "canonical"
"""Not an export of a tool: columns matched by name and synonym to the canonical tables."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file's format and its header."""

    format: Format
    header: Header


def recognise(head: Head, wanted: str | None = None) -> Recognised | None:
    """The format whose signature a file bears; None when it is none or several. wanted: the only one to look for."""
    if wanted == CANONICAL:
        return None
    known = FORMATS.values() if wanted is None else [FORMATS[wanted]]
    found = [Recognised(f, header) for f in known if (header := f.read_header(head))]
    return found[0] if len(found) == 1 else None


def check_format(name: str | None) -> None:
    """UsageError listing the formats there are, when the name is none of them."""
    if name is not None and name != CANONICAL and name not in FORMATS:
        raise UsageError(
            _("there is no format “{name}”.").format(name=name),
            where="--format",
            mend=_("There is {listed}. Other files are mapped with --as and --map.").format(
                listed=", ".join([CANONICAL, *FORMATS])
            ),
        )
