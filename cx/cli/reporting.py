"""`cx report`: the board brief, made of the pages in a process of its own; pages ask for it through `cx job`, too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

import click

from cx import events
from cx.errors import CxError, UsageError
from cx.ingest.progress import Progress
from cx.language import LANGUAGES, _, language
from cx.language.terminal import line
from cx.language.text import SPOKEN
from cx.store.home import PROJECT

MAKER = "cx.ui.report"
"""Started by its name: the command itself works without pages."""
TAIL = 2000


@click.command("report")
@click.option("--view", "link", default="", metavar="LINK", help="A link of the dashboard, or its query string.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A file that ends in .html, .pptx or .pdf.")
@click.option("--data", default="", metavar="VERSION", help="This data version instead of the link's.")
@click.option(
    "--lang", "code", default="", type=click.Choice(["", *LANGUAGES]), help="This language instead of the link's."
)
def report(link: str, out: Path, data: str, code: str) -> None:
    """The board brief of a view, or of the one page that the link opens."""
    if not out.parent.is_dir():
        raise UsageError(_("there is no such folder."), where=str(out.parent), mend=_("Make it first."))
    if out.is_dir() or not os.access(out.parent, os.W_OK):
        raise UsageError(_("that file cannot be written."), where=str(out), mend=_("Name a file in a folder of yours."))
    for told in make(link, out, data, code, _sayer()):
        click.echo(line(f"cx: {told}"), err=True)
    click.echo(line(str(out)))


def make(link: str, out: Path, data: str, code: str, tell: Progress) -> list[str]:
    """Make the report of a link; what could not be done is returned in words. Raises CxError.

    data, code: a data version and a language instead of the link's.
    """
    form = out.suffix.removeprefix(".")
    with events.work("report", form=form) as facts, tempfile.TemporaryDirectory(prefix="cx-report-") as folder:
        request, result, errors = (Path(folder) / name for name in ("request.json", "result.json", "errors"))
        asked = {"link": link, "out": str(out.resolve()), "data": data, "language": code, "result": str(result)}
        request.write_text(json.dumps(asked), encoding="utf-8")
        with errors.open("wb") as said:
            maker = subprocess.Popen(
                [sys.executable, "-m", MAKER, str(request)],
                cwd=PROJECT,
                env={**os.environ, SPOKEN: language()},
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
            )
            try:
                _follow(maker.stdout, tell)
                maker.wait()
            finally:
                maker.terminate()
                maker.wait()
        # The maker keeps what it says to a file: only events of it go on, as libraries may quote a value.
        events.pass_on(errors.read_text(encoding="utf-8", errors="replace"))
        answer = _told(result, errors)
        facts.update(bytes=out.stat().st_size)
        return answer


def _follow(steps: IO[str] | None, tell: Progress) -> None:
    for step in steps or ():
        try:
            found = json.loads(step)
            tell(found["sentence"], found["share"])
        except (ValueError, KeyError, TypeError):
            continue  # a line that a library of the maker wrote


def _told(result: Path, errors: Path) -> list[str]:
    try:
        answer: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        last = errors.read_text(encoding="utf-8", errors="replace")[-TAIL:].strip().splitlines()[-1:]
        raise CxError(
            _("the report could not be made."), where=" ".join(last), mend=_("Is there memory and disk to spare?")
        ) from error
    if problem := answer.get("error"):
        kind = UsageError if problem["kind"] == UsageError.__name__ else CxError
        raise kind(problem["what"], where=problem["where"], mend=problem["mend"])
    told: list[str] = answer["told"]
    return told


def _sayer() -> Progress:
    """Tells every new step on stderr."""
    last = ""

    def say(sentence: str, _share: float | None = None) -> None:
        nonlocal last
        if sentence != last:
            click.echo(line(f"{sentence} …"), err=True)
        last = sentence

    return say


COMMANDS = (report,)
