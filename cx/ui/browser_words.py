"""Sentences of the ingest for somebody in a browser: what tells options of the command line is left out."""

from __future__ import annotations

import re
from pathlib import Path

from cx.errors import CxError
from cx.language import _

OPTION = re.compile(r"(?<!\w)(--[a-z]+|`?cx [a-z]+)")
OPTION_OF_FIELD = re.compile(r"--(?:map|set|scale) (\w+)\b")
WRITER = re.compile(r" by (another process|process \d+ since [\w:.+-]+\w)")
"""Who writes a store, as its error names them; a person at a browser knows no processes."""
ENDS = re.compile(r"(?<=[.;?!])\s+")


def text(words: str) -> str:
    """The sentences that name no option; a part before a semicolon counts as one."""
    kept = " ".join(part for part in ENDS.split(words) if not OPTION.search(part) and not part.startswith("Pass "))
    return f"{kept[:-1]}." if kept.endswith(";") else kept


def sentence(error: CxError) -> str:
    """An error as one line: the field instead of the option, and what to do here instead of what to type."""
    field = OPTION_OF_FIELD.match(error.where)
    unspoken = OPTION.search(error.where) or Path(error.where).is_absolute()
    where = field[1] if field else "" if unspoken else error.where
    mend = text(error.mend)
    if mend != error.mend:
        mend = " ".join(part for part in (mend, _("Choose the table and the columns below.")) if part)
    what = WRITER.sub(_(" by somebody else at this moment"), text(error.what))
    return CxError(what or _("The answer does not fit the file."), where=where, mend=mend).sentence()
