"""Which survey columns are ratings, by their values or by name, and what is told of those that are not used."""

from pathlib import Path

import pytest

from cx.settings import Settings
from cx.store.reading import Version
from tests.given import given

FIVE = ("1", "2", "3", "4", "5")


def survey(number: int, **more: object) -> dict[str, object]:
    return {"response_id": f"r{number}", "customer_id": f"c{number}", "responded_at": "2026-01-05", "nps": 9, **more}


def surveys(**columns: tuple[object, ...]) -> list[dict[str, object]]:
    """Columns of five values each as five surveys."""
    return [survey(n, **{name: values[n] for name, values in columns.items()}) for n in range(5)]


def drivers(version: Version) -> dict[str, tuple[object, ...]]:
    """Name -> (number, low, high, answers) of the drivers in use."""
    rows = version.engine.query("SELECT * FROM mart.drivers WHERE driver_no IS NOT NULL ORDER BY driver_no")
    return {r.driver: (r.driver_no, r.scale_low, r.scale_high, r.answers) for r in rows.itertuples()}


def remarks(version: Version) -> list[str]:
    return list(version.engine.query("SELECT remark FROM mart.drivers WHERE remark IS NOT NULL")["remark"])


def test_columns_of_ratings_are_found_by_their_values_with_their_scale(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        surveys=surveys(
            ease=FIVE,
            staff=("1", "7", None, "3", "4"),
            speed=("0", "10", "5", "6", "7"),
            price=("2,5", "3.5", "4", "10", "1"),
            opinion=("good", "3", "4", "5", "1"),
            answered_before=("0", "1", "0", "1", "0"),
            code=("1", "2", "3", "4", "99"),
        ),
    )
    assert drivers(version) == {
        "ease": (1, 1, 5, 5),
        "staff": (2, 1, 7, 4),
        "speed": (3, 0, 10, 5),
        "price": (4, 1, 10, 5),
    }
    rows = version.engine.query("SELECT given, d1, d2, d4, d5 FROM mart.ratings ORDER BY response_id")
    assert rows["given"].tolist() == [4, 4, 3, 4, 4]
    assert rows["d1"].tolist() == [1, 2, 3, 4, 5]
    assert rows["d2"].fillna(-1).tolist() == [1, 7, -1, 3, 4]
    assert rows["d4"].tolist() == [2.5, 3.5, 4, 10, 1]
    assert rows["d5"].isna().all()


@pytest.mark.parametrize("name", ["survey_year", "age_group", "number_of_visits", "nps_2024", "overall_rating", "wave"])
def test_what_its_name_says_is_no_rating_is_told_and_can_be_named(tmp_path: Path, name: str) -> None:
    rows = surveys(**{name: FIVE})
    version = given(tmp_path, surveys=rows)
    assert drivers(version) == {}
    assert remarks(version) == [
        f"“{name}” looks like ratings, but its name says otherwise: name it in the setting drivers to use it"
    ]
    assert set(drivers(given(tmp_path, Settings(drivers=(name,)), surveys=rows))) == {name}


def test_named_drivers_are_used_whatever_their_values_and_what_is_not_is_told(tmp_path: Path) -> None:
    version = given(
        tmp_path,
        Settings(drivers=("price value", "slider", "flat", "elsewhere")),
        surveys=surveys(
            ease=FIVE,
            price_value=("1", "n/a", "3", "inf", "5"),
            slider=("0", "100", "50", "-20", "30"),
            flat=("4", "4", "4", "4", "4"),
        ),
    )
    assert drivers(version) == {"price_value": (1, 1, 5, 3), "slider": (2, -20, 100, 5)}
    assert remarks(version) == [
        "2 values of “price_value” are no numbers and left out",
        "“flat” holds fewer than two different numbers",
        "the setting drivers names “elsewhere”, which is no column of surveys beyond the known ones",
    ]


def test_of_more_than_twelve_those_with_the_most_answers_are_compared(tmp_path: Path) -> None:
    columns = {f"thing_{letter}": FIVE for letter in "abcdefghijklmo"}
    columns |= {"thing_b": ("1", "2", "3", None, None), "thing_d": ("1", "2", "3", "4", None)}
    version = given(tmp_path, surveys=surveys(**columns))
    found = drivers(version)
    assert (len(found), "thing_b" in found, "thing_d" in found) == (12, False, False)
    assert [number for number, *_rest in found.values()] == list(range(1, 13))
    assert len(remarks(version)) == 2


def test_hostile_names_stay_names(tmp_path: Path) -> None:
    names = ("we'ird", 'x"; DROP SCHEMA mart; --', "ünï cödé", "$1")
    version = given(tmp_path, surveys=surveys(**dict.fromkeys(names, FIVE)))
    assert set(drivers(version)) == set(names)
    assert version.engine.query("SELECT sum(d1) AS s FROM mart.ratings")["s"].iloc[0] == 15


@pytest.mark.parametrize("rows", [{}, {"surveys": [survey(1)]}], ids=["no surveys", "no ratings"])
def test_the_marts_are_there_and_empty_without_ratings(
    tmp_path: Path, rows: dict[str, list[dict[str, object]]]
) -> None:
    version = given(tmp_path, **rows)
    for mart in ("ratings", "drivers"):
        assert version.engine.query(f"SELECT count(*) AS n FROM mart.{mart}")["n"].iloc[0] == 0


def test_a_later_row_of_an_answer_replaces_its_ratings(tmp_path: Path) -> None:
    version = given(tmp_path, surveys=[*surveys(ease=FIVE), survey(0, ease="4", load_no=2)])
    rows = version.engine.query("SELECT d1 FROM mart.ratings ORDER BY response_id")
    assert rows["d1"].tolist() == [4, 2, 3, 4, 5]
