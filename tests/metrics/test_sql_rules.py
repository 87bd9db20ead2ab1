"""Every metric is complete, and its SQL is one portable SELECT: the same text must run on other engines too."""

import re
from pathlib import Path

import pytest

from cx.metrics.base import FOLDER, Metric
from cx.metrics.behind.kinds import BEHIND, LISTS
from cx.metrics.registry import METRICS

SQL_FILES = sorted(FOLDER.rglob("*.sql"))
FORMS = [
    form
    for metric in METRICS.values()
    for variant in (metric.variants.values() or (metric,))
    for form in variant.forms()
]

NOT_PORTABLE = {
    "PIVOT": r"\bUN?PIVOT\b|\bPIVOT\b",
    "time_bucket": r"\btime_bucket\b",
    "date arithmetic over months": r"\b(date_diff|datediff|date_sub|datesub)\s*\(\s*'(month|quarter|year)|\bage\s*\(",
    "list functions": r"\b(list|array_agg|unnest|list_\w+|array_\w+|generate_series|range)\s*\(|\[",
    "QUALIFY": r"\bQUALIFY\b",
    "FILTER on an aggregate": r"\bFILTER\s*\(",
    "GROUP BY ALL": r"\b(GROUP|ORDER)\s+BY\s+ALL\b",
    "star tricks": r"\b(EXCLUDE|REPLACE|COLUMNS)\s*\(|UNION\s+ALL\s+BY\s+NAME",
    "the :: cast": r"::",
    "any_value, arg_max and other engine-only aggregates": r"\b(arg_max|arg_min|mode|histogram|quantile\w*)\s*\(",
}


def code(text: str) -> str:
    """The text without comments and strings."""
    return re.sub(r"'[^']*'", "''", re.sub(r"--[^\n]*", "", text))


@pytest.mark.parametrize("path", SQL_FILES, ids=lambda p: p.name)
def test_sql_is_one_select_with_a_comment_that_says_what_it_gives(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-- "), "begin with a comment that says what the rows are"
    assert re.match(r"\s*(SELECT|WITH)\b", code(text)), "one SELECT"
    assert ";" not in code(text), "one statement, without a semicolon"


@pytest.mark.parametrize("path", SQL_FILES, ids=lambda p: p.name)
def test_sql_is_portable(path: Path) -> None:
    text = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
    found = [name for name, pattern in NOT_PORTABLE.items() if re.search(pattern, text, re.IGNORECASE)]
    assert found == []


@pytest.mark.parametrize("path", SQL_FILES, ids=lambda p: p.name)
def test_sql_reads_scoped_names_or_whole_marts_only(path: Path) -> None:
    assert not re.search(r"\b(raw|meta|latest)\.\w", code(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.name} {form.title}")
def test_every_scope_and_every_step_of_a_metric_is_read(form: Metric) -> None:
    read = code("\n".join(file.read_text(encoding="utf-8") for file in form.sql_files()))
    for scoped in form.scopes:
        assert re.search(rf"(?<![.\w]){scoped}\b", read), f"{form.name} scopes {scoped} and does not read it"
    for step in form.steps:
        assert re.search(rf"\b(FROM|JOIN) {step}\b", read), f"{form.name} has the step {step} and does not read it"
    assert not set(form.scopes) & set(form.steps), "a step does not hide what the view narrows"


@pytest.mark.parametrize("path", SQL_FILES, ids=lambda p: p.name)
def test_every_sql_file_has_its_metric(path: Path) -> None:
    behind = {kind.file for kind in BEHIND.values()} | set(LISTS.glob("*.sql"))
    assert path in behind | {file for metric in METRICS.values() for file in metric.sql_files()}


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_says_what_it_is(name: str) -> None:
    metric = METRICS[name]
    assert metric.name == name
    assert (FOLDER / f"{name}.py").exists()
    for text in (metric.title, metric.question, metric.definition, metric.formula, metric.source):
        assert text.strip()
    assert metric.question.endswith("?")
    assert metric.unit in {"share", "points", "score", "money", "count", "days", "correlation", "ratio"}
    assert metric.better in {"higher", "lower", "neither"}
    assert metric.inputs
    assert metric.scopes
    assert metric.sql()


def test_every_metric_module_is_registered() -> None:
    declared = {path.stem for path in FOLDER.glob("*.py") if re.search(r"^METRIC\b", path.read_text(), re.MULTILINE)}
    assert declared == set(METRICS)
