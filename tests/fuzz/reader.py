"""Coverage-guided fuzzing of the reader: `python -m tests.fuzz.reader --minutes 10`.

Whatever the bytes, reading ends in staged tables or in one of our own errors, never in another exception, and soon.
A finding stays in the folder given by --findings; `python -m tests.fuzz.reader FILE` tries it again.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import random
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from cx.engines.base import Workspace
from cx.engines.duckdb import DuckMaker
from cx.errors import CxError
from cx.ingest.bytes import inspect
from cx.ingest.containers import expand
from cx.ingest.read import stage
from cx.ingest.vocabulary import vocabulary

LONGEST_BYTES, SECONDS_PER_INPUT = 4096, 20
HEADERS = (None, None, None, True, False)
ENCODINGS = (None, None, None, None, "cp850", "utf-16", "cp932")
TABLE = [
    ["order_id", "ordered_at", "amount", "comment"],
    ["O1", "2024-01-05", "5,00", 'très "bon", merci'],
    ["O2", "2024-01-06", "-7.5", "two\nlines"],
    ["O3", "", "1,234.00", ""],
    ["Total", "", "9", ""],
]
TOKENS = (
    '"', '""', "'", "\\", '\\"',
    ",", ";", "\t", "|", "\n", "\r", "\r\n", "\0", "\ufeff", "sep=;\n", " ", "\n\n", ",,,\n",
    "Ã©", "é", "日", "ｱ", "<b>", "&nbsp;", "Total,,1\n", "© 2024\n", "order_id,ordered_at,amount,comment\n",
)  # fmt: skip
BYTES = (
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\xe9",
    b"\x81",
    b"\x84",
    b"\x1f\x8b",
    b"PK\x03\x04",
    b"PAR1",
    b"CXSHEET1\n",
)


class Reader:
    """Reads bytes the way a load does, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._owner = DuckMaker().writer(folder / "version.duckdb")
        self._workspace: Workspace = self._owner.beside("reading")
        self._known = vocabulary().known_names

    def read(self, data: bytes) -> int:
        """The tables that were staged; the first two bytes choose the options. Our own errors are answers, too."""
        how = data[:2].ljust(2, b"\0")
        path, into = self._folder / "file.csv", self._folder / "members"
        path.write_bytes(data[2:])
        staged = 0
        try:
            for member in expand(path, into):
                facts = inspect(member.path, ENCODINGS[how[1] % len(ENCODINGS)], member.name)
                stage(facts, self._workspace, header=HEADERS[how[0] % len(HEADERS)], known=self._known)
                staged += 1
        except CxError:
            pass
        shutil.rmtree(into, ignore_errors=True)
        return staged

    def close(self) -> None:
        """Let go of the files."""
        self._workspace.close()
        self._owner.close()


def seeds() -> list[bytes]:
    """One table in many dialects, encodings and containers, each after two bytes that choose the options."""
    found = []
    for delimiter in ",;\t|":
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows(TABLE)
        text = out.getvalue()
        found += [text.encode(codec) for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp850")]
        found += [
            b"Report\r\n\r\n" + text.encode() + b"\r\n\r\nCopyright 2024\r\n",
            ("sep=" + delimiter + "\n" + text).encode(),
        ]
        found += [text.replace('""', '\\"').encode(), text.replace('"', "'").encode(), (text + text).encode("utf-8")]
    plain = found[0]
    found += [
        gzip.compress(plain),
        _zip(plain),
        "注文,とても良い\n1,カタカナ\n".encode("cp932"),
        b"a b  c\n1 2  3\n4 5  6\n",
    ]
    return [b"\0\0" + content for content in found]


def mutated(chance: random.Random, known: list[bytes]) -> bytes:
    """A seed with some of its bytes changed, cut, repeated or mixed with another."""
    data = bytearray(chance.choice(known))
    for _step in range(chance.randint(1, 6)):
        place = chance.randrange(len(data) + 1)
        kind = chance.randrange(6)
        if kind == 0:
            data[place:place] = chance.choice(TOKENS).encode(chance.choice(["utf-8", "utf-16-le"]))
        elif kind == 1:
            data[place:place] = chance.choice(BYTES)
        elif kind == 2:
            del data[place : place + chance.randint(1, 20)]
        elif kind == 3 and data:
            data[place - 1] = chance.randrange(256)
        elif kind == 4:
            data[place:place] = data[: chance.randint(1, 60)]
        else:
            data = data[:place] + bytearray(chance.choice(known))[place:]
    return bytes(data[:LONGEST_BYTES])


def _zip(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", content)
        archive.writestr("b.csv", content)
    return out.getvalue()


def main() -> None:
    """Fuzz for some minutes, or try one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--findings", type=Path, default=Path("out/fuzz"))
    parser.add_argument("file", nargs="?", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.file:
            reader = Reader(Path(folder))
            sys.stdout.write(f"{reader.read(given.file.read_bytes())} tables staged\n")
            reader.close()
        else:
            _fuzz(given.minutes, given.findings, Path(folder))


def _fuzz(minutes: float, findings: Path, folder: Path) -> None:
    import atheris

    corpus = folder / "corpus"
    corpus.mkdir()
    findings.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds()):
        (corpus / f"seed_{number}").write_bytes(seed)
    words = [token.encode() for token in TOKENS] + list(BYTES)
    (folder / "words.dict").write_text("".join(f'"{_escaped(word)}"\n' for word in words), encoding="ascii")
    for name in [name for name in sys.modules if name.startswith("cx.ingest")]:
        del sys.modules[name]
    # Imported once more, so that the reader's every branch is counted.
    with atheris.instrument_imports(include=["cx.ingest"]):
        from tests.fuzz.reader import Reader as Counted
    reader = Counted(folder)
    options = [f"-max_total_time={round(minutes * 60)}", f"-max_len={LONGEST_BYTES}", f"-timeout={SECONDS_PER_INPUT}"]
    options += [f"-dict={folder / 'words.dict'}", f"-artifact_prefix={findings}/", "-rss_limit_mb=4096", str(corpus)]
    atheris.Setup([sys.argv[0], *options], lambda data: reader.read(data) and None)
    atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    main()
