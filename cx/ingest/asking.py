"""What is asked about the columns of a chosen table, and what is told of those that could have been a field too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cx.ingest.confidence import CENTS, SLIP, UNSAID
from cx.ingest.fitting import FEWEST, Verdict, fit, time_like
from cx.ingest.headers import TextColumn
from cx.ingest.mapping import find_column
from cx.ingest.matching import Guess, Match
from cx.ingest.options import LoadOptions, Question
from cx.ingest.persons import PERSON_KEYS, is_personal
from cx.ingest.profile import Profile
from cx.ingest.read import TextTable
from cx.ingest.showing import shown
from cx.ingest.spelling import plain
from cx.ingest.unnamed import likely_nps
from cx.ingest.vocabulary import vocabulary
from cx.language import _
from cx.model import Kind, Table

MEASURED = (Kind.TIME, Kind.MONEY, Kind.SCORE)
"""What figures are made of: here a wrong column is worse than a question."""
SURELY_NAMED = 3
"""The first names of a field's list can hardly mean something else."""
CANDIDATES = 3
MAIN_MONEY = {"orders": "amount", "order_lines": "amount", "subscriptions": "mrr"}
INSTEAD = ("unit_price",)
"""A line without an amount has its quantity and price."""
MONEY_AT_LEAST = 0.9


@dataclass(slots=True)
class Said:
    """Questions and notes."""

    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def ask_fields(table: Table, missing: Sequence[str], match: Match, text: TextTable, looks: Profile) -> list[Question]:
    """A question for every required field that no column holds, naming the columns that look like it."""
    headers = tuple(column.header for column in text.columns)
    return [
        Question(
            name,
            _("Which column holds {name}? Table {table} needs it: {about}{looks}").format(
                name=name,
                table=table.name,
                about=_(table.column(name).about),
                looks=looks_like(table, name, match, text, looks),
            ),
            headers,
            f"--as {table.name} --map {name}=COLUMN",
        )
        for name in missing
    ]


def looks_like(table: Table, name: str, match: Match, text: TextTable, looks: Profile) -> str:
    """A sentence on the free columns that could hold a field: by their values, or by a name that their values doubt."""
    used = {column.number for column in match.fields.values()}
    doubts = {g.column.number: g for g in match.others if g.field == name and not g.usable}
    words = [
        _(" “{header}” was not taken: {why}.").format(header=g.column.header, why=g.evidence.why)
        for g in doubts.values()
        if g.evidence.contradicted
    ]
    close = [c for c in text.columns if c.number not in used and _could_be(table, name, c, doubts, looks)]
    if close and len(close) <= CANDIDATES:
        listed = " or ".join(f"“{c.header}” ({', '.join(shown(c, looks))})" for c in close)
        words.append(_(" It could be {listed}.").format(listed=listed))
    return "".join(words)


def _could_be(table: Table, name: str, column: TextColumn, doubts: dict[int, Guess], looks: Profile) -> bool:
    if column.number in doubts:
        return not doubts[column.number].evidence.contradicted
    kind, values = table.column(name).kind, looks.of(column)
    telling = kind is Kind.TIME or (kind is Kind.KEY and values.filled >= FEWEST and not is_personal(column, values))
    return telling and fit(table, name, values).verdict is Verdict.FOR


def ask_rivals(table: Table, match: Match, looks: Profile) -> Said:
    """Two columns for one figure: net and gross, or names of the same standing, are asked about; else it is told."""
    said = Said()
    for name, taken in match.used.items():
        if taken.named.how == SLIP:
            said.notes.append(
                _("“{header}” is read as {name}: {why}.").format(
                    header=taken.column.header, name=name, why=taken.evidence.why
                )
            )
        rivals = [g for g in match.others if g.field == name and _could_be_meant(g) and not _same(g, taken)]
        if table.column(name).kind not in MEASURED or not rivals:
            continue
        even = [g for g in rivals if g.named.order == taken.named.order or _opposite(g.column, taken.column)]
        if even:
            said.questions.append(_ask_between(name, [taken, *even], looks))
        else:
            others = " and ".join(f"“{g.column.header}”" for g in rivals)
            said.notes.append(
                _(
                    "“{header}” is read as {name}; {others} could be it too (--map {name}={header2} says otherwise)."
                ).format(header=taken.column.header, name=name, others=others, header2=rivals[0].column.header)
            )
    return said


def _could_be_meant(guess: Guess) -> bool:
    return guess.usable and not guess.empty and guess.named.how != SLIP


def _same(guess: Guess, taken: Guess) -> bool:
    """Columns of one name are asked about by their numbers, see `choosing`."""
    return plain(guess.column.named) == plain(taken.column.named)


def _opposite(one: TextColumn, other: TextColumn) -> bool:
    sides = vocabulary().sides(plain(one.header)), vocabulary().sides(plain(other.header))
    return bool(sides[0]) and bool(sides[1]) and sides[0].isdisjoint(sides[1])


def _ask_between(name: str, guesses: Sequence[Guess], looks: Profile) -> Question:
    ordered = sorted((g.column for g in guesses), key=lambda column: column.number)
    listed = " or ".join(f"“{column.header}”" for column in ordered)
    examples = tuple(f"{column.header}: {', '.join(shown(column, looks))}" for column in ordered)
    sentence = _("Which column holds {name}: {listed}? Either could be meant.").format(name=name, listed=listed)
    return Question(name, sentence, examples, f"--map {name}=COLUMN, for example {name}={ordered[0].header}")


