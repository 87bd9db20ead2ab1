"""Pages are drawn in the order they were asked for, so many at a time, and nobody waits for ever."""

from __future__ import annotations

import threading
from contextlib import ExitStack

import pytest

from cx.ui.turns import Line

PATIENCE = 10.0


class Visit(threading.Thread):
    """A page that is drawn until it is told to end."""

    def __init__(self, line: Line, name: str, log: list[str]) -> None:
        super().__init__(daemon=True, name=name)
        self.line, self.log = line, log
        self.waits, self.begun, self.ends = threading.Event(), threading.Event(), threading.Event()
        self.places: list[int] = []

    def run(self) -> None:
        with self.line.turn(self._tell):
            self.log.append(self.name)
            self.begun.set()
            self.ends.wait(PATIENCE)

    def _tell(self, place: int) -> None:
        self.places.append(place)
        self.waits.set()


@pytest.fixture
def visits():
    """Starts visits one after the other: each is drawn, or waits, before the next one comes."""
    with ExitStack() as ended:

        def started(line, names, drawn):
            log: list[str] = []
            made = [Visit(line, name, log) for name in names]
            for number, visit in enumerate(made):
                ended.callback(visit.ends.set)
                visit.start()
                assert (visit.begun if number < drawn else visit.waits).wait(PATIENCE)
            return made, log

        yield started


def test_so_many_are_drawn_at_once_and_the_others_in_the_order_they_came(visits):
    (ann, bob, cid, dan), log = visits(Line(2, alone=0, holds=1000), ["ann", "bob", "cid", "dan"], drawn=2)
    assert log == ["ann", "bob"]
    assert (cid.places[0], dan.places[0]) == (1, 2)
    bob.ends.set()
    assert cid.begun.wait(PATIENCE)
    assert not dan.begun.is_set()
    ann.ends.set()
    assert dan.begun.wait(PATIENCE)
    assert log == ["ann", "bob", "cid", "dan"]


def test_a_page_that_has_just_begun_is_drawn_alone_whatever_places_there_are(visits):
    (ann, bob), log = visits(Line(2, alone=1000, holds=2000), ["ann", "bob"], drawn=1)
    assert log == ["ann"]
    ann.ends.set()
    assert bob.begun.wait(PATIENCE)
    assert log == ["ann", "bob"]


def test_a_page_that_has_been_drawn_for_a_while_has_others_beside_it_but_no_more_than_places(visits):
    (ann,), log = visits(Line(2, alone=0.01, holds=1000), ["ann"], drawn=1)
    bob, cid = Visit(ann.line, "bob", log), Visit(ann.line, "cid", log)
    bob.start()
    assert bob.begun.wait(PATIENCE)
    cid.start()
    assert cid.waits.wait(PATIENCE)
    assert not cid.begun.is_set()
    ann.ends.set()
    assert cid.begun.wait(PATIENCE)
    assert log == ["ann", "bob", "cid"]
    bob.ends.set()
    cid.ends.set()


def test_a_page_that_takes_long_keeps_nobody_waiting(visits):
    (ann,), log = visits(Line(1, alone=0, holds=0.01), ["ann"], drawn=1)
    bob = Visit(ann.line, "bob", log)
    bob.start()
    assert bob.begun.wait(PATIENCE)
    assert not ann.ends.is_set()
    bob.ends.set()


def test_whoever_gives_up_leaves_the_line(visits):
    (ann,), log = visits(Line(1, alone=0, holds=1000), ["ann"], drawn=1)

    def gives_up(_place):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), ann.line.turn(gives_up):
        pass
    bob = Visit(ann.line, "bob", log)
    bob.start()
    ann.ends.set()
    assert bob.begun.wait(PATIENCE)
    bob.ends.set()
    assert log == ["ann", "bob"]


def test_a_page_that_fails_gives_its_place_back():
    line = Line(1, alone=0, holds=1000)

    def waits(_place):
        pytest.fail("there is a place")

    with pytest.raises(ValueError, match="bad"), line.turn(waits):
        raise ValueError("bad")
    with line.turn(waits):
        pass
