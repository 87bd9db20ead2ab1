"""Loads a small text for practice and gives what its checks found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cx.ingest.findings import Finding
from cx.store.loads import LoadOptions, LoadReport, load


def reported(tmp_path: Path, text: str, name: str = "file.csv", **options: Any) -> LoadReport:
    """The report of a load that changes nothing."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    report = load(tmp_path / "store", [path], LoadOptions(**options), dry_run=True)[0]
    assert report.questions == [], report.questions
    return report


def found(tmp_path: Path, text: str, name: str = "file.csv", **options: Any) -> dict[str, Finding]:
    """Check -> its finding, of a file whose checks find at most one thing each."""
    told = [(finding.check, finding) for finding in reported(tmp_path, text, name, **options).findings]
    assert len(dict(told)) == len(told), told
    return dict(told)
