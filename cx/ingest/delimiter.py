"""Which character separates the cells: decided over a good sample of records."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

SAMPLE_LINES = 500
CANDIDATES = ("\t", ";", "|", ",")
"""In order of preference when two split equally well: a comma is also a decimal mark, the others are not."""
FEWEST_BETWEEN_BLANKS = 3
"""Two words in every row are more likely a name than two cells."""
SEPARATOR_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
"""The first line by which Excel is told the delimiter."""


def sniff(lines: Sequence[str]) -> str:
    """The delimiter of these first lines of a file; a blank stands for any run of blanks, "," for a single column."""
    told = SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    if told:
        return told[1]
    scored = [(_score(lines, mark), -rank, mark) for rank, mark in enumerate(CANDIDATES)]
    share, _rank, mark = max(scored)
    if share:
        return mark
    return " " if _score(lines, " ") == 1 and len(lines[0].split()) >= FEWEST_BETWEEN_BLANKS else ","


def _score(lines: Sequence[str], mark: str) -> float:
    """Share of records with as many cells as the first, in tenths; 0 when it does not split the first."""
    try:
        records = [cells for cells in csv.reader(lines, delimiter=mark, skipinitialspace=mark == " ") if cells]
    except csv.Error:
        return 0.0
    if mark == " ":
        records = [cells[:-1] if cells[-1] == "" else cells for cells in records]
    if not records or len(records[0]) < 2:
        return 0.0
    same = sum(len(cells) == len(records[0]) for cells in records[:-1]) + 1
    return round(same / len(records), 1)
