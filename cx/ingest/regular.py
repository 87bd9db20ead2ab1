"""The quick way through a large regular text: Arrow's reader in pieces, with the line of every row, and the proof.

Arrow and Python's csv module split and quote alike, line by line. The one thing that Arrow does not tell is the line a
row begins on; it follows from counting, and the count is held against the line ends of the whole file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from cx.ingest.delimiter import Dialect
from cx.ingest.limits import limits
from cx.ingest.records import Record, left_open

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK_BYTES = 8 << 20
TAIL_BYTES = 1 << 18
"""The last record must fit in here, or the careful way is taken to see whether it ends."""


class Counted(io.RawIOBase):
    """A stream that counts what passes: line ends, lone carriage returns, quotes; and remembers its last bytes."""

    def __init__(self, stream: IO[bytes], quote: str) -> None:
        self._stream, self._quote = stream, quote.encode()
        self.line_ends = self.lone_returns = self.quotes = 0
        self.tail = b""
        self._after_return = False

    def readable(self) -> bool:
        """See io.RawIOBase."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """See io.RawIOBase."""
        view = memoryview(buffer).cast("B")
        piece = self._stream.read(len(view))
        view[: len(piece)] = piece
        self._count(piece)
        return len(piece)

    def _count(self, piece: bytes) -> None:
        if not piece:
            self.lone_returns += self._after_return
            self._after_return = False
            return
        self.line_ends += piece.count(b"\n")
        self.quotes += piece.count(self._quote)
        if self._after_return and not piece.startswith(b"\n"):
            self.lone_returns += 1
        self._after_return = piece.endswith(b"\r")
        returns = piece.count(b"\r")
        self.lone_returns += returns - piece.count(b"\r\n") - self._after_return if returns else 0
        self.tail = (self.tail + piece)[-TAIL_BYTES:] if len(piece) < TAIL_BYTES else piece[-TAIL_BYTES:]

    @property
    def lines(self) -> int:
        """Lines so far; the last one needs no line end."""
        return self.line_ends + bool(self.tail and not self.tail.endswith(b"\n"))


class RegularRows:
    """The rows of a stream of UTF-8 that begins at a line: full ones as Arrow columns, others as records.

    proven: once all batches are read, whether the lines are right; if not, the file must be read the careful way.
    """

    def __init__(self, stream: IO[bytes], how: Dialect, width: int, first_line: int) -> None:
        self._counted, self._how, self._width = Counted(stream, how.quote), how, width
        self._line, self._first_line, self._number = first_line, first_line, 0
        self._last_height = 0
        self.proven = False
        self._set_aside: list[tuple[int, str]] = []

    def batches(self) -> Iterator[tuple[pa.Array, list[pa.Array], list[Record]]]:
        """Lines and columns of rows that have all their cells, and the records between them that have not."""
        try:
            for batch in self._reader():
                if self._counted.lone_returns:
                    return
                yield self._placed(batch)
        except pa.ArrowInvalid:
            return
        rest = self._placed(None)
        if rest[2]:
            yield rest
        self.proven = self._prove()

    def _reader(self) -> pa_csv.CSVStreamingReader:
        names = [f"c{number}" for number in range(1, self._width + 1)]
        return pa_csv.open_csv(
            pa.PythonFile(self._counted, mode="r"),
            # Only one thread tells the number of a row that is set aside.
            read_options=pa_csv.ReadOptions(
                column_names=names, use_threads=False, block_size=min(BLOCK_BYTES, limits().cell_characters)
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=self._how.delimiter,
                quote_char=self._how.quote,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._set_one_aside,
            ),
            convert_options=pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )

    def _set_one_aside(self, row: pa_csv.InvalidRow) -> str:
        self._set_aside.append((row.number, row.text))
        return "skip"

    def _placed(self, batch: pa.RecordBatch | None) -> tuple[pa.Array, list[pa.Array], list[Record]]:
        """Lines for the rows of a batch and those set aside between them; without a batch, for all that are left."""
        full = batch.num_rows if batch is not None else 0
        aside = 0
        while aside < len(self._set_aside) and (
            batch is None or self._set_aside[aside][0] <= self._number + full + aside
        ):
            aside += 1
        taken, self._set_aside = self._set_aside[:aside], self._set_aside[aside:]
        places = np.array([number - self._number - 1 for number, _text in taken], dtype=np.int64)
        heights = np.ones(full + aside, dtype=np.int64)
        is_full = np.ones(full + aside, dtype=bool)
        is_full[places] = False
        heights[places] += np.array([text.count("\n") for _number, text in taken], dtype=np.int64)
        if batch is not None and self._counted.quotes:
            heights[is_full] += _line_ends(batch)
        lines = self._line + np.concatenate([[0], np.cumsum(heights)])
        self._line, self._number = int(lines[-1]), self._number + full + aside
        if len(heights):
            self._last_height = int(heights[-1])
        records = [(int(line), self._cells(text)) for line, (_n, text) in zip(lines[places], taken, strict=True)]
        return pa.array(lines[:-1][is_full]), batch.columns if batch is not None else [], records

    def _cells(self, text: str) -> list[str]:
        cells: list[str] = next(iter(self._how.rows(io.StringIO(text, newline=""))), [])
        return cells

    def _prove(self) -> bool:
        """Every line end of the file is accounted for, and the last record does not end inside a quote."""
        counted = self._counted
        if counted.lone_returns or self._line - self._first_line != counted.lines:
            return False
        if not counted.quotes:
            return True
        last = io.StringIO(counted.tail.decode("utf-8", "replace"), newline="").readlines()[-self._last_height :]
        return len(last) == self._last_height and not left_open(last, self._how)


def _line_ends(batch: pa.RecordBatch) -> npt.NDArray[np.int64]:
    """Line ends inside the cells of each row."""
    total = np.zeros(batch.num_rows, dtype=np.int64)
    for column in batch.columns:
        text = column.buffers()[2]
        if text is not None and (np.frombuffer(text, dtype=np.uint8) == ord("\n")).any():
            total += pc.count_substring(column, "\n").to_numpy(zero_copy_only=False)
    return total
