"""Lifetime value: the prediction, its caveats, its back-test and its table, also where nothing can be predicted."""

import pytest

from tests.metrics.histories import guest_order, histories

PAGE = "value/lifetime_value"
ODD = {
    "nobody came back": histories(**{f"c{n}": "2025-01-01 10" for n in range(40)}) + guest_order("2025-09-01"),
    "few came back": histories(**{f"c{n}": "2025-01-01 10, 2025-03-01 10" for n in range(8)}),
    "one customer": histories(a="2025-01-01 10, 2025-01-09 10"),
}


def texts(app):
    kinds = (app.title, app.markdown, app.caption, app.header, app.info)
    return "\n".join(str(element.value) for kind in kinds for element in kind).replace("\\", "")


def test_the_prediction_stands_with_its_caveats_and_its_back_test(show):
    app = show(PAGE)
    words = texts(app)
    assert "A customer of today is expected to bring" in words
    assert "Cross-check: over 12 months Pareto/NBD expects" in words
    assert "BG/NBD lets customers leave only after a repeat order" in words
    assert "Back-test: orders" in words
    assert "on the months it had not seen; its cross-check is" in words
    assert "The intervals hold how well the parameters are known and how far the back-test was off" in words
    assert "held against the" in words
    assert [m.label for m in app.metric][-3:] == [
        "Next 12 months",
        "Next 36 months",
        "Still active",
    ]
    assert words.count("since the first order") == words.count("still to come") == 2
    customers = app.dataframe[-1].value
    assert len(customers) == 100
    assert list(customers["value_12_months"]) == sorted(customers["value_12_months"], reverse=True)


@pytest.mark.parametrize("orders", ODD.values(), ids=ODD.keys())
def test_where_nothing_can_be_predicted_words_say_why(show, tiny_home, orders):
    app = show(PAGE, home=tiny_home(orders=orders), period="all")
    assert not app.exception
    assert "too few customers who ordered again" in texts(app)
    assert [m.value for m in app.metric][-3:] == ["–", "–", "–"]
