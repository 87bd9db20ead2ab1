"""The quick way and the careful way through a text stage the same table, cell by cell and line by line."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cx.errors import LoadError
from cx.ingest import read, regular
from tests.ingest.staging import Stage, Staged, stager

PIECES = [
    "a",
    "7",
    "é",
    " ",
    "  ",
    ",",
    ",",
    ";",
    '"',
    '""',
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\\",
    '\\"',
    "'",
    "\t",
    "\0",
    "word",
    "\x85",
    "\u2028",
    "x,y\n",
    '"a\nb",2\n',
    "Total,",
    ",,\n",
    "\n\n",
    "a,b,c\n",
]
SETTINGS = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def room() -> Iterator[Stage]:
    with stager() as ready:
        yield ready


def careful(room: Stage, content: bytes, monkeypatch: pytest.MonkeyPatch) -> Staged:
    with monkeypatch.context() as patch:
        patch.setattr(read, "_may_be_regular", lambda *_any: False)
        return room.bytes(content)


def told(room: Stage, content: bytes, patch: pytest.MonkeyPatch | None) -> Staged | str:
    try:
        return careful(room, content, patch) if patch else room.bytes(content)
    except LoadError as error:
        return error.sentence()


@SETTINGS
@example('a,b\n1,"x\ny"\n2,z\n,\n\n3,4,5\n"6"\n')
@example("a,b\r\n1,2\r\n")
@example('a,b\n1,"never')
@example("a,b\n1,2\r3,4\n")
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_both_ways_agree_on_any_text(room: Stage, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    content = ("order_id,amount,note\n" + text).encode()
    assert told(room, content, None) == told(room, content, monkeypatch)


@pytest.mark.parametrize("block_bytes", [64, 100, 1000])
def test_they_agree_across_the_pieces_that_are_read(
    room: Stage, monkeypatch: pytest.MonkeyPatch, block_bytes: int
) -> None:
    monkeypatch.setattr(regular, "BLOCK_BYTES", block_bytes)
    body = "".join(f'{n},"a\r\nb{n}"\r\n' if n % 3 else f"{n}\r\n\r\n{n},x,y\r\n,\r\n" for n in range(60))
    content = ("order_id,note\r\n" + body).encode()
    quick = room.bytes(content)
    assert quick == careful(room, content, monkeypatch)
    assert (quick.table.rows, quick.table.ragged, quick.table.blank) == (80, 40, 40)


def test_a_regular_file_takes_the_quick_way(room: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[bool] = []
    quickly = read._quickly
    monkeypatch.setattr(read, "_quickly", lambda *given: taken.append(quickly(*given)) or taken[-1])
    rows = "".join(f'{n},"{n} ""quoted"",\nbroken",5\n' for n in range(1000))
    staged = room.bytes(("order_id,note,amount\n" + rows + "7,8\n").encode())
    assert taken == [True]
    assert (staged.lines[1], staged.rows[1]) == (4, ["1", '1 "quoted",\nbroken', "5"])
    assert staged.ragged == [(2002, 2, "7,8")]


def test_blanks_before_quotes_mean_nothing_whatever_is_within_them(room: Stage) -> None:
    staged = room.bytes(b'"order_id", "note"\n"1", "a"\n"2", "b"\n')
    assert [column.header for column in staged.table.columns] == ["order_id", "note"]
    assert staged.rows == [["1", "a"], ["2", "b"]]
