"""Files that hold tables: compressed texts, archives, workbooks, Parquet; one file of this room for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from cx.errors import LoadError
from cx.ingest.containers import gzips, workbooks, zips
from cx.ingest.containers.kinds import GZIP, WORKBOOK, ZIP, NoTableError, kind_of
from cx.language import _

__all__ = ["Member", "expand", "kind_of", "opened"]

SHOWN_OTHERS = 10
"""So many members of an archive that are no tables are named."""


@dataclass(frozen=True, slots=True)
class Member:
    """One table to load. path: a file of its own. name: what people call it. notes: what was left out beside it."""

    path: Path
    name: str
    notes: tuple[str, ...] = ()


def expand(path: Path, into: Path) -> list[Member]:
    """The tables of a file: itself, or the members of an archive and the sheets of a workbook, written into a folder.

    Names inside an archive are only shown; the files are numbered. A workbook's only sheet is read where it is. Raises
    LoadError when the file is damaged, encrypted, beyond the limits (cx.ingest.limits), or holds no table.
    """
    kind = kind_of(path)
    if kind == ZIP:
        return _unzipped(path, into)
    if kind == WORKBOOK:
        return _sheets(path, path.name, into)
    return [Member(path, path.name)]


@contextmanager
def opened(path: Path, kind: str) -> Iterator[IO[bytes]]:
    """The text inside a TEXT, GZIP or ZIP file as bytes, streaming. Raises LoadError for a ZIP of several tables."""
    if kind == GZIP:
        with gzips.opened(path) as stream:
            yield stream
    elif kind == ZIP:
        tables, _others = zips.members(path)
        if len(tables) > 1:
            names = ", ".join(f"“{zips.shown(member)}”" for member in tables[:5])
            raise LoadError(
                _("the archive holds {tables} tables ({names}).").format(tables=len(tables), names=names),
                where=path.name,
                mend=_("Load them one by one."),
            )
        with zips.opened(path, tables[0]) as stream:
            yield stream
    else:
        with path.open("rb") as stream:
            yield stream


def _unzipped(path: Path, into: Path) -> list[Member]:
    tables, others = zips.members(path)
    found: list[Member] = []
    why: LoadError | None = None
    for number, table in enumerate(tables, start=1):
        folder = into / str(number)
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / "table"
        name = zips.shown(table)
        try:
            zips.unpack(path, table, target)
        except NoTableError as error:
            why = why or LoadError(error.what, where=f"{path.name} / {name}", mend=error.mend)
            others.append(name)
            continue
        inside = _sheets(target, name, folder) if kind_of(target) == WORKBOOK else [Member(target, name)]
        found += [Member(member.path, f"{path.name} / {member.name}") for member in inside]
    if why and not found:
        raise why
    return [replace(found[0], notes=_left_out(path.name, others)), *found[1:]]


def _left_out(archive: str, others: list[str]) -> tuple[str, ...]:
    if not others:
        return ()
    named = ", ".join(others[:SHOWN_OTHERS]) + (" ..." if len(others) > SHOWN_OTHERS else "")
    return (_("Not read from {archive}, because it is no table: {named}.").format(archive=archive, named=named),)


def _sheets(path: Path, name: str, into: Path) -> list[Member]:
    names = workbooks.sheets(path)
    if len(names) == 1:
        return [Member(path, name)]
    into.mkdir(parents=True, exist_ok=True)
    found = []
    for number, sheet in enumerate(names, start=1):
        target = into / f"sheet_{number}"
        workbooks.write_sheet(path, sheet, target)
        found.append(Member(target, f"{name} / {sheet}"))
    return found
