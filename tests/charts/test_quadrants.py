"""Importance against performance: where a driver stands, and that no label lies on another."""

from itertools import combinations

import pytest

from cx.charts.bands import bands
from cx.charts.labels import NARROW_HEIGHT, NARROW_WIDTH, label_box, placed
from cx.charts.quadrants import QUADRANTS, Lines, lines, points, quadrants
from cx.charts.theme import TOKENS, Look
from tests.charts.rows import row

SHARE = Look("share")
DRIVERS = {"ease": (0.5, 2.0), "delivery": (0.3, 4.0), "staff": (0.15, 4.0), "price": (0.05, 2.0)}
"""Driver -> weight and mean rating: their averages are 0.25 and 3."""


def answers(drivers=DRIVERS, scale="1-5", width=0.02):
    weights = [
        row(w, w - width, w + width, part="relative_weight", item=name) for name, (w, _rating) in drivers.items()
    ]
    ratings = [
        row(m, m - width, m + width, unit="score", part="performance", item=name, scale=scale)
        for name, (_w, m) in drivers.items()
    ]
    return [*weights, *ratings]


def overlap(one, other):
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])


def test_the_averages_part_the_corners():
    drawn = points(answers())
    middle = lines(drawn)
    assert (middle.x, middle.y) == pytest.approx((0.5, 0.25))  # a mean of 3 is half way from 1 to 5
    assert {p.name: middle.quadrant(p) for p in drawn} == {
        "ease": "fix",
        "delivery": "keep",
        "price": "watch",
        "staff": "fine",
    }


def test_an_interval_over_a_line_is_not_clear():
    (ease, *_rest) = points(answers())
    assert Lines(0.5, 0.25).clear(ease)
    assert not Lines(0.5, 0.49).clear(ease)
    assert not Lines(0.252, 0.25).clear(ease)  # rated 2 +- 0.02, that is 0.245 to 0.255 of the way


def test_what_is_to_be_fixed_has_colour_and_shape_of_its_own_and_whiskers_reach_the_ends():
    figure = quadrants(points(answers()), SHARE)
    others, fix = figure.data
    assert (list(fix.y), fix.marker.color, fix.marker.symbol) == ([0.5], TOKENS["light"].bad, "diamond")
    assert len(others.y) == 3
    assert others.marker.symbol == "circle"
    assert fix.error_y.array[0] == pytest.approx(0.02)
    assert fix.error_x.arrayminus[0] == pytest.approx(0.005)
    written = [a.text for a in figure.layout.annotations]
    assert {f"<b>{QUADRANTS['fix']}</b>", "Keep up", "Watch", "Fine as is", *DRIVERS} == set(written)


def test_one_scale_is_written_as_it_is_and_several_in_per_cent():
    assert "Mean rating, 1–5" in quadrants(points(answers()), SHARE).layout.xaxis.title.text
    mixed = [*answers({"ease": (0.6, 4.0)}), *answers({"staff": (0.4, 8.0)}, scale="0-10")]
    assert quadrants(points(mixed), SHARE).layout.xaxis.title.text == "Mean rating, % of its scale"


def test_a_scale_may_reach_below_zero():
    (point,) = points(answers({"mood": (1.0, 0.0)}, scale="-2-2"))
    assert (point.low, point.high, point.x) == (-2, 2, 0.5)


def test_what_has_no_figure_is_not_drawn():
    rows = [row(None, part="relative_weight", item="ease"), *answers()[4:5]]
    assert points(rows) == []
    assert len(quadrants([], SHARE).data) == 0


def test_labels_lie_neither_on_each_other_nor_on_dots():
    """Twelve drivers on a phone, some of them close together."""
    texts = [f"driver number {n}"[:14] for n in range(12)]
    dots = [(30 + 210 * (n % 3) / 2 + 3 * n, 20 + 28 * n) for n in range(12)]
    boxes = [label_box(text, dot, side) for text, dot, side in zip(texts, dots, placed(texts, dots), strict=True)]
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
    assert not any(overlap(box, (x - 3, y - 3, x + 3, y + 3)) for box in boxes for x, y in dots)
    assert all(box[0] >= 0 and box[2] <= NARROW_WIDTH and box[3] <= NARROW_HEIGHT for box in boxes)


def test_customers_who_stand_behind_every_rating_are_counted_once():
    rows = [row(0.5, 0.4, 0.6, band=band, split=s, n=70) for s in "AB" for band in ("ease", "staff", "price")]
    assert [trace.name for trace in bands(rows, SHARE, same_people=True).data] == ["A, n = 70", "B, n = 70"]


def test_a_label_on_two_lines_takes_the_room_of_both():
    left, bottom, right, top = label_box("Product<br>quality", (100, 100), (1, 1))
    assert (right - left, top - bottom) == pytest.approx((7.2 * 7, 36.0))
    written = [a.text for a in quadrants(points(answers({"Product quality": (0.6, 3.0)})), SHARE).layout.annotations]
    assert "Product<br>quality" in written
