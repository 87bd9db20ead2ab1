"""Which codec a text that is not UTF-8 throughout was written in: decided over the whole file, told, or asked."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from cx.errors import UsageError
from cx.ingest.letters import NOT_ASCII, plausibility
from cx.ingest.options import Question
from cx.language import N_, Words, _, ngettext

NAMES = Words(
    {
        "cp1252": N_("Windows-1252 (Western European)"),
        "cp850": N_("code page 850 (DOS, Western European)"),
        "cp1250": N_("Windows-1250 (Central European)"),
        "cp1251": N_("Windows-1251 (Cyrillic)"),
        "cp932": N_("Shift-JIS (Japanese)"),
        "euc_jp": N_("EUC-JP (Japanese)"),
        "latin-1": N_("Latin-1 (Western European)"),
    }
)
"""Codecs we decide between, the usual first: it stays unless another one fits clearly better."""
CLEARLY = 0.2
"""So much better, on the scale of `plausibility`, another codec must fit than the usual one."""
NICE = 0.5
"""A text that fits at least so well needs no question."""
SAMPLE_LINES, SAMPLE_BYTES, LINES_TOLD, EXAMPLES = 2_000, 2_000, 5, 3
JUDGED_BYTES = 20_000
"""So much of a line tells how it reads."""
NO_TEXT = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf-7", "mbcs", "oem"})


@dataclass(slots=True)
class Evidence:
    """The lines of a file that are not ASCII. valid: those that are UTF-8; legacy: those that are not; both sampled.

    high: the bytes above 127 in legacy lines. broken: multi-byte codecs that cannot read one of them.
    """

    valid: dict[bytes, int] = field(default_factory=dict)
    legacy: dict[bytes, int] = field(default_factory=dict)
    high: set[int] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)

    def add(self, number: int, line: bytes) -> None:
        """Note one line that is not ASCII."""
        if _reads(line, "utf-8"):
            _sample(self.valid, line, number)
            return
        _sample(self.legacy, line, number)
        self.high.update(line.translate(None, bytes(range(128))))
        self.broken |= {codec for codec in ("cp932", "euc_jp") if codec not in self.broken and not _reads(line, codec)}


@dataclass(frozen=True, slots=True)
class Decision:
    """How to read a file. encoding: a codec; mixed: lines that are UTF-8 are read as such beside it."""

    encoding: str
    mixed: bool
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


def text_codec(name: str) -> str:
    """A codec by any of its names. Raises UsageError when there is none, or when it is not one of texts."""
    try:
        found = codecs.lookup(name.strip())
    except (LookupError, ValueError) as error:
        raise _unknown(name) from error
    # Python marks codecs that turn bytes into bytes; there is no public name for it.
    if not getattr(found, "_is_text_encoding", True) or found.name in NO_TEXT:
        raise _unknown(name)
    return found.name


def decide(evidence: Evidence) -> Decision:
    """The codec of a file of which some lines are not UTF-8."""
    lines = list(evidence.legacy)
    scores = {codec: plausibility(_decoded(lines, codec)) for codec in _possible(evidence)}
    best = _best(scores)
    mixed = any(Mixed(best).is_utf8(line) for line in evidence.valid)
    rivals = [] if mixed else _rivals(scores, best, lines)
    return Decision(best, mixed, _notes(best, mixed=mixed), _ask(best, rivals, lines))


class Mixed:
    """Reads the lines of a file in which UTF-8 and another codec stand beside each other."""

    def __init__(self, codec: str) -> None:
        self._codec = codec
        self._handler = f"cx-{codec}"
        codecs.register_error(self._handler, self._other_bytes)

    def is_utf8(self, line: bytes) -> bool:
        """Whether a line is meant as UTF-8: its bytes are, and read so it looks better than in the other codec."""
        if not _reads(line, "utf-8"):
            return False
        if not _reads(line, self._codec):
            return True
        begin = line[:JUDGED_BYTES]
        return plausibility([begin.decode("utf-8", "ignore")]) >= plausibility([begin.decode(self._codec, "ignore")])

    def decode(self, line: bytes) -> str:
        """The text of a line; where both stand in one line, each byte as what it is."""
        if line.isascii() or self.is_utf8(line):
            return line.decode("utf-8")
        piecewise = line.decode("utf-8", self._handler)
        whole = line.decode(self._codec, "replace")
        judged = (plausibility([text[:JUDGED_BYTES]]) for text in (whole, piecewise))
        return whole if next(judged) >= next(judged) else piecewise

    def _other_bytes(self, error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        return error.object[error.start : error.end].decode(self._codec, "replace"), error.end


def told_lines(sentence: Callable[[int], str], numbers: list[int], count: int) -> str:
    """A sentence about so many lines, with the first of them."""
    first = ", ".join(str(number) for number in numbers[:LINES_TOLD])
    return sentence(count).format(n=count, lines=first)


def note_mixed(codec: str, numbers: list[int], count: int) -> str:
    """What is told of lines that were read in another codec than the file's UTF-8."""
    return told_lines(
        lambda n: ngettext(
            "{n} line is not UTF-8 like the others and was read as {codec}: line {lines}.",
            "{n} lines are not UTF-8 like the others and were read as {codec}: lines {lines} first.",
            n,
        ).replace("{codec}", NAMES.get(codec, codec)),
        numbers,
        count,
    )


