from cx.charts.survival import projection, steps
from cx.charts.theme import Look
from tests.charts.rows import row

SHARE = Look("share", every="month")


def curve(split=None):
    shares = ((0, 1.0), (1, 0.8), (2, 0.6), (3, None))
    return [row(v, (v or 0) - 0.1, (v or 0) + 0.1, age=a, split=split, part="curve") for a, v in shares]


def test_survival_goes_down_in_steps_with_its_band_and_ends_where_nobody_is_watched():
    band, line = steps(curve(), SHARE).data
    assert (list(line.x), list(line.y)) == ([0, 1, 2], [1.0, 0.8, 0.6])
    assert line.line.shape == "hv"
    # Up the right-angled upper end, back along the lower one: every month begins where the one before has ended.
    assert list(band.x) == [0, 1, 1, 2, 2, 2, 2, 1, 1, 0]
    assert list(band.y[:5]) == [1.1, 1.1, 0.9, 0.9, 0.7]


def test_groups_have_names_and_many_of_them_no_bands():
    few = steps([r for name in ("A", "B") for r in curve(name)], SHARE)
    assert [t.name for t in few.data if t.name] == ["A", "B"]
    assert few.layout.showlegend
    many = steps([r for name in "ABCD" for r in curve(name)], SHARE)
    assert len(many.data) == 4


def test_what_is_projected_is_dashed_and_what_was_forecast_earlier_dotted():
    rows = [row(0.5, 0.4, 0.6, age=a, part="observed") for a in (0, 1, 2)]
    rows += [row(0.4, 0.2, 0.6, age=a, part="projected") for a in (3, 4)]
    rows += [row(0.45, 0.3, 0.6, age=2, part="hold-out"), row(None, part="projected", age=5)]
    lines = {t.name: t for t in projection(rows, SHARE).data if t.name}
    assert {name: t.line.dash for name, t in lines.items()} == {
        "observed": "solid",
        "projected": "dash",
        "forecast made earlier": "dot",
    }
    assert list(lines["observed"].x) == [1, 2]  # at age 0 everybody is there by definition
    assert list(lines["projected"].x) == [2, 3, 4]  # carried on from the last observed point


def test_the_days_in_which_nobody_can_lapse_are_shaded_and_named():
    figure = steps(curve(), SHARE, blind_months=1.5)
    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].x1) == (0, 1.5)
    assert figure.layout.annotations[0].text == "cannot lapse yet"
    assert not steps(curve(), SHARE).layout.shapes


def test_nothing_to_draw_is_an_empty_figure():
    assert not steps([], SHARE).data
    assert not projection([row(None, part="projected")], SHARE).data
