"""Scores in numbers, signs and words: which scale they are on, what is told, what is asked and what is refused."""

# ruff: noqa: RUF001 - signs and letters of other scripts are what this file is about
from __future__ import annotations

import pytest

from cx.errors import UsageError
from cx.ingest.types.answers import fitting, lists
from cx.ingest.types.scores import read
from tests.ingest.typing import Typed, surveys, typed


@pytest.mark.parametrize(
    ("text", "number", "top"),
    [
        ("4", 4, None),
        ("4,5", 4.5, None),
        ("4/5", 4, 5),
        ("8 / 10", 8, 10),
        ("4 out of 5", 4, 5),
        ("4 out of 5 stars", 4, 5),
        ("4 von 5", 4, 5),
        ("4 sur 5", 4, 5),
        ("4 de 5", 4, 5),
        ("4 z 5", 4, 5),
        ("★★★★☆", 4, 5),
        ("★★★", 3, 5),
        ("⭐⭐⭐⭐⭐", 5, 5),
        ("4 stars", 4, 5),
        ("1 Stern", 1, 5),
        ("3 étoiles", 3, 5),
        ("2 estrellas", 2, 5),
        ("80%", 80, 100),
        ("5 - Very satisfied", 5, None),
        ("5 (Very satisfied)", 5, None),
        ("10 = extremely likely", 10, None),
        ("Very satisfied - 5", 5, None),
        ("Very satisfied (5)", 5, None),
        ("４", 4, None),
        ("4 points", 4, None),
    ],
)
def test_scores_as_they_are_written(text: str, number: float, top: int | None) -> None:
    answer = read(text)
    assert (answer.number, answer.top) == (number, top)


def csat(values: list[str], **options: dict[str, str]) -> Typed:
    return surveys("csat", values, **options)


@pytest.mark.parametrize(
    ("words", "scores", "scale"),
    [
        (["Very satisfied", "neutral ", "DISSATISFIED"], [5, 3, 2], "1-5"),
        (["Sehr zufrieden", "eher unzufrieden"], [5, 2], "1-5"),
        (["Très satisfait", "insatisfait"], [5, 2], "1-5"),
        (["Muy satisfecho", "Neutral"], [5, 3], "1-5"),
        (["Muito satisfeito", "Insatisfeito"], [5, 2], "1-5"),
        (["Bardzo zadowolony", "Bardzo niezadowolona"], [5, 1], "1-5"),
        (["とても満足", "どちらともいえない"], [5, 3], "1-5"),
        (["Extremely satisfied", "Slightly dissatisfied"], [7, 3], "1-7"),
        (["Good", "Bad"], [1, 0], "0-1"),
        (["👍", "👎", "👍🏽"], [1, 0, 1], "0-1"),
        (["Strongly agree", "Disagree"], [5, 2], "1-5"),
        (["Excellent", "Fair", "Very good"], [5, 2, 4], "1-5"),
        (["★★★★☆", "★★★★★"], [4, 5], "1-5"),
        (["4/5", "5/5", "1/5"], [4, 5, 1], "1-5"),
        (["8/10", "0/10"], [8, 0], "0-10"),
        (["80%", "95%"], [80, 95], "0-100"),
        (["5 - Very satisfied", "2 - Dissatisfied"], [5, 2], "1-5"),
        (["1", "7"], [1, 7], "1-7"),
        (["0", "10"], [0, 10], "0-10"),
        (["3", "10"], [3, 10], "1-10"),
        (["0", "100"], [0, 100], "0-100"),
    ],
)
def test_the_scale_of_a_satisfaction_score(words: list[str], scores: list[float], scale: str) -> None:
    made = csat(words)
    assert not made.questions, made.questions
    assert made.column("csat") == scores
    assert made.constants["csat_scale"] == scale
    assert any("“csat”" in note for note in made.notes)


def test_answers_that_say_nothing_are_left_empty() -> None:
    made = csat(["Good", "Offered", "No answer", "", "Bad"])
    assert made.column("csat") == [1, None, None, None, 0]


def test_rows_that_say_their_own_scale_keep_it() -> None:
    made = csat(["4/5", "8/10", "5/5"])
    assert list(zip(made.column("csat"), made.column("csat_scale"), strict=True)) == [
        (4, "1-5"),
        (8, "1-10"),
        (5, "1-5"),
    ]


@pytest.mark.parametrize("values", [["2", "4"], ["1", "3", "6"], ["12", "97"]])
def test_a_scale_that_is_not_proven_is_asked_once(values: list[str]) -> None:
    (question,) = csat(values).questions
    assert (question.field, question.pass_option.split()[0]) == ("csat", "--scale")


