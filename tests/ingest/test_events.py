"""Tickets, answers, subscriptions and lines are not taken for customers, in the headers of seven languages."""

import pytest

from tests.ingest.recognising import see

HEADERS = {
    "contacts": [
        "Ticket,Customer,Created,Closed,Channel",
        "Ticket,Kunde,Erstellt,Geschlossen,Kanal",
        "Ticket,Client,Créé,Fermé,Canal",
        "Ticket,Cliente,Creado,Cerrado,Canal",
        "Chamado,Cliente,Criado,Fechado,Canal",
        "Zgłoszenie,Klient,Otwarte,Zamknięte,Kanał",
        "チケット,顧客,受付,完了,チャネル",
    ],
    "surveys": [
        "Response,Customer,Completed,NPS,Channel",
        "Antwort-ID,Kunde,Beantwortet,Weiterempfehlung,Kanal",
        "ID réponse,Client,Répondu,Recommandation,Canal",
        "ID de respuesta,Cliente,Respondido,Recomendación,Canal",
        "ID da resposta,Cliente,Respondido,Recomendação,Canal",
        "ID odpowiedzi,Klient,Wypełnione,Polecenie,Kanał",
        "回答ID,顧客,回答,推奨度,チャネル",
    ],
    "subscriptions": [
        "Contract,Customer,Start,End,MRR",
        "Vertrag,Kunde,Beginn,Ende,Monatsbetrag",
        "Contrat,Client,Début,Fin,Montant mensuel",
        "Contrato,Cliente,Inicio,Fin,Importe mensual",
        "Contrato,Cliente,Início,Fim,Valor mensal",
        "Umowa,Klient,Start,Koniec,Opłata miesięczna",
        "契約,顧客,開始日,終了日,月額",
    ],
}
VALUES = {
    "contacts": ["T{n}", "K{n}", "2026-01-0{n}", "2026-01-1{n}", "Mail"],
    "surveys": ["R{n}", "K{n}", "2026-01-0{n}", "{n}", "Mail"],
    "subscriptions": ["S{n}", "K{n}", "2026-01-0{n}", "2026-02-0{n}", "9.5{n}"],
}


def table(header: str, values: list[str]) -> str:
    return "\n".join([header, *(",".join(values).format(n=n) for n in range(1, 7)), ""])


@pytest.mark.parametrize(("kind", "header"), [(kind, header) for kind, some in HEADERS.items() for header in some])
def test_events_in_every_language(kind: str, header: str) -> None:
    seen = see(table(header, VALUES[kind]))
    assert (seen.table, seen.questions) == (kind, [])
    assert "customer_id" in seen.fields


def test_rows_with_an_id_and_times_of_their_own_are_asked_about() -> None:
    seen = see(table("Vorfall,Kunde,Beginnzeit,Endzeit,Medium", VALUES["contacts"]))
    assert (seen.table, [q.field for q in seen.questions]) == (None, ["table"])


def test_a_list_of_customers_with_another_number_is_one() -> None:
    text = table("customer_id,Tax number,created_at,region,segment", ["K{n}", "U{n}", "2026-01-0{n}", "N", "B2B"])
    assert (see(text).table, see(text).questions) == ("customers", [])


@pytest.mark.parametrize("header", ["Fechadecierre", "Datedefermeture"])
def test_names_whose_blanks_were_lost_are_found(header: str) -> None:
    seen = see(table(f"Ticket,Cliente,Creado,{header},Canal", VALUES["contacts"]))
    assert seen.fields["closed_at"] == header


def test_a_survey_without_a_named_score_is_asked_about() -> None:
    lines = "".join(f"R{n},2026-01-0{n},{score}\n" for n, score in enumerate((0, 10, 9, 7, 8), start=1))
    (question,) = see(f"response_id,responded_at,Q7\n{lines}", table="surveys").questions
    assert (question.field, question.examples) == ("nps", ("Q7: 0, 10, 9",))
