"""How the cells of a text are separated and quoted: decided over a good sample of records."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

SAMPLE_LINES = 500
CANDIDATES = ("\t", ";", "|", ",")
"""In order of preference when two split equally well: a comma is also a decimal mark, the others are not."""
FEWEST_BETWEEN_BLANKS = 3
"""Two words in every row are more likely a name than two cells."""
SEPARATOR_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
"""The first line by which Excel is told the delimiter."""
QUOTED_STILL = re.compile(r' +".*" *', re.DOTALL)
"""A cell whose quotes were read as its text, since a blank stands before them."""
MOST_PREAMBLE = 30
"""So many lines may stand above the header: a report's title, its filters, a blank line."""
ONE_COLUMN = "\x1f"
"""The delimiter of a text that nothing separates: a character that no text has, so that every line is one cell."""
ONE_COLUMN_SHARE = 0.3
"""A mark in fewer records than this belongs to the text of a single column."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """delimiter: one character, a blank stands for any run of blanks. escape: what makes a quote part of a cell.

    after_blank: whether blanks between a delimiter and a quote mean nothing.
    """

    delimiter: str
    quote: str = '"'
    escape: str | None = None
    after_blank: bool = False

    def rows(self, lines: Iterable[str], *, strict: bool = False) -> Any:
        """A csv.reader of lines in this dialect; strict: raise csv.Error for quotes that stand where none belongs."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            escapechar=self.escape,
            skipinitialspace=self.delimiter == " " or self.after_blank,
            strict=strict,
        )


def sniff(lines: Sequence[str]) -> str:
    """The delimiter of these first lines of a file; a blank stands for any run of blanks, "," for a single column."""
    told = SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    if told:
        return told[1]
    mark = _best_mark(lines)
    if mark:
        return mark
    return " " if _score(lines, " ")[0] == 1 and len(lines[0].split()) >= FEWEST_BETWEEN_BLANKS else ","


def dialect_of(lines: Sequence[str]) -> Dialect:
    """The delimiter and the quoting of the first lines of a file: doubled quotes unless another way fits better."""
    body = lines[1:] if lines and SEPARATOR_LINE.fullmatch(lines[0]) else lines
    plain = Dialect(sniff(lines))
    if plain.delimiter == " ":
        return plain
    if len(body) == len(lines) and _best_mark(body) is None and _best_mark(body, "'") is None:
        plain = Dialect(ONE_COLUMN)
    text = "".join(body)
    ways = [plain]
    if '\\"' in text:
        ways.append(replace(plain, escape="\\"))
    if re.search(rf'(^|{re.escape(plain.delimiter)}) +"', text, re.MULTILINE):
        ways.append(replace(plain, after_blank=True))
    if "'" in text and '"' not in text:
        single = replace(plain, delimiter=_best_mark(body, "'") or plain.delimiter, quote="'")
        ways += [single, replace(single, escape="\\")] if "\\'" in text else [single]
    fits = [_fit(way, body) for way in ways]
    return ways[max(range(len(ways)), key=lambda n: (fits[n], -n))]


def _best_mark(lines: Sequence[str], quote: str = '"') -> str | None:
    """The candidate that splits the records best; None when none splits them."""
    scored = [(*_score(lines, mark, quote), -rank, mark) for rank, mark in enumerate(CANDIDATES)]
    share, _quotes, _begin, _rank, mark = max(scored)
    return mark if share else None


def _fit(way: Dialect, lines: Sequence[str]) -> tuple[int, int, int]:
    """How well a way of quoting fits: no quote out of place, then records of the usual width, then no quotes left.

    An apostrophe is a quote only where it encloses a cell in every other record at least, and never stands wrong.
    """
    records, wrong = _read(way, lines)
    widths = Counter(len(cells) for cells in records)
    usual = max(widths.values(), default=0)
    if way.quote == "'":
        opened = len(re.findall(rf"(?:^|{re.escape(way.delimiter)})'", "".join(lines), re.MULTILINE))
        if wrong or max(widths, default=0) < 2 or opened < len(records) / 2:
            return (-2, 0, 0)
        return (1, usual - len(records), 0)
    left = sum(bool(QUOTED_STILL.fullmatch(cell)) for cells in records for cell in cells)
    return (-wrong, usual - len(records), -left)


def _read(way: Dialect, lines: Sequence[str]) -> tuple[list[list[str]], int]:
    """The records of a sample, and 1 when a quote stands where none belongs."""
    records: list[list[str]] = []
    try:
        records.extend(way.rows(lines, strict=True))
    except csv.Error as error:
        # A sample may end inside a cell of several lines.
        cut = len(lines) >= SAMPLE_LINES and "unexpected end" in str(error)
        return [cells for cells in records if cells], int(not cut)
    return [cells for cells in records if cells], 0


def _score(lines: Sequence[str], mark: str, quote: str = '"') -> tuple[float, bool, bool]:
    """Share of records with the usual number of cells, in tenths, 0 when the mark does not split them.

    Then whether every quote stands where one belongs, and whether the first record is split too.
    """
    way = Dialect(mark, quote)
    try:
        records = [cells for cells in way.rows(lines) if cells]
    except csv.Error:
        return 0.0, False, False
    if mark == " ":
        records = [cells[:-1] if cells[-1] == "" else cells for cells in records]
    begin = first_full(records)
    if begin is None:
        return 0.0, False, False
    records = records[begin:]
    width = usual_width(records)
    same = sum(len(cells) in {len(records[0]), width} for cells in records)
    wrong = _read(way, lines)[1] and _read(replace(way, escape="\\"), lines)[1]
    # What looks like a table under a title, with quotes out of place, is more likely text that holds the mark.
    share = same / len(records) / (2 if begin and wrong else 1)
    return round(share, 1), not wrong, begin == 0


def usual_width(records: Sequence[Sequence[str]]) -> int:
    """The number of cells that most records have, the larger one when two are as common."""
    widths = Counter(len(cells) for cells in records)
    return max(widths, key=lambda width: (widths[width], width))


def first_full(records: Sequence[Sequence[str]]) -> int | None:
    """The first record with several cells, when what stands above it can be a report's title; else None."""
    several = [n for n, cells in enumerate(records) if len(cells) > 1]
    if not several or len(several) < ONE_COLUMN_SHARE * len(records) or several[0] > MOST_PREAMBLE:
        return None
    first = several[0]
    if first == 0:
        return 0
    # Under a title every record is a row of the table; a single column has rows with and without the mark.
    body = records[first:]
    # A blank after every mark is how a sentence is written; a table padded with blanks has rows of one width.
    padded = all(cell.startswith(" ") for cell in body[0][1:])
    fitting = sum(len(cells) == len(body[0]) if padded else len(cells) > 1 for cells in body)
    return first if fitting >= 0.9 * len(body) and len(body) > 1 and len(body[0]) > 2 else None
