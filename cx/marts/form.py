"""Whether a version's marts are as this release makes them: a version keeps those of the release that loaded it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from cx.engines.base import Engine, Workspace

FOLDER = Path(__file__).parent


@cache
def fingerprint() -> str:
    """A mark of everything that marts are made by: it differs whenever one of those texts does."""
    digest = hashlib.sha256()
    for path in sorted(path for end in ("sql", "py") for path in FOLDER.rglob(f"*.{end}")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def write(workspace: Workspace) -> None:
    """Note in mart.form who made the marts."""
    workspace.execute("CREATE OR REPLACE TABLE mart.form (made_by VARCHAR)")
    workspace.execute("INSERT INTO mart.form VALUES ($mark)", {"mark": fingerprint()})


def is_current(engine: Engine) -> bool:
    """Whether this release would make the same marts; a version without the note is older than it."""
    if "form" not in engine.columns("mart"):
        return False
    return list(engine.query("SELECT made_by FROM mart.form")["made_by"]) == [fingerprint()]
