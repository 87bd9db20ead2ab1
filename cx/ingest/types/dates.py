"""Dates and times: the order of day and month is proven by the file, told by the person, or asked."""

from __future__ import annotations

from dataclasses import dataclass

from cx.engines.base import Workspace
from cx.ingest.cells import literal, value
from cx.ingest.headers import TextColumn
from cx.ingest.options import Question
from cx.ingest.read import TEXT
from cx.ingest.types.epochs import is_epoch, read_epoch
from cx.ingest.types.reading import Reading, part_of, text_of
from cx.ingest.types.spans import outside
from cx.language import ngettext
from cx.model import Kind

TIME = (
    r"(?:[T ,]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?"
    r"\s*(?:Z|(?:UTC|GMT)?(?:[+-]\d{1,2}(?::?\d{2})?)?))?$"
)
YMD = r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
COMPACT = r"^(\d{4})(\d{2})(\d{2})"
SHORT = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})"
DAY_NAME = r"^(\d{1,2})(?:st|nd|rd|th)?[ .-]*([A-Za-z]{3,9})\.?[ ,.-]*(\d{4}|\d{2})"
NAME_DAY = r"^([A-Za-z]{3,9})\.?[ -]*(\d{1,2})(?:st|nd|rd|th)?,?[ -]+(\d{4})"
MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
PARTS = {"dmy": (3, 2, 1), "mdy": (3, 1, 2), "ymd": (1, 2, 3)}
"""Order -> which part of a short date is year, month, day."""
WORDS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
CENTURY_TURN = 70
"""Two-digit years below are 20xx, others 19xx, as POSIX reads them."""


@dataclass(frozen=True, slots=True)
class ShortDates:
    """What the short dates (1/2/10) of a column prove. proofs: order -> values that only it can read.

    either: values that are two different days, read day first and month first.
    """

    count: int
    proofs: dict[str, int]
    either: int
    examples: tuple[str, ...]

    @property
    def proven(self) -> str | None:
        """The one order that the values prove."""
        found = [order for order, n in self.proofs.items() if n]
        return found[0] if len(found) == 1 else None

    @property
    def contradictory(self) -> bool:
        """Whether some values prove one order and some another."""
        return sum(n > 0 for n in self.proofs.values()) > 1


def read_times(fields: dict[str, TextColumn], workspace: Workspace, order: str | None, zone: str) -> list[Reading]:
    """The readings of all time columns of a file; a column that proves its order answers for those that do not."""
    epochs = {name for name, column in fields.items() if is_epoch(column, workspace)}
    facts = {name: _short_dates(column, workspace) for name, column in fields.items() if name not in epochs}
    proven = {f.proven for f in facts.values() if f.count and f.proven and not f.contradictory}
    shared = proven.pop() if len(proven) == 1 else None
    readings = [
        read_epoch(name, column) if name in epochs else _reading(name, column, facts[name], order, shared, zone)
        for name, column in fields.items()
    ]
    for reading in readings:
        reading.checks.append(outside(reading.field))
    if order is None:
        _ask_opposite(readings, facts)
    return readings


def _ask_opposite(readings: list[Reading], facts: dict[str, ShortDates]) -> None:
    """Columns that prove opposite orders throw doubt on every value that both can read."""
    proving = [r for r in readings if r.field in facts and facts[r.field].proven in ("dmy", "mdy")]
    if len({facts[r.field].proven for r in proving}) < 2 or not any(facts[r.field].either for r in proving):
        return
    says = " and ".join(f"“{r.column.header}” proves {WORDS[facts[r.field].proven or 'ymd']}" for r in proving)
    text = f"Are the dates day first or month first? The columns contradict each other: {says}."
    examples = tuple(example for r in proving for example in facts[r.field].examples[:2])
    proving[0].questions.append(Question(proving[0].column.header, text, examples, "--dates dmy|mdy"))


def _short_dates(column: TextColumn, workspace: Workspace) -> ShortDates:
    text = value(column.cell, Kind.TIME)
    first, second, third = (f"TRY_CAST(regexp_extract(v, {literal(SHORT)}, {n}) AS INTEGER)" for n in (1, 2, 3))
    row = workspace.query(
        f"SELECT count(*) AS n, count(*) FILTER ({first} BETWEEN 13 AND 31) AS dmy, "
        f"count(*) FILTER ({second} > 12) AS mdy, "
        f"count(*) FILTER ({first} <= 12 AND {second} <= 12 AND {first} <> {second}) AS either, "
        f"count(*) FILTER ({first} > 31 AND {third} <= 31) AS ymd, "
        f"min(v) AS least, max(v) AS most, first(v) AS example "
        f"FROM (SELECT {text} AS v FROM {TEXT} ORDER BY line) WHERE regexp_matches(v, {literal(SHORT + TIME)})"
    ).iloc[0]
    examples = tuple(dict.fromkeys(str(row[name]) for name in ("example", "least", "most"))) if row["n"] else ()
    return ShortDates(int(row["n"]), {order: int(row[order]) for order in PARTS}, int(row["either"]), examples)


