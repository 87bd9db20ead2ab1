"""Key drivers from surveys: who is counted, what is said, and why there is sometimes no answer."""

from pathlib import Path

import numpy as np
import pytest

from cx.engines.duckdb import DuckMaker
from cx.metrics.base import Options, Result, Row
from cx.metrics.compute import compute
from cx.settings import Settings
from cx.store.loads import change_settings
from cx.store.opening import describe
from cx.store.reading import Version
from cx.store.versions import open_version, path_of, point_to
from cx.view import View
from tests.given import given

ALL = View(period="all")
LOADINGS = {"ease": 0.9, "delivery": 0.6, "staff": 0.2}
Surveys = list[dict[str, object]]


def rated(n: int = 300, seed: int = 1, **more: object) -> Surveys:
    """One answer per customer, its ratings 1-5 going with NPS by their loading."""
    rng = np.random.default_rng(seed)
    felt = rng.normal(size=n)
    columns = {
        name: np.clip(np.rint(3.5 + 0.9 * (loading * felt + np.sqrt(1 - loading**2) * rng.normal(size=n))), 1, 5)
        for name, loading in LOADINGS.items()
    }
    nps = np.clip(np.rint(7.5 + 2 * felt), 0, 10)
    return [
        {
            "response_id": f"r{i}",
            "customer_id": f"c{i}",
            "responded_at": "2026-01-05",
            "nps": int(nps[i]),
            **{name: int(values[i]) for name, values in columns.items()},
            **more,
        }
        for i in range(n)
    ]


def asked(tmp_path: Path, surveys: Surveys, *, settings: Settings | None = None, **options: str) -> Result:
    return compute("key_drivers", given(tmp_path, settings, surveys=surveys), ALL, Options(**options))


def row(result: Result, part: str, item: str | None = None) -> Row:
    (found,) = [r for r in result.rows if r.part == part and r.item == item]
    return found


def test_the_ratings_are_ranked_by_what_they_have_to_do_with_the_score(tmp_path: Path) -> None:
    result = asked(tmp_path, rated())
    assert [r.item for r in result.rows if r.part == "relative_weight"] == ["ease", "delivery", "staff"]
    for part in ("relative_weight", "lmg"):
        rows = [r for r in result.rows if r.part == part]
        assert sum(r.estimate.value or 0 for r in rows) == pytest.approx(1.0)
        assert sum(r.total or 0 for r in rows) == pytest.approx(row(result, "r_squared").estimate.value)
    assert {r.estimate.n for r in result.rows} == {300}
    assert {r.score for r in result.rows} == {"nps"}


def test_performance_is_the_mean_rating_on_its_scale(tmp_path: Path) -> None:
    surveys = rated()
    performance = row(asked(tmp_path, surveys), "performance", "delivery")
    assert performance.estimate.value == pytest.approx(np.mean([s["delivery"] for s in surveys]))
    assert (performance.estimate.unit, performance.scale) == ("score", "1-5")


def test_one_answer_per_customer_the_one_with_the_most_ratings_and_of_these_the_first(tmp_path: Path) -> None:
    """Half a rating before and a second whole answer after the first whole one: neither counts, and both are told."""
    surveys = rated()
    again: Surveys = [
        {**surveys[0], "response_id": "early", "responded_at": "2026-01-01", "ease": None, "staff": None},
        {**surveys[0], "response_id": "late", "responded_at": "2026-02-01", "ease": 1, "nps": 0},
    ]
    assert asked(tmp_path, surveys + again).rows[1:] == asked(tmp_path, surveys).rows[1:]
    assert "2 further answers of the same customers" in asked(tmp_path, surveys + again).notes[0]


def test_answers_that_lack_a_rating_are_left_out_and_told(tmp_path: Path) -> None:
    surveys = rated()
    gone = [{**s, "ease": None} for s in surveys[:7]] + [{**s, **dict.fromkeys(LOADINGS)} for s in surveys[7:9]]
    result = asked(tmp_path, gone + surveys[9:])
    assert result.notes[0] == (
        "291 customers gave the score and all 3 ratings. Left out: 7 who rated only some; 2 who rated nothing."
    )


def test_a_rating_that_few_gave_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    surveys = [{**s, "packaging": n % 5 + 1 if n < 20 else None} for n, s in enumerate(rated())]
    result = asked(tmp_path, surveys)
    assert row(result, "r_squared").estimate.n == 300
    assert any("“packaging” is left out: 20 customers rated it, 300 rated" in note for note in result.notes)


def test_identical_drivers_are_told_and_share_one_weight(tmp_path: Path) -> None:
    result = asked(tmp_path, [{**s, "ease_again": s["ease"]} for s in rated()])
    one, other = (row(result, "relative_weight", name).estimate.value for name in ("ease", "ease_again"))
    assert one == pytest.approx(other)
    assert any("“ease” and “ease again” say the same thing and cannot be told apart" in note for note in result.notes)
    assert row(result, "vif", "ease").estimate.reason == "it can be computed from the other ratings"


