"""Exports that several tests only look at are loaded once."""

from functools import cache
from pathlib import Path

import pytest

from cx.store.loads import LoadReport
from tests.ingest.formats.exports import Loaded, load_export


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    @cache
    def once(name: str) -> tuple[Path, LoadReport]:
        store = tmp_path_factory.mktemp(name) / "s"
        return store, load_export(store, name)

    return once
