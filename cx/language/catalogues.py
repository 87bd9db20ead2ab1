"""The catalogues of the interface's texts: gathered from the code, taken over into every language, and looked through.

`make texts` runs it. Texts are found as the code is parsed, so that one within an f-string is found, too.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime, timezone
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from cx.language.text import LANGUAGES, LOCALES, SOURCE

PROJECT = Path(__file__).parents[2]
PLACES = ("app.py", "cx", "pages")
MARKS = {"_": 1, "N_": 1, "ngettext": 2}
"""What marks a text -> how many of its arguments are texts."""
DAWN = datetime(2026, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 - the same text on every machine
"""The date in the head of a new catalogue: that of the day would differ each time."""
WIDTH = 120


def gathered(project: Path = PROJECT) -> Catalog:
    """Every text that is marked in the code, without the places where it stands."""
    found = Catalog(fuzzy=False)
    for place in PLACES:
        path = project / place
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            for message in _marked(ast.parse(file.read_text(encoding="utf-8"))):
                found.add(message)
    return found


def _marked(tree: ast.AST) -> Iterator[str | tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in MARKS:
            continue
        given = node.args[: MARKS[node.func.id]]
        texts = [
            arg.value for arg in given if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and arg.value
        ]
        if len(texts) == 2:
            yield texts[0], texts[1]
        elif len(texts) == MARKS[node.func.id]:
            yield texts[0]


def path_of(code: str) -> Path:
    """The file of a language."""
    return LOCALES / code / "LC_MESSAGES" / "cx.po"


def read(code: str, path: Path | None = None) -> Catalog:
    """A language's catalogue as it is; an empty one when there is none yet."""
    path = path or path_of(code)
    if not path.exists():
        head = f"# {LANGUAGES.get(code, code)}: the texts of the interface. `make texts` adds new ones."
        return Catalog(
            code, header_comment=head, project="cx-dashboard", creation_date=DAWN, revision_date=DAWN, fuzzy=False
        )
    with path.open("rb") as source:
        return read_po(source, locale=code)


def take_over(template: Catalog, catalogue: Catalog) -> None:
    """Add the texts that a catalogue lacks, untranslated, and drop those that are gone. Nothing is guessed."""
    # A copy: Babel puts the template's own entries into the catalogue, where they would be translated in all languages.
    catalogue.update(deepcopy(template), no_fuzzy_matching=True, update_creation_date=False)


def write(catalogue: Catalog, path: Path) -> None:
    """The catalogue as a file that differs from the one before only where its texts do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalogue, width=WIDTH, no_location=True, sort_output=True, ignore_obsolete=True)


def problems(template: Catalog, catalogue: Catalog) -> list[str]:
    """What a catalogue lacks or has wrong, a line for each; empty when it is whole."""
    found = [f"not translated: {_id(m)!r}" for m in _all(template) if not _whole(catalogue.get(m.id), catalogue)]
    for message in _all(catalogue):
        if template.get(message.id) is None:
            found.append(f"no longer in the code: {_id(message)!r}")
        elif message.fuzzy:
            found.append(f"fuzzy: {_id(message)!r}")
        found += _placeholders_that_differ(message)
    return found + [f"obsolete: {_id(m)!r}" for m in catalogue.obsolete.values()]


def _all(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _id(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _whole(message: Message | None, catalogue: Catalog) -> bool:
    if message is None:
        return False
    forms = _forms(message)
    return all(forms) and len(forms) == (1 if isinstance(message.id, str) else catalogue.num_plurals)


def _forms(message: Message) -> list[str]:
    string = message.string or ""
    return [string] if isinstance(string, str) else list(string)


def _placeholders_that_differ(message: Message) -> Iterator[str]:
    """Every form has the placeholders of its text; a form for one may leave the number out, as the English does."""
    english = [_placeholders(text) for text in ([message.id] if isinstance(message.id, str) else message.id)]
    least, most = set.intersection(*english), set.union(*english)
    for form in _forms(message):
        if form and not least <= _placeholders(form) <= most:
            yield f"other placeholders: {_id(message)!r} → {form!r}"


def _placeholders(text: str) -> set[str]:
    try:
        return {
            name + (f":{spec}" if spec else "") for _text, name, spec, _conversion in Formatter().parse(text) if name
        }
    except ValueError:
        return {"a brace that is not closed"}


def main() -> int:
    """Take the texts of the code over into every language, and say what is left to translate."""
    template = gathered()
    for code in LANGUAGES:
        if code == SOURCE:
            continue
        catalogue = read(code)
        take_over(template, catalogue)
        write(catalogue, path_of(code))
        left = sum(not _whole(message, catalogue) for message in _all(catalogue))
        sys.stdout.write(f"{path_of(code).relative_to(PROJECT)}: {len(catalogue)} texts, {left} not translated\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
