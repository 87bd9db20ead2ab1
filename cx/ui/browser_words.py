"""Sentences of the ingest for somebody in a browser: what tells options of the command line is left out."""

from __future__ import annotations

import re
from pathlib import Path

from cx.errors import CxError
from cx.language import _
from cx.store.writing import BY_ANOTHER, BY_PROCESS

OPTION = re.compile(r"(?<!\w)(--[a-z]+|`?cx [a-z]+)")
OPTION_OF_FIELD = re.compile(r"--(?:map|set|scale) (\w+)\b")
ENDS = re.compile(r"(?<=[.;?!])\s+|(?<=[。\uff1b\uff1f\uff01])")


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
    what = _without_writer(text(error.what))
    return CxError(what or _("The answer does not fit the file."), where=where, mend=mend).sentence()


def _without_writer(words: str) -> str:
    """An error without the name of the process that writes the store: a person at a browser knows none."""
    process = re.escape(_(BY_PROCESS)).replace(r"\{pid\}", r"\d+").replace(r"\{time\}", r"[\w:.+-]+\w")
    return re.sub(f"{process}|{re.escape(_(BY_ANOTHER))}", lambda _found: _(" by somebody else at this moment"), words)
