"""What a definition says, line by line, in every form of a report."""

from __future__ import annotations

from cx.language import _
from cx.report.blocks import Definition


def definition_lines(given: Definition) -> list[str]:
    """Question, definition, formula, source, and the rows that were used and left out."""
    return [
        given.question,
        given.definition,
        _("Formula: {formula}").format(formula=given.formula),
        _("Source: {source}").format(source=given.source),
        _("Rows in: {n}").format(n=given.rows_in),
        *(_("Left out: {reason}").format(reason=reason) for reason in given.left_out),
    ]
