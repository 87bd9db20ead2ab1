"""What a load was asked to do and what it did: options, refusals, questions, report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from cx.errors import UsageError
from cx.ingest.findings import Finding
from cx.language import _

REFUSALS_IN_REPORT = 1000
"""A report lists so many refused rows at most; all of them are kept with the load and can be downloaded."""

DATE_ORDERS = ("ymd", "dmy", "mdy")
DECIMAL_MARKS = ("point", "comma")
MODES = ("upsert", "append", "replace")
COLUMN_USES = ("dimension", "unused")


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What the person said about the files of one call; None and empty mean: find out.

    table: canonical table. maps: field -> header or 1-based column number, "" to leave the field empty. sets: field ->
    one value for every row. format: a recognised export. dates: "ymd", "dmy" or "mdy". decimal: "point" or "comma".
    scales: field -> "worst-best". header: whether the first row names the columns. timezone: of times without offset.
    mode: "upsert" stores new rows and new versions of known ones, "append" new rows only, "replace" puts the file in
    the place of all rows of its table. encoding: a codec name, when what was found is wrong. columns: number of a
    column -> "dimension" or "unused", whatever its name and values say; "unused" is not stored.
    Raises UsageError for a word that is not one of these.
    """

    table: str | None = None
    maps: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, str] = field(default_factory=dict)
    format: str | None = None
    dates: str | None = None
    decimal: str | None = None
    scales: Mapping[str, str] = field(default_factory=dict)
    header: bool | None = None
    timezone: str = "UTC"
    mode: str = "upsert"
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _one_of("--mode", self.mode, MODES)
        _one_of("--dates", self.dates, DATE_ORDERS)
        _one_of("--decimal", self.decimal, DECIMAL_MARKS)
        for use in self.columns.values():
            _one_of("--column", use, COLUMN_USES)

    @property
    def mapped(self) -> dict[str, str]:
        """Field -> the header or number of the column that fills it."""
        return {name: header for name, header in self.maps.items() if header}

    @property
    def unused(self) -> frozenset[str]:
        """The fields that no column may fill, whatever its name says."""
        return frozenset(name for name, header in self.maps.items() if not header)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not loaded. line: its first line in the file, 1-based. value: what could not be used.

    column: its header, "" when it is the row as a whole.
    """

    line: int
    column: str
    value: str
    reason: str

    def sentence(self) -> str:
        """The refusal as one readable line: line, column, value, reason."""
        if not self.column:
            return f"line {self.line}: the row with {self.value} {self.reason}"
        shown = f": “{self.value}”" if self.value else ""
        return f"line {self.line}, column “{self.column}”{shown} {self.reason}"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is asked because guessing could be wrong. pass_option: what to pass to answer it."""

    field: str
    question: str
    examples: tuple[str, ...]
    pass_option: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a column of a file is taken for. number: 1-based. field: a canonical field, None for a dimension.

    use: "field", "dimension", "personal", "empty" or "unused". confidence: 0 to 1. why: the reason in words.
    """

    number: int
    header: str
    field: str | None
    use: str
    confidence: float
    why: str
    examples: tuple[str, ...] = ()


@dataclass(slots=True)
class LoadReport:
    """What one file did, or would do. Counts are rows of the file: read = loaded + duplicates + refused.

    superseded: loaded rows that replaced an earlier row of the same key. also: rows made in other tables.
    format: the recognised export. proposals: what every column was taken for. findings: what the checks found.
    encoding, delimiter: how the text was read. signature: of the header, under which a mapping is remembered.
    refused lists the first REFUSALS_IN_REPORT; refused_count counts all.
    """

    file_name: str
    table: str | None = None
    load_id: str | None = None
    rows_read: int = 0
    rows_loaded: int = 0
    duplicates: int = 0
    superseded: int = 0
    refused: list[Refusal] = field(default_factory=list)
    refused_count: int = 0
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    also: dict[str, int] = field(default_factory=dict)
    mapping: dict[str, str] = field(default_factory=dict)
    data_version: str | None = None
    format: str | None = None
    proposals: list[Proposal] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    encoding: str | None = None
    delimiter: str | None = None
    signature: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The report as `cx load --json` prints it."""
        return {
            "file": self.file_name,
            "load": self.load_id,
            "table": self.table,
            "rows_read": self.rows_read,
            "rows_loaded": self.rows_loaded,
            "duplicates": self.duplicates,
            "superseded": self.superseded,
            "refused": [asdict(refusal) for refusal in self.refused],
            "refused_count": self.refused_count,
            "questions": [{**asdict(q), "examples": list(q.examples)} for q in self.questions],
            "notes": list(self.notes),
            "also": dict(self.also),
            "mapping": dict(self.mapping),
            "format": self.format,
            "proposals": [{**asdict(p), "examples": list(p.examples)} for p in self.proposals],
            "findings": [finding.to_json() for finding in self.findings],
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "signature": self.signature,
            "data_version": self.data_version,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> LoadReport:
        """The report that `to_json` told."""
        plain = {name: told[name] for name in cls.__dataclass_fields__ if name in told}
        return cls(
            **{
                **plain,
                "file_name": told["file"],
                "load_id": told["load"],
                "refused": [Refusal(**refusal) for refusal in told["refused"]],
                "questions": [Question(**{**q, "examples": tuple(q["examples"])}) for q in told["questions"]],
                "proposals": [Proposal(**{**p, "examples": tuple(p["examples"])}) for p in told["proposals"]],
                "findings": [Finding.from_json(finding) for finding in told["findings"]],
            }
        )


def _one_of(option: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise UsageError(
            _("{option} cannot be “{value}”.").format(option=option, value=value),
            mend=_("Choose one of: {listed}.").format(listed=", ".join(allowed)),
        )
