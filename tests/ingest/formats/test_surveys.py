"""Survey tools: header rows, questions found by wording and answers in seven languages, unfinished answers refused."""

from pathlib import Path

import pytest

from cx.errors import LoadError
from cx.store.loads import LoadOptions, load
from tests.ingest.formats.exports import DATA, Row, load_changed, load_export
from tests.ingest.loading import column, load_text, rows

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "survey-exports"
real = pytest.mark.skipif(not SHARED.exists(), reason="the real files are not on this machine")


def test_delighted_says_by_its_type_which_score_it_is(tmp_path: Path) -> None:
    store = tmp_path / "s"
    assert load_export(store, "delighted").format == "delighted"
    sql = "SELECT response_id, CAST(responded_at AS VARCHAR), nps, csat, csat_scale FROM raw.surveys ORDER BY 1"
    assert rows(store, sql) == [
        ("71", "2025-01-01 10:00:00", 9.0, None, None),
        ("72", "2025-01-02 10:00:00", 4.0, None, None),
        ("73", "2025-01-03 10:00:00", None, 5.0, "1-5"),
    ]


def test_the_direction_of_an_effort_scale_is_asked(tmp_path: Path) -> None:
    def effort(rows: list[Row]) -> list[Row]:
        return [{**row, "survey_type": "ces", "score": "4"} for row in rows]

    report = load_changed(tmp_path / "s", "delighted", effort, dry_run=True)
    assert [question.field for question in report.questions] == ["ces"]
    report = load_changed(tmp_path / "s", "delighted", effort, scales={"ces": "1-5"}, dry_run=True)
    assert report.rows_loaded == 3


def test_surveymonkey_has_choices_in_its_second_row(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "surveymonkey")
    assert (report.format, report.rows_read, report.rows_loaded) == ("surveymonkey", 3, 3)
    assert rows(store, "SELECT nps, csat, comment FROM raw.surveys ORDER BY response_id") == [
        (10.0, 5.0, "Lovely, thanks"),
        (6.0, 3.0, "Box was torn,\nlamp was fine"),
        (0.0, 1.0, None),
    ]
    assert column(store, "SELECT which_of_these_did_you_buy_lamp FROM raw.surveys ORDER BY response_id") == [
        None,
        "Lamp",
        "Lamp",
    ]


def test_typeform_leaves_out_who_did_not_finish(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "typeform")
    assert (report.format, report.rows_read, report.rows_loaded, report.refused_count) == ("typeform", 3, 2, 1)
    assert report.refused[0].reason == "is an answer that was not finished"
    assert rows(store, "SELECT response_id, nps, comment, email_hash IS NULL FROM raw.surveys ORDER BY 1") == [
        ("tok1", 9.0, "Fast and friendly", False),
        ("tok2", 3.0, "Late parcel", False),
    ]
    assert "Ann" not in str(rows(store, "SELECT * FROM raw.surveys"))


def test_qualtrics_has_three_header_rows_and_rows_that_do_not_count(tmp_path: Path) -> None:
    store = tmp_path / "s"
    report = load_export(store, "qualtrics")
    assert (report.format, report.rows_read, report.rows_loaded, report.refused_count) == ("qualtrics", 5, 2, 3)
    assert [(r.line, r.column, r.value) for r in report.refused] == [
        (7, "Status", "1"),
        (8, "Status", "8"),
        (9, "Finished", "0"),
    ]
    sql = "SELECT response_id, customer_id, email_hash IS NULL, nps, csat, comment FROM raw.surveys ORDER BY 1"
    assert rows(store, sql) == [
        ("R_1", "C-77", False, 10.0, 5.0, "Alles gut"),
        ("R_2", None, False, 2.0, 2.0, "Zu spät"),
    ]


