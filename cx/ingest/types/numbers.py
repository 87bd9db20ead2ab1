"""Numbers and money: the decimal mark is proven by the file, told by the person, or asked."""

from __future__ import annotations

from dataclasses import dataclass

from cx.engines.base import Workspace
from cx.ingest.cells import literal, value
from cx.ingest.headers import TextColumn
from cx.ingest.options import Question
from cx.ingest.read import TEXT
from cx.ingest.types.reading import Check, Reading, text_of
from cx.language import ngettext
from cx.model import SQL_TYPE, Kind

UNIT = r"(?:[A-Za-z]{3}|[A-Z]{0,2}[$€£¥₹₽₩₺₫₪]|R\$|kr\.?|%)"
SIGN = r"[-+−]?"
FRAME = rf"^\(?{SIGN}\s*{UNIT}?\s*{SIGN}\s*DIGITS\s*{UNIT}?\s*\)?-?$"
GROUPED = r"(?:\d+|[1-9]\d{{0,2}}(?:[{group}\s\x{{A0}}\x{{202F}}'’]\d{{2,3}})*[{group}\s\x{{A0}}\x{{202F}}'’]\d{{3}})"
SCIENTIFIC = r"^[-+]?\d+(?:\.\d+)?[eE][-+]?\d+$"
MARKS = {"point": (".", ","), "comma": (",", ".")}
"""Name -> decimal mark and the mark that groups thousands."""

LARGEST_AMOUNT = 10**12
"""From here on an amount is refused: an id or a date in the wrong column."""


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """What a column proves about its decimal mark: values only one reading fits, and values that both fit."""

    point: int
    comma: int
    either: int
    examples: tuple[str, ...]

    @property
    def proven(self) -> str | None:
        """The mark that some value proves and none contradicts."""
        if self.point and not self.comma:
            return "point"
        return "comma" if self.comma and not self.point else None


def form(mark: str) -> str:
    """The regular expression of a number with this decimal mark."""
    decimal, group = MARKS[mark]
    grouped = GROUPED.format(group=f"\\{group}")
    return FRAME.replace("DIGITS", rf"(?:{grouped}(?:\{decimal}\d*)?|\{decimal}\d+)")


def read_numbers(fields: dict[str, tuple[TextColumn, Kind]], workspace: Workspace, told: str | None) -> list[Reading]:
    """The readings of all number columns of a file; a column that proves its mark answers for those that do not."""
    facts = {name: _facts(column, workspace) for name, (column, _kind) in fields.items()}
    proven = {f.proven for f in facts.values() if f.proven}
    shared = proven.pop() if len(proven) == 1 else None
    return [_reading(name, column, kind, facts[name], told, shared) for name, (column, kind) in fields.items()]


def _facts(column: TextColumn, workspace: Workspace) -> MarkFacts:
    text = value(column.cell, Kind.NUMBER)
    as_point, as_comma = (f"regexp_matches(v, {literal(form(mark))})" for mark in MARKS)
    row = workspace.query(
        f"SELECT count(*) FILTER ({as_point} AND NOT {as_comma}) AS point, "
        f"count(*) FILTER ({as_comma} AND NOT {as_point}) AS comma, "
        f"count(*) FILTER ({as_point} AND {as_comma}) AS either, min(v) AS least, max(v) AS most "
        f"FROM (SELECT {text} AS v FROM {TEXT}) WHERE regexp_matches(v, '[.,]')"
    ).iloc[0]
    examples = tuple(dict.fromkeys(str(row[name]) for name in ("least", "most") if isinstance(row[name], str)))
    return MarkFacts(int(row["point"]), int(row["comma"]), int(row["either"]), examples)


def _reading(
    name: str, column: TextColumn, kind: Kind, facts: MarkFacts, told: str | None, shared: str | None
) -> Reading:
    contradictory = bool(facts.point and facts.comma)
    mark = told or (None if contradictory else facts.proven or (shared if facts.either else "point"))
    text = value(column.cell, Kind.NUMBER)
    reading = Reading(name, column, text, number_sql(text_of(name), mark or "point", SQL_TYPE[kind]))
    reading.unreadable = f"is not a number with a decimal {mark or 'point'}"
    if kind is Kind.MONEY:
        size = f"coalesce({{value}}, {number_sql(text_of(name), mark or 'point', 'DOUBLE')})"
        reading.checks.append(too_large(size))
    if mark is None:
        reading.questions.append(_question(column, facts))
    elif mark == "comma" and not told:
        source = "its values" if facts.proven else "another column of the file"
        reading.notes.append(f"Numbers in “{column.header}” are read with a decimal comma, as {source} prove.")
    return reading


def too_large(amount: str = "{value}") -> Check:
    """The rule that refuses an amount nobody was ever paid: with a few of them no sum could be stored."""
    return f"abs({amount}) >= {LARGEST_AMOUNT}", f"is an amount of {LARGEST_AMOUNT:,} or more"


def _question(column: TextColumn, facts: MarkFacts) -> Question:
    text = f"Is the decimal mark in “{column.header}” a point or a comma? "
    if facts.either and not (facts.point and facts.comma):
        words = ngettext(
            "Its only value with a mark does not prove it.",
            "None of its {n} values with a mark proves it.",
            facts.either,
        )
        text += words.format(n=facts.either)
    else:
        words = ngettext("{n} value only fits a point", "{n} values only fit a point", facts.point)
        text += f"{words.format(n=facts.point)} and {facts.comma} only a comma."
    return Question(column.header, text, facts.examples, "--decimal point|comma")


def number_sql(text: str, mark: str, sql_type: str) -> str:
    """SQL of the number in a text: signs, brackets, currency and thousands marks taken off; NULL when it is none."""
    decimal, _group = MARKS[mark]
    digits = f"replace(regexp_replace({text}, '[^0-9{decimal}]', '', 'g'), '{decimal}', '.')"
    bare = f"TRY_CAST({_without_unit_point(digits)} AS {sql_type})"
    negative = rf"regexp_matches({text}, '^\(|^[^0-9]*[-−]|-$')"
    percent = f"CASE WHEN {text} LIKE '%\\%' ESCAPE '\\' THEN 100 ELSE 1 END"
    plain = f"CAST(CASE WHEN {negative} THEN -1 ELSE 1 END * {bare} / {percent} AS {sql_type})"
    return (
        f"CASE WHEN regexp_matches({text}, {literal(form(mark))}) THEN {plain} "
        f"WHEN regexp_matches({text}, {literal(SCIENTIFIC)}) THEN TRY_CAST({text} AS {sql_type}) END"
    )


def _without_unit_point(digits: str) -> str:
    """The point of "kr." is no decimal mark."""
    return rf"regexp_replace({digits}, '^\.+([0-9]+\.)', '\1')"
