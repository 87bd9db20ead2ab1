"""What a file is before it is read as a table: its kind, its fingerprint, its encoding."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from cx.errors import LoadError
from cx.ingest.containers import opened
from cx.ingest.containers.kinds import GZIP, TEXT, ZIP, kind_of, no_table, refuse_other_texts
from cx.ingest.doubled import HINTS, mended
from cx.ingest.encodings import Decision, Evidence, Mixed, decide, note_doubled, note_mixed, text_codec
from cx.ingest.lines import chunks, whole_lines
from cx.ingest.options import Question
from cx.language import _

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TEXTS = (TEXT, GZIP, ZIP)
"""Kinds that hold one text; the others hold cells already."""
UTF8 = ("utf-8", "utf-8-sig")
MOST_NULS = 0.1
"""Some exports leave a NUL here and there, which reading drops; a share like this is no text."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as bytes. sha256: its fingerprint. encoding: a Python codec name. notes: what people should know.

    kind: what holds the table (cx.ingest.containers.kinds). name: what people call the file. beside: the codec of the
    lines that are not UTF-8, in a file where others are. doubled: whether letters that were encoded twice are mended.
    questions: when its letters can be read in two ways.
    """

    path: Path
    sha256: str
    encoding: str
    notes: tuple[str, ...] = ()
    kind: str = TEXT
    name: str = ""
    beside: str | None = None
    doubled: bool = False
    questions: tuple[Question, ...] = ()


@dataclass(slots=True)
class _Seen:
    """What one pass over all bytes found. start: the first piece. hints: whether letters may be encoded twice."""

    start: bytes = b""
    is_utf8: bool = True
    hints: bool = False
    decoder: codecs.IncrementalDecoder = field(default_factory=codecs.getincrementaldecoder("utf-8"))


def inspect(path: Path, encoding: str | None = None, name: str | None = None) -> FileFacts:
    """Read the whole file in pieces for its fingerprint and encoding; encoding: the codec that a person named.

    A byte-order mark decides; else the file is UTF-8 if all of it is; else the codec whose letters make words, and
    lines in another one than the rest are told. Raises LoadError when the file is missing, empty, damaged or no table,
    UsageError for an encoding that does not exist.
    """
    kind, shown = kind_of(path), name or path.name
    if kind not in TEXTS:
        digest = hashlib.sha256()
        _each(path, digest.update)
        return FileFacts(path, digest.hexdigest(), "utf-8", kind=kind, name=shown)
    digest, seen = hashlib.sha256(), _Seen()
    with opened(path, kind) as stream:
        for piece in chunks(stream):
            if kind == TEXT:
                digest.update(piece)
            _look(seen, piece, shown)
    if not seen.start:
        raise _empty(shown)
    if kind != TEXT:
        _each(path, digest.update)
    seen.is_utf8 = seen.is_utf8 and _decodes(seen.decoder, b"", final=True)
    facts = FileFacts(path, digest.hexdigest(), _plain_encoding(seen.start), kind=kind, name=shown)
    if encoding:
        return replace(facts, encoding=text_codec(encoding))
    if facts.encoding not in UTF8 or (seen.is_utf8 and not seen.hints):
        return facts
    return _by_lines(facts, is_utf8=seen.is_utf8)


def _look(seen: _Seen, piece: bytes, name: str) -> None:
    if not seen.start and piece.strip():
        _refuse_binary(name, piece)
        seen.start = piece
    # A text of plain ASCII needs no decoding, unless a piece before ended inside a letter.
    if piece.isascii() and not seen.decoder.getstate()[0]:
        return
    seen.is_utf8 = seen.is_utf8 and _decodes(seen.decoder, piece, final=False)
    seen.hints = seen.hints or any(hint in piece for hint in HINTS)


def _by_lines(facts: FileFacts, *, is_utf8: bool) -> FileFacts:
    """Decide over all lines that are not ASCII: the codec, and which of them need mending."""
    decision = Decision("utf-8", mixed=False)
    if not is_utf8:
        evidence = Evidence()
        _each_odd_line(facts, evidence.add)
        decision = decide(evidence)
    mixed = Mixed(decision.encoding) if decision.mixed else None
    other, twice = _Counted(), _Counted()

    def count(number: int, line: bytes) -> None:
        if mixed and not mixed.is_utf8(line):
            other.add(number)
        if is_utf8 or mixed:
            text = mixed.decode(line) if mixed else line.decode("utf-8", "ignore")
            if mended(text) != text:
                twice.add(number)

    if is_utf8 or mixed:
        _each_odd_line(facts, count)
    notes = list(decision.notes)
    notes += [note_mixed(decision.encoding, other.first, other.count)] if mixed else []
    notes += [note_doubled(twice.first, twice.count)] if twice.count else []
    return replace(
        facts,
        encoding=facts.encoding if is_utf8 or mixed else decision.encoding,
        beside=decision.encoding if mixed else None,
        doubled=twice.count > 0,
        notes=tuple(notes),
        questions=decision.questions,
    )


@dataclass(slots=True)
class _Counted:
    """How many lines, and the numbers of the first."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, number: int) -> None:
        self.count += 1
        if len(self.first) < 10:
            self.first.append(number)


def _each_odd_line(facts: FileFacts, do: Callable[[int, bytes], None]) -> None:
    before = 0
    with opened(facts.path, facts.kind) as stream:
        for lines in whole_lines(stream):
            for number, line in enumerate(lines, start=before + 1):
                text = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
                if not text.isascii():
                    do(number, text)
            before += len(lines)


def _each(path: Path, do: Callable[[bytes], None]) -> None:
    with path.open("rb") as stream:
        for piece in chunks(stream):
            do(piece)


def _plain_encoding(start: bytes) -> str:
    """What the first bytes say: a byte-order mark, UTF-16 without one, or UTF-8 until its lines say otherwise."""
    marked = next((name for mark, name in MARKS if start.startswith(mark)), None)
    return marked or _unmarked_utf16(start) or "utf-8"


def _refuse_binary(name: str, start: bytes) -> None:
    if _is_binary(start):
        raise no_table(name, _("a binary file"))
    refuse_other_texts(name, start)


def _empty(name: str) -> LoadError:
    return LoadError(_("the file is empty."), where=name, mend=_("Export it again."))


def _is_binary(start: bytes) -> bool:
    """Whether NUL bytes stand where text has none: outside UTF-16, too many, or beside what is not UTF-8 either."""
    nuls = start.count(0)
    if not nuls or start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _unmarked_utf16(start):
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    return nuls > MOST_NULS * len(start) or not _decodes(decoder, start, final=False)


def _unmarked_utf16(start: bytes) -> str | None:
    """UTF-16 of a text that has Western letters or digits: NULs in every second byte, and hardly one between."""
    sample = start[:4096]
    least = len(sample) // 8
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > least and even * 8 <= odd:
        return "utf-16-le"
    return "utf-16-be" if even > least and odd * 8 <= even else None


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
