"""Every language has every text of the interface, with the same placeholders and nothing that is only guessed."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from cx.language import LANGUAGES
from cx.language.catalogues import gathered, path_of, problems, read, take_over, write
from cx.language.text import SOURCE

CODE = """
from cx.language import N_, Words, _, ngettext
NAMES = Words({"a": N_("first")})
def say(n):
    return f"**{_('within an f-string')}**" + _("{n} of {all}") + ngettext("A row", "{n} rows", n) + _(NAMES["a"] or "")
"""


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != SOURCE])
def test_a_language_has_every_text(code: str) -> None:
    assert path_of(code).exists()
    assert problems(gathered(), read(code)) == []


@pytest.fixture
def template(tmp_path: Path) -> Catalog:
    (tmp_path / "cx").mkdir()
    (tmp_path / "cx" / "page.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "app.py").write_text("", encoding="utf-8")
    return gathered(tmp_path)


def translated(template: Catalog, **texts: str | tuple[str, ...]) -> Catalog:
    """A Polish catalogue of the texts; a text is called by its first word."""
    catalogue = read("pl", Path("nowhere"))
    take_over(template, catalogue)
    said = {
        "first": "pierwszy",
        "within": "w środku",
        "{n}": "{n} z {all}",
        "A": ("Jeden wiersz", "{n} wiersze", "{n} wierszy"),
        **texts,
    }
    for message in catalogue:
        if message.id:
            name = (message.id if isinstance(message.id, str) else message.id[0]).split()[0]
            message.string = said[name]
    return catalogue


def test_texts_are_found_wherever_they_are_marked(template):
    assert {m.id for m in template if m.id} == {"first", "within an f-string", "{n} of {all}", ("A row", "{n} rows")}


def test_a_whole_catalogue_has_no_problems(template):
    assert problems(template, translated(template)) == []


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("first", "", "not translated: 'first'"),
        ("A", ("Jeden wiersz", "{n} wiersze", ""), "not translated: 'A row'"),
        ("{n}", "{n} z {wszystkich}", "other placeholders: '{n} of {all}' → '{n} z {wszystkich}'"),
        ("{n}", "{n}", "other placeholders: '{n} of {all}' → '{n}'"),
        ("A", ("Jeden wiersz", "{k} wiersze", "{n} wierszy"), "other placeholders: 'A row' → '{k} wiersze'"),
    ],
)
def test_what_is_wrong_is_named(template, name, text, problem):
    assert problems(template, translated(template, **{name: text})) == [problem]


def test_what_is_gone_and_what_is_guessed_is_named(template):
    catalogue = translated(template)
    catalogue.add("gone", "zniknął")
    catalogue["first"].flags.add("fuzzy")
    assert sorted(problems(template, catalogue)) == ["fuzzy: 'first'", "no longer in the code: 'gone'"]


def test_taking_texts_over_keeps_translations_drops_what_is_gone_and_writes_the_same_twice(template, tmp_path):
    catalogue = translated(template)
    catalogue.add("gone", "zniknął")
    del catalogue["first"]
    paths = [tmp_path / name for name in ("one.po", "two.po")]
    take_over(template, catalogue)
    write(catalogue, paths[0])
    again = read("pl", paths[0])
    take_over(template, again)
    write(again, paths[1])
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert problems(template, again) == ["not translated: 'first'"]
    assert again["{n} of {all}"].string == "{n} z {all}"
    assert "zniknął" not in paths[1].read_text(encoding="utf-8")
