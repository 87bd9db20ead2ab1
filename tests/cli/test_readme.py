"""Every `cx` command written in the documentation is one that `cx` understands."""

import re
import shlex
from pathlib import Path

import click
import pytest

from cx.cli.main import cx
from cx.metrics.compute import find
from cx.settings import Settings

PROJECT = Path(__file__).parents[2]
TEXTS = ("README.md", "CONTRIBUTING.md", "data/README.md")
BLOCKS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(?:\.venv/bin/)?cx ([^`]+)`")


def written(text: str) -> list[list[str]]:
    """The words after `cx` of every command, in blocks and within sentences."""
    lines = [part for block in BLOCKS.findall(text) for line in block.splitlines() for part in line.split(";")]
    words = [shlex.split(line, comments=True) for line in lines]
    commands = [found[1:] for found in words if found and Path(found[0]).name == "cx"]
    return commands + [shlex.split(" ".join(said.split())) for said in INLINE.findall(BLOCKS.sub("", text))]


def understood(words: list[str]) -> None:
    """Raise what `cx` would say of the words; nothing is run. A command that is only named needs no arguments."""
    command: click.Command = cx
    rest = list(words)
    while isinstance(command, click.Group) and rest:
        name = rest.pop(0)
        assert name in command.commands, f"there is no command {name}"
        command = command.commands[name]
    if not rest:
        return
    command.make_context(command.name, list(rest))
    if command.name == "metric":
        find(rest[0])
    if command.name == "settings":
        Settings().changed(dict(pair.split("=", 1) for pair in rest))


@pytest.mark.parametrize("name", TEXTS)
def test_every_command_in_the_documentation_is_understood(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = written((PROJECT / name).read_text(encoding="utf-8"))
    assert commands or name == "CONTRIBUTING.md"
    monkeypatch.chdir(tmp_path)
    for words in commands:
        for word in words:
            if Path(word).suffix in (".csv", ".txt"):
                Path(word).touch()
        understood(words)


@pytest.mark.parametrize(
    "words", [["lode"], ["load", "--dry"], ["metric", "nsp"], ["settings", "minimum=3"], ["mappings", "drop"]]
)
def test_a_command_that_does_not_exist_is_noticed(words: list[str]) -> None:
    with pytest.raises(Exception, match=r"no command|[Nn]o such option|no metric|no setting"):
        understood(words)
