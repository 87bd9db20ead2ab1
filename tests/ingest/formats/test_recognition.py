"""Every format has test data, its signature fits its own files and nobody else's, wherever the columns stand."""

import csv
import random
from pathlib import Path

import pytest

from cx.errors import UsageError
from cx.ingest import formats
from cx.ingest.formats import FORMATS, check_format, recognise
from cx.ingest.templates import template
from cx.model import TABLES
from tests.ingest.formats.exports import DATA, load_export

FILES = sorted(DATA.glob("*.csv"))
NOT_FORMATS = {"__init__", "base", "resolving", "questions", "salesforce", "woocommerce"}
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


def head(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))[:10]


def own_format(path: Path) -> str:
    return max((name for name in FORMATS if path.stem.startswith(name)), key=len)


def test_every_file_of_the_folder_is_a_listed_format_with_test_data() -> None:
    files = {path.stem for path in Path(formats.__file__).parent.glob("*.py")} - NOT_FORMATS
    assert files == set(FORMATS)
    assert {own_format(path) for path in FILES} == files


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_fits_its_own_signature_only(path: Path) -> None:
    fitting = [name for name, known in FORMATS.items() if known.read_header(head(path))]
    assert fitting == [own_format(path)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_order_of_the_columns_does_not_matter(path: Path) -> None:
    records = head(path)
    order = list(range(len(records[0])))
    random.Random(7).shuffle(order)
    found = recognise([[record[n] for n in order] for record in records])
    assert found is not None
    assert found.format.name == own_format(path)


@pytest.mark.parametrize("table", TABLES)
def test_our_own_templates_are_no_tools_export(table: str) -> None:
    assert recognise(list(csv.reader(template(table).splitlines()))) is None


@pytest.mark.skipif(not SHARED.exists(), reason="the real files are not on this machine")
def test_no_signature_fits_files_of_other_origin() -> None:
    folders = ("olist-4k", "ravenstack", "relay-foods", "dbt-mrr-playbook", "uci-retail-20k", "cdnow")
    paths = [path for folder in folders for path in (SHARED / folder).glob("*.csv")]
    assert len(paths) > 10
    for path in paths:
        assert recognise(head(path)) is None, path.name


def test_a_file_that_fits_two_signatures_is_not_recognised() -> None:
    contacts, answers = head(DATA / "hubspot_contacts.csv"), head(DATA / "typeform.csv")
    both = [a + b for a, b in zip(contacts, answers, strict=False)]
    fitting = [name for name, known in FORMATS.items() if known.read_header(both)]
    assert fitting == ["hubspot_contacts", "typeform"]
    assert recognise(both) is None
    found = recognise(both, "typeform")
    assert found is not None
    assert found.format.name == "typeform"


def test_a_format_is_chosen_by_its_name_or_refused(tmp_path: Path) -> None:
    assert recognise(head(DATA / "typeform.csv"), "canonical") is None
    with pytest.raises(UsageError, match="does not have the columns of a Zendesk tickets export"):
        load_export(tmp_path / "s", "typeform", format="zendesk_tickets", dry_run=True)
    with pytest.raises(UsageError, match="there is no format “zendes”"):
        check_format("zendes")