def ask_doubted(table: Table, match: Match, options: LoadOptions, looks: Profile) -> Said:
    """Columns called like a field whose values say something else: asked for a figure's own name, else told."""
    said = Said()
    for guess in match.others:
        name = guess.field
        told = name in options.maps or name in options.sets
        if told or name in match.used or not guess.evidence.contradicted:
            continue
        sure = table.column(name).kind in MEASURED and guess.named.order < (0, SURELY_NAMED)
        if sure and not any(q.field == name for q in said.questions):
            said.questions.append(_ask_doubted(guess, looks))
        elif not sure:
            said.notes.append(
                _("“{header}” is not read as {name}: {why}.{hashing}").format(
                    header=guess.column.header, name=name, why=guess.evidence.why, hashing=_hashing(guess)
                )
            )
    return said


def ask_units(table: Table, match: Match, options: LoadOptions, looks: Profile) -> Said:
    """Amounts in hundredths are asked about: a wrong guess is wrong a hundredfold. Durations without unit are told."""
    said = Said()
    for guess in match.others:
        name, header = guess.field, guess.column.header
        if name in match.used or name in options.maps or name in options.sets or guess.empty:
            continue
        if guess.named.how == CENTS and not any(q.field == name for q in said.questions):
            same = [g.column.header for g in match.others if (g.field, g.named.how) == (name, CENTS) and not g.empty]
            listed = " or ".join(f"“{other}”" for other in same)
            sentence = _(
                "Which column holds {name}: {listed}? By the name it counts hundredths; if it is the "
                "one, its values are divided by 100."
            ).format(name=name, listed=listed)
            option = f"--map {name}=COLUMN, for example {name}={header}, or --map {name}= to leave it empty"
            said.questions.append(Question(name, sentence, shown(guess.column, looks), option))
        elif guess.named.how == UNSAID:
            said.notes.append(
                _(
                    "“{header}” is not read as {name}: its name does not say that it counts minutes (--map "
                    "{name}={header} says that it does)."
                ).format(header=header, name=name)
            )
    return said


def ask_money(
    table: Table, match: Match, text: TextTable, options: LoadOptions, looks: Profile, asked: Sequence[str]
) -> Said:
    """The amount that every figure of a table is made of, when no name means it but some column could be it."""
    name = MAIN_MONEY.get(table.name, "")
    told = {*options.maps, *options.sets}
    if not name or name in told or name in asked or not match.used.keys().isdisjoint({name, *INSTEAD}):
        return Said()
    used = {column.number for column in match.fields.values()}
    used |= {find_column(text.columns, header, n).number for n, header in options.mapped.items()}
    used |= {int(number) for number in options.columns}
    close = [c for c in text.columns if c.number not in used and _like_money(c, looks)]
    if not close or len(close) > CANDIDATES:
        return Said()
    listed = " or ".join(f"“{c.header}” ({', '.join(shown(c, looks))})" for c in close)
    sentence = _("Which column holds {name}? No name says so; it could be {listed}.").format(name=name, listed=listed)
    option = f"--map {name}=COLUMN, for example {name}={close[0].header}, or --map {name}= to leave it empty"
    return Said([Question(name, sentence, tuple(c.header for c in close), option)])


def ask_score(table: Table, match: Match, text: TextTable, options: LoadOptions, looks: Profile) -> Said:
    """The score of a survey, when no name means one but the whole numbers of some column could be answers."""
    told = {*options.maps, *options.sets}
    scores = [c.name for c in table.columns if c.kind is Kind.SCORE]
    if not scores or not told.isdisjoint(scores) or not match.used.keys().isdisjoint(scores):
        return Said()
    used = {column.number for column in match.fields.values()} | {int(number) for number in options.columns}
    used |= {find_column(text.columns, header, n).number for n, header in options.mapped.items()}
    close = [c for c in text.columns if c.number not in used and likely_nps(looks.of(c))]
    if not close:
        return Said()
    examples = tuple(f"{c.header}: {', '.join(shown(c, looks))}" for c in close[:CANDIDATES])
    sentence = _("Which column holds nps? No name says that a score is in the file, but some values could be answers.")
    option = f"--map nps=COLUMN, for example nps={close[0].header}, or csat or ces; --map nps= to leave it empty"
    return Said([Question("nps", sentence, examples, option)])


def _like_money(column: TextColumn, looks: Profile) -> bool:
    """Whether most values are numbers with decimals, and the name does not say that they are something else."""
    values, words = looks.of(column), set(plain(column.header).split("_"))
    numbers = values.share("numbers") >= MONEY_AT_LEAST and values.share("decimals") >= MONEY_AT_LEAST
    other = not words.isdisjoint(vocabulary().no_money) or time_like(values) >= MONEY_AT_LEAST
    return numbers and not other and not is_personal(column, values)


def _hashing(guess: Guess) -> str:
    """How ids that tell who somebody is can be used all the same."""
    if guess.field not in PERSON_KEYS:
        return ""
    return f" --map {guess.field}={guess.column.header} uses it, stored as a keyed hash only."


def _ask_doubted(guess: Guess, looks: Profile) -> Question:
    name, header = guess.field, guess.column.header
    sentence = _("Which column holds {name}? “{header}” is called like it, but does not look like it: {why}.").format(
        name=name, header=header, why=guess.evidence.why
    )
    option = f"--map {name}=COLUMN, or --map {name}= to leave it empty"
    return Question(name, sentence, shown(guess.column, looks), option)
