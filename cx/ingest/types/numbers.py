"""Numbers and money: the decimal mark is proven by the file, told by the person, or asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cx.engines.base import Workspace
from cx.ingest.cells import literal, value
from cx.ingest.headers import TextColumn
from cx.ingest.options import Question
from cx.ingest.read import TEXT
from cx.ingest.types.plain import Plain
from cx.ingest.types.reading import Check, Reading, text_of
from cx.ingest.types.written import MARKS, UNITS_AT_MOST, form, number_sql, ordinary, unit_text, units
from cx.language import _, ngettext
from cx.language.numbers import count
from cx.model import SQL_TYPE, Kind

LARGEST_AMOUNT = 10**12
"""From here on an amount is refused: an id or a date in the wrong column."""
DECIMALS = 4
"""So many decimals of an amount are kept."""

Columns = Mapping[str, tuple[TextColumn, Kind]]


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """What a column proves about its decimal mark: values only one reading fits, and values that both fit.

    longer: values with more decimals than are kept, by mark. unit: the regular expression of the units beside them.
    """

    point: int = 0
    comma: int = 0
    either: int = 0
    examples: tuple[str, ...] = ()
    longer: tuple[int, int] = (0, 0)
    unit: str = ""

    @property
    def proven(self) -> str | None:
        """The mark that some value proves and none contradicts."""
        if self.point and not self.comma:
            return "point"
        return "comma" if self.comma and not self.point else None


def read_numbers(fields: Columns, workspace: Workspace, told: str | None, plain: Mapping[str, Plain]) -> list[Reading]:
    """The readings of all number columns of a file; a column that proves its mark answers for those that do not."""
    facts = {
        name: MarkFacts(point=int(plain[name].point)) if name in plain else _facts(name, column, kind, workspace)
        for name, (column, kind) in fields.items()
    }
    proven = {f.proven for f in facts.values() if f.proven}
    shared = proven.pop() if len(proven) == 1 else None
    marks = {name: _mark(f, told, shared) for name, f in facts.items()}
    readings = [
        _plain(name, column, kind, plain[name])
        if name in plain
        else _reading(name, column, kind, facts[name], marks[name] or "point")
        for name, (column, kind) in fields.items()
    ]
    asking = [reading for reading in readings if marks[reading.field] is None]
    if asking:
        asking[0].questions.append(_question(asking, facts))
    for reading in readings:
        if marks[reading.field] == "comma" and not told:
            source = _("its values") if facts[reading.field].proven else _("another column of the file")
            reading.notes.append(
                _("Numbers in “{header}” are read with a decimal comma, as {source} prove.").format(
                    header=reading.column.header, source=source
                )
            )
    return readings


def _mark(facts: MarkFacts, told: str | None, shared: str | None) -> str | None:
    """The decimal mark of a column; None when it must be asked."""
    if told or (facts.point and facts.comma):
        return told
    return facts.proven or (shared if facts.either else "point")


def _text(column: TextColumn) -> str:
    return ordinary(value(column.cell, Kind.NUMBER))


def _facts(name: str, column: TextColumn, kind: Kind, workspace: Workspace) -> MarkFacts:
    found = workspace.query(
        f"SELECT {unit_text('v')} AS unit FROM (SELECT {_text(column)} AS v FROM {TEXT}) WHERE v IS NOT NULL "
        f"GROUP BY unit ORDER BY count(*) DESC, unit LIMIT {UNITS_AT_MOST}"
    )
    unit = units([str(u) for u in found["unit"]], name, money=kind is Kind.MONEY)
    as_point, as_comma = (f"regexp_matches(v, {literal(form(mark, unit))})" for mark in MARKS)
    longer = ", ".join(
        rf"count(*) FILTER (regexp_matches(v, '\{decimal}[0-9]{{{DECIMALS}}}[0-9]*[1-9]')) AS longer_{mark}"
        for mark, (decimal, _group) in MARKS.items()
    )
    row = workspace.query(
        f"SELECT count(*) FILTER (p AND NOT c) AS point, count(*) FILTER (c AND NOT p) AS comma, "
        f"count(*) FILTER (p AND c) AS either, min(v) FILTER (p OR c) AS least, "
        f"max(v) FILTER (p OR c) AS most, {longer} "
        f"FROM (SELECT v, {as_point} AS p, {as_comma} AS c FROM (SELECT {_text(column)} AS v FROM {TEXT}) "
        f"WHERE regexp_matches(v, '[.,]'))"
    ).iloc[0]
    examples = tuple(dict.fromkeys(str(row[name]) for name in ("least", "most") if isinstance(row[name], str)))
    longer_by_mark = int(row["longer_point"]), int(row["longer_comma"])
    return MarkFacts(int(row["point"]), int(row["comma"]), int(row["either"]), examples, longer_by_mark, unit)


def _plain(name: str, column: TextColumn, kind: Kind, facts: Plain) -> Reading:
    """The reading of a column of digits with at most a decimal point: a cast."""
    sql = f"TRY_CAST({text_of(name)} AS {SQL_TYPE[kind]})"
    return Reading(name, column, facts.text, sql, plain=True, empty=facts.empty)


def _reading(name: str, column: TextColumn, kind: Kind, facts: MarkFacts, mark: str) -> Reading:
    unit = facts.unit
    reading = Reading(name, column, _text(column), number_sql(text_of(name), mark, SQL_TYPE[kind], unit))
    reading.unreadable = _("is not a number with a decimal {mark}").format(mark=mark)
    is_rate = _("is a percentage and not an amount") if kind is Kind.MONEY else _("is a percentage and not a number")
    reading.reasons.append((f"contains({text_of(name)}, '%')", is_rate))
    size = f"coalesce({{value}}, {number_sql(text_of(name), mark, 'DOUBLE', unit)})"
    reading.checks.append(too_large(size, money=kind is Kind.MONEY))
    n = facts.longer[list(MARKS).index(mark)]
    if n and kind is Kind.MONEY:
        words = ngettext(
            "{n} amount in “{header}” has more than {kept} decimals; it is rounded to {kept}.",
            "{n} amounts in “{header}” have more than {kept} decimals; they are rounded to {kept}.",
            n,
        )
        reading.notes.append(words.format(n=n, header=column.header, kept=DECIMALS))
    return reading


def too_large(amount: str = "{value}", *, money: bool = True) -> Check:
    """The rule that refuses an amount nobody was ever paid: with a few of them no sum could be stored."""
    words = _("is an amount of {most} or more") if money else _("is a number of {most} or more")
    return f"abs({amount}) >= {LARGEST_AMOUNT}", words.format(most=count(LARGEST_AMOUNT))


def _question(asking: Sequence[Reading], facts: Mapping[str, MarkFacts]) -> Question:
    """The one question about the decimal mark of a file."""
    headers = " and ".join(f"“{reading.column.header}”" for reading in asking)
    text = _("Is the decimal mark in {headers} a point or a comma? ").format(headers=headers)
    own = [facts[reading.field] for reading in asking]
    contradictory = next((f for f in own if f.point and f.comma), None)
    if contradictory is None:
        n = sum(f.either for f in own)
        words = ngettext(
            "The only value with a mark does not prove it.", "None of the {n} values with a mark proves it.", n
        )
        text += words.format(n=n)
    else:
        words = ngettext("{n} value only fits a point", "{n} values only fit a point", contradictory.point)
        text += _("{values} and {n} only a comma.").format(
            values=words.format(n=contradictory.point), n=contradictory.comma
        )
    examples = tuple(dict.fromkeys(example for f in own for example in f.examples))[:5]
    return Question(asking[0].column.header, text, examples, "--decimal point|comma")