def test_an_export_of_previews_only_is_refused_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "previews.csv"
    lines = (DATA / "qualtrics.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("2025") or "R_3" in line), encoding="utf-8")
    with pytest.raises(LoadError, match="“Status”: is the preview or test of a survey"):
        load(tmp_path / "s", [path], LoadOptions())


def test_google_forms_has_no_id_and_finds_its_rows_again(tmp_path: Path) -> None:
    store = tmp_path / "s"
    asked = load_export(store, "google_forms")
    assert (asked.format, [question.field for question in asked.questions]) == ("google_forms", ["ces"])
    report = load_export(store, "google_forms", scales={"ces": "1-5"})
    assert (report.rows_loaded, report.refused_count) == (3, 0)
    assert rows(store, "SELECT nps, ces, CAST(responded_at AS VARCHAR) FROM raw.surveys ORDER BY responded_at") == [
        (9.0, 5.0, "2025-03-14 10:12:05"),
        (7.0, 2.0, "2025-03-15 18:30:00"),
        (0.0, 1.0, "2025-03-15 18:31:00"),
    ]
    assert load_export(store, "google_forms", scales={"ces": "1-5"}).duplicates == 3


def test_google_forms_in_german(tmp_path: Path) -> None:
    store = tmp_path / "s"
    assert load_export(store, "google_forms_german").rows_loaded == 2
    assert rows(store, "SELECT nps, csat, comment FROM raw.surveys ORDER BY responded_at") == [
        (10.0, 5.0, "Danke"),
        (5.0, 2.0, "Zu langsam"),
    ]


TOLD = {
    "english": ["Timestamp", "How likely are you to recommend us?", "How satisfied are you?", "How easy was it?"],
    "german": [
        "Zeitstempel",
        "Wie wahrscheinlich würden Sie uns empfehlen?",
        "Wie zufrieden sind Sie?",
        "Wie einfach war es?",
    ],
    "french": [
        "Horodateur",
        "Recommanderiez-vous notre boutique ?",
        "Êtes-vous satisfait de nous ?",
        "A-t-il été facile de commander ?",
    ],
    "spanish": [
        "Marca temporal",
        "¿Qué probabilidad hay de que nos recomiende?",
        "¿Qué tan satisfecho está?",
        "¿Qué tan fácil fue comprar?",
    ],
    "portuguese": [
        "Carimbo de data/hora",
        "Qual a probabilidade de nos recomendar?",
        "Quão satisfeito você está?",
        "Quão fácil foi comprar?",
    ],
    "polish": [
        "Sygnatura czasowa",
        "Jakie jest prawdopodobieństwo, że nas polecisz?",
        "Jak bardzo jesteś zadowolony?",
        "Jak łatwo było kupić?",
    ],
    "japanese": [
        "タイムスタンプ",
        "友人に当店を薦める可能性はどのくらいですか",
        "当店にどのくらい満足していますか",
        "お問い合わせの解決は簡単でしたか",
    ],
}


@pytest.mark.parametrize("language", TOLD)
def test_scores_are_found_by_their_wording_in_seven_languages(tmp_path: Path, language: str) -> None:
    header = ",".join(f'"{name}"' for name in TOLD[language])
    text = f"{header}\n2025-03-14 10:12:05,9,5,4\n2025-03-15 10:12:05,2,1,3\n2025-03-16 10:12:05,10,4,2\n"
    report = load_text(tmp_path / "s", text, scales={"ces": "1-5"})
    assert (report.format, report.rows_loaded) == ("google_forms", 3)
    assert rows(tmp_path / "s", "SELECT nps, csat, ces FROM raw.surveys ORDER BY responded_at") == [
        (9.0, 5.0, 4.0),
        (2.0, 1.0, 3.0),
        (10.0, 4.0, 2.0),
    ]


def test_of_several_questions_for_a_score_the_overall_one_is_taken_or_it_is_asked(tmp_path: Path) -> None:
    rest = "2025-03-14 10:12:05,5,4\n2025-03-15 10:12:05,1,5\n"
    two = load_text(
        tmp_path / "s", f"Timestamp,How satisfied are you with us?,How satisfied are you with delivery?\n{rest}"
    )
    assert [(q.field, q.examples) for q in two.questions] == [
        ("csat", ("2 (How satisfied are you with us?)", "3 (How satisfied are you with delivery?)"))
    ]
    header = "Timestamp,How satisfied are you with delivery?,How satisfied are you overall?\n"
    assert load_text(tmp_path / "s", header + rest).rows_loaded == 2
    assert column(tmp_path / "s", "SELECT csat FROM raw.surveys ORDER BY responded_at") == [4.0, 5.0]


def test_satisfaction_in_words_is_a_score(tmp_path: Path) -> None:
    text = "Timestamp,How satisfied are you with your order?\n2025-03-14 10:00:00,Very satisfied\n"
    text += "2025-03-15 10:00:00,Very dissatisfied\n2025-03-16 10:00:00,Satisfied\n"
    report = load_text(tmp_path / "s", text)
    assert report.rows_loaded == 3
    assert column(tmp_path / "s", "SELECT csat FROM raw.surveys ORDER BY responded_at") == [5.0, 1.0, 4.0]


@real
def test_the_real_qualtrics_file_has_one_answer_and_no_score(tmp_path: Path) -> None:
    (report,) = load(tmp_path / "s", [SHARED / "qualtrics_sample.csv"])
    assert (report.format, report.rows_read, report.rows_loaded) == ("qualtrics", 1, 1)
    assert any("No question was found that asks for a score" in note for note in report.notes)
    assert rows(tmp_path / "s", "SELECT response_id, q1, q2 FROM raw.surveys") == [
        ("R_2YPOQ602ER1jkf1", "2", "Hello World!")
    ]


@real
def test_the_real_surveymonkey_file_has_no_dates_and_asks_for_one(tmp_path: Path) -> None:
    file = SHARED / "surveymonkey_steak-risk-survey.csv"
    (asked,) = load(tmp_path / "s", [file])
    assert [question.field for question in asked.questions] == ["responded_at"]
    (report,) = load(tmp_path / "s", [file], LoadOptions(sets={"responded_at": "2014-06-01"}))
    assert (report.format, report.rows_read, report.rows_loaded, report.refused_count) == ("surveymonkey", 550, 550, 0)
