"""The page table, and what is held to it elsewhere."""

from pathlib import Path

from cx.page_keys import PATHS
from cx.ui.page_table import BY_PATH, HIDDEN, PAGES

PROJECT = Path(__file__).parents[2]


def test_the_addresses_that_may_be_saved_are_those_of_the_pages():
    assert PATHS == {entry.path for entry in (*PAGES, *HIDDEN)} == set(BY_PATH)


def test_every_page_has_its_script():
    assert all((PROJECT / entry.file).is_file() for entry in PAGES)
