"""What a metric is, and the one form in which its figures come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from cx.language import _
from cx.queries import Options, Scope
from cx.stats.estimate import Estimate
from cx.store.reading import Version
from cx.view import View

FOLDER = Path(__file__).parent
__all__ = ["Asked", "Combiner", "Estimator", "Metric", "Options", "Result", "Row"]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure and where it stands: its period, split value, cohort, age, band, score and outcome, as they apply.

    part: which part of an answer the figure is (raw, adjusted, placebo, mix, rate, interaction, ...). item: the single
    thing it is about (a driver, a behaviour, a covariate, a customer's number). total: the additive quantity behind the
    figure (customers active, revenue, a driver's part of R², ...), so that parts sum. foretold: what a model expected
    of the customers the figure was observed of, in its unit. scale: of a score, "worst-best". grade: of evidence, A to
    C. adjusted_p and verdict: of a test, corrected for all looks of the answer; both or neither, see `judging`. remark:
    a sentence the reader needs beside the figure; it becomes a note.
    """

    estimate: Estimate
    period: date | None = None
    split: str | None = None
    cohort: date | None = None
    age: int | None = None
    band: str | None = None
    score: str | None = None
    outcome: str | None = None
    total: float | None = None
    foretold: float | None = None
    currency: str | None = None
    adjusted_p: float | None = None
    matures: date | None = None
    scale: str | None = None
    part: str | None = None
    item: str | None = None
    grade: str | None = None
    verdict: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of a metric for a view, with everything its receipt needs."""

    metric: Metric
    view: View
    data_version: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    sql: str
    """The statement that ran, with its values written in, to paste into any client."""
    rows_in: int
    rows_out: Mapping[str, int] = field(default_factory=dict)
    """Rows left out of the figure -> how many, each key a reason in words."""
    options: Options = Options()  # noqa: RUF009 - immutable
    """What it was asked with."""
    sampled: tuple[str, ...] = ()
    """What was learnt from a sample of the customers only, in sentences; they are among the notes, too."""

    def only(self) -> Row:
        """The single row of an unsplit, ungrained figure."""
        return self.rows[0]


@cache
def text_of(file: Path) -> str:
    """A file of SQL; it is a part of the program and does not change while that runs."""
    return file.read_text(encoding="utf-8")


Estimator = Callable[[pd.DataFrame, Scope], Sequence[Row]]
Combiner = Callable[[pd.DataFrame, Scope, Mapping[str, Result]], Sequence[Row]]
Checker = Callable[[Version, Scope], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Another metric that one combines, and the options it is asked with."""

    metric: str
    options: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True)
