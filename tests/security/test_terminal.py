"""What files say is printed, never obeyed: names, headers and values steer no terminal and fake no line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from cx.cli.main import cx
from cx.language.terminal import line

STEERING = "\x1b[2J\x1b]0;title\x07\x9b31m\u202e"


@pytest.mark.parametrize("text", ["a\x1b[31mb", "a\x07b", "a\x9bb", "a\x00b", "a\x7fb", "a\udc80b"])
def test_a_character_that_steers_shows_as_a_mark(text):
    assert set(line(text)) <= set("ab[31m\ufffd")
    assert "\ufffd" in line(text)


def test_a_line_stays_one_line_and_keeps_its_letters():
    assert line("a\nloaded 99\r\tb\u2028c") == "a loaded 99  b c"
    assert line("Zoë · 雪 · 😀 “x”") == "Zoë · 雪 · 😀 “x”"


def test_what_a_file_is_called_and_holds_does_not_reach_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CX_HOME", str(tmp_path / "store"))
    rows = "".join(f"o{n},c{n},2024-01-0{n},5,{STEERING}\n" for n in range(1, 9))
    path = tmp_path / f"bad{STEERING}\nname.csv"
    path.write_text(f"order_id,customer_id,ordered_at,amount,na{STEERING}me\n{rows}o9,c9,{STEERING}no date,5,x\n")
    for words in (["load", str(path)], ["loads"], ["changed", "L1"], ["check"], ["load", str(path) + "x"]):
        result = CliRunner().invoke(cx, words)
        shown = result.output if result.exception is None else result.output + line(str(result.exception))
        assert not set(STEERING) - set("[2J]0;title31m") & set(shown), words
    assert "\nname" not in shown
