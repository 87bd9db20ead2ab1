"""The first look at a file: which tool it is from, and what a person said before of files with such a header."""

from __future__ import annotations

from pathlib import Path

from cx.engines.base import Workspace
from cx.errors import UsageError
from cx.ingest.bytes import FileFacts, inspect
from cx.ingest.formats import FORMATS, Recognised, recognise
from cx.ingest.formats.base import Head
from cx.ingest.headers import Shape
from cx.ingest.options import LoadOptions
from cx.ingest.progress import Progress
from cx.ingest.read import TextTable, stage
from cx.ingest.remembered import Memory, signature
from cx.ingest.vocabulary import vocabulary
from cx.language import _


class Opening:
    """Asked for the shape of a file with its first records. found: its format, None for no known one.

    options: what the person says now and, where he says nothing, what he said before. notes: of the latter.
    """

    def __init__(self, options: LoadOptions, memory: Memory | None) -> None:
        self.found: Recognised | None = None
        self.options = options
        self.notes: list[str] = []
        self._said, self._memory = options, memory
        self._header: tuple[str, ...] | None = None

    def __call__(self, head: Head) -> Shape | None:
        """How many rows the header takes and what its columns are called; None when the format is not known."""
        self.found, self._header = None, None
        if self._said.header is False:
            return None
        self._recall(head)
        self.found = recognise(head, self.options.format)
        if self.found is None:
            return None
        self._header = tuple(head[0])
        return Shape(self.found.header.rows, self.found.header.names)

    def signature(self, text: TextTable) -> str | None:
        """The signature of the header as the file writes it; None without a header."""
        if not text.has_header:
            return None
        return signature(self._header or [column.named for column in text.columns])

    def check(self) -> None:
        """UsageError when the file is not of the format that the person named."""
        wanted = self.options.format
        if wanted in FORMATS and self.found is None:
            raise UsageError(
                _("the file does not have the columns of {title}.").format(title=_(FORMATS[wanted].title)),
                where=f"--format {wanted}",
                mend=_("Leave the format out: the columns are then matched by name, or mapped with --as and --map."),
            )

    def _recall(self, head: Head) -> None:
        known = self._memory.find(head) if self._memory else None
        if known:
            remembered, record = known
            self.options = remembered.over(self._said, record)
            self.notes = [remembered.note()]


def read(
    path: Path, workspace: Workspace, options: LoadOptions, memory: Memory | None, progress: Progress
) -> tuple[Opening, FileFacts, TextTable]:
    """Stage a file, once more when its encoding was told before. Raises LoadError and UsageError."""
    opening = Opening(options, memory)
    facts = inspect(path, options.encoding)
    known = vocabulary().known_names
    text = stage(facts, workspace, header=options.header, known=known, shape=opening, progress=progress)
    if opening.options.encoding not in (options.encoding, facts.encoding):
        facts = inspect(path, opening.options.encoding)
        again = Opening(opening.options, None)
        again.notes, opening = opening.notes, again
        text = stage(facts, workspace, header=options.header, known=known, shape=opening, progress=progress)
    opening.check()
    return opening, facts, text
