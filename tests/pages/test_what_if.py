"""The page What if: under filters, without a step, and with a cost."""

from streamlit.testing.v1 import AppTest

PAGE = "impact/what_if"


def sentences(app: AppTest) -> str:
    return "\n".join(str(e.value) for kind in (app.markdown, app.caption, app.info) for e in kind)


def test_a_filter_on_customers_narrows_the_figures(show) -> None:
    whole, part = show(PAGE), show(PAGE, f__segment="Consumer")
    counts = [{m.label: m.value for m in app.metric} for app in (whole, part)]
    assert counts[0]["With hard contacts"] != counts[1]["With hard contacts"]
    assert "no dimension" not in sentences(part)


def test_without_a_step_nothing_is_chosen(show) -> None:
    app = show(PAGE, move="0", lift="0")
    assert "Nothing is chosen" in sentences(app)
    assert not [m.label for m in app.metric if m.label.startswith("Gain")]


def test_a_refusal_is_told_once(show) -> None:
    app = show(PAGE, lift="0")
    assert sentences(app).count("no gain can be shown") == 1
    assert "graded C" not in "\n".join(c.value for c in app.caption)


def test_a_count_is_exact_and_the_cost_has_a_currency(show) -> None:
    app = show(PAGE, cost="100000000")
    assert any("exact count" in c.value for c in app.caption)
    assert [n.label for n in app.number_input][2] == "Cost of the programme in a year, EUR"
    assert "does not pay back within the year" in sentences(app)
