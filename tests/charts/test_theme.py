import tomllib
from pathlib import Path

import pytest

from cx.charts.theme import TOKENS, blank, contrast, label

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_charts_and_pages_have_the_same_colours(mode):
    page, tokens = CONFIG["theme"][mode], TOKENS[mode]
    assert page["backgroundColor"] == tokens.background
    assert page["secondaryBackgroundColor"] == tokens.surface
    assert page["textColor"] == tokens.text
    assert page["grayColor"] == tokens.context
    assert page["borderColor"] == tokens.line
    assert page["blueColor"] == tokens.good
    assert page["orangeColor"] == tokens.bad
    assert tuple(page["chartCategoricalColors"]) == tokens.categorical
    assert tuple(page["chartSequentialColors"]) == tokens.sequential
    assert tuple(page["chartDivergingColors"]) == tokens.diverging


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_is_legible_and_lines_are_visible_on_the_background(mode):
    tokens = TOKENS[mode]
    for text in (tokens.text, tokens.context, CONFIG["theme"][mode]["linkColor"]):
        assert contrast(text, tokens.background) >= 4.5
    for text in ("blueTextColor", "orangeTextColor", "grayTextColor"):
        assert contrast(CONFIG["theme"][mode][text], tokens.background) >= 4.5
    for mark in (tokens.good, tokens.bad, tokens.accent):
        assert contrast(mark, tokens.background) >= 3.0


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_captions_and_what_stands_on_the_main_colour_are_legible(mode):
    page = CONFIG["theme"][mode]
    for background in (page["backgroundColor"], page["sidebar"]["backgroundColor"]):
        assert contrast(mixed(page["textColor"], background, 0.6), background) >= 4.5  # a caption is text at 60 %
    assert contrast("#FFFFFF", page["primaryColor"]) >= 4.5  # buttons and chosen values
    assert contrast(page["primaryColor"], page["backgroundColor"]) >= 3.0  # the dot of a choice


def mixed(colour: str, background: str, share: float) -> str:
    pairs = zip(*(bytes.fromhex(c[1:]) for c in (colour, background)), strict=True)
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02X}" for a, b in pairs)


def test_what_is_written_in_a_chart_is_twelve_pixels_high_and_dark_enough():
    figure = blank("light", height=100)
    assert figure.layout.xaxis.tickfont.size == figure.layout.yaxis.tickfont.size == 12
    assert contrast(figure.layout.xaxis.tickfont.color, TOKENS["light"].background) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_sequential_scale_is_one_ramp_away_from_the_background(mode):
    ramp = [contrast(colour, TOKENS[mode].background) for colour in TOKENS[mode].sequential]
    assert ramp == sorted(ramp)


def test_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_markup_in_data_is_shown_and_long_names_are_cut():
    assert label("<b>A & B</b>") == "&lt;b&gt;A &amp; B&lt;/b&gt;"
    assert label("x" * 30, 10) == "x" * 9 + "…"


def test_marks_that_turn_the_direction_of_writing_are_taken_away():
    assert label("\u202eexe.gnp\u2066\u200f\u061c") == "exe.gnp"
    assert label("שלום") == "שלום"


def test_a_figure_that_is_changed_leaves_the_next_one_as_it_was():
    before = blank("light", height=44).to_json()
    figure = blank("light", height=44)
    figure.update_layout(margin={"l": 99}, xaxis={"visible": False, "tickfont": {"size": 3}}, legend={"y": 7})
    figure.layout.template.layout.font.size = 99
    assert blank("light", height=44).to_json() == before != figure.to_json()
