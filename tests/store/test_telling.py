"""How far the work is: a share that never falls and ends at 1, whatever becomes of the work."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cx.ingest.options import LoadOptions
from cx.ingest.progress import Progress
from cx.store.loads import commit, load, rehearse, undo
from cx.store.undo_trial import undone
from tests.ingest.loading import load_text

HEAD = "order_id,ordered_at,amount\n"
FIRST, SECOND, THIRD = (HEAD + f"{n},2026-01-0{n},{n}0\n" for n in (1, 2, 3))
ASKED = HEAD + "1,02/03/2026,5\n"


def file(store: Path, name: str, text: str) -> Path:
    path = store.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def tried(store: Path, tell: Progress) -> None:
    with undone(store, ["L1"], progress=tell):
        pass


def committed(store: Path, tell: Progress) -> None:
    commit(store, rehearse(store, [file(store, "2.csv", SECOND)]).id, progress=tell)


def committed_late(store: Path, tell: Progress) -> None:
    made = rehearse(store, [file(store, "2.csv", SECOND)])
    load(store, [file(store, "3.csv", THIRD)])
    commit(store, made.id, progress=tell)


def archive(store: Path, tell: Progress) -> None:
    with zipfile.ZipFile(store.parent / "all.zip", "w") as made:
        for name, text in {"2.csv": SECOND, "3.csv": THIRD, "read.me": "Hello"}.items():
            made.writestr(name, text)
    (store.parent / "4.csv.gz").write_bytes(gzip.compress((HEAD + "4,2026-01-04,40\n").encode()))
    load(store, [store.parent / "all.zip", store.parent / "4.csv.gz"], progress=tell)


@pytest.mark.parametrize(
    "work",
    [
        lambda store, tell: load(store, [file(store, "2.csv", SECOND)], progress=tell),
        lambda store, tell: load(store, [file(store, "2.csv", FIRST)], progress=tell),
        lambda store, tell: load(store, [file(store, "2.csv", ASKED)], progress=tell),
        lambda store, tell: load(store, [file(store, "2.csv", SECOND)], dry_run=True, progress=tell),
        lambda store, tell: load(store, [file(store, "2.csv", SECOND)], LoadOptions(mode="replace"), progress=tell),
        lambda store, tell: rehearse(store, [file(store, "2.csv", SECOND), file(store, "3.csv", THIRD)], progress=tell),
        lambda store, tell: rehearse(store, [file(store, "2.csv", ASKED)], progress=tell),
        lambda store, tell: undo(store, ["L1"], progress=tell),
        archive,
        committed,
        committed_late,
        tried,
    ],
    ids=[
        *("load", "nothing new", "question", "dry run", "replace", "rehearse", "rehearse question", "undo", "archive"),
        *("commit", "late commit", "try undo"),
    ],
)
def test_the_share_never_falls_and_ends_at_one(tmp_path: Path, work: Callable[[Path, Progress], object]) -> None:
    store = tmp_path / "s"
    load_text(store, FIRST, name="1.csv")
    told: list[tuple[str, float | None]] = []
    work(store, lambda sentence, share=None: told.append((sentence, share)))
    shares = [share for _sentence, share in told if share is not None]
    assert shares == sorted(shares)
    assert shares[0] >= 0
    assert shares[-1] == 1
    assert all(sentence for sentence, _share in told)
