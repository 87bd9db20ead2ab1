"""What lies on a visitor's desk: the files that wait, what is known about them, and what was done last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from cx.errors import CxError
from cx.ingest.options import LoadReport
from cx.store.loads import Source
from cx.ui.jobs import Job
from cx.ui.staging import Waiting

Consequence = Mapping[str, Any]
State = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Done:
    """Work that was carried out. reports: of a load; undone: the loads that were taken back."""

    reports: tuple[LoadReport, ...] = ()
    consequence: Consequence | None = None
    undone: tuple[str, ...] = ()


@dataclass
class Desk:
    """files: waiting. mode: what happens to rows that are stored. rehearsal, consequence: of the files as they are.

    tried: the files and answers that were rehearsed last. paused: the visitor cancelled, so nothing starts by itself.
    outdated: the data were changed by somebody before these files were loaded, so that all was found out anew.
    asking: what taking loads back would do, while the visitor decides on it.
    """

    files: list[Waiting] = field(default_factory=list)
    mode: str = "upsert"
    rehearsal: str | None = None
    consequence: Consequence | None = None
    tried: State = ()
    job: Job | None = None
    about: tuple[str, ...] = ()
    paused: bool = False
    outdated: bool = False
    problem: CxError | None = None
    done: Done | None = None
    asking: Done | None = None

    @property
    def state(self) -> State:
        """The files, their answers and the mode: what a rehearsal rests on."""
        return tuple((source.path.parent.name, repr(source)) for source in self.sources())

    def uploads(self) -> list[list[Waiting]]:
        """The uploaded files, each with the tables that are in it."""
        return [list(group) for _path, group in groupby(self.files, key=lambda file: file.path)]

    def sources(self) -> list[Source]:
        """The uploaded files as the store loads them; the mode is one for all files of a load."""
        found = []
        for tables in self.uploads():
            options = {file.member: replace(file.options, mode=self.mode) for file in tables}
            inside = {name: said for name, said in options.items() if name}
            first = tables[0]
            found.append(Source(first.path, replace(first.options, mode=self.mode), first.name, inside))
        return found

    @property
    def stale(self) -> bool:
        """Whether the files must be read once more."""
        return bool(self.files) and self.state != self.tried

    @property
    def loadable(self) -> bool:
        """Whether the rehearsal may be published: all files understood, and something is new."""
        understood = all(file.ready for file in self.files)
        return self.rehearsal is not None and understood and any(file.brings_news for file in self.files)
