"""Demo data small enough to list every customer behind every figure."""

from __future__ import annotations

import csv

import pytest

from cx.demo import generate
from cx.model import TABLES
from cx.settings import Settings
from cx.store.reading import Version
from tests.given import given


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Version:
    made = generate(tmp_path_factory.mktemp("demo"), customers=200)
    tables = {}
    for name in TABLES:
        if name != "order_lines":
            with getattr(made, name).open(encoding="utf-8", newline="") as stream:
                tables[name] = [{key: value or None for key, value in row.items()} for row in csv.DictReader(stream)]
    return given(tmp_path_factory.mktemp("build"), Settings(currency="EUR", minimum_n=1, churn_days=90), **tables)
