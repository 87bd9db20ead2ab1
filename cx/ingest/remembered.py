"""What a person once said about files with a header: kept under the header's signature, found when it comes again.

Answers are kept, never guesses: those are made anew from every file. What was set for every row (--set) belongs to one
file and is not kept, nor is the mode of a load.
"""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cx.errors import StoreError, UsageError
from cx.ingest.kept_answers import FORM, check_entry, loads_export
from cx.ingest.masking import ADDRESS
from cx.ingest.options import LoadOptions, LoadReport
from cx.ingest.signatures import SIGNATURE_DIGITS, answers_by_header, signature
from cx.ingest.spelling import plain
from cx.language import _, ngettext

__all__ = ["Memory", "Remembered", "signature"]

SHOWN_CHARACTERS = 80
ANYWHERE = ("dates", "decimal", "encoding")
"""Answers that hold for a file whichever table it is read as."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known about files with a header. headers: as they were first seen. table: the one that was loaded.

    answers: what was said, columns by header. kept_at: ISO time.
    """

    signature: str
    headers: tuple[str, ...]
    table: str | None
    answers: Mapping[str, Any]
    kept_at: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    def over(self, said: LoadOptions, headers: Sequence[str]) -> LoadOptions:
        """What a person says now, and for the rest what was said before; headers: of the file at hand, in its order."""
        changes = {name: self.answers[name] for name in ANYWHERE if name in self.answers and not getattr(said, name)}
        if "timezone" in self.answers and said.timezone == LoadOptions().timezone:
            changes["timezone"] = self.answers["timezone"]
        if said.table in (None, self.table):
            changes |= {n: self.answers[n] for n in ("table", "format") if n in self.answers and not getattr(said, n)}
            taken = {plain(header) for header in said.maps.values()}
            kept = {name: h for name, h in self.answers.get("maps", {}).items() if not h or plain(h) not in taken}
            changes["maps"] = {**{n: h for n, h in kept.items() if n not in said.sets}, **said.maps}
            changes["scales"] = {**self.answers.get("scales", {}), **said.scales}
            uses = {plain(header): use for header, use in self.columns.items()}
            numbers = {str(n): uses[plain(h)] for n, h in enumerate(headers, start=1) if plain(h) in uses}
            changes["columns"] = {**numbers, **said.columns}
        return replace(said, **changes)

    def said(self) -> str:
        """In words what was said."""
        parts = [f"{name} {value}" for name, value in self.answers.items() if isinstance(value, str)]
        parts += [f"{name} from “{header}”" if header else f"no {name}" for name, header in self._maps.items()]
        parts += [f"{name} on {scale}" for name, scale in self.answers.get("scales", {}).items()]
        parts += [f"“{header}” as {use}" for header, use in self.columns.items()]
        return ", ".join(parts)

    def note(self) -> str:
        """In words what is used again, and how to be rid of it."""
        return _("Read as you said before of such a header: {said} (cx mappings forget {signature}).").format(
            said=self.said(), signature=self.signature
        )

    @property
    def _maps(self) -> Mapping[str, str]:
        found: Mapping[str, str] = self.answers.get("maps", {})
        return found

    def to_json(self) -> dict[str, Any]:
        """As it is kept and exported."""
        return {
            "signature": self.signature,
            "headers": list(self.headers),
            "table": self.table,
            "answers": {**self.answers, **({"columns": dict(self.columns)} if self.columns else {})},
            "kept_at": self.kept_at,
        }


