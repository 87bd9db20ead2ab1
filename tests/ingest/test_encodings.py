"""Texts that are not UTF-8 throughout: the codec that makes words, lines in another one, letters encoded twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cx.errors import LoadError, UsageError
from cx.ingest.bytes import inspect
from cx.ingest.doubled import mended
from tests.ingest.staging import Stage, stager

HEADER = b"order_id,note\n"


@pytest.fixture(scope="module")
def room() -> Iterator[Stage]:
    with stager() as ready:
        yield ready


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("très réussi, à bientôt", "cp1252"),
        ("naïve", "cp1252"),
        ("5 €", "cp1252"),
        ("“so”", "cp1252"),
        ("più, però, città", "cp1252"),
        ("Straße", "cp1252"),
        ("Straße", "cp850"),
        ("Café", "cp850"),
        ("£5.00", "cp850"),
        ("São Paulo", "cp850"),
        ("část, příliš žluťoučký kůň", "cp1250"),
        ("Łódź", "cp1250"),
        ("Gdańsk", "cp1250"),
        ("otoño, señora", "cp1252"),
        ("Привет, очень хорошо", "cp1251"),
        ("とても良い", "cp932"),
        ("東京", "cp932"),
        ("ｶﾀｶﾅ ﾃｽﾄ", "cp932"),
        ("とても良い", "euc_jp"),
    ],
)
def test_the_codec_whose_letters_make_words(room: Stage, text: str, encoding: str) -> None:
    staged = room.bytes(HEADER + f'O1,"{text}"\n'.encode(encoding))
    assert staged.rows == [["O1", text]]
    assert staged.table.encoding == encoding
    assert "was read as" in staged.table.notes[0]


def test_lines_of_another_codec_are_read_as_such_and_told_with_their_lines(room: Stage) -> None:
    lines = ["O1,Müller".encode(), "O2,Straße".encode("cp1252"), "O3,naïve".encode(), "O4,déjà".encode("cp1252")]
    staged = room.bytes(HEADER + b"\n".join(lines))
    assert [row[1] for row in staged.rows] == ["Müller", "Straße", "naïve", "déjà"]
    assert staged.table.notes == [
        "2 lines are not UTF-8 like the others and were read as Windows-1252 (Western European): lines 3, 5 first."
    ]


@pytest.mark.parametrize("encoding", ["cp850", "cp1250", "cp932"])
def test_every_codec_may_stand_beside_utf8(room: Stage, encoding: str) -> None:
    text = {"cp850": "très déçu", "cp1250": "zażółć gęślą", "cp932": "とても良い"}[encoding]
    staged = room.bytes(HEADER + f"O1,{text}\n".encode() + f"O2,{text}\n".encode(encoding))
    assert [row[1] for row in staged.rows] == [text, text]


def test_a_mark_and_lone_returns_do_not_hide_mixed_lines(room: Stage) -> None:
    staged = room.bytes(b"\xef\xbb\xbforder_id,note\rO1,Caf\xe9\rO2,Caf\xc3\xa9\r")
    assert (staged.headers, staged.rows) == (["order_id", "note"], [["O1", "Café"], ["O2", "Café"]])


def test_doubly_encoded_letters_are_mended_and_told(room: Stage) -> None:
    staged = room.bytes(HEADER + "O1,Müller\nO2,CafÃ© â€œgutâ€\x9d\n".encode())
    assert [row[1] for row in staged.rows] == ["Müller", "Café “gut”"]
    assert staged.table.notes == ["1 line was encoded twice (“Ã©” for “é”) and mended: line 3."]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("itâ€™s", "it’s"),
        ("Å‚Ã³dÅº", "łódź"),  # noqa: RUF001
        ("â‚¬5", "€5"),  # noqa: RUF001
        # These are as they were meant.
        ("CAFÉ” SÃO ÂGE", "CAFÉ” SÃO ÂGE"),
        ("JÄ… FÄ”", "JÄ… FÄ”"),
    ],
)
def test_only_what_was_encoded_twice_is_mended(written: str, meant: str) -> None:
    assert mended(written) == meant


def test_what_cannot_be_decided_is_asked_once_with_examples(room: Stage) -> None:
    # One letter between capitals, which no alphabet tells apart.
    staged = room.bytes(HEADER + b"O1,X\xa6X\n")
    (question,) = staged.table.questions
    assert question.field == "encoding"
    assert question.pass_option.startswith("--encoding ")
    assert question.examples
    answer = question.pass_option.removeprefix("--encoding ").split("|")[1]
    answered = room.bytes(HEADER + b"O1,X\xa6X\n", encoding=answer)
    assert (answered.table.questions, answered.table.encoding) == ([], answer)


def test_an_answer_that_is_no_encoding_or_does_not_fit_is_refused(tmp_path: Path, room: Stage) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(HEADER + b"O1,\x81\n")
    with pytest.raises(UsageError, match="no text encoding “base64”"):
        inspect(path, "base64")
    with pytest.raises(LoadError, match="some of its bytes are no cp1252 text"):
        room.file(path, encoding="cp1252")
