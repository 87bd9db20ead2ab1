"""Parquet files: their columns as text, exactly as the values are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cx.errors import LoadError
from cx.ingest.limits import check_columns, check_rows, check_unpacked
from cx.language import _

ROWS_PER_BATCH = 20_000
WHOLE_SECONDS = r"\.0+($|[Z+-])"
ERRORS = (pa.ArrowException, OSError, ValueError, KeyError, TypeError, OverflowError)


def names(path: Path) -> list[str]:
    """The names of its columns. Raises LoadError when it is damaged, encrypted or too large."""
    try:
        with pq.ParquetFile(path) as file:
            described, schema = file.metadata, file.schema_arrow
    except ERRORS as error:
        raise _damaged(path.name) from error
    check_columns(path.name, len(schema.names))
    check_rows(path.name, described.num_rows)
    groups = (described.row_group(n) for n in range(described.num_row_groups))
    check_unpacked(path.name, sum(group.total_byte_size for group in groups), path.stat().st_size)
    return [str(name) for name in schema.names]


def batches(path: Path) -> Iterator[list[pa.Array]]:
    """The columns of some rows at a time, as text; a missing value is an empty text."""
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=ROWS_PER_BATCH):
                yield [pc.fill_null(_text(column), "") for column in batch.columns]
    except ERRORS as error:
        raise _damaged(path.name) from error


def _text(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _text(column.dictionary_decode())
    if pa.types.is_nested(kind):
        texts = [None if value is None else json.dumps(value, default=str) for value in column.to_pylist()]
        return pa.array(texts, pa.string())
    if pa.types.is_timestamp(kind):
        return pc.replace_substring_regex(column.cast(pa.string()), WHOLE_SECONDS, r"\1")
    if pa.types.is_duration(kind):
        return pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.string())
    return column.cast(pa.string())


def _damaged(name: str) -> LoadError:
    return LoadError(
        _("the Parquet file is damaged, encrypted or holds what is no text or number."),
        where=name,
        mend=_("Export it again, or export it as CSV."),
    )
