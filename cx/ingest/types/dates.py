"""Dates and times: every form that means one day is read; the order of day and month is proven, told or asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cx.engines.base import Workspace
from cx.ingest.headers import TextColumn
from cx.ingest.options import Question
from cx.ingest.types.forms import Forms, forms
from cx.ingest.types.plain import Plain
from cx.ingest.types.reading import Reading
from cx.ingest.types.spans import outside, within
from cx.ingest.types.times import IN_WORDS, long_reading, plain_reading
from cx.ingest.types.zones import note_changes
from cx.language import _, ngettext


@dataclass(slots=True)
class TimeColumn:
    """A time column of a file that is not plain. order: of its short dates; None when it must be asked."""

    name: str
    column: TextColumn
    forms: Forms
    order: str | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether it has short dates whose order is open."""
        return self.forms.short > 0 and self.order is None


def read_times(
    fields: Mapping[str, TextColumn], workspace: Workspace, order: str | None, zone: str, plain: Mapping[str, Plain]
) -> list[Reading]:
    """The readings of all time columns of a file; a column that proves its order answers for those that do not.

    plain: what is proven of the columns that need no more than a cast.
    """
    found = {
        name: TimeColumn(name, column, forms(column, workspace)) for name, column in fields.items() if name not in plain
    }
    _settle(list(found.values()), order)
    questions = [] if order else _questions(list(found.values()))
    readings = []
    for name, column in fields.items():
        if name in plain:
            reading = plain_reading(name, column, plain[name], zone)
        else:
            reading = long_reading(name, column, found[name].forms, found[name].order, zone)
            reading.notes += found[name].notes
        if not questions:
            note_changes(reading, zone, workspace)
        if name not in plain or not within(name, plain[name].least, plain[name].most):
            reading.checks.append(outside(name))
        readings.append(reading)
    if questions:
        asked = next(r for r in readings if r.column.header == questions[0].field)
        asked.questions += questions
    return readings


def _settle(columns: Sequence[TimeColumn], told: str | None) -> None:
    """Give every column its order, with a note where the file proves it."""
    proven = {c.forms.proven for c in columns if c.forms.proven and not c.forms.contradictory}
    shared = proven.pop() if len(proven) == 1 else None
    for column in columns:
        short = column.forms
        column.order = told or (None if short.contradictory else short.proven or shared)
        if short.short and column.order and not told:
            n = sum(short.proofs.values())
            words = ngettext("{n} value proves it", "{n} values prove it", n).format(n=n)
            source = words if short.proven else _("another column of the file proves it")
            column.notes.append(
                _("Dates in “{header}” are read {in_words}: {source}.").format(
                    header=column.column.header, in_words=IN_WORDS[column.order], source=source
                )
            )


def _questions(columns: Sequence[TimeColumn]) -> list[Question]:
    """The one question about the order of day and month, when there is one."""
    asking = [column for column in columns if column.asks]
    if not asking:
        return _opposite(columns)
    headers = " and ".join(f"“{column.column.header}”" for column in asking)
    text = _("Are the dates in {headers} day first or month first? {why}").format(headers=headers, why=_why(asking))
    examples = tuple(dict.fromkeys(e for column in asking for e in column.forms.examples))[:5]
    return [Question(asking[0].column.header, text, examples, "--dates dmy|mdy")]


def _why(asking: Sequence[TimeColumn]) -> str:
    """Why it is asked: the values contradict each other, or none of them proves anything."""
    for column in (c for c in asking if c.forms.contradictory):
        counts = ", ".join(
            f"{ngettext('{n} value only fits', '{n} values only fit', n).format(n=n)} {IN_WORDS[order]}"
            for order, n in column.forms.proofs.items()
            if n
        )
        return _("The values contradict each other: {counts}.").format(counts=counts)
    n = sum(column.forms.short for column in asking)
    words = ngettext("The only value does not prove it.", "None of the {n} values proves it.", n)
    return words.format(n=n)


def _opposite(columns: Sequence[TimeColumn]) -> list[Question]:
    """Columns that prove opposite orders throw doubt on every value that both can read."""
    proving = [c for c in columns if c.forms.proven in ("dmy", "mdy")]
    if len({c.forms.proven for c in proving}) < 2 or not any(c.forms.either for c in proving):
        return []
    proof = _("“{header}” proves {in_words}")
    proofs = [proof.format(header=c.column.header, in_words=IN_WORDS[c.forms.proven or "ymd"]) for c in proving]
    says = _(" and ").join(proofs)
    text = _("Are the dates day first or month first? The columns contradict each other: {says}.").format(says=says)
    examples = tuple(example for c in proving for example in c.forms.examples[:2])
    return [Question(proving[0].column.header, text, examples, "--dates dmy|mdy")]
