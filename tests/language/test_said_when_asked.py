"""A text that is looked up while its module is read is in English for ever, whoever reads it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import cx

ROOM = Path(cx.__file__).parent
LOOKED_UP = ("_", "ngettext")


def at_import(source: str) -> list[int]:
    """The lines on which a text is looked up outside the body of a function."""
    return sorted(_outside(ast.parse(source)))


def _outside(node: ast.AST) -> Iterator[int]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LOOKED_UP:
        yield node.lineno
    inside = node.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) else []
    for child in ast.iter_child_nodes(node):
        # Decorators and defaults of a function are worked out where it is defined.
        if child not in (inside if isinstance(inside, list) else [inside]):
            yield from _outside(child)


@pytest.mark.parametrize("file", sorted(ROOM.rglob("*.py")), ids=lambda file: str(file.relative_to(ROOM)))
def test_no_text_is_looked_up_while_its_module_is_read(file: Path) -> None:
    assert at_import(file.read_text(encoding="utf-8")) == []


def test_what_counts_as_outside() -> None:
    source = """
TITLE = _("a constant")
MARKED = N_("a marked one")
class Card:
    title: str = _("a default")
def draw(title=_("another"), *, said=lambda: _("said later")):
    return _("said when asked")
@dialog(_("in a decorator"))
async def ask():
    return ngettext("{n} row", "{n} rows", 1)
"""
    assert at_import(source) == [2, 5, 6, 8]
