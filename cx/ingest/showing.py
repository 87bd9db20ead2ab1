"""Example values of a column, as they may be shown: what is personal only in its shape."""

from __future__ import annotations

import re

from cx.ingest.emails import MASK
from cx.ingest.headers import TextColumn
from cx.ingest.masking import mask
from cx.ingest.persons import is_personal
from cx.ingest.profile import Profile


def shown(column: TextColumn, looks: Profile) -> tuple[str, ...]:
    """The first different values of a column; those of a personal one have x for every letter and 0 for every digit."""
    values = looks.of(column)
    hidden = is_personal(column, values)
    texts = (" ".join(value.split()) for value in values.examples)
    examples = (_shape(text) if hidden else mask(text) for text in texts)
    return tuple(dict.fromkeys(examples))


def _shape(value: str) -> str:
    """A text like "Ann Lee" as "xxx xxx"; an e-mail address is masked as a whole, so that no shape of it stays."""
    if "@" in value:
        return MASK
    return re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "0", value))
