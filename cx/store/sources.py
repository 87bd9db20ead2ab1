"""What one load reads: files, each with what the person said about it and the name it is shown under."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cx.errors import UsageError
from cx.ingest.containers import expand
from cx.ingest.options import LoadOptions
from cx.language import _


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a load. name: what it is called in reports and in the ledger, when that is not its path's name.

    members: options of tables inside an archive or a workbook, by the name their report has; else they have options.
    """

    path: Path
    options: LoadOptions = field(default_factory=LoadOptions)
    name: str | None = None
    members: Mapping[str, LoadOptions] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The name people see."""
        return self.name or self.path.name

    def to_json(self) -> dict[str, Any]:
        """The source as plain values."""
        members = {name: asdict(options) for name, options in self.members.items()}
        return {"path": str(self.path), "options": asdict(self.options), "name": self.name, "members": members}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Source:
        """The source that `to_json` told."""
        members = {name: LoadOptions(**options) for name, options in told.get("members", {}).items()}
        return cls(Path(told["path"]), LoadOptions(**told["options"]), told["name"], members)


def as_sources(files: Sequence[Path | Source], options: LoadOptions) -> list[Source]:
    """Files given by their path share the options; UsageError when there is none, or one is a folder."""
    if not files:
        raise UsageError(_("no file was given."), mend=_("Name at least one file."))
    sources = [file if isinstance(file, Source) else Source(Path(file), options) for file in files]
    for source in sources:
        if source.path.is_dir():
            raise UsageError(_("this is a folder."), where=str(source.path), mend=_("Name the files in it."))
    return sources


@dataclass(frozen=True, slots=True)
class Table:
    """One table to read: a file of its own. notes: what is told with its report; size: bytes, for the progress."""

    source: Source
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """The bytes of the file, at least 1; a file that is not there is told when it is read."""
        try:
            return max(self.source.path.stat().st_size, 1)
        except OSError:
            return 1


def tables(sources: Sequence[Source], folder: Path) -> list[Table]:
    """The tables in the files: each file, or what is inside it, written into a folder. LoadError when it is damaged."""
    found: list[Table] = []
    for number, source in enumerate(sources, start=1):
        into = folder / str(number)
        for member in expand(source.path, into):
            if member.path == source.path:
                found.append(Table(source, member.notes))
                continue
            name = source.shown + member.name.removeprefix(source.path.name)
            options = source.members.get(name, source.options)
            found.append(Table(Source(member.path, options, name), member.notes))
    return found
