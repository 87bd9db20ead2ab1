"""One finished version of the data, opened for reading: its engine, its coverage, its dimensions, its settings."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache, partial
from types import MappingProxyType
from typing import cast

import pandas as pd

from cx.engines.base import Engine, quoted
from cx.errors import UsageError
from cx.language import _
from cx.model import MISSING
from cx.settings import Settings
from cx.view import Coverage, Dates

OWN_SOURCE = {"orders": "orders", "responses": "surveys", "contacts": "contacts", "customers": "customers"}
"""Mart -> the canonical table its own dimensions come from."""
NO_PARAMETERS: Mapping[str, object] = MappingProxyType({})
KEPT_ANSWERS = 512
"""Answers of a few rows that an open version keeps."""


def as_column(name: str) -> str:
    """A name as the store spells columns, so that a file's own header finds its dimension: `Country Code`."""
    return re.sub(r"[^\w.]+", "_", name.strip().casefold()).strip("_")


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something to filter and split by. name: as people see it; `source.column` when two tables have such a column.

    columns: mart -> that mart's column. values: the values with their number of rows, most frequent first, None when
    there are too many to offer.
    """

    name: str
    source: str
    column: str
    columns: dict[str, str]
    distinct_values: int
    values: dict[str, int] | None

    def called(self, name: str) -> bool:
        """Whether a person who writes `name` means this dimension."""
        wanted = as_column(name)
        return wanted in {as_column(known) for known in (self.name, self.column, f"{self.source}.{self.column}")}


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows of a mart under a view. known: those with a known customer; 0 where nobody is looked for.

    told: those that tell something; an invitation that nobody answered does not.
    """

    rows: int
    known: int
    told: int


Asked = tuple[tuple[str, Hashable], ...]
"""Parameters of a statement."""


@dataclass(frozen=True)
class Version:
    """An opened version. coverage: mart -> the days it covers. counts: mart -> rows.

    outdated: its marts were made by an earlier release, so that newer figures may find nothing to read.
    counted: the columns of mart.customers by which cohorts are counted already, '' for all customers together.
    currencies: those of the orders with an amount; None where the marts do not say. marts: the names of all there are.
    dated: mart -> its rows that have a day, where the marts say. left_out: mart -> reason -> rows that no figure uses,
    or only in part.
    """

    id: str
    engine: Engine
    settings: Settings
    coverage: dict[str, Dates]
    counts: dict[str, int]
    dimensions: tuple[Dimension, ...] = field(default=())
    outdated: bool = False
    counted: frozenset[str] = frozenset()
    currencies: frozenset[str | None] | None = None
    marts: frozenset[str] = frozenset()
    dated: Mapping[str, Counted] = field(default_factory=dict)
    left_out: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    _kept: Callable[[str, Asked], pd.DataFrame] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """A version never changes: what was asked of it needs no asking again."""
        object.__setattr__(self, "_kept", lru_cache(KEPT_ANSWERS)(partial(_answered, self.engine)))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.coverage

    @cached_property
    def dates(self) -> Coverage:
        """The days covered by any source, and the day that periods are counted from; UsageError on an empty store."""
        if self.empty:
            raise UsageError(
                _("the store is empty."), mend=_("Load files with `cx load`, or the demo data with `cx demo`.")
            )
        spans = self.coverage.values()
        last = max(s.last for s in spans)
        return Coverage(min(s.first for s in spans), last, self.orders_to or last)

    @property
    def orders_to(self) -> date | None:
        """The last day with an order."""
        span = self.coverage.get("orders")
        return span.last if span else None

    def once(self, sql: str, parameters: Mapping[str, object] = NO_PARAMETERS) -> pd.DataFrame:
        """The answer to a statement that gives few rows and is asked by many figures; nobody may change it."""
        asked = ((name, tuple(v) if isinstance(v, list) else v) for name, v in parameters.items())
        return self._kept(sql, cast("Asked", tuple(asked)))

    def meant(self, name: str) -> list[Dimension]:
        """The dimensions a person can mean by `name`.

        Just so called is that one and no other: of two columns that differ in signs only, the second is stored with a
        `_` more, and a filter on the one must not reach the other.
        """
        exactly = [d for d in self.dimensions if d.name == name]
        return exactly or [d for d in self.dimensions if d.called(name)]

    def dimension(self, name: str, mart: str | None = None) -> Dimension | None:
        """The dimension a person means by `name`; a mart's own column wins over one that was joined to it."""
        found = [d for d in self.meant(name) if mart is None or mart in d.columns]
        found.sort(
            key=lambda d: (as_column(d.name) != as_column(name), d.source != OWN_SOURCE.get(mart or "", "customers"))
        )
        return found[0] if found else None

    def values(self, name: str) -> frozenset[str] | None:
        """All values of the dimensions a name can mean; None when no dimension has that name.

        A dimension with too many values to list is read from the data when asked for.
        """
        found = self.meant(name)
        if not found:
            return None
        return frozenset(value for d in found for value in (d.values if d.values is not None else self._all(d)))

    def occurring(self, name: str, values: Sequence[str]) -> frozenset[str]:
        """Which of some values the dimensions that a name can mean have; only these are looked for in the data."""
        wanted = set(values)
        found = [self._some(d, values) if d.values is None else wanted & set(d.values) for d in self.meant(name)]
        return frozenset[str]().union(*found)

    def column(self, mart: str, name: str) -> str:
        """The column of a mart that holds a dimension; UsageError says what else there is."""
        dimension = self.dimension(name, mart)
        if dimension is not None:
            return dimension.columns[mart]
        fitting = sorted(d.name for d in self.dimensions if mart in d.columns)
        near = difflib.get_close_matches(name, fitting, 1)
        hint = (
            _("Did you mean “{near}”?").format(near=near[0])
            if near
            else _("Choose one of: {listed}.").format(listed=", ".join(fitting) or "none loaded")
        )
        raise UsageError(_("{mart} cannot be filtered or split by “{name}”.").format(mart=mart, name=name), mend=hint)

    def _all(self, dimension: Dimension) -> set[str]:
        rows = self.engine.query(_listing(dimension), {"missing": MISSING})
        return {str(value) for value in rows["value"]}

    def _some(self, dimension: Dimension, values: Sequence[str]) -> set[str]:
        asked = f"SELECT value FROM ({_listing(dimension)}) AS listed WHERE value IN (SELECT unnest($values))"
        rows = self.engine.query(asked, {"missing": MISSING, "values": list(values)})
        return {str(value) for value in rows["value"]}


def _answered(engine: Engine, sql: str, asked: Asked) -> pd.DataFrame:
    return engine.query(sql, {name: list(v) if isinstance(v, tuple) else v for name, v in asked})


def _listing(dimension: Dimension) -> str:
    """The statement that lists a dimension's values, in the mart they come from."""
    own = next((mart for mart in dimension.columns if OWN_SOURCE.get(mart) == dimension.source), None)
    mart = own or next(iter(dimension.columns))
    column = f"coalesce(CAST({quoted(dimension.columns[mart])} AS VARCHAR), $missing)"
    return f"SELECT DISTINCT {column} AS value FROM mart.{quoted(mart)}"
