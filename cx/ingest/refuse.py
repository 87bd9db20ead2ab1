"""Sorts converted rows: usable, the same row twice, refused with line, column, value and reason."""

from __future__ import annotations

from collections.abc import Sequence

from cx.engines.base import Workspace, quoted
from cx.ingest.convert import CONTENT, CONVERTED, Problem, row_text
from cx.ingest.emails import masked
from cx.ingest.headers import TextColumn
from cx.ingest.mapping import Mapping
from cx.ingest.options import REFUSALS_IN_REPORT, LoadReport, Refusal
from cx.ingest.read import RAGGED, TEXT, TextTable
from cx.ingest.types.reading import Reading
from cx.model import Kind

USABLE = "usable_rows"
REFUSED = "refused_rows"
KEYED = "keyed_rows"


def sort_rows(
    mapping: Mapping, readings: Sequence[Reading], problems: Sequence[Problem], text: TextTable, workspace: Workspace
) -> int:
    """Make USABLE (converted rows to store) and REFUSED (line, column_name, value, reason, row_text).

    Returns how many rows were equal to an earlier row of the file.
    """
    _mark_repeats(mapping, workspace)
    personal = _personal(mapping)
    workspace.execute(
        f"CREATE TABLE {REFUSED} (line BIGINT, column_name VARCHAR, value VARCHAR, reason VARCHAR, row_text VARCHAR)"
    )
    shown = row_text(text.columns, personal)
    key = ", ".join(quoted(name) for name in mapping.table.key)
    found = {int(n) for n in workspace.query(f"SELECT DISTINCT problem FROM {KEYED}")["problem"]}
    for number, problem in ((n, p) for n, p in enumerate(problems, start=1) if n in found):
        value = f"k.{problem.shown}" if problem.shown else "''"
        _refuse(workspace, f"k.problem = {number}", problem.header, value, problem.reason, shown)
    if not mapping.generated:
        reason = f"has the same {' and '.join(mapping.table.key)} as line "
        keys = "concat_ws(', ', " + ", ".join(f"k.{quoted(name)}" for name in mapping.table.key) + ")"
        headers = ", ".join(mapping.fields[n].header for n in mapping.table.key if n in mapping.fields) or key
        _refuse(
            workspace, "k.repeat = 2", headers, keys, reason, shown, suffix="|| k.first_line || ', with other content'"
        )
    _refuse_ragged(workspace, len(text.columns), personal=bool(personal))
    workspace.execute(f"CREATE VIEW {USABLE} AS SELECT * FROM {KEYED} WHERE problem = 0 AND repeat = 0")
    return int(workspace.query(f"SELECT count(*) AS n FROM {KEYED} WHERE repeat = 1")["n"].iloc[0])


def report_refusals(report: LoadReport, workspace: Workspace) -> None:
    """Write the refused rows into a report: all are counted, the first are listed."""
    report.refused_count = int(workspace.query(f"SELECT count(*) AS n FROM {REFUSED}")["n"].iloc[0])
    rows = workspace.query(f"SELECT * FROM {REFUSED} ORDER BY line LIMIT {REFUSALS_IN_REPORT}")
    report.refused = [
        Refusal(int(str(row.line)), str(row.column_name), str(row.value), str(row.reason))
        for row in rows.fillna("").itertuples()
    ]
    if report.refused_count > len(report.refused):
        report.notes.append(f"{report.refused_count} rows were refused; the first {len(report.refused)} are listed.")


def _mark_repeats(mapping: Mapping, workspace: Workspace) -> None:
    """KEYED: `repeat` is 1 for a row equal to an earlier one of its key, 2 for one with other content, else 0."""
    if mapping.generated:
        workspace.execute(f"CREATE VIEW {KEYED} AS SELECT *, 0 AS repeat, line AS first_line FROM {CONVERTED}")
        return
    keys = ", ".join(quoted(name) for name in mapping.table.key)
    window = f"OVER (PARTITION BY problem = 0, {keys} ORDER BY line)"
    workspace.execute(
        f"CREATE TABLE {KEYED} AS SELECT *, CASE WHEN problem > 0 OR line = first_line THEN 0 "
        f"WHEN {CONTENT} = first_content THEN 1 ELSE 2 END AS repeat FROM (SELECT *, first_value(line) {window} AS "
        f"first_line, first_value({CONTENT}) {window} AS first_content FROM {CONVERTED})"
    )


def _personal(mapping: Mapping) -> list[TextColumn]:
    emails = [c for n, c in mapping.fields.items() if mapping.table.column(n).kind is Kind.EMAIL]
    return [*mapping.personal, *emails]


def _refuse(
    workspace: Workspace, condition: str, header: str, shown: str, reason: str, text: str, *, suffix: str = ""
) -> None:
    value = masked(f"CAST({shown} AS VARCHAR)")
    workspace.execute(
        f"INSERT INTO {REFUSED} SELECT k.line, $header, {value}, $reason {suffix}, {text} "
        f"FROM {KEYED} AS k JOIN {TEXT} AS t ON t.line = k.line WHERE {condition}",
        {"header": header, "reason": reason},
    )


def _refuse_ragged(workspace: Workspace, width: int, *, personal: bool) -> None:
    """Rows with too many or too few cells; their text is not kept where a cell could be personal."""
    text = "NULL" if personal else masked("row_text")
    workspace.execute(
        f"INSERT INTO {REFUSED} SELECT line, '', cells || ' cells', 'does not have the {width} cells of the header', "
        f"{text} FROM {RAGGED}"
    )