def _reading(
    name: str, column: TextColumn, short: ShortDates, told: str | None, shared: str | None, zone: str
) -> Reading:
    order = told or (None if short.contradictory else short.proven or shared)
    text = value(column.cell, Kind.TIME)
    reading = Reading(name, column, text, _utc(name, zone), _unreadable(order if short.count else None))
    reading.parts = _parts(name, order or "ymd")
    if short.count and order is None:
        reading.questions.append(_question(column, short))
    elif short.count and not told:
        n = sum(short.proofs.values())
        words = ngettext("{n} value proves it", "{n} values prove it", n).format(n=n)
        source = words if short.proven else "another column of the file proves it"
        reading.notes.append(f"Dates in “{column.header}” are read {WORDS[order or 'ymd']}: {source}.")
    return reading


def _unreadable(order: str | None) -> str:
    return f"is not a date when read {WORDS[order]}" if order else "is not a date"


def _question(column: TextColumn, short: ShortDates) -> Question:
    text = f"Are the dates in “{column.header}” day first or month first? "
    if short.contradictory:
        counts = ", ".join(
            f"{ngettext('{n} value only fits', '{n} values only fit', n).format(n=n)} {WORDS[order]}"
            for order, n in short.proofs.items()
            if n
        )
        text += f"The values contradict each other: {counts}."
    else:
        words = ngettext("Its only value does not prove it.", "None of its {n} values proves it.", short.count)
        text += words.format(n=short.count)
    return Question(column.header, text, short.examples, "--dates dmy|mdy")


def _parts(name: str, order: str) -> list[dict[str, str]]:
    """Layers: the date as text, the clock and offset as text; the local time; the local time with AM and PM."""
    text, day, clock, local = text_of(name), part_of(name, "day"), part_of(name, "clock"), part_of(name, "local")
    offset = literal(r":\d{2}.*?([+-])(\d{1,2}):?(\d{2})?$")
    half = part_of(name, "half")
    return [
        {
            "day": _day_text(text, order),
            "clock": rf"regexp_extract({text}, '[T ,]\s*(\d{{1,2}}:\d{{2}}(:\d{{2}}([.,]\d+)?)?)', 1)",
            "half": rf"lower(regexp_extract({text}, '\d\s*([AaPp])\.?[Mm]', 1))",
            "sign": f"regexp_extract({text}, {offset}, 1)",
            "hours": f"TRY_CAST(regexp_extract({text}, {offset}, 2) AS INTEGER)",
            "minutes": f"coalesce(TRY_CAST(regexp_extract({text}, {offset}, 3) AS INTEGER), 0)",
        },
        {"local": f"TRY_CAST({_full_day(day)} || ' ' || {_full_clock(clock)} AS TIMESTAMP)"},
        {
            "turned": f"CASE WHEN {half} = 'p' AND hour({local}) < 12 THEN {local} + INTERVAL 12 HOUR "
            f"WHEN {half} = 'a' AND hour({local}) = 12 THEN {local} - INTERVAL 12 HOUR ELSE {local} END"
        },
    ]


def _utc(name: str, zone: str) -> str:
    """SQL of the time in UTC. A time with an offset is moved by it; one without is taken as local to the zone.

    A date without a time stays that date: moving it would put it on the day before.
    """
    local, sign = part_of(name, "turned"), part_of(name, "sign")
    minutes = f"{part_of(name, 'hours')} * 60 + {part_of(name, 'minutes')}"
    shifted = f"{local} - to_minutes(CASE {sign} WHEN '-' THEN -1 ELSE 1 END * ({minutes}))"
    if zone == "UTC":
        return f"CASE WHEN {sign} <> '' THEN {shifted} ELSE {local} END"
    fixed = f"{part_of(name, 'clock')} = '' OR regexp_matches({text_of(name)}, '(Z|UTC|GMT)$')"
    moved = f"timezone('UTC', timezone({literal(zone)}, {local}))"
    return f"CASE WHEN {sign} <> '' THEN {shifted} WHEN {fixed} THEN {local} ELSE {moved} END"


def _day_text(text: str, order: str) -> str:
    """SQL of the date part as year-month-day, years perhaps of two digits, months perhaps by name; else NULL."""
    short = "-".join(f"\\{part}" for part in PARTS[order])
    branches = (
        (YMD, r"\1-\2-\3"),
        (COMPACT, r"\1-\2-\3"),
        (SHORT, short),
        (DAY_NAME, r"\3-\2-\1"),
        (NAME_DAY, r"\3-\1-\2"),
    )
    cases = " ".join(
        f"WHEN regexp_matches({text}, {literal(form + TIME)}) "
        f"THEN regexp_replace({text}, {literal(form + '.*$')}, {literal(parts)})"
        for form, parts in branches
    )
    return f"CASE {cases} END"


def _full_day(day: str) -> str:
    """SQL of the day with its century and the month as a number."""
    number = f"(strpos({literal(MONTHS)}, lower(regexp_extract({day}, '-([A-Za-z]{{3}})', 1))) + 2) // 3"
    replaced = f"regexp_replace({day}, '-[A-Za-z]+-', '-' || {number} || '-')"
    numbered = f"CASE WHEN regexp_matches({day}, '-[A-Za-z]') THEN {replaced} ELSE {day} END"
    century = (
        f"CASE WHEN NOT regexp_matches({day}, '^\\d\\d-') THEN '' WHEN {day} < '{CENTURY_TURN}' THEN '20' ELSE '19' END"
    )
    return f"{century} || {numbered}"


def _full_clock(clock: str) -> str:
    return (
        f"CASE WHEN {clock} = '' THEN '0:00:00' WHEN length({clock}) < 6 THEN {clock} || ':00' "
        f"ELSE replace({clock}, ',', '.') END"
    )
