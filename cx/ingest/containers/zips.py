"""ZIP archives: which members are tables, and their bytes. A member's name is shown and never used as a path."""

from __future__ import annotations

import lzma
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cx.errors import LoadError
from cx.ingest.containers.bounded import Bounded
from cx.ingest.containers.kinds import TEXT, WORKBOOK, kind_of
from cx.ingest.limits import check_unpacked, limits
from cx.language import _
from cx.language.numbers import count

ENCRYPTED = 0x1
IGNORED = re.compile(r"(^|[/\\])(__MACOSX[/\\]|\.(?!\.?[/\\])|Thumbs\.db$|desktop\.ini$)")
"""What operating systems leave in archives."""
NO_TABLE = re.compile(
    r"\.(md|pdf|html?|png|jpe?g|gif|docx?|json|xml|log|rtf)$|(^|[/\\])(readme|licen[cs]e)[^/\\]*$", re.I
)
"""Members that are no tables; they are named in a note."""
TABLE = re.compile(r"\.(csv|tsv|tab|txt|psv|dat|xlsx|xlsm|xlsb|parquet|gz|zip)$", re.I)
"""What tables are called; beside such a member one that is called otherwise (read.me) is none."""
ERRORS = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    EOFError,
    RuntimeError,
    LookupError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)
"""What the standard library raises for archives that are cut, changed or encrypted."""


def shown(member: zipfile.ZipInfo) -> str:
    """The last part of a member's name, for people: printable, short, and no path."""
    last = member.filename.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[-120:] or "table.csv"


def members(path: Path) -> tuple[list[zipfile.ZipInfo], list[str]]:
    """The members of an archive that may be tables, and the shown names of those that are not.

    Raises LoadError when there is none, too many, one is encrypted, or they unpack to too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            files = [
                m for m in archive.infolist() if m.filename[-1:] not in {"", "/"} and not IGNORED.search(m.filename)
            ]
    except ERRORS as error:
        raise damaged(path.name) from error
    tables = [m for m in files if not NO_TABLE.search(m.filename) and m.file_size]
    tables = [m for m in tables if TABLE.search(m.filename)] or tables
    if not tables:
        raise LoadError(
            _("the archive holds no table."), where=path.name, mend=_("Put the CSV files themselves into it.")
        )
    if len(tables) > limits().members:
        raise LoadError(
            _("the archive holds {tables} files, and {members} are the limit.").format(
                tables=count(len(tables)), members=limits().members
            ),
            where=path.name,
            mend=_("Split it into several archives."),
        )
    if any(m.flag_bits & ENCRYPTED for m in tables):
        raise LoadError(_("the archive is encrypted."), where=path.name, mend=_("Unpack it and load the files inside."))
    check_unpacked(path.name, sum(m.file_size for m in tables), path.stat().st_size)
    return tables, [shown(m) for m in files if m not in tables]


@contextmanager
def opened(path: Path, member: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    """The bytes of one member, streaming, stopped at the limits. Raises LoadError when they are damaged."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
            yield Bounded(stream, path.name, path.stat().st_size, ERRORS).buffered()
    except ERRORS as error:
        raise damaged(path.name) from error


def unpack(path: Path, member: zipfile.ZipInfo, target: Path) -> None:
    """Write one member to a file of our choosing. Raises LoadError when it is an archive itself."""
    with opened(path, member) as stream, target.open("wb") as out:
        shutil.copyfileobj(stream, out, 1 << 20)
    if target.stat().st_size and kind_of(target) not in {TEXT, WORKBOOK, "parquet"}:
        raise LoadError(
            _("“{member}” in it is packed once more.").format(member=shown(member)),
            where=path.name,
            mend=_("Unpack it, load what is inside."),
        )


def damaged(name: str) -> LoadError:
    """The refusal of an archive that cannot be unpacked."""
    return LoadError(_("the archive is damaged or cut off."), where=name, mend=_("Download or pack it again."))
