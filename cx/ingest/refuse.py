"""Sorts converted rows: usable, the same row twice, refused with line, column, value and reason."""

from __future__ import annotations

from collections.abc import Sequence

from cx.engines.base import Workspace, quoted
from cx.ingest.convert import CONVERTED, Problem, content, row_text
from cx.ingest.headers import TextColumn
from cx.ingest.mapping import Mapping
from cx.ingest.masking import masked
from cx.ingest.naming import PROBLEM, REPEAT
from cx.ingest.options import REFUSALS_IN_REPORT, LoadReport, Refusal
from cx.ingest.read import RAGGED, TEXT, TextTable
from cx.ingest.types.reading import Reading, texts
from cx.language import _
from cx.model import Kind

USABLE = "usable_rows"
REFUSED = "refused_rows"
KEYED = "keyed_rows"
BAD = "problem_rows"
REPEATS = "repeated_rows"


def sort_rows(
    mapping: Mapping, readings: Sequence[Reading], problems: Sequence[Problem], text: TextTable, workspace: Workspace
) -> int:
    """Make USABLE (converted rows to store), REFUSED (line, column_name, value, reason, row_text) and KEYED.

    KEYED is CONVERTED with `repeat`: 1 for a row equal to an earlier one of its key, 2 for one with other content,
    else 0. Returns how many rows were equal to an earlier row of the file.
    """
    found = _set_bad_aside(problems, workspace)
    repeats = 0 if mapping.generated else _set_repeats_aside(mapping, readings, workspace, bad=bool(found))
    _views(workspace, bad=bool(found), repeats=repeats > 0)
    personal = _personal(mapping)
    workspace.execute(
        f"CREATE TABLE {REFUSED} (line BIGINT, column_name VARCHAR, value VARCHAR, reason VARCHAR, row_text VARCHAR)"
    )
    shown = row_text(text.columns, personal)
    for number, problem in ((n, p) for n, p in enumerate(problems, start=1) if n in found):
        _refuse(workspace, f"{BAD} AS k", f"k.{PROBLEM} = {number}", problem, shown)
    _refuse_ragged(workspace, len(text.columns), personal=bool(personal))
    if not repeats:
        return 0
    _refuse(workspace, f"{REPEATS} AS k", f"k.{REPEAT} = 2", _other_content(mapping), shown)
    return int(workspace.query(f"SELECT count(*) AS n FROM {REPEATS} WHERE {REPEAT} = 1")["n"].iloc[0])


def _set_bad_aside(problems: Sequence[Problem], workspace: Workspace) -> set[int]:
    """Make BAD(line, problem); returns the numbers of the problems that some row has."""
    if not problems:
        return set()
    workspace.execute(f"CREATE TABLE {BAD} AS SELECT line, {PROBLEM} FROM {CONVERTED} WHERE {PROBLEM} > 0")
    return {int(n) for n in workspace.query(f"SELECT DISTINCT {PROBLEM} FROM {BAD}")[PROBLEM]}


def _set_repeats_aside(mapping: Mapping, readings: Sequence[Reading], workspace: Workspace, *, bad: bool) -> int:
    """Make REPEATS(line, first_line, repeat, the key as text) when a key comes again; returns how many rows it has."""
    usable = f"{CONVERTED} WHERE {PROBLEM} = 0" if bad else CONVERTED
    keys = ", ".join(quoted(name) for name in mapping.table.key)
    again = f"SELECT {keys} FROM {usable} GROUP BY {keys} HAVING count(*) > 1"
    if not int(workspace.query(f"SELECT count(*) AS n FROM ({again})")["n"].iloc[0]):
        return 0
    rows = f"SELECT line, {keys} FROM (SELECT * FROM {usable}) SEMI JOIN ({again}) USING ({keys})"
    contents = f"SELECT line AS content_line, {content(readings)} AS content FROM ({texts(readings)})"
    window = f"OVER (PARTITION BY {keys} ORDER BY line)"
    workspace.execute(
        f"CREATE TABLE {REPEATS} AS SELECT line, first_line, concat_ws(', ', {keys}) AS key_text, "
        f"CASE WHEN content = first_content THEN 1 ELSE 2 END AS {REPEAT} "
        f"FROM (SELECT *, first_value(line) {window} AS first_line, first_value(content) {window} AS first_content "
        f"FROM ({rows}) JOIN ({contents}) ON content_line = line) WHERE line <> first_line"
    )
    return int(workspace.query(f"SELECT count(*) AS n FROM {REPEATS}")["n"].iloc[0])