class Memory:
    """All that is remembered, one file per signature in a folder, which is made when something is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def recall(self, signature: str) -> Remembered | None:
        """What was said about files of this signature; None when nothing was, or what was kept cannot be read."""
        path = self._path(signature)
        try:
            return _entry(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, UsageError):
            return None

    def find(self, head: Iterable[Sequence[str]]) -> tuple[Remembered, tuple[str, ...]] | None:
        """The first of a file's first records that is a remembered header, with that record."""
        for record in head:
            known = signature(record)
            found = self.recall(known) if known else None
            if found:
                return found, tuple(record)
        return None

    def learn(self, report: LoadReport, said: LoadOptions) -> None:
        """Keep what a person said about a loaded file, beside what is remembered of its header already."""
        if report.signature is None or not report.proposals:
            return
        headers = [proposal.header for proposal in report.proposals]
        before = self.recall(report.signature)
        self.keep(report.signature, headers, report, before.over(said, headers) if before else said)

    def keep(
        self, signature: str, headers: Sequence[str], report: LoadReport, options: LoadOptions
    ) -> Remembered | None:
        """Keep what a person said about a file that was loaded; nothing when nothing was said.

        headers: as the file names its columns, in their order. A column without a name of its own is not kept: in the
        next file another one may stand in its place.
        """
        answers, columns = answers_by_header(headers, options)
        # A first row of addresses is no header, and one of several rows is not known by the names of its columns.
        odd = _differ(signature, headers) or any(ADDRESS.search(header) for header in headers)
        if odd or (not answers and not columns):
            return None
        at = datetime.now(UTC).replace(microsecond=0).isoformat()
        kept = Remembered(signature, tuple(headers), report.table, answers, at, columns)
        self._write(kept)
        return kept

    def forget(self, signature: str) -> bool:
        """Remove what is remembered; whether there was something."""
        try:
            self._path(signature).unlink()
        except FileNotFoundError:
            return False
        return True

    def all(self) -> list[Remembered]:
        """Everything that is remembered, by signature."""
        found = (self.recall(path.stem) for path in sorted(self._folder.glob("*.json")))
        return [entry for entry in found if entry]

    def export(self) -> bytes:
        """Everything as one file that `import_` reads, indented for people."""
        text = {"form": FORM, "mappings": [entry.to_json() for entry in self.all()]}
        return (json.dumps(text, indent=1, ensure_ascii=False) + "\n").encode("utf-8")

    def import_(self, content: bytes) -> list[str]:
        """Add what an export holds; the sentences tell what was added and replaced. UsageError: nothing was."""
        entries = [_entry(told) for told in loads_export(content)]
        replaced = [entry for entry in entries if self._differs(entry)]
        for entry in entries:
            self._write(entry)
        words = ngettext("{n} mapping was read.", "{n} mappings were read.", len(entries)).format(n=len(entries))
        gone = _("What was remembered of {signature} ({headers}) was replaced.")
        return [words, *(gone.format(signature=e.signature, headers=_shown(e)) for e in replaced)]

    def _differs(self, entry: Remembered) -> bool:
        old = self.recall(entry.signature)
        return old is not None and (old.answers, old.columns) != (entry.answers, entry.columns)

    def _path(self, signature: str) -> Path:
        if len(signature) != SIGNATURE_DIGITS or not set(signature) <= set("0123456789abcdef"):
            mend = "cx mappings lists them."
            raise UsageError(
                _("“{signature}” is no signature of a header.").format(signature=signature), where="mappings", mend=mend
            )
        return self._folder / f"{signature}.json"

    def _write(self, entry: Remembered) -> None:
        """Write a file that is there whole or not at all."""
        path = self._path(entry.signature)
        beside = path.with_suffix(f".{os.getpid()}.tmp")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with beside.open("w", encoding="utf-8") as stream:
                stream.write(json.dumps(entry.to_json(), indent=1, ensure_ascii=False))
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
        except OSError as error:
            with suppress(OSError):
                beside.unlink()
            mend = _("Check the rights on the store's folder and the space on its disk.")
            raise StoreError(_("a mapping could not be kept."), where=path.name, mend=mend) from error


def _differ(known: str, headers: Sequence[str]) -> bool:
    """Whether a header is not the one that a signature stands for."""
    return signature(headers) != known


def _entry(told: object) -> Remembered:
    """What a file says, when it is all that it should be; UsageError names what is not."""
    entry = check_entry(told)
    if _differ(entry["signature"], entry["headers"]):
        raise UsageError(
            _("the signature {entry} is not that of its headers.").format(entry=entry["signature"]),
            where="mappings",
            mend=_("Take the file as “cx mappings export” wrote it."),
        )
    answers = dict(entry["answers"])
    columns = answers.pop("columns", {})
    return Remembered(entry["signature"], tuple(entry["headers"]), entry["table"], answers, entry["kept_at"], columns)


def _shown(entry: Remembered) -> str:
    return textwrap.shorten(", ".join(entry.headers), SHOWN_CHARACTERS, placeholder=" ...")