def test_words_that_no_list_has_are_asked_and_the_order_is_the_answer() -> None:
    (question,) = csat(["Meh", "Wow", "Meh", "Yikes"]).questions
    assert question.examples == ("Meh", "Wow", "Yikes")
    made = csat(["Meh", "wow", "Meh", "Yikes"], scales={"csat": "Yikes<Meh<Wow"})
    assert (made.column("csat"), made.constants["csat_scale"]) == ([2, 3, 2, 1], "1-3")
    with pytest.raises(UsageError, match="puts no answers in order"):
        csat(["Meh"], scales={"csat": "Meh<Meh"})


def test_one_slip_among_words_is_refused() -> None:
    made = csat(["Good"] * 30 + ["asdf"])
    assert made.refused == [(32, "csat", "asdf", "is not a score")]


def test_a_slip_beyond_the_scale_is_refused_and_more_than_a_slip_is_asked() -> None:
    made = csat(["1", "3", "5", "4"] * 50 + ["9"])
    assert made.refused == [(202, "csat", "9", "is outside the scale 1-5")]
    assert any("the 1 outside it are refused" in note for note in made.notes)
    (question,) = csat(["1", "3", "5", "4"] * 50 + ["9"] * 10).questions
    assert "from 1 to 9" in question.question


def test_two_scales_one_after_the_other_are_noticed() -> None:
    values = ["5", "4", "3", "5"] * 20 + ["10", "9", "8", "3"] * 20
    (question,) = csat(values).questions
    assert "seem to be on two" in question.question
    days = {"responded_at": [f"2026-{1 + n // 80:02}-{1 + n % 28:02}" for n in range(160)]}
    (question,) = surveys("csat", values, days).questions
    assert "the 80 before 2026-02-01 never exceed 5, the 80 others do" in question.question
    assert not csat(values, scales={"csat": "1-10"}).questions


def test_two_scales_by_survey_are_noticed() -> None:
    values = ["5", "10", "4", "9", "3", "2"] * 30
    kinds = {"touchpoint": ["shop", "call"] * 90}
    values = [v if k == "call" else str(min(int(v), 5)) for v, k in zip(values, kinds["touchpoint"], strict=True)]
    values[1] = "10"
    (question,) = surveys("csat", values, kinds).questions
    assert "with touchpoint “shop” never exceed 5" in question.question


def test_one_scale_over_all_rows_is_not_doubted() -> None:
    made = surveys("csat", ["10", "9", "2", "5", "7", "1"] * 40, {"touchpoint": ["a", "b", "c", "d", "e"] * 48})
    assert not made.questions
    assert made.constants["csat_scale"] == "1-10"


def test_the_direction_of_an_effort_score_is_asked_unless_its_words_say_it() -> None:
    assert surveys("ces", ["1", "5", "3"]).questions[0].field == "ces"
    agreed = surveys("ces", ["Strongly agree", "Disagree"])
    assert "Which end of “ces” is easy?" in agreed.questions[0].question
    answered = surveys("ces", ["Strongly agree", "Disagree"], scales={"ces": "5-1"})
    assert (answered.column("ces"), answered.constants["ces_scale"]) == ([5, 2], "5-1")
    said = surveys("ces", ["Very easy", "Difficult"])
    assert (said.column("ces"), said.constants["ces_scale"]) == ([5, 2], "1-5")
    with pytest.raises(UsageError, match="run from 1 to 5"):
        surveys("ces", ["Strongly agree", "Disagree"], scales={"ces": "1-7"})


def test_nps_in_its_forms() -> None:
    made = surveys("nps", ["10", "9 - very likely", "8/10", "Not at all likely - 0", "4/5", "7.5", "11", "no answer"])
    assert made.column("nps") == [10, 9, 8, 0, None]
    assert [(line, reason) for line, _column, _value, reason in made.refused] == [
        (6, "is not a score"),
        (7, "is not a whole number from 0 to 10"),
        (8, "is not a whole number from 0 to 10"),
    ]
    groups = surveys("nps", ["Promoter", "Detractor", "Passive"])
    assert groups.column("nps") == [10, 3, 8]
    assert any("the NPS is right" in note for note in groups.notes)


def test_the_lists_of_answers_are_sound() -> None:
    for field in ("csat", "ces"):
        for made in lists(field):
            assert set(made.points.values()) == set(range(1, made.top + 1))
    assert fitting("csat", {"unheard of"}) is None


YES_NO = [
    "Ja",
    "nein",
    "Oui",
    "non",
    "Sí",
    "no",
    "Sim",
    "Não",
    "tak",
    "nie",
    "はい",
    "いいえ",
    "TRUE",
    "0",
    "maybe",
    " Y ",
]


def test_yes_and_no_in_seven_languages() -> None:
    n = len(YES_NO)
    made = typed(
        "contacts", {"contact_id": [str(k) for k in range(n)], "opened_at": ["2026-01-05"] * n, "sla_met": YES_NO}
    )
    assert made.column("sla_met") == [True, False] * 7 + [True]
    assert made.refused == [(16, "sla_met", "maybe", "is neither yes nor no")]
