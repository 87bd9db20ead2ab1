"""What every column of a file is taken for, with a confidence and the reason, in the order of the columns."""

from __future__ import annotations

from collections.abc import Mapping as Named

from cx.ingest.confidence import SAID, Evidence, from_values
from cx.ingest.fitting import fit
from cx.ingest.headers import TextColumn
from cx.ingest.mapping import Mapping
from cx.ingest.matching import Match
from cx.ingest.options import LoadOptions, Proposal
from cx.ingest.persons import by_name, in_words, is_personal
from cx.ingest.profile import Profile
from cx.ingest.read import TextTable
from cx.ingest.showing import shown
from cx.language import _
from cx.model import Table

BY_NAME, BY_DEFAULT = 0.95, 0.6
"""How sure a personal name is, and that a column without any other meaning is a label."""


def proposals(
    mapping: Mapping,
    match: Match,
    text: TextTable,
    looks: Profile,
    options: LoadOptions,
    told: Named[int, Evidence] | None = None,
) -> list[Proposal]:
    """One proposal for every column. told: column number -> what is known of it otherwise, say from a format."""
    fields = {column.number: name for name, column in mapping.fields.items()}
    personal = {column.number for column in mapping.personal}
    empty = {column.number for column in mapping.empty}
    unused = {column.number for column in mapping.unused}
    found = []
    for column in text.columns:
        name = fields.get(column.number)
        if name is not None:
            use, why = "field", _field(name, column, match, options)
        elif column.number in personal:
            use, why = "personal", _personal(column, looks)
        elif column.number in empty:
            use, why = "empty", Evidence(SAID, _("it has no value"))
        elif column.number in unused:
            use, why = "unused", Evidence(SAID, _("you said so"))
        else:
            use, why = "dimension", _dimension(column, mapping, match, options)
        found.append(_proposal(column, name, use, (told or {}).get(column.number, why), looks))
    return found


def open_proposals(
    table: Table, fields: Named[str, TextColumn], match: Match, text: TextTable, looks: Profile, options: LoadOptions
) -> list[Proposal]:
    """One proposal for every column of a file about which something is asked: the closest table's fields."""
    mapping = Mapping(table, dict(fields), {})
    used = {column.number for column in fields.values()}
    rest = [column for column in text.columns if column.number not in used]
    mapping.empty = [column for column in rest if not looks.of(column).any_value]
    mapping.personal = [c for c in rest if c not in mapping.empty and is_personal(c, looks.of(c))]
    return proposals(mapping, match, text, looks, options, _guessed(table, fields, text, looks, match))


def _guessed(
    table: Table, fields: Named[str, TextColumn], text: TextTable, looks: Profile, match: Match
) -> dict[int, Evidence]:
    """The evidence of fields that were found by values alone."""
    by_name = {column.number for column in match.fields.values()}
    return {
        column.number: from_values(fit(table, name, looks.of(column)))
        for name, column in fields.items()
        if column.number not in by_name and not text.has_header
    }


def _field(name: str, column: TextColumn, match: Match, options: LoadOptions) -> Evidence:
    guess = match.used.get(name)
    if guess is None or name in options.maps or guess.column.number != column.number:
        return Evidence(SAID, _("you said so"))
    return guess.evidence


def _personal(column: TextColumn, looks: Profile) -> Evidence:
    if by_name(column):
        return Evidence(BY_NAME, _("the name means personal data, which are not stored"))
    words = _("its values are {kind}, which are not stored")
    return Evidence(BY_NAME, words.format(kind=in_words(looks.of(column))))


def _dimension(column: TextColumn, mapping: Mapping, match: Match, options: LoadOptions) -> Evidence:
    said = str(column.number) in options.columns or any(
        other.number == column.number for name, other in mapping.dimensions.items() if name in options.maps
    )
    if said:
        return Evidence(SAID, _("you said so"))
    doubts = [guess for guess in match.others if guess.column.number == column.number]
    for guess in doubts:
        if guess.evidence.contradicted:
            words = _("not {field}: {why}").format(field=guess.field, why=guess.evidence.why)
            return Evidence(round(1 - guess.evidence.confidence, 2), words)
    if doubts:
        taken = match.used.get(doubts[0].field)
        by = taken.column.header if taken else ""
        words = _("it could be {field} too").format(field=doubts[0].field)
        return Evidence(BY_DEFAULT, words + (_(", which “{header}” is").format(header=by) if by else ""))
    return Evidence(BY_DEFAULT, _("no field has such a name; it is kept to filter and split by"))


def _proposal(column: TextColumn, name: str | None, use: str, why: Evidence, looks: Profile) -> Proposal:
    return Proposal(column.number, column.header, name, use, why.confidence, why.why, shown(column, looks))