def _views(workspace: Workspace, *, bad: bool, repeats: bool) -> None:
    """Make KEYED and USABLE; where nothing is set aside they cost nothing."""
    usable = f"SELECT * FROM {CONVERTED}{f' WHERE {PROBLEM} = 0' if bad else ''}"
    keyed = f"SELECT *, 0 AS {REPEAT} FROM {CONVERTED}"
    if repeats:
        usable += f" {'AND' if bad else 'WHERE'} line NOT IN (SELECT line FROM {REPEATS})"
        marked = f"{CONVERTED} AS c LEFT JOIN {REPEATS} AS r USING (line)"
        keyed = f"SELECT c.*, coalesce(r.{REPEAT}, 0) AS {REPEAT} FROM {marked}"
    workspace.execute(f"CREATE VIEW {KEYED} AS {keyed}")
    workspace.execute(f"CREATE VIEW {USABLE} AS {usable}")


def _other_content(mapping: Mapping) -> Problem:
    """What is wrong with a row whose key an earlier row has."""
    key = mapping.table.key
    headers = ", ".join(mapping.fields[n].header for n in key if n in mapping.fields) or ", ".join(key)
    return Problem("", headers, "k.key_text", other_content(key))


def other_content(key: Sequence[str]) -> str:
    """Why a row is refused whose key an earlier row has; `{first_line}` is put in for each row."""
    return _("has the same {key} as line {first_line}, with other content").replace("{key}", _(" and ").join(key))


def report_refusals(report: LoadReport, workspace: Workspace) -> None:
    """Write the refused rows into a report: all are counted, the first are listed."""
    report.refused_count = int(workspace.query(f"SELECT count(*) AS n FROM {REFUSED}")["n"].iloc[0])
    rows = workspace.query(f"SELECT * FROM {REFUSED} ORDER BY line LIMIT {REFUSALS_IN_REPORT}")
    report.refused = [
        Refusal(int(str(row.line)), str(row.column_name), str(row.value), str(row.reason))
        for row in rows.fillna("").itertuples()
    ]
    if report.refused_count > len(report.refused):
        report.notes.append(
            _("{n} rows were refused; the first {listed} are listed.").format(
                n=report.refused_count, listed=len(report.refused)
            )
        )


def _personal(mapping: Mapping) -> list[TextColumn]:
    emails = [c for n, c in mapping.fields.items() if mapping.table.column(n).kind is Kind.EMAIL]
    return [*mapping.personal, *emails]


def _refuse(workspace: Workspace, marked: str, condition: str, problem: Problem, text: str) -> None:
    """Write the rows of a relation `marked` (as k) that fulfil a condition into REFUSED."""
    shown = f"CAST({problem.shown} AS VARCHAR)" if problem.shown else "''"
    before, named, behind = problem.reason.partition("{first_line}")
    reason = "$before || k.first_line || $behind" if named else "$before"
    workspace.execute(
        f"INSERT INTO {REFUSED} SELECT line, $header, {masked('shown')}, reason, row_text FROM (SELECT k.line, "
        f"{shown} AS shown, {reason} AS reason, {text} AS row_text "
        f"FROM {marked} JOIN {TEXT} AS t ON t.line = k.line WHERE {condition})",
        {"header": problem.header, "before": before, **({"behind": behind} if named else {})},
    )


def _refuse_ragged(workspace: Workspace, width: int, *, personal: bool) -> None:
    """Rows with too many or too few cells; their text is not kept where a cell could be personal."""
    text = "NULL" if personal else masked("row_text")
    workspace.execute(
        f"INSERT INTO {REFUSED} SELECT line, '', replace($cells, '{{n}}', CAST(cells AS VARCHAR)), $reason, {text} "
        f"FROM {RAGGED}",
        {"cells": _("{n} cells"), "reason": _("does not have the {width} cells of the header").format(width=width)},
    )
