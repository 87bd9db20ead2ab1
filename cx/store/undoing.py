"""Taking loads back: their rows go, unless a later load holds them too; rows they had replaced hold again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cx import events
from cx.engines.base import Engine, Workspace, quoted
from cx.errors import StoreError, UsageError
from cx.ingest.progress import Progress, part, silent
from cx.language import _
from cx.model import TABLES
from cx.store import ledger
from cx.store.merging import BOOKKEEPING, settle
from cx.store.reading import Version
from cx.store.versions import checked_version, current_id, open_version, path_of, point_to
from cx.store.writing import Draft, draft, make_current, only_writer, publish, withdrawn_unless_current

UNDONE, SAID, AGAIN = "undone_keys", "said_later", "said_again"
TAKEN_BACK = 0.2
"""Share of the work that is done when the rows are taken back; the rest makes the marts."""


def undo(store: Path, load_ids: str | Sequence[str], *, progress: Progress = silent, who: str = "") -> str:
    """Take one load or several back in one step, whichever they are; returns the version that is current then.

    who: the person, as the ledger names them.

    Raises UsageError when there is no such load or it was taken back before; then none of them is taken back.
    """
    numbers_of(store, load_ids)  # Before the lock, which would make a folder for a store that does not exist.
    with events.work("undo") as facts, only_writer(store):
        # Of a damaged version no load is taken back: what is served in its place has others.
        if current := current_id(store):
            checked_version(store, current)
        numbers = numbers_of(store, load_ids)
        progress(reason(numbers), 0.0)
        version_id = version_before(store, numbers)
        if version_id is not None:
            _tell(store, numbers, version_id, who)
            point_to(store, version_id)
        else:
            with draft(store) as new:
                take_back_all(new, numbers, progress)
                with withdrawn_unless_current(store, new.version_id):
                    publish(store, new.path, new.version_id)
                    _tell(store, numbers, new.version_id, who)
                    make_current(store, new.version_id)
                version_id = new.version_id
        facts.update(data_version=version_id, loads=[f"L{number}" for number in numbers])
        progress(reason(numbers), 1.0)
        return version_id


def take_back_all(new: Draft, numbers: Sequence[int], progress: Progress) -> None:
    """Finish a draft without some loads."""
    new.workspace.execute("BEGIN")
    # The latest first: then the fewest rows are settled once more.
    for load_no in sorted(numbers, reverse=True):
        take_back(new.workspace, load_no)
    new.workspace.execute("COMMIT")
    new.finish(reason(numbers), part(progress, TAKEN_BACK, 1))


def reason(numbers: Sequence[int]) -> str:
    """What is done, in words."""
    loads = ", ".join(_("load L{number}").format(number=number) for number in numbers)
    return _("Taking back {loads}").format(loads=loads)


def _tell(store: Path, numbers: Sequence[int], version_id: str, who: str) -> None:
    for number in numbers:
        ledger.append(store, "undo", load_id=f"L{number}", version=version_id, who=who)


def numbers_of(store: Path, load_ids: str | Sequence[str]) -> list[int]:
    """The numbers of loads that hold, each once; UsageError as number_of_load, or when none is named."""
    named = [load_ids] if isinstance(load_ids, str) else list(dict.fromkeys(load_ids))
    if not named:
        raise UsageError(_("no load was named."), mend=_("`cx loads` lists the loads with their names."))
    return [number_of_load(store, load_id) for load_id in named]


def number_of_load(store: Path, load_id: str) -> int:
    """The number of a load that holds; UsageError when there is none of that name or it was taken back."""
    rows = open_version(store).engine.query("SELECT load_no FROM meta.loads WHERE load_id = $id", {"id": load_id})
    if len(rows):
        return int(rows["load_no"].iloc[0])
    taken_back = any(e["event"] == "undo" and e.get("load_id") == load_id for e in ledger.events(store))
    if taken_back:
        raise UsageError(
            _("load {load_id} was taken back before.").format(load_id=load_id), mend=_("`cx loads` shows what holds.")
        )
    raise UsageError(
        _("there is no load “{load_id}”.").format(load_id=load_id),
        mend=_("`cx loads` lists the loads with their names."),
    )


def version_before(store: Path, numbers: Sequence[int]) -> str | None:
    """The kept ancestor of the current version from which only these loads divide it; None when there is none."""
    current = open_version(store)
    left = _loads(current.engine) - set(numbers)
    for earlier in _ancestors(store, current):
        loads = _loads(earlier.engine)
        if not left <= loads or earlier.settings != current.settings or earlier.outdated:
            return None
        if left == loads:
            return earlier.id
    return None


def _ancestors(store: Path, version: Version) -> Iterator[Version]:
    """The versions that a version was made from, the latest first, as far as they are kept and whole."""
    while True:
        parent = version.engine.query("SELECT parent FROM meta.version")["parent"].iloc[0]
        if not isinstance(parent, str) or not path_of(store, parent).exists():
            return
        try:
            version = checked_version(store, parent)
        except StoreError:
            return
        yield version


def _loads(engine: Engine) -> set[int]:
    return {int(n) for n in engine.query("SELECT load_no FROM meta.loads")["load_no"]}


def take_back(draft_space: Workspace, load_no: int) -> None:
    """Make the raw tables what they would be had the load never been made."""
    settled = {table: _Epoch.of(draft_space, table, load_no) for table in TABLES}
    draft_space.execute(f"DELETE FROM meta.replaced WHERE load_no = {load_no}")
    for epoch in settled.values():
        _take_back(draft_space, epoch)
    for table in ("meta.loads", "meta.refused"):
        draft_space.execute(f"DELETE FROM {table} WHERE load_no = {load_no}")


@dataclass(frozen=True, slots=True)
class _Epoch:
    """What can depend on a load, in one table: the loads since it, up to the next one that replaced the table.

    since: where what is settled once more begins. dissolved: the load had begun the epoch, by replacing the table, so
    that all of the epoch is settled on what held before; else only the keys of which the load stored a row.
    """

    table: str
    load_no: int
    since: int
    until: int | None
    dissolved: bool

    @classmethod
    def of(cls, draft_space: Workspace, table: str, load_no: int) -> _Epoch:
        marks = draft_space.query(
            "SELECT load_no, floor_no FROM meta.replaced WHERE table_name = $table", {"table": table}
        )
        later = marks["floor_no"][marks["floor_no"] > load_no]
        until = None if later.empty else int(later.min())
        own = marks["floor_no"][marks["load_no"] == load_no]
        if own.empty or (marks["floor_no"] == own.iloc[0]).sum() > 1:
            return cls(table, load_no, load_no, until, dissolved=False)
        return cls(table, load_no, int(own.iloc[0]), until, dissolved=True)

    @property
    def loads(self) -> str:
        """SQL of the condition on the loads of the epoch since."""
        return f"load_no >= {self.since}" + ("" if self.until is None else f" AND load_no < {self.until}")


def _take_back(draft_space: Workspace, epoch: _Epoch) -> None:
    """Settle once more, load by load, what loads of the epoch said of the affected keys, in rows or in claims."""
    table, raw = epoch.table, f"raw.{quoted(epoch.table)}"
    keys = ", ".join(quoted(name) for name in TABLES[table].key)
    which = epoch.loads if epoch.dissolved else f"load_no = {epoch.load_no}"
    draft_space.execute(f"CREATE OR REPLACE TEMP TABLE {UNDONE} AS SELECT DISTINCT {keys} FROM {raw} WHERE {which}")
    _set_aside(draft_space, epoch, keys)
    brought, modes = _brought(draft_space, table)
    said = draft_space.query(f"SELECT DISTINCT load_no FROM {SAID} ORDER BY load_no")["load_no"]
    for later in (int(number) for number in said):
        listed = ", ".join(quoted(name) for name in brought[later])
        draft_space.execute(
            f"CREATE OR REPLACE TEMP TABLE {AGAIN} AS SELECT {listed}, row_no FROM {SAID} WHERE load_no = {later}"
        )
        settle(draft_space, table, AGAIN, brought[later], later, modes[later])
    for scratch in (UNDONE, SAID, AGAIN):
        draft_space.execute(f"DROP TABLE IF EXISTS {scratch}")
    _drop_empty_dimensions(draft_space, table, brought, epoch.load_no)


def _set_aside(draft_space: Workspace, epoch: _Epoch, keys: str) -> None:
    """Take out what loads of the epoch said of the affected keys, and keep it in SAID, without the undone load's.

    A claim says what the row said that it claims.
    """
    raw = f"raw.{quoted(epoch.table)}"
    affected = f"SELECT r.* FROM {raw} AS r SEMI JOIN {UNDONE} USING ({keys})"
    claims = f"SELECT * FROM meta.claims WHERE table_name = '{epoch.table}' AND {epoch.loads}"
    draft_space.execute(
        f"CREATE OR REPLACE TEMP TABLE {SAID} AS SELECT * FROM ({affected}) WHERE {epoch.loads} UNION ALL "
        f"SELECT r.* REPLACE (c.load_no AS load_no, c.row_no AS row_no) FROM ({affected}) AS r "
        f"JOIN ({claims}) AS c ON c.owner_load_no = r.load_no AND c.owner_row_no = r.row_no"
    )
    spoken = f"(load_no, row_no) IN (SELECT (load_no, row_no) FROM {SAID})"
    for kept in ("meta.claims", "meta.passed"):
        draft_space.execute(
            f"DELETE FROM {kept} WHERE table_name = '{epoch.table}' AND (load_no = {epoch.load_no} OR {spoken})"
        )
    draft_space.execute(f"DELETE FROM {raw} WHERE load_no = {epoch.load_no} OR ({epoch.loads} AND {spoken})")
    draft_space.execute(f"DELETE FROM {SAID} WHERE load_no = {epoch.load_no}")


def _brought(draft_space: Workspace, table: str) -> tuple[dict[int, list[str]], dict[int, str]]:
    """Load -> the columns of a table that it filled; load -> its mode."""
    rows = draft_space.query("SELECT load_no, options FROM meta.loads ORDER BY load_no")
    options = {int(str(r.load_no)): json.loads(str(r.options)) for r in rows.itertuples()}
    brought = {number: told["brought"].get(table, []) for number, told in options.items()}
    return brought, {number: told.get("mode", "upsert") for number, told in options.items()}


def _drop_empty_dimensions(draft_space: Workspace, table: str, brought: dict[int, list[str]], load_no: int) -> None:
    """Custom dimensions that only this load had brought are gone with it."""
    kept = {name for number, names in brought.items() if number != load_no for name in names}
    canonical = {column.stored_name for column in TABLES[table].columns}
    for name in set(brought[load_no]) - kept - canonical - set(BOOKKEEPING):
        draft_space.execute(f"ALTER TABLE raw.{quoted(table)} DROP COLUMN {quoted(name)}")
