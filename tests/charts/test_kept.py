"""A chart is drawn once for the same figures, and anew for everything that makes it look different."""

from dataclasses import replace

import pytest

from cx.charts.kept import kept
from cx.charts.theme import Look, blank
from cx.language import numbers, speaking

LOOK = Look("money", "EUR")
VALUES = [1.0, 2.0, 4.0]


@kept
def line(values, look):
    figure = blank(look.mode, height=10)
    tips = [numbers.figure(value, look.unit, look.currency) for value in values]
    return figure.add_scatter(y=list(values), customdata=tips, line_color=look.tokens.context)


def test_the_same_figures_are_the_same_chart():
    assert line(VALUES, LOOK) is line(tuple(VALUES), Look("money", "EUR"))


@pytest.mark.parametrize(
    ("values", "look"),
    [([1.0, 2.0, 4.5], LOOK), ([4.0, 2.0, 1.0], LOOK), (VALUES, replace(LOOK, mode="dark")), (VALUES, Look("share"))],
    ids=["value", "order", "mode", "unit"],
)
def test_other_figures_are_another_chart(values, look):
    first = line(VALUES, LOOK).to_json()
    assert line(values, look).to_json() != first
    assert line(VALUES, LOOK).to_json() == first


def test_each_language_has_its_own():
    tips = {}
    for language in ("en", "pl"):
        with speaking(language):
            tips[language] = line([1234.5, 1.0], LOOK).data[0].customdata[0]
    assert tips["en"] != tips["pl"]


def test_arguments_are_told_apart_by_what_is_in_them():
    drawn = []

    @kept
    def draw(*given, **named):
        drawn.append((given, named))
        return blank("light", height=10)

    for given, named in [(([1], {"a": 1}), {}), (((1,), {"a": 1}), {}), (([1.0], {"a": 1}), {}), (([1], {"a": 2}), {})]:
        draw(*given, **named)
    draw([1], {"a": 1}, most=3)
    draw([True], {"a": 1})
    assert len(drawn) == 5  # a list and a tuple of the same are the same