def test_two_that_nearly_repeat_each_other_are_told_with_their_correlation(tmp_path: Path) -> None:
    surveys = [{**s, "comfort": s["ease"] if n % 20 else 3} for n, s in enumerate(rated())]
    result = asked(tmp_path, surveys)
    assert any("“ease” and “comfort” go together (correlation 0.9" in note for note in result.notes)
    assert (row(result, "vif", "ease").estimate.value or 0) > 5
    assert any("“ease” mostly repeats what the other ratings say" in note for note in result.notes)


def test_a_rating_whose_scale_is_turned_is_told(tmp_path: Path) -> None:
    result = asked(tmp_path, [{**s, "ease": 6 - s["ease"]} for s in rated()])
    assert (row(result, "coefficient", "ease").estimate.high or 0) < 0
    assert any(
        "“ease” goes with a worse score" in note and "check that high means good" in note for note in result.notes
    )


def test_a_rating_that_all_gave_alike_is_left_out_and_told(tmp_path: Path) -> None:
    result = asked(
        tmp_path,
        [{**s, "price": 4} for s in rated()]
        + [{"response_id": "x", "responded_at": "2026-01-05", "price": p} for p in (1, 2)],
        settings=Settings(drivers=("ease", "price")),
    )
    assert any("“price” is left out: all who are counted gave it the same rating" in note for note in result.notes)
    assert {r.item for r in result.rows} == {None, "ease"}


def test_other_scores_are_explained_when_asked(tmp_path: Path) -> None:
    surveys = [{**s, "csat": (int(str(s["nps"])) + 1) // 2, "csat_scale": "0-5"} for s in rated()]
    result = asked(tmp_path, surveys, score="csat")
    assert {r.score for r in result.rows} == {"csat"}
    assert row(result, "r_squared").estimate.n == 300
    nobody = asked(tmp_path, surveys, score="ces").only()
    assert nobody.estimate.reason == "nobody answered CES"
    assert "choose nps, csat or ces" in (asked(tmp_path, surveys, score="effort").only().estimate.reason or "")


def test_every_segment_gets_its_own_weights_and_remarks(tmp_path: Path) -> None:
    surveys = rated(touchpoint="web") + [
        {**s, "response_id": f"s{n}", "customer_id": f"s{n}", "touchpoint": "shop"} for n, s in enumerate(rated(12))
    ]
    version = given(tmp_path, surveys=surveys)
    result = compute("key_drivers", version, View(period="all", split="touchpoint"))
    by = {r.split: r for r in result.rows if r.part == "r_squared"}
    assert by["web"].estimate.n == 300
    assert by["shop"].estimate.reason == "too few: n = 12, at least 30 needed"
    assert result.notes[0].startswith("shop: 12 customers")


@pytest.mark.parametrize(
    ("surveys", "reason"),
    [
        (rated(10), "too few: n = 10, at least 30 needed"),
        ([{**s, "nps": 9} for s in rated()], "all answers to be explained are equal"),
        ([{**s, **dict.fromkeys(LOADINGS)} for s in rated()], "no survey column rates single things"),
        ([{**s, "nps": None, "csat": 3, "csat_scale": "1-5"} for s in rated()], "nobody answered NPS"),
        (
            [{**s, **({"ease": None, "staff": None} if n % 2 else {"delivery": None})} for n, s in enumerate(rated())],
            "no answer carries NPS together with ratings of ease, delivery, staff",
        ),
    ],
    ids=["few", "constant", "no ratings", "no score", "never together"],
)
def test_why_there_is_no_answer_is_said_in_words(tmp_path: Path, surveys: Surveys, reason: str) -> None:
    result = asked(tmp_path, surveys)
    assert result.rows[0].estimate.value is None
    assert reason in (result.rows[0].estimate.reason or "")


def test_chance_has_no_weights_but_its_r_squared_and_means(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    result = asked(tmp_path, [{**s, "nps": int(rng.integers(0, 11))} for s in rated(60)])
    assert row(result, "r_squared").estimate.known
    assert "no more than chance" in (row(result, "relative_weight", "ease").estimate.reason or "")
    assert row(result, "performance", "ease").estimate.known


def test_data_of_an_earlier_release_say_how_to_prepare_them_anew(tmp_path: Path) -> None:
    given(tmp_path, surveys=rated())
    home, version_id = tmp_path / "home", "1-abcdef"
    made = path_of(home, version_id)
    made.parent.mkdir(parents=True)
    next(tmp_path.glob("*.duckdb")).rename(made)
    point_to(home, version_id)
    workspace = DuckMaker().writer(made)
    for mart in ("ratings", "drivers", "form"):
        workspace.execute(f"DROP TABLE mart.{mart}")
    workspace.finish()
    old = describe(DuckMaker().reader(made), version_id)
    assert old.outdated
    assert "prepared by an earlier release" in (reason_of(old) or "")
    assert compute("nps", old, ALL).only().estimate.known
    old.engine.close()
    change_settings(home, {"minimum_n": "30"})
    assert reason_of(open_version(home)) is None


def reason_of(version: Version) -> str | None:
    return compute("key_drivers", version, ALL).rows[0].estimate.reason
