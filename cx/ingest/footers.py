"""Rows of a staged text that are no rows of the table: its footer, its totals, its header once more."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cx.engines.base import Workspace
from cx.ingest.cells import literal
from cx.ingest.staged import RAGGED, TEXT, TextTable
from cx.language import _, ngettext

MOST_FOOTER = 25
"""So many rows at the end may be a footer."""
MOST_TOTALS = 3
SHOWN, SHOWN_CHARACTERS = 3, 80
FOOTER_WORDS = re.compile(
    r"©|\(c\)|copyright|confidential|generated|exported|created by|report|page \d|all rights|erstellt|vertraulich"
    r"|bericht|généré|confidentiel|rapport|generado|informe|relatório|wygenerowano|raport",
    re.IGNORECASE,
)
TOTAL = re.compile(
    r"\W*(grand |sub)?totals?( général| general| geral)?\W*(\(.*\))?"
    r"|\W*(gesamt(summe)?|zwischensumme|summe|totale|suma|soma|razem|łącznie|somme|合計|総計|総合計|小計)\W*",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: tuple[str, ...]
    is_ragged: bool

    @property
    def filled(self) -> tuple[str, ...]:
        return tuple(cell for cell in self.cells if cell.strip())

    @property
    def end(self) -> int:
        """Its last line."""
        return self.line + sum(cell.count("\n") for cell in self.cells)


def drop_footer(table: TextTable, workspace: Workspace) -> None:
    """Take a report's closing lines and its totals out of the staged rows, and tell them."""
    if len(table.columns) < 2:
        return
    rows = _last_rows(table, workspace)
    closing = _closing(rows, len(table.columns))
    rest = rows[len(closing) :]
    totals = 0
    while totals < min(MOST_TOTALS, len(rest)) and _is_total(rest[totals], len(table.columns)):
        totals += 1
    dropped = [*closing, *rest[:totals]]
    if not dropped or len(dropped) >= table.rows:
        return
    _delete(dropped, table, workspace)
    first = dropped[::-1][:SHOWN]
    texts = "; ".join(_("line {line}: “{text}”").format(line=row.line, text=_shown(row)) for row in first)
    words = ngettext(
        "{n} row at the end is no row of the table and was left out ({texts}).",
        "{n} rows at the end are no rows of the table and were left out ({texts}).",
        len(dropped),
    )
    table.notes.append(words.replace("{n}", str(len(dropped))).replace("{texts}", texts))


def drop_repeated_headers(table: TextTable, header: Sequence[Sequence[str]], workspace: Workspace) -> None:
    """Take rows that say what a row of the header says out of the staged rows: exports that were put together."""
    lines: list[int] = []
    for cells in header:
        padded = [*cells, *([""] * len(table.columns))][: len(table.columns)]
        if any(padded):
            same = " AND ".join(
                f"lower(trim({column.cell})) = lower({literal(cell.strip())})"
                for column, cell in zip(table.columns, padded, strict=True)
            )
            found = workspace.query(f"SELECT line FROM {TEXT} WHERE {same} ORDER BY line")
            lines += [int(line) for line in found["line"]]
    if not lines or len(set(lines)) >= table.rows:
        return
    told = ", ".join(str(line) for line in sorted(set(lines))[:SHOWN])
    listed = ", ".join(str(line) for line in set(lines))
    workspace.execute(f"DELETE FROM {TEXT} WHERE line IN ({listed})")
    table.rows -= len(set(lines))
    words = ngettext(
        "The header stands in the file once more and was left out there: line {lines}.",
        "The header stands in the file {n} times more and was left out there: lines {lines} first.",
        len(set(lines)),
    )
    table.notes.append(words.replace("{n}", str(len(set(lines)))).replace("{lines}", told))


def _last_rows(table: TextTable, workspace: Workspace) -> list[_Row]:
    """The last rows, the very last first."""
    cells = [column.cell for column in table.columns]
    full = workspace.query(f"SELECT line, {', '.join(cells)} FROM {TEXT} ORDER BY line DESC LIMIT {MOST_FOOTER + 1}")
    ragged = workspace.query(f"SELECT line, row_text FROM {RAGGED} ORDER BY line DESC LIMIT {MOST_FOOTER + 1}")
    rows = [_Row(int(row[0]), tuple(str(cell) for cell in row[1:]), is_ragged=False) for row in full.to_numpy()]
    for line, text in ragged.to_numpy():
        rows.append(_Row(int(line), tuple(next(csv.reader(io.StringIO(str(text), newline="")), [])), is_ragged=True))
    return sorted(rows, key=lambda row: -row.line)[: MOST_FOOTER + 1]


def _closing(rows: Sequence[_Row], width: int) -> list[_Row]:
    """The rows at the end that hold one text each, when a blank line or their words set them apart from the table."""
    run: list[_Row] = []
    for row in rows[:MOST_FOOTER]:
        if len(row.filled) != 1 or not row.cells[0].strip() or not (row.is_ragged or width > 2):
            break
        run.append(row)
    while run:
        above = rows[len(run)] if len(run) < len(rows) else None
        apart = above is not None and run[-1].line > above.end + 1
        if apart or any(FOOTER_WORDS.search(row.filled[0]) for row in run):
            return run
        run.pop()
    return []


def _is_total(row: _Row, width: int) -> bool:
    """Whether a row begins with a word for a total and leaves about half of the columns empty."""
    filled = row.filled
    return bool(filled) and TOTAL.fullmatch(filled[0].strip()) is not None and 2 * len(filled) <= width + 1


def _delete(rows: Sequence[_Row], table: TextTable, workspace: Workspace) -> None:
    for name, chosen in ((TEXT, [r for r in rows if not r.is_ragged]), (RAGGED, [r for r in rows if r.is_ragged])):
        if chosen:
            workspace.execute(f"DELETE FROM {name} WHERE line IN ({', '.join(str(row.line) for row in chosen)})")
    table.rows -= len(rows)
    table.ragged -= sum(row.is_ragged for row in rows)


def _shown(row: _Row) -> str:
    text = ADDRESS.sub("…@…", " ".join(" ".join(row.filled).split()))
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"
