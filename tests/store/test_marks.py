"""Targets and events: every change is a revision, and every revision can be looked at again."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cx.errors import UsageError
from cx.store.marks import MARKS, Event, Target, history, marks, newest, put, remove

WRITER = """
import sys
from datetime import date
from pathlib import Path
from cx.store.marks import Event, put
for number in range(20):
    put(Path(sys.argv[1]), Event(date(2026, 1, 1), f"{sys.argv[2]}{number}"), who="w")
"""


def test_a_store_without_marks_has_none(tmp_path: Path):
    assert (marks(tmp_path).revision, marks(tmp_path).targets, history(tmp_path)) == (0, (), [])
    assert not list(tmp_path.iterdir())


def test_every_revision_can_be_looked_at_again(tmp_path: Path):
    first = put(tmp_path, Target("nps", 40), who="ann")
    event = put(tmp_path, Event(date(2026, 3, 1), "  price\u202e   change "), who="ann")
    put(tmp_path, replace(first, value=45), who="bob")
    remove(tmp_path, event.id, who="bob")
    assert [
        (m.revision, [t.value for t in m.targets], [e.label for e in m.events])
        for m in (marks(tmp_path, n) for n in range(6))
    ] == [
        (0, [], []),
        (1, [40.0], []),
        (2, [40.0], ["price change"]),
        (3, [45.0], ["price change"]),
        (4, [45.0], []),
        (4, [45.0], []),
    ]
    told = [(c.revision, c.who, c.before and c.before.id, c.after and c.after.id) for c in history(tmp_path)]
    assert told == [(4, "bob", "E2", None), (3, "bob", "T1", "T1"), (2, "ann", None, "E2"), (1, "ann", None, "T1")]


def test_a_second_target_for_the_same_figure_takes_the_place_of_the_first(tmp_path: Path):
    put(tmp_path, Target("nps", 40), who="")
    put(tmp_path, Target("nps", 42), who="")
    put(tmp_path, Target("nps", 50, where=("segment", "Consumer")), who="")
    put(tmp_path, Target("nps", 45, first=date(2027, 1, 1)), who="")
    assert [(t.id, t.value) for t in marks(tmp_path).targets] == [("T1", 42.0), ("T3", 50.0), ("T4", 45.0)]


def test_a_line_cut_off_by_a_crash_costs_only_itself(tmp_path: Path):
    put(tmp_path, Target("nps", 40), who="")
    with (tmp_path / MARKS).open("ab") as stream:
        stream.write(b'{"revision": 2, "at": "2026-01-01T00:00:00+00:00", "id": "T2", "ma\xc3')
    assert newest(tmp_path) == 1
    put(tmp_path, Target("csat", 0.8), who="")
    assert [(t.metric, t.value) for t in marks(tmp_path).targets] == [("nps", 40.0), ("csat", 0.8)]


def test_lines_that_say_something_else_are_passed_over(tmp_path: Path):
    put(tmp_path, Target("nps", 40), who="")
    wrong = (
        '{"revision": 2, "at": "2026-01-01", "who": "", "id": "E2", "mark": {"kind": "event", "day": "soon"}}',
        '{"revision": 3, "at": "2026-01-01", "who": "", "id": "E3", "mark": {"kind": "target", "colour": "red"}}',
        '{"revision": "x", "id": 4}',
        "[1, 2]",
    )
    with (tmp_path / MARKS).open("a", encoding="utf-8") as stream:
        stream.write("\n".join(wrong) + "\n")
    assert [t.id for t in marks(tmp_path).targets] == ["T1"]
    assert len(history(tmp_path)) == 1


def test_two_writers_at_once_lose_nothing(tmp_path: Path):
    started = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name], cwd=Path(__file__).parents[2])
        for name in ("a", "b")
    ]
    assert [process.wait() for process in started] == [0, 0]
    assert newest(tmp_path) == 40
    assert len({event.id for event in marks(tmp_path).events}) == 40


@pytest.mark.parametrize(
    ("mark", "word"),
    [
        (Event(date(2026, 1, 1), " "), "needs a label"),
        (Event(date(2026, 1, 1), "x" * 61), "1 to 60"),
        (Event(date(1600, 1, 1), "x"), "impossible date"),
        (Target("nps", 1, where=("segment", "")), "segment"),
        (Target("nps", 1, first=date(2026, 2, 1), last=date(2026, 1, 1)), "ends before"),
        (Target("nps", 1, id="T9"), "no target or event “T9”"),
    ],
)
def test_what_cannot_be_kept_is_told(tmp_path: Path, mark, word):
    with pytest.raises(UsageError) as refused:
        put(tmp_path, mark, who="")
    assert word in refused.value.sentence()
    assert newest(tmp_path) == 0


def test_what_is_not_there_cannot_be_removed(tmp_path: Path):
    with pytest.raises(UsageError, match="no target or event"):
        remove(tmp_path, "T1", who="")
