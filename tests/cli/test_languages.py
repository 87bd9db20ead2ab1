"""`cx --lang`: errors and notes in a language; JSON keeps its words."""

import gettext
import json
import sys

import pytest

from cx.cli.main import main
from cx.language import speak
from cx.language import text as room


@pytest.fixture(autouse=True)
def shouting(monkeypatch, tmp_path):
    """Every language but English is shouted; nobody hears it after the test."""

    class Shouting(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return f"!{message}!"

    plain = room.catalogue
    monkeypatch.setattr(room, "catalogue", lambda code: plain(code) if code == room.SOURCE else Shouting())
    monkeypatch.setenv("CX_HOME", str(tmp_path))
    yield
    speak(room.SOURCE)


def run(monkeypatch, capsys, *words):
    monkeypatch.setattr(sys, "argv", ["cx", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code, capsys.readouterr()


def test_an_error_is_said_in_the_language_asked(monkeypatch, capsys):
    code, said = run(monkeypatch, capsys, "--lang", "pl", "metric", "nope")
    assert (code, said.err[:34]) == (2, "cx: !there is no metric “nope”.! !")
    assert run(monkeypatch, capsys, "metric", "nope")[1].err.startswith("cx: there is no metric “nope”. ")


def test_the_environment_names_the_language_too_and_json_keeps_its_words(monkeypatch, capsys):
    monkeypatch.setenv("CX_LANG", "ja")
    assert "!there is no metric" in run(monkeypatch, capsys, "metric", "nope")[1].err
    listed = json.loads(run(monkeypatch, capsys, "metrics", "--json")[1].out)
    assert next(m["title"] for m in listed if m["name"] == "nps") == "Net Promoter Score"


def test_an_unknown_language_is_wrong_use(monkeypatch, capsys):
    assert run(monkeypatch, capsys, "--lang", "tlh", "metrics")[0] == 2
