"""The ratings of single things (ease, staff, delivery, ...) that survey files bring as columns of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cx.engines.base import Workspace, quoted
from cx.language import _
from cx.marts.latest import OWN
from cx.model import TABLES
from cx.settings import Settings

MOST_DRIVERS = 12
FEWEST_STEPS, MOST_STEPS = 3, 11
RATING = "(10([.,]0)?|[0-9]([.,][0-9])?)"
"""How a rating is written: 0 to 10, at most one decimal."""
SCALES = ((1.0, 5.0), (1.0, 7.0), (1.0, 10.0), (0.0, 5.0), (0.0, 10.0))
"""Scales that people are asked on, the narrowest that holds all values is taken; other values are their own scale."""
SCORES = frozenset(("nps", "csat", "ces", "recommend", "recommendation", "likelihood", "overall"))
COUNTED = frozenset(("number", "num", "nr", "no", "n", "count", "anzahl", "aantal", "total", "qty", "quantity"))
TIMES = frozenset(("year", "years", "quarter", "month", "months", "week", "weeks", "day", "days", "hour", "hours"))
SPANS = frozenset(("minute", "minutes", "seconds", "duration", "age", "tenure", "wave", "round", "times", "jahr"))
THINGS = frozenset(("orders", "items", "units", "visits", "persons", "people", "guests", "members", "household"))
PEOPLE = frozenset(("children", "kids", "employees", "gender", "sex", "income", "education", "attempts", "replies"))
PLACES = frozenset(("id", "index", "rank", "position", "page", "step", "stage", "seq", "version", "batch", "priority"))
KINDS = frozenset(("group", "band", "bracket", "code", "category", "class", "type", "cluster", "tier", "level", "size"))
WHERE = frozenset(("segment", "region", "zone", "store", "branch", "country", "city", "language", "team", "agent"))
LAST = COUNTED | TIMES | SPANS | THINGS | PEOPLE | PLACES | KINDS | WHERE
"""Last words of names whose numbers count, order or stand for something, and rate nothing."""


@dataclass(frozen=True, slots=True)
class Found:
    """A column of surveys and what its values are. texts: not empty; ratings: written as a rating; numbers: any number.

    low, high: least and greatest number. remark: what is to be told of it; used: whether it is a driver.
    """

    name: str
    texts: int = 0
    ratings: int = 0
    numbers: int = 0
    steps: int = 0
    low: float | None = None
    high: float | None = None
    used: bool = False
    remark: str | None = None

    @property
    def scale(self) -> tuple[float | None, float | None]:
        """Worst and best of the scale."""
        if self.low is None or self.high is None:
            return None, None
        fitting = (s for s in SCALES if s[0] <= self.low and self.high <= s[1])
        return next(fitting, (self.low, self.high))


def write(workspace: Workspace, own: Sequence[str], settings: Settings) -> None:
    """Write mart.drivers (one row per column considered) and mart.ratings (one row per answer with any rating).

    own: the dimension columns of surveys. mart.drivers: driver_no (1..12, NULL when it is not used), driver,
    scale_low, scale_high, answers, remark. mart.ratings: response_id, given (how many ratings), and d1 to d12 in the
    order of driver_no, high is good. Twelve columns whatever their names keep the SQL over them static; a row per
    rating would have to be put together again for every figure (a million answers: 3 s against 1).
    """
    columns = [name for name in own if name not in TABLES["surveys"].names]
    found = [_profile(workspace, name) for name in columns]
    chosen = _at_most(_named(found, settings.drivers) if settings.drivers else list(_recognised(found)))
    used = [f.name for f in chosen if f.used]
    _write_drivers(workspace, chosen, used)
    columns = [f"d{number}" for number in range(1, MOST_DRIVERS + 1)]
    values = [_rating(used[n]) if n < len(used) else "CAST(NULL AS DOUBLE)" for n in range(MOST_DRIVERS)]
    named = ", ".join(f"{value} AS {column}" for value, column in zip(values, columns, strict=True))
    given = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    workspace.execute(
        f"CREATE OR REPLACE TABLE mart.ratings AS SELECT response_id, {given} AS given, {', '.join(columns)} "
        f"FROM (SELECT response_id, {named} FROM latest_surveys) WHERE coalesce({', '.join(columns)}) IS NOT NULL"
    )


def _write_drivers(workspace: Workspace, chosen: Sequence[Found], used: Sequence[str]) -> None:
    workspace.execute(
        "CREATE TEMP TABLE latest_drivers (driver_no INTEGER, driver VARCHAR, scale_low DOUBLE, scale_high DOUBLE, "
        "answers BIGINT, remark VARCHAR)"
    )
    for f in chosen:
        workspace.execute(
            "INSERT INTO latest_drivers VALUES ($number, $name, $low, $high, $answers, $remark)",
            {
                "number": used.index(f.name) + 1 if f.used else None,
                "name": f.name,
                "low": f.scale[0],
                "high": f.scale[1],
                "answers": f.numbers,
                "remark": f.remark,
            },
        )
    workspace.execute("CREATE OR REPLACE TABLE mart.drivers AS SELECT * FROM latest_drivers")


def _text(name: str) -> str:
    return f"nullif(trim({quoted(OWN + name)}), '')"


def _number(name: str) -> str:
    return f"TRY_CAST(replace({_text(name)}, ',', '.') AS DOUBLE)"


def _rating(name: str) -> str:
    return f"CASE WHEN isfinite({_number(name)}) THEN {_number(name)} END"


def _profile(workspace: Workspace, name: str) -> Found:
    rows = workspace.query(
        "SELECT count(t) AS texts, "
        f"coalesce(sum(CASE WHEN regexp_full_match(t, '{RATING}') THEN 1 END), 0) AS ratings, "
        "count(v) AS numbers, count(DISTINCT v) AS steps, min(v) AS low, max(v) AS high FROM "
        f"(SELECT {_text(name)} AS t, {_rating(name)} AS v FROM latest_surveys)"
    )
    (row,) = rows.itertuples(index=False)
    texts, ratings, numbers, steps = (int(value) for value in row[:4])
    low, high = (None if numbers == 0 else float(value) for value in row[4:])
    return Found(name, texts, ratings, numbers, steps, low, high)


def _recognised(found: Sequence[Found]) -> Iterator[Found]:
    """The columns whose every value is a rating; those whose name says otherwise are told."""
    for f in found:
        if not f.texts or f.ratings < f.texts or not FEWEST_STEPS <= f.steps <= MOST_STEPS:
            continue
        if _of_something_else(f.name):
            told = _(
                "“{name}” looks like ratings, but its name says otherwise: name it in the setting drivers to use it"
            )
            yield replace(f, remark=told.format(name=f.name))
        else:
            yield replace(f, used=True)


def _of_something_else(name: str) -> bool:
    """Whether a name says that its numbers are no ratings: `age_group`, `number_of_orders`, `nps_2024`."""
    words = [word for word in re.split(r"[\W\d_]+", name.casefold()) if word]
    return bool(words) and (not SCORES.isdisjoint(words) or words[0] in COUNTED or words[-1] in LAST)


def _named(found: Sequence[Found], names: Sequence[str]) -> list[Found]:
    """The columns an analyst named, in the file's order; what cannot be used is told."""
    wanted = {_spelling(name): name for name in names}
    known = {_spelling(f.name): f for f in found}
    chosen = [_checked(f) for key, f in known.items() if key in wanted]
    missing = _("the setting drivers names “{name}”, which is no column of surveys beyond the known ones")
    return chosen + [Found(name, remark=missing.format(name=name)) for key, name in wanted.items() if key not in known]


def _checked(f: Found) -> Found:
    if f.steps < 2:
        told = _("“{name}” holds fewer than two different numbers").format(name=f.name)
        return replace(f, remark=told)
    if f.numbers < f.texts:
        told = _("{n} values of “{name}” are no numbers and left out").format(n=f.texts - f.numbers, name=f.name)
        return replace(f, used=True, remark=told)
    return replace(f, used=True)


def _at_most(chosen: Sequence[Found]) -> list[Found]:
    """The twelve with the most answers stay; the others are told."""
    used = sorted((f for f in chosen if f.used), key=lambda f: -f.numbers)
    beyond = {f.name for f in used[MOST_DRIVERS:]}
    told = _("“{name}” is left out: at most {n} ratings are compared, those with the most answers")
    return [
        replace(f, used=False, remark=told.format(name=f.name, n=MOST_DRIVERS)) if f.name in beyond else f
        for f in chosen
    ]


def _spelling(name: str) -> str:
    """A name without what people write differently: `Price value` is price_value."""
    return re.sub(r"[\W_]+", "", name.casefold())
