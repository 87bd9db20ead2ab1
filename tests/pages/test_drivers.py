"""The drivers page says what matters most, what cannot be told, and which columns it needs."""

import numpy as np

from cx.demo import effects
from cx.metrics.compute import compute
from cx.store.versions import open_version
from cx.view import View
from tests.pages.test_pages import opened, texts


def answers(n=200, **columns):
    rng = np.random.default_rng(2)
    felt = rng.normal(size=n)
    made = {
        name: np.clip(np.rint(mean + slope * felt + rng.normal(size=n)), 1, 5)
        for name, (mean, slope) in columns.items()
    }
    return [
        {
            "response_id": f"r{i}",
            "customer_id": f"c{i}",
            "responded_at": "2026-01-15",
            "nps": str(int(np.clip(round(7 + 2 * felt[i]), 0, 10))),
            **{name: str(int(values[i])) for name, values in made.items()},
        }
        for i in range(n)
    ]


def test_what_matters_most_and_does_worst_comes_first(show, tiny_home):
    home = tiny_home(surveys=answers(600, ease=(2.5, 1.6), staff=(4.2, 0.2), price=(4.2, 0.1)))
    said = texts(show("experience/drivers", home=home, period="all"))
    assert "**Ease** matters most and is rated below average." in said
    assert "Matters more, rated lower than average: Ease" in said
    assert "no proof of a cause" in said
    assert "600 customers gave the score and all 3 ratings." in said


def test_without_ratings_the_page_says_which_columns_a_file_needs(show, tiny_home):
    app = show("experience/drivers", home=tiny_home(surveys=answers()), period="all")
    assert not app.exception
    assert "No drivers of NPS yet: no survey column rates single things" in texts(app)
    assert "one column for each thing rated" in texts(app)
    assert any("cx settings drivers=" in code.value for code in app.code)
    assert "surveys template" in {b.label for b in app.get("download_button")}


def test_two_that_say_the_same_are_told_on_the_page(show, tiny_home):
    surveys = [{**s, "comfort": s["ease"]} for s in answers(ease=(3, 1), staff=(4, 0.3))]
    said = texts(show("experience/drivers", home=tiny_home(surveys=surveys), period="all"))
    assert "say the same thing and cannot be told apart" in said


def test_ratings_that_explain_nothing_are_not_ranked(show, tiny_home):
    app = show("experience/drivers", home=tiny_home(surveys=answers(60, ease=(3, 0), staff=(3, 0))), period="all")
    assert not app.exception
    assert "no more than chance would" in texts(app)
    assert [m.value for m in app.metric if m.label.startswith("Weight")] == ["–", "–"]


def test_the_score_is_chosen_in_the_address_and_the_table_has_both_divisions(show):
    app = opened(show("experience/drivers", score="csat"), "drivers_weights_table")
    frame = app.dataframe[0].value
    assert set(frame["score"]) == {"CSAT"}
    assert {"share explained", "relative weight", "lmg"} <= set(frame["part"])


def test_the_planted_order_is_found_in_the_demo_data(demo_home):
    """Some 300 customers: the heaviest and the two lightest are certain, the middle two are not."""
    rows = compute("key_drivers", open_version(demo_home), View(period="all")).rows
    ranked = [row.item for row in rows if row.part == "relative_weight"]
    planted = sorted(effects.DRIVER_LOADING, key=effects.DRIVER_LOADING.get, reverse=True)
    assert ranked[0] == planted[0]
    assert set(ranked[1:3]) == set(planted[1:3])
    assert set(ranked[3:]) == set(planted[3:])


def test_within_a_split_the_heaviest_of_each_value_is_named(show, tiny_home):
    web = [{**s, "touchpoint": "web"} for s in answers(ease=(3, 1.6), staff=(4, 0.2))]
    shop = [
        {**s, "response_id": f"s{n}", "customer_id": f"s{n}", "touchpoint": "shop"}
        for n, s in enumerate(answers(ease=(3, 0.2), staff=(3, 1.6)))
    ]
    home = tiny_home(surveys=web + shop)
    assert "Heaviest within each touchpoint: Staff for shop; Ease for web" in texts(
        show("experience/drivers", home=home, period="all", split="touchpoint")
    )