class Quicker:
    """Other SQL that gives the same rows in fewer steps, for the requests that it fits.

    sql_name, scopes, steps, together: as of a metric.
    """

    fits: Callable[[Version, Scope], bool]
    sql_name: str
    scopes: Mapping[str, str]
    steps: Mapping[str, str] = field(default_factory=dict)
    together: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of the product: words for people, the SQL's scopes, and the function that makes estimates.

    inputs: the canonical tables that must be loaded. inputs_any: at least one of these must be, too.
    scopes: mart name -> whether the view's days apply to it ("dated", by its usual date, or the name of another of its
    date columns) or only its filters ("filtered"). Only these names are narrowed by the view; everything else the SQL
    reads is written as `mart.<name>` and stays whole.
    unit: share, points, score, money, count, days, correlation or ratio. better: "higher", "lower" or "neither".
    estimate: sufficient statistics of the SQL -> rows. combines: name -> the other metric whose answer, in the same
    view without split and grain, the estimate gets by that name; it is then a Combiner. combines_split: whether they
    are asked in the view's split, too.
    variants: value of the option `of` -> the form of the metric that answers it, with SQL, scopes and unit of its own.
    title, question, definition, formula: in English, marked; `said` has them in the language spoken.
    checks: rows that say what in the data, rather than in the customers, may lie behind the figures.
    trended: whether cards ask it period by period and for the period before; a model fitted to each month by itself
    would say little, and slowly.
    optional: scoped marts each of which the figure can do without: where one lacks a dimension of the view it is empty.
    steps: name -> file in `steps`, without ending: a SELECT which the SQL reads by this name, so that metrics can share
    it. They stand between the scope and the metric's own text, in this order, each reading those before it.
    sampled: whether of very many rows those of a random sample of customers are read, see `sampling`: "apart", each
    mart for itself, or "together", of every mart the same customers; "" reads all.
    quicker: SQL that gives the same, the quickest first; the metric's own text answers what none of them fits.
    compares: whether it says nothing where the view has no days to compare with: then nothing is read.
    shared: whether other metrics have the same SQL: its answer is then kept for them.
    together: a mart by whose usual groupings the SQL answers at once, see `groupings`; "" where it answers the view's
    split alone.
    by_period, by_split: whether a grain or a split of the view makes rows of several periods or split values; a metric
    that has its own periods, or looks at the whole of a history, says in a note that it does not.
    """

    name: str
    title: str
    question: str
    unit: str
    better: str
    definition: str
    formula: str
    source: str
    inputs: tuple[str, ...]
    scopes: Mapping[str, str]
    estimate: Estimator | Combiner
    options: tuple[str, ...] = ()
    sql_name: str = ""
    steps: Mapping[str, str] = field(default_factory=dict)
    inputs_any: tuple[str, ...] = ()
    combines: Mapping[str, Asked] = field(default_factory=dict)
    combines_split: bool = False
    variants: Mapping[str, Metric] = field(default_factory=dict)
    checks: Checker | None = None
    trended: bool = True
    optional: tuple[str, ...] = ()
    by_period: bool = True
    by_split: bool = True
    quicker: tuple[Quicker, ...] = ()
    sampled: str = ""
    compares: bool = False
    shared: bool = False
    together: str = ""

    @property
    def said(self) -> Metric:
        """The metric with its texts in the language spoken: for people, where the metric itself is for programs."""
        return replace(
            self,
            title=_(self.title),
            question=_(self.question),
            definition=_(self.definition),
            formula=_(self.formula),
        )

    def asked(self, options: Options) -> Metric:
        """The form of the metric that answers these options: itself, unless there are variants."""
        return self.variants.get(options.of, self)

    def quickest(self, version: Version, scope: Scope) -> Metric:
        """The metric with the SQL that answers this request in the fewest steps."""
        return next(
            (form for form, way in zip(self.forms()[1:], self.quicker, strict=True) if way.fits(version, scope)), self
        )

    def forms(self) -> list[Metric]:
        """The metric with its own SQL, then with each of the quicker texts."""
        ways = [
            replace(self, sql_name=q.sql_name, scopes=q.scopes, steps=q.steps, together=q.together, quicker=())
            for q in self.quicker
        ]
        return [self, *ways]

    def view_of_parts(self, view: View) -> View:
        """The view in which the metrics that it combines are asked."""
        return replace(view, split=view.split if self.combines_split else None, every=None)

    def sql_files(self) -> list[Path]:
        """The files with the metric's SQL: its own text, and the steps before it; then those of quicker texts."""
        if self.variants:
            return [file for variant in self.variants.values() for file in variant.sql_files()]
        quicker = [file for form in self.forms()[1:] for file in form.sql_files()]
        return [FOLDER / f"{self.sql_name or self.name}.sql", *self._step_files().values(), *quicker]

    def _step_files(self) -> dict[str, Path]:
        return {name: FOLDER / "steps" / f"{file}.sql" for name, file in self.steps.items()}

    def sql(self, options: Options = Options()) -> str:  # noqa: B008 - immutable
        """The metric's SQL text, as it stands in its file."""
        return text_of(self.asked(options).sql_files()[0])

    def step_texts(self, options: Options = Options()) -> dict[str, str]:  # noqa: B008 - immutable
        """The steps before that text, in order: name -> text of its file."""
        return {name: text_of(file) for name, file in self.asked(options)._step_files().items()}
