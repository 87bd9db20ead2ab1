"""Arrays into columns and columns into CSV files: fast, and the same bytes on every run."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from cx.demo.clock import Bools, Ints

CENT = Decimal("0.01")


def ids(prefix: str, positions: Ints, width: int) -> pa.Array:
    """Position 0 becomes prefix + 0...01; a negative position is an empty cell."""
    text = pc.utf8_lpad(pc.cast(pa.array(positions + 1), pa.string()), width=width, padding="0")
    return pc.if_else(pa.array(positions >= 0), pc.binary_join_element_wise(prefix, text, ""), None)


def labels(names: Sequence[str], positions: Ints) -> pa.Array:
    """Names by position; a negative position is an empty cell."""
    return pa.array(list(names)).take(pa.array(positions, mask=positions < 0))


def money(cents: Ints, known: Bools | None = None) -> pa.Array:
    """Whole cents as amounts with two decimals; empty where not known."""
    whole = pa.array(cents, mask=None if known is None else ~known)
    return pc.multiply(pc.cast(whole, pa.decimal128(19, 0)), pa.scalar(CENT))


def times(seconds: Ints, known: Bools | None = None) -> pa.Array:
    """Seconds since 1970 as UTC times; empty where not known."""
    return pa.array(seconds, mask=None if known is None else ~known).cast(pa.timestamp("s"))


def numbers(values: npt.NDArray[np.int64], known: Bools | None = None) -> pa.Array:
    """Whole numbers; empty where not known."""
    return pa.array(values, mask=None if known is None else ~known)


def write_table(table: pa.Table, path: Path) -> Path:
    """Write the CSV (UTF-8, comma, point, header) and return its path."""
    pa_csv.write_csv(table, path, pa_csv.WriteOptions(quoting_style="needed"))
    return path