def note_doubled(numbers: list[int], count: int) -> str:
    """What is told of lines that had been encoded twice."""
    return told_lines(
        lambda n: ngettext(
            "{n} line was encoded twice (“Ã©” for “é”) and mended: line {lines}.",
            "{n} lines were encoded twice (“Ã©” for “é”) and mended: lines {lines} first.",
            n,
        ),
        numbers,
        count,
    )


def _possible(evidence: Evidence) -> list[str]:
    """The codecs that can read every line, the usual first; Latin-1 when no other one is left."""
    bytes_seen = bytes(sorted(evidence.high))
    found = [codec for codec in ("cp1252", "cp850", "cp1250", "cp1251") if _reads(bytes_seen, codec)]
    found += [codec for codec in ("cp932", "euc_jp") if codec not in evidence.broken]
    return found if "cp1252" in found else [*found, "latin-1"]


def _best(scores: dict[str, float]) -> str:
    usual = "cp1252" if "cp1252" in scores else "latin-1"
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] > scores[usual] + CLEARLY else usual


def _rivals(scores: dict[str, float], best: str, lines: list[bytes]) -> list[str]:
    """Codecs that fit about as well and read other text, when the best one does not fit nicely by itself."""
    if scores[best] >= NICE:
        return []
    text = list(_decoded(lines, best))
    return [
        codec
        for codec, score in scores.items()
        if codec != best and abs(score - scores[best]) <= CLEARLY and list(_decoded(lines, codec)) != text
    ]


def _ask(best: str, rivals: list[str], lines: list[bytes]) -> tuple[Question, ...]:
    if not rivals:
        return ()
    readings = [best, *rivals[:2]]
    words = [_words(lines, codec) for codec in readings]
    shown = tuple(" / ".join(f"“{word}”" for word in one) for one in zip(*words, strict=False))[:EXAMPLES]
    listed = ", ".join(f"{NAMES[codec]} ({codec})" for codec in readings)
    return (
        Question(
            "encoding",
            _(
                "The letters of this file can be read in more than one way: {codecs}. Which one shows the words right?"
            ).replace("{codecs}", listed),
            shown,
            f"--encoding {'|'.join(readings)}",
        ),
    )


def _notes(codec: str, *, mixed: bool) -> tuple[str, ...]:
    if mixed:
        return ()
    return (_("The file is not UTF-8; it was read as {codec}.").replace("{codec}", NAMES[codec]),)


def _words(lines: Iterable[bytes], codec: str) -> list[str]:
    """Words with letters that are not ASCII, as a codec reads them; e-mail addresses are nobody's business."""
    words: dict[str, None] = {}
    for text in _decoded(lines, codec):
        for word in text.replace(",", " ").replace(";", " ").replace("\t", " ").split():
            if NOT_ASCII.search(word) and "@" not in word:
                words.setdefault(word.strip("\"'")[:40])
        if len(words) >= EXAMPLES:
            break
    return list(words)


def _decoded(lines: Iterable[bytes], codec: str) -> Iterator[str]:
    return (line.decode(codec, "ignore") for line in lines)


def _sample(kept: dict[bytes, int], line: bytes, number: int) -> None:
    if len(kept) < SAMPLE_LINES:
        kept.setdefault(line[:SAMPLE_BYTES].rstrip(b"\r\n"), number)


def _reads(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _unknown(name: str) -> UsageError:
    return UsageError(
        _("there is no text encoding “{name}”.").format(name=name),
        where="--encoding",
        mend=_("Use a name like cp1252, cp850 or utf-16."),
    )
