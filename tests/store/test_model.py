"""Loads and undos of the real store against a model of them: what is visible is a dict of key -> row."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from cx.ingest.options import LoadOptions
from cx.store.loads import Source, commit, load, rehearse, undo
from cx.store.versions import open_version

FIELDS = ("region", "segment")
DIMENSIONS = (*FIELDS, "colour")
Row = dict[str, str | None]


@dataclass(frozen=True)
class File:
    """Customers of one file: customer -> its values; a dimension without any value is not brought, a field is empty."""

    columns: tuple[str, ...]
    said: dict[str, tuple[str | None, ...]]

    def rows(self) -> dict[str, Row]:
        given = {name: [values[at] for values in self.said.values()] for at, name in enumerate(self.columns)}
        brought = [at for at, name in enumerate(self.columns) if name in FIELDS or any(given[name])]
        return {key: {self.columns[at]: values[at] for at in brought} for key, values in self.said.items()}

    def text(self, copy: int) -> str:
        """As CSV; empty lines at the end make every copy a file of its own."""
        lines = [",".join([key, *(value or "" for value in values)]) for key, values in self.said.items()]
        return "\n".join([",".join(["customer_id", *self.columns]), *lines]) + "\n" * (1 + copy)


@dataclass(frozen=True)
class Call:
    mode: str
    rehearsed: bool
    files: list[File]


@dataclass
class Model:
    """loads: (id, call, mode, rows) in their order; what is visible is what they say, one after the other."""

    loads: list[tuple[str, int, str, dict[str, Row]]] = field(default_factory=list)

    def visible(self) -> dict[str, Row]:
        shown: dict[str, Row] = {}
        replacing = None
        for _id, call, mode, rows in self.loads:
            if mode == "replace" and call != replacing:
                shown, replacing = {}, call
            for key, row in rows.items():
                if mode != "append" or key not in shown:
                    shown[key] = {**shown.get(key, {}), **row}
        return {key: {name: row.get(name) for name in DIMENSIONS} for key, row in shown.items()}


def a_file(columns: tuple[str, ...]) -> st.SearchStrategy[File]:
    values = st.tuples(*(st.sampled_from(["North", "South", None]) for _ in columns))
    return st.builds(File, st.just(columns), st.dictionaries(st.sampled_from("ABC"), values, min_size=1))


FILES = st.sampled_from([("region",), ("segment",), ("region", "segment"), ("colour", "region")]).flatmap(a_file)
CALLS = st.lists(
    st.builds(
        Call,
        st.sampled_from(["upsert", "append", "replace"]),
        st.booleans(),
        st.lists(FILES, min_size=1, max_size=2),
    ),
    min_size=2,
    max_size=4,
)


def shown(store: Path) -> dict[str, Row]:
    """What a reader sees of the customers."""
    rows = open_version(store).engine.query("SELECT * FROM mart.customers")
    plain = rows.astype(object).where(rows.notna(), None)
    return {str(row["person"]): {name: row.get(name) for name in DIMENSIONS} for row in plain.to_dict("records")}


def made(store: Path, folder: Path, number: int, call: Call) -> list[tuple[str, int, str, dict[str, Row]]]:
    """Load the files of a call; the loads that were made of them."""
    sources = []
    for at, file in enumerate(call.files):
        path = folder / f"{number}-{at}.csv"
        path.write_text(file.text(copy=number * 2 + at), encoding="utf-8")
        sources.append(Source(path, LoadOptions(table="customers", mode=call.mode)))
    reports = commit(store, rehearse(store, sources).id) if call.rehearsed else load(store, sources)
    assert not any(report.questions for report in reports)
    both = zip(reports, call.files, strict=True)
    return [(report.load_id, number, call.mode, file.rows()) for report, file in both if report.load_id]


@given(CALLS, st.data())
@settings(max_examples=4, deadline=None)
def test_loads_of_any_mode_and_undos_of_any_of_them_show_what_the_model_shows(
    calls: list[Call], data: st.DataObject
) -> None:
    with TemporaryDirectory() as name:
        folder, model = Path(name), Model()
        store = folder / "s"
        for number, call in enumerate(calls):
            model.loads += made(store, folder, number, call)
            assert shown(store) == model.visible()
        while model.loads and data.draw(st.booleans() if len(model.loads) < 3 else st.just(value=True)):
            names = [load_id for load_id, *_rest in model.loads]
            gone = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
            undo(store, gone)
            model.loads = [one for one in model.loads if one[0] not in gone]
            assert shown(store) == model.visible()
