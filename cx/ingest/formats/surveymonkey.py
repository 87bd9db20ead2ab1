"""SurveyMonkey, responses: questions in the first row, their choices in the second, one row per respondent."""

from __future__ import annotations

from collections.abc import Sequence

from cx.ingest.formats.base import Format, Head, Header, Part, Signature, name_of
from cx.ingest.formats.questions import shown
from cx.language import N_

KEY = "respondent_id"
ANSWER = (
    "response|open_ended_response|antwort|offene_antwort|beantwortung_mit_offenem_ende|réponse|réponse_ouverte|respuesta|"
    "respuesta_abierta|resposta|resposta_aberta|odpowiedź|odpowiedź_otwarta|回答|自由回答|自由回答形式"
)
"""Second rows of a question that has one column only."""


def header(head: Head) -> Header | None:
    """The questions, each with the choice below it; a question of several columns is written above the first only."""
    if not head or KEY not in (names := [name_of(name) for name in head[0]]):
        return None
    below = head[1] if len(head) > 1 else ()
    at = names.index(KEY)
    two = len(below) == len(names) and not below[at].strip() and any(cell.strip() for cell in below)
    # The second row of a file without any choice is all blank, and skipped like every row without a value.
    if not two:
        return Header(1, tuple(head[0]), tuple(head[0])) if "collector_id" in names else None
    texts = _texts(head[0], below)
    return Header(2, shown(texts), tuple(texts))


def _texts(questions: Sequence[str], choices: Sequence[str]) -> list[str]:
    texts: list[str] = []
    question = ""
    for number, (above, below) in enumerate(zip(questions, choices, strict=True)):
        question = above if above.strip() else question
        following = questions[number + 1] if number + 1 < len(questions) else "."
        several = not above.strip() or (not following.strip() and bool(below.strip()))
        plain = not below.strip() or name_of(below) in ANSWER.split("|")
        texts.append(question if plain or not several else f"{question} - {below}")
    return texts


ANSWERS = Part(
    "surveys",
    {
        "response_id": KEY,
        "customer_id": "customer_id|customer_number|external_reference",
        "email": "email_address|email",
        "responded_at": "end_date|date_modified|date_created|start_date",
    },
    asks=True,
)

FORMAT = Format(
    "surveymonkey",
    N_("a SurveyMonkey responses export"),
    Signature((KEY,), never=("network_id", "response_id")),
    (ANSWERS,),
    personal=("ip_address|first_name|last_name|email_address",),
    ignored=("start_date|date_created|date_modified",),
    header=header,
)
