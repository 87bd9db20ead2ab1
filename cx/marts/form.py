"""Whether a version's marts are as this release makes them: a version keeps those of the release that loaded it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cx.engines.base import Engine, Workspace

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Made:
    """How marts were made: with which columns, and how many orders were written out of their sorting since."""

    shape: str
    replaced: int


@cache
def fingerprint() -> str:
    """A mark of everything that marts are made by: it differs whenever one of those texts does."""
    digest = hashlib.sha256()
    for path in sorted(path for end in ("sql", "py") for path in FOLDER.rglob(f"*.{end}")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def write(workspace: Workspace, made: Made) -> None:
    """Note in mart.form who made the marts, and how."""
    workspace.execute("CREATE OR REPLACE TABLE mart.form (made_by VARCHAR, shape VARCHAR, replaced BIGINT)")
    workspace.execute(
        "INSERT INTO mart.form VALUES ($mark, $shape, $replaced)",
        {"mark": fingerprint(), "shape": made.shape, "replaced": made.replaced},
    )


def forget(workspace: Workspace) -> None:
    """Take the note away: whatever the marts are now, nothing may be built on them."""
    workspace.execute("DROP TABLE IF EXISTS mart.form")


def is_current(engine: Engine) -> bool:
    """Whether this release would make the same marts; a version without the note is older than it."""
    if "form" not in engine.columns("mart"):
        return False
    return list(engine.query("SELECT made_by FROM mart.form")["made_by"]) == [fingerprint()]


def made(engine: Engine) -> Made | None:
    """How the marts that are there were made; None when this release would make others."""
    if not is_current(engine):
        return None
    row = engine.query("SELECT shape, replaced FROM mart.form").iloc[0]
    return Made(str(row["shape"]), int(row["replaced"]))
