"""Texts made to take all memory or time end with a reason."""

import dataclasses
from pathlib import Path

import pytest

from cx.errors import LoadError
from cx.ingest import limits, transcode
from cx.ingest.encodings import Mixed
from cx.ingest.headers import cleaned, normalised
from tests.ingest.loading import load_text

HEAD = "order_id,customer_id,ordered_at,amount\n"
ROW = "o1,c1,2024-01-01,5\n"


@pytest.mark.parametrize("line", ["a,b,c," * 500_000, "a" * 3_000_000, '"' + "a" * 3_000_000])
def test_a_line_that_does_not_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str):
    monkeypatch.setattr(transcode, "limits", lambda: dataclasses.replace(limits.limits(), line_bytes=2_000_000))
    with pytest.raises(LoadError, match=r"file\.csv: a line of it is longer than 2 MB"):
        load_text(tmp_path / "store", HEAD + ROW + line)
    assert load_text(tmp_path / "store", HEAD + ROW * 200_000).rows_loaded == 1


@pytest.mark.parametrize("long", ["h" * 1_000_000, "aB" * 500_000, "<a " * 300_000, "&#" * 300_000, "\u200b" * 500_000])
def test_a_header_is_read_as_far_as_a_person_would(long: str):
    assert len(cleaned(long)) <= 2_000
    assert len(normalised(long)) <= 4_000


def test_a_file_under_a_very_long_header_tells_it_short(tmp_path: Path):
    rows = "".join(f"o{n},c{n},2024-01-{n:02d},5,x{n}\n" for n in range(1, 20))
    report = load_text(tmp_path / "store", HEAD.rstrip() + "," + "h" * 1_000_000 + "\n" + rows)
    assert report.rows_loaded == 19
    assert max(len(proposal.header) for proposal in report.proposals) <= 2_000


def test_a_long_line_of_two_codecs_is_judged_by_its_beginning():
    mixed = Mixed("cp1252")
    assert mixed.is_utf8("é ".encode() * 3_000_000)
    assert not mixed.is_utf8("é ".encode("cp1252") * 3_000_000)
    assert mixed.decode("né".encode("cp1252") * 100_000) == "né" * 100_000
