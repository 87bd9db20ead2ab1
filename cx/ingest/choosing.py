"""Columns of the same name: which one a field means is asked, never taken from their order."""

from __future__ import annotations

from collections.abc import Mapping

from cx.ingest.headers import TextColumn, normalised
from cx.ingest.options import LoadOptions, Question
from cx.ingest.read import TextTable
from cx.language import _


def ask_which(fields: Mapping[str, TextColumn], text: TextTable, options: LoadOptions) -> list[Question]:
    """A question for every field that was found by a name that several columns have."""
    if not text.has_header:
        return []
    questions = []
    for name, column in fields.items():
        same = [other for other in text.columns if normalised(other.named) == normalised(column.named) != ""]
        if name in options.maps or len(same) < 2:
            continue
        numbers = " and ".join(str(other.number) for other in same)
        sentence = _("Which column holds {name}? Columns {numbers} are all called “{named}”.").format(
            name=name, numbers=numbers, named=column.named
        )
        if len(same) == 2:
            sentence = sentence.replace(" are all called", " are both called")
        examples = tuple(f"{other.number} ({other.header})" for other in same)
        questions.append(
            Question(name, sentence, examples, f"--map {name}=NUMBER, for example {name}={same[1].number}")
        )
    return questions
